# SPDX-License-Identifier: EUPL-1.2
"""Every model that a colleague can change has a history, or a reason why not."""

from django.apps import apps
from django.db import models

from nabij.core.history import TRACKED
from nabij.core.models import History

ADD_ONLY = "rows are added, never changed or removed: they are their own history"
MACHINE = "written by the machine from what it read, and made anew by it"
SIGN_IN = "state of signing in; what changes in it stands in the access log"
DECIDED = "each row says who decided when; who decides otherwise adds a row"

NOT_TRACKED = {
    "access.AccessEntry": ADD_ONLY,
    "access.AfterDeathCase": ADD_ONLY,
    "access.Capacity": ADD_ONLY,
    "access.Death": "says itself who recorded it and who took it back, and when",
    "access.Representation": "says itself who recorded, checked and ended it, and when",
    "access.LogSeal": ADD_ONLY,
    "access.Emergency": "says itself who, when, why and until when; what became of it is reviewed",
    "access.Occasion": ADD_ONLY,
    "access.StandInReview": DECIDED,
    **dict.fromkeys(
        ("access.Session", "access.SecondFactor", "access.RecoveryCode", "access.SingleSignOn",
         "access.SignInTry"),
        SIGN_IN,
    ),
    "contact.AppointmentText": ADD_ONLY,
    "contact.CalendarFeed": "an address is made or taken away; both stand in the access log",
    "contact.ClientStatement": ADD_ONLY,
    "contact.Decision": ADD_ONLY,
    "contact.DecisionText": ADD_ONLY,
    "contact.InteractionText": ADD_ONLY,
    "contact.MeetingAction": ADD_ONLY,
    "contact.MeetingText": ADD_ONLY,
    "contact.TaskText": ADD_ONLY,
    "contact.TaskStep": ADD_ONLY,
    "contact.WorkedTime": ADD_ONLY,
    "contact.IncomingCall": "a call that rang, written by the exchange; what came of it is tracked",
    "core.HistoryRange": ADD_ONLY,
    "core.Job": "how far work is; the work itself is tracked",
    "desk.Draft": "what one colleague typed for themselves; gone once it is sent",
    "desk.NoticeRead": ADD_ONLY,
    "desk.Watch": "whom one colleague follows, seen by nobody else",
    **dict.fromkeys(
        ("dossiers.Intake", "dossiers.IntakeFile", "dossiers.IntakeRecord", "dossiers.Fact",
         "dossiers.Original", "dossiers.SourceResource", "dossiers.Reference",
         "dossiers.DossierNotice", "dossiers.PlannedVisit", "dossiers.Roster"),
        MACHINE,
    ),
    "dossiers.Quarantine": "who mended or dropped it stands in the row and in the log",
    **dict.fromkeys(
        ("imports.Import", "imports.ImportPart", "imports.ImportRow"),
        "how far a colleague's own import is; what it writes is tracked",
    ),
    "imports.HeaderMapping": "what columns were called the last time; a guess for the next",
    **dict.fromkeys(("privacy.Erasure", "privacy.LegalHold", "privacy.Withholding"), DECIDED),
    "privacy.PersonCopy": "made by the machine once, and wiped; who took it stands in the log",
    "linkage.PatientRecord": MACHINE,
    "linkage.Ground": ADD_ONLY,
    "linkage.RecordLink": DECIDED,
    "linkage.RecordMove": DECIDED,
    "linkage.Sample": ADD_ONLY,
    "linkage.Judgement": DECIDED,
    "linkage.ReviewClaim": "who has a question open; gone within the hour",
    "linkage.LinkWeights": ADD_ONLY,
    "linkage.LinkRun": MACHINE,
    "linkage.PlannedLink": MACHINE,
    "lists.SavedView": "how a colleague looks at a list; nothing of anybody",
    "lists.OwnList": "how a colleague looks at a list; nothing of anybody",
    "lists.BulkRun": "what it did stands in the history of the rows that it changed",
    "lists.BulkRow": "what it did stands in the history of the rows that it changed",
    "privacy.Case": "says itself who closed it, when, and with what outcome; closed once",
    "privacy.CaseNotice": MACHINE,
    "privacy.ReviewedDay": ADD_ONLY,
    "privacy.StaffMark": "hashes that were loaded; a history of them would be one of addresses",
    "relations.BsnCheck": ADD_ONLY,
    "relations.DuplicateQuestion": "asked once, answered once, with who and when",
    "relations.Merge": DECIDED,
    "relations.Objection": "says itself who recorded it and who lifted it, and when",
    "relations.Restriction": "says itself who recorded it and who lifted it, and when",
    "relations.LeftOut": "part of a merge",
    "value.Estimate": ADD_ONLY,
    "value.Run": ADD_ONLY,
}  # fmt: skip


def own_models():
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("nabij.") and not issubclass(model, History)
    ]


def test_every_model_has_a_history_or_a_reason_why_not():
    tracked = {model._meta.label for model in own_models() if model._meta.db_table in TRACKED}
    assert tracked | set(NOT_TRACKED) == {model._meta.label for model in own_models()}
    assert not tracked & set(NOT_TRACKED)


def test_no_history_holds_a_secret():
    for model in apps.get_models():
        if not issubclass(model, History):
            continue
        names = {field.name for field in model._meta.concrete_fields}
        assert not names & {"password", "secret", *model.sealed}, model
        assert not [f for f in model._meta.concrete_fields if isinstance(f, models.BinaryField)]


def test_each_history_is_found_by_the_row_and_by_whose_it_is():
    for model in apps.get_models():
        if issubclass(model, History):
            indexed = {index.fields[0] for index in model._meta.indexes}
            key = model.pgh_tracked_model._meta.pk.name
            assert {key, "pgh_created_at", *model.of} == indexed, model
