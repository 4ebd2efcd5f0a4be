# SPDX-License-Identifier: EUPL-1.2
"""The log in plain words: what its codes mean to who reads it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

EVENTS = {
    "bsn": _("citizen service number"),
    "bsn-form": _("form for the citizen service number"),
    "bsn-shown": _("citizen service number"),
    "call": _("took a phone call"),
    "call-end": _("ended a phone call"),
    "card": _("card with name, birth year and city"),
    "care-relation-add": _("recorded who gives care"),
    "care-relation-end": _("ended who gives care"),
    "care-relations": _("who gives care"),
    "colleagues": _("colleagues to help with signing in"),
    "contact-instruction": _("contact instruction"),
    "contact-instruction-end": _("ended a contact instruction"),
    "contact-instructions": _("contact instructions"),
    "desk": _("start page"),
    "duplicate-answer": _("answered whether somebody is known"),
    "duplicate-question": _("asked whether somebody is known"),
    "duplicate-questions": _("questions whether somebody is known"),
    "duplicates": _("looked for the same person"),
    "duplicates-hinted": _("hint that somebody may be known"),
    "fact": _("one item of the dossier"),
    "factor-added": _("added a second step"),
    "factor-removed": _("removed a second step"),
    "factors-reset": _("reset the second steps of a colleague"),
    "ground": _("ground for what may be seen"),
    "grounds": _("grounds for what may be seen"),
    "household": _("household"),
    "household-form": _("form of the household"),
    "household-leave": _("moved out of the household"),
    "households": _("households"),
    "intake": _("one delivery of dossiers"),
    "intake-again": _("started a delivery again"),
    "intake-stop": _("stopped a delivery"),
    "intakes": _("deliveries of dossiers"),
    "interaction": _("a contact moment"),
    "key-safe": _("code of the key safe"),
    "key-safe-form": _("form with the code of the key safe"),
    "key-safe-shown": _("code of the key safe"),
    "key-safes": _("codes of key safes"),
    "keys-retired": _("took old keys away"),
    "keys-rotated": _("replaced the keys"),
    "language": _("chose a language"),
    "link": _("linked a record to this person"),
    "link-all": _("linked the records of everybody"),
    "link-confirmed": _("linked a record to this person"),
    "link-put-off": _("put a link off until later"),
    "link-quality": _("how good the linking is"),
    "link-reconsidered": _("put a link up for review again"),
    "link-rejected": _("said that a record is of somebody else"),
    "link-review": _("reviewed a link with a source"),
    "link-sample": _("drew a sample of links to review"),
    "link-taken-back": _("took a decision about a link back"),
    "links": _("links to review"),
    "lock": _("locked the screen"),
    "log": _("the access log"),
    "log-end": _("ended a part of the access log"),
    "log-export": _("export of the access log"),
    "log-totals": _("numbers of the access log"),
    "log-view": _("looked in the access log"),
    "organisation": _("an organisation"),
    "organisation-form": _("form of an organisation"),
    "organisation-new": _("recorded an organisation"),
    "own-account": _("own account"),
    "password-changed": _("changed the password"),
    "password-reset": _("chose a new password"),
    "password-reset-asked": _("asked for a new password"),
    "person": _("details of the person"),
    "person-form": _("form with details of the person"),
    "person-new": _("recorded a person"),
    "person-records": _("which sources know this person"),
    "persons-recorded": _("recorded persons"),
    "picture": _("the dossier"),
    "preferences": _("chose how the screen looks"),
    "print": _("the dossier on paper"),
    "quarantine": _("refused parts of deliveries"),
    "quarantine-download": _("refused parts of deliveries, as a file"),
    "quarantine-export": _("export of refused parts of deliveries"),
    "quarantined": _("one refused part of a delivery"),
    "relationship": _("tie with another person"),
    "relationship-end": _("ended a tie with another person"),
    "relationship-form": _("form of a tie with another person"),
    "relationships": _("ties with other persons"),
    "round-sheet": _("round sheet"),
    "round-sheet-plan": _("round sheet made ready"),
    "round-sheets": _("list of round sheets"),
    "search": _("searched"),
    "second-factor": _("second step"),
    "sign-in": _("signed in"),
    "sign-out": _("signed out"),
    "stand-in": _("stood in for a colleague"),
    "stand-in-review": _("reviewed a stand-in"),
    "stand-in-settle": _("settled a stand-in"),
    "stand-ins": _("stand-ins to settle"),
    "timeline": _("timeline of the dossier"),
    "unlink": _("took a record away from this person"),
    "unlinked": _("took a record away from this person"),
    "unlock": _("unlocked the screen"),
    "upload": _("uploaded dossiers"),
    "user-deactivated": _("closed the account of a colleague"),
    "value-archive": _("put a value model away"),
    "value-board": _("value model on one page"),
    "value-download": _("estimates of a value model, as a file"),
    "value-estimate": _("one estimate of a value model"),
    "value-estimates": _("estimates of a value model"),
    "value-measure": _("measured an estimate"),
    "value-model": _("a value model"),
    "value-model-new": _("made a value model"),
    "value-models": _("value models"),
    "value-piece": _("a part of a value model"),
    "value-plan": _("plan of a value model"),
    "value-runs": _("runs of a value model"),
    "value-setup": _("set-up of a value model"),
    "value-upload": _("uploaded estimates"),
    "value-workbook": _("value model as a workbook"),
}

WAYS_IN = {
    "care_relation": _("gives care to this client"),
    "stand_in": _("stood in"),
    "duty": _("was on duty"),
    "call": _("phone call about this client"),
    "task": _("task for this client"),
    "review": _("review of a link"),
}

# ISO 21298, as NEN 7513 asks it.
ROLES = {
    "04": _("care professional"),
    "06": _("office or support"),
    "07": _("management of the system"),
}

ACTIONS = {
    "C": pgettext_lazy("in the log", "recorded"),
    "R": pgettext_lazy("in the log", "looked"),
    "U": pgettext_lazy("in the log", "changed"),
    "D": pgettext_lazy("in the log", "removed"),
    "E": pgettext_lazy("in the log", "did"),
}

CLASSES = {
    "a": _("identity and contact"),
    "b": _("organisation of care"),
    "c": _("content of care"),
    "d": _("shielded or sensitive"),
}


class CaseKind(models.TextChoices):
    """What a case is about."""

    MIXED_PICTURE = "mixed_picture", _("records of two people in one picture")


class CaseState(models.TextChoices):
    OPEN = "open", pgettext_lazy("case", "open")
    CLOSED = "closed", pgettext_lazy("case", "closed")
