# SPDX-License-Identifier: EUPL-1.2
"""Closed lists of sources, grounds and links."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CareType(models.TextChoices):
    GENERAL_PRACTICE = "gp", _("general practice")
    HOSPITAL = "hospital", _("hospital")
    PHARMACY = "pharmacy", _("pharmacy")
    HOME_CARE = "home_care", _("home care")
    DAY_CARE = "day_care", _("day care")
    NURSING_HOME = "nursing_home", _("nursing home")
    MENTAL_HEALTH = "mental_health", _("mental health care")
    ADDICTION_CARE = "addiction_care", _("addiction care")
    OTHER = "other", _("other care")


SENSITIVE_CARE_TYPES = frozenset({CareType.MENTAL_HEALTH, CareType.ADDICTION_CARE})


class FhirVersion(models.TextChoices):
    STU3 = "stu3", "FHIR STU3"
    R4 = "r4", "FHIR R4"


class GroundKind(models.TextChoices):
    """Why a copy from this source may be open at all; without one it is stored closed."""

    OWN_RECORD = "own_record", _("our own record")
    HANDOFF = "handoff", _("nursing handoff received")
    CONSENT = "consent", _("consent of the client")
    BROUGHT = "brought", _("brought by the client")


class Decision(models.TextChoices):
    GIVEN = "given", _("given")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class BsnState(models.TextChoices):
    """What a source tells of the BSN: a masked one is unknown, not different."""

    PRESENT = "present", _("present")
    MASKED = "masked", _("masked")
    ABSENT = "absent", _("absent")


class LinkState(models.TextChoices):
    AUTOMATIC = "automatic", _("linked automatically")
    CONFIRMED = "confirmed", _("confirmed by a colleague")
    PROPOSED = "proposed", _("proposed")
    REJECTED = "rejected", _("not the same person")
    SUPERSEDED = "superseded", _("replaced by another link")


ACTIVE_LINK_STATES = (LinkState.AUTOMATIC, LinkState.CONFIRMED)
