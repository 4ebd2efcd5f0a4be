# SPDX-License-Identifier: EUPL-1.2
"""One table: what each model is to a person's rights, on what ground, and how theirs is found.

`is_copied`: it goes into a copy (AVG 15); by `copied_by` where not all that leads to somebody is
theirs. `on_erasure`: erased, kept, or blanked (the row stays because others point to it, and says
nothing any more). `found_by`: the fields that lead from a row to the person, in Django's words;
none where a model is about nobody. A history follows its model. A new model that does not stand
here fails a test.

Sources: AVG 15, 17 paragraph 3; WGBO 7:454 and 7:455; NEN 7513 (log); Awr 52 (books, 7 years).
"""

from dataclasses import dataclass
from enum import StrEnum


class OnErasure(StrEnum):
    ERASE = "erase"
    BLANK = "blank"
    KEEP = "keep"
    NOBODY = "nobody"  # about nobody, so nothing is asked of it


@dataclass(frozen=True, slots=True)
class Class:
    """What one model is to a person's rights."""

    on_erasure: OnErasure
    ground: str
    found_by: tuple[str, ...] = ()
    is_copied: bool = False
    copied_by: tuple[str, ...] = ()


def erased(*found_by: str, is_copied: bool = True) -> Class:
    """Return the class of what goes when a person may be erased."""
    return Class(OnErasure.ERASE, "AVG 17 lid 1", found_by, is_copied, found_by)


def kept(
    ground: str, *found_by: str, is_copied: bool = True, copied_by: tuple[str, ...] = ()
) -> Class:
    """Return the class of what stays, and why."""
    return Class(OnErasure.KEEP, ground, found_by, is_copied, copied_by or found_by)


def nobody(why: str) -> Class:
    """Return the class of what is about no person."""
    return Class(OnErasure.NOBODY, why)


CARE = "WGBO 7:454 lid 3: 20 jaar"
LOG = "NEN 7513; besluit elektronische gegevensverwerking: 5 jaar"
PROOF = "AVG 5 lid 2: verantwoording"
COLLEAGUES = "arbeidsverhouding: gegevens van een collega"
OWN_WORK = "onze eigen werking: geen gegevens van een persoon"
FIGURES = "cijfers van iedereen samen"
CONTACT = "is het zorg, dan WGBO 7:454; anders gaat het mee"

