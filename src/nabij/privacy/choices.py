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
    "card": _("card with name, birth year and city"),
    "care-relation-add": _("recorded who gives care"),
    "care-relation-end": _("ended who gives care"),
    "care-relations": _("who gives care"),
    "contact-instruction": _("contact instruction"),
    "contact-instructions": _("contact instructions"),
    "desk": _("start page"),
    "duplicates": _("looked for the same person"),
    "fact": _("one item of the dossier"),
    "grounds": _("grounds for what may be seen"),
    "ground": _("ground for what may be seen"),
    "household": _("household"),
    "key-safe": _("code of the key safe"),
    "key-safe-shown": _("code of the key safe"),
    "link": _("linked a record to this person"),
    "link-review": _("reviewed a link with a source"),
    "log-export": _("export of the access log"),
    "log-view": _("looked in the access log"),
    "person": _("details of the person"),
    "person-form": _("form with details of the person"),
    "person-records": _("which sources know this person"),
    "picture": _("the dossier"),
    "print": _("the dossier on paper"),
    "relationship": _("tie with another person"),
    "review": _("reviewed a link with a source"),
    "round-sheet": _("round sheet"),
    "round-sheet-plan": _("round sheet made ready"),
    "stand-in": _("stood in for a colleague"),
    "timeline": _("timeline of the dossier"),
    "unlink": _("took a record away from this person"),
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
