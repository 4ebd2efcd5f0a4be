# SPDX-License-Identifier: EUPL-1.2
"""Why a look at a client is reviewed, and what came of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FindReason(models.TextChoices):
    """Why the review of the log lists what somebody looked at."""

    EMERGENCY = "emergency", _("emergency button")
    NO_RELATION = "no_relation", _("no care relation at that moment")
    COLLEAGUE = "colleague", _("a colleague of ours")
    NAMESAKE = "namesake", _("same surname")
    NEIGHBOUR = "neighbour", _("same address or next door")
    WELL_KNOWN = "well_known", _("well-known person")
    AT_NIGHT = "at_night", _("at night, not on duty")
    SAMPLE = "sample", _("sample")


# What each rule looks for, told to everybody whom it may concern.
RULES_TOLD = {
    FindReason.EMERGENCY: _("Every use of the emergency button, within three working days."),
    FindReason.NO_RELATION: _(
        "Somebody opened a dossier, and as it stands now no care relation, duty, call or task "
        "reached to that client at that moment."
    ),
    FindReason.COLLEAGUE: _("The client works here too."),
    FindReason.NAMESAKE: _("The client has the surname of who looked."),
    FindReason.NEIGHBOUR: _("The client lives at the address of who looked, or a few doors away."),
    FindReason.WELL_KNOWN: _("The privacy officer marked the client as well known."),
    FindReason.AT_NIGHT: _(
        "Between eleven at night and six in the morning, by somebody whose team was not on duty."
    ),
    FindReason.SAMPLE: _("A few looks a day, drawn by lot, without a reason."),
}


class Verdict(models.TextChoices):
    OPEN = "", pgettext_lazy("verdict", "not judged yet")
    PROPER = "proper", _("proper")
    EXPLAINED = "explained", _("explained by the colleague")
    IMPROPER = "improper", _("improper")