TABLE: dict[str, Class] = {
    # access
    "access.AccessEntry": kept(LOG, "object_ids"),
    "access.LogSeal": nobody(OWN_WORK),
    "access.CareRelation": kept(CARE, "person"),
    # A find of the review is about one push: it cannot be let loose of it.
    "access.Emergency": kept(PROOF, "person"),
    "access.Occasion": kept(LOG, "person", is_copied=False),
    # Who stands for somebody: it tells of whom they stand for (AVG 15 lid 4).
    "access.Representation": kept(PROOF, "person", "other", copied_by=("person",)),
    "access.Capacity": kept(CARE, "person"),
    "access.Death": kept(CARE, "person"),
    "access.AfterDeathCase": kept(PROOF, "occasion__person", is_copied=False),
    "access.StandInReview": kept(LOG, "relation__person", is_copied=False),
    **{
        f"access.{name}": nobody(COLLEAGUES)
        for name in (
            "User", "Unit", "UnitMembership", "RoleAssignment", "DutyShift", "DutyArea", "Session",
            "SecondFactor", "RecoveryCode", "SingleSignOn", "SignInTry",
        )
    },
    # relations
    "relations.Party": Class(OnErasure.BLANK, "AVG 17 lid 1", ("id",), True, ("id",)),
    "relations.PersonDetail": Class(OnErasure.BLANK, "AVG 17 lid 1", ("party",), True, ("party",)),
    "relations.OrganisationDetail": nobody("een organisatie is geen persoon"),
    "relations.Address": erased("party"),
    "relations.ContactPoint": erased("party"),
    "relations.Identifier": erased("party"),
    "relations.BsnCheck": kept("Wabvpz 5: vergewisplicht", "person", is_copied=False),
    "relations.ContactInstruction": erased("person"),
    "relations.KeySafe": erased("person", is_copied=False),
    "relations.Relationship": erased("subject", "object"),
    "relations.Household": nobody("een huishouden is leeg zonder leden"),
    "relations.HouseholdMember": erased("person"),
    "relations.DuplicateQuestion": erased("party", is_copied=False),
    "relations.Merge": kept(PROOF, "kept", "given", is_copied=False),
    "relations.Objection": kept("AVG 21 lid 3: het bezwaar blijft gelden", "person"),
    # What is restricted: it has to be known as long as what it is about.
    "relations.Restriction": kept("AVG 18: de beperking blijft gelden", "person"),
    "relations.LeftOut": nobody("deel van een samenvoeging"),
    # contact: of whom it is about, too, not only of who spoke
    "contact.Appointment": kept(CONTACT, "parties__party"),
    "contact.AppointmentColleague": kept(CONTACT, "appointment__parties__party", is_copied=False),
    "contact.AppointmentParty": kept(CONTACT, "party"),
    "contact.AppointmentText": kept(CONTACT, "appointment__parties__party"),
    "contact.CalendarFeed": nobody(COLLEAGUES),
    "contact.Meeting": kept(CONTACT, "attendances__party", "appointment__parties__party"),
    "contact.MeetingAttendance": kept(CONTACT, "party"),
    "contact.MeetingText": kept(
        CONTACT, "meeting__attendances__party", "meeting__appointment__parties__party"
    ),
    "contact.MeetingAction": kept(CONTACT, "task__party", is_copied=False),
    "contact.Decision": kept(
        CONTACT, "meeting__attendances__party", "meeting__appointment__parties__party"
    ),
    "contact.DecisionText": kept(
        CONTACT,
        "decision__meeting__attendances__party",
        "decision__meeting__appointment__parties__party",
    ),
    "contact.WorkedTime": kept("Awr 52: 7 jaar", "party"),
    "contact.Interaction": kept(CONTACT, "counterpart", "on_behalf_of", "parties__party"),
    "contact.InteractionParty": kept(CONTACT, "party"),
    "contact.InteractionText": kept(CONTACT, "interaction__parties__party"),
    "contact.Task": kept(CONTACT, "party", "counterpart"),
    "contact.TaskText": kept(CONTACT, "task__party"),
    "contact.TaskStep": kept(CONTACT, "task__party"),
    "contact.ClientStatement": kept(CARE, "person", "said_by"),
    "contact.IncomingCall": nobody("gaat vanzelf weg na een dag"),
    # linkage and dossiers: the record of care
    "linkage.Source": nobody(OWN_WORK),
    "linkage.PatientRecord": kept(CARE, "links__person"),
    "linkage.Ground": kept(
        PROOF,
        "patient_record__links__person",
        "given_by",
        copied_by=("patient_record__links__person",),
    ),
    "linkage.RecordLink": kept(CARE, "person"),
    "linkage.RecordMove": kept(PROOF, "person", "to_person", is_copied=False),
    "linkage.Judgement": kept(PROOF, "link__person", is_copied=False),
    "linkage.Sample": nobody(FIGURES),
    "linkage.ReviewClaim": nobody(OWN_WORK),
    "linkage.LinkWeights": nobody(FIGURES),
    "linkage.LinkRun": nobody(FIGURES),
    "linkage.PlannedLink": nobody("sleutels zonder namen; hoort bij één koppelronde"),
    "dossiers.Fact": kept(CARE, "patient_record__links__person"),
    "dossiers.Original": kept(CARE, "patient_record__links__person"),
    "dossiers.Reference": kept(CARE, "patient_record__links__person", is_copied=False),
    "dossiers.DossierNotice": kept(CARE, "person", is_copied=False),
    "dossiers.PlannedVisit": kept(CARE, "person"),
    "dossiers.Roster": kept(CARE, is_copied=False),
    "dossiers.SourceResource": nobody("zorgverleners en organisaties van een bron"),
    "dossiers.Intake": nobody(OWN_WORK),
    "dossiers.IntakeFile": kept(CARE, is_copied=False),
    "dossiers.IntakeRecord": kept(CARE, "patient_record__links__person", is_copied=False),
    "dossiers.Quarantine": kept(CARE, is_copied=False),
    # imports and lists: what a colleague brought in, and what was done to many rows at once. The
    # keys are those of persons only where the import, or the list, is one of persons.
    "imports.Import": nobody(OWN_WORK),
    "imports.ImportPart": erased("whole__outcomes__key", is_copied=False),
    "imports.ImportRow": erased("key", is_copied=False),
    "imports.HeaderMapping": nobody(OWN_WORK),
    "lists.SavedView": nobody(COLLEAGUES),
    "lists.OwnList": nobody(COLLEAGUES),
    "lists.BulkRun": nobody(OWN_WORK),
    "lists.BulkRow": erased("subject_id", is_copied=False),
    # privacy
    "privacy.Breach": kept("AVG 33 lid 5: register van datalekken", "find__person", is_copied=False),
    "privacy.Find": kept(PROOF, "person", is_copied=False),
    "privacy.ReviewedDay": nobody(FIGURES),
    "privacy.StaffMark": nobody(COLLEAGUES),
    "privacy.WellKnown": kept(PROOF, "person"),
    "privacy.Case": kept(PROOF, "person", "other", copied_by=("person",)),
    "privacy.CaseNotice": kept(PROOF, "case__person", is_copied=False),
    "privacy.PrivacyRequest": kept(PROOF, "person", "asker_party", copied_by=("person",)),
    "privacy.Withholding": kept(PROOF, "request__person"),
    "privacy.PersonCopy": erased("request__person", is_copied=False),
    "privacy.Erasure": kept(PROOF, "request__person", is_copied=False),
    "privacy.LegalHold": kept(PROOF, "person"),
    # desk
    "desk.Draft": nobody("wat een collega typt en niet verstuurt; gaat na twee weken vanzelf weg"),
    "desk.NoticeRead": nobody(COLLEAGUES),
    "desk.Watch": erased("party", is_copied=False),
    # core and value
    "core.Job": nobody(OWN_WORK),
    "core.HistoryRange": nobody(OWN_WORK),
    **{
        f"value.{name}": nobody(FIGURES)
        for name in (
            "ValueModel", "Segment", "Product", "Plateau", "Scenario", "Lever", "Trial", "Estimate",
            "Run",
        )
    },
}  # fmt: skip
