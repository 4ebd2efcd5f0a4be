# SPDX-License-Identifier: EUPL-1.2
"""Closed lists of rights and log: what is stored is lower-case, what is shown is translated."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nabij.core.viewer import Role

ROLE_LABELS = {
    Role.FRONT_OFFICE: _("front office"),
    Role.CARE_PROFESSIONAL: _("care professional"),
    Role.ACCOUNT_MANAGER: _("account manager"),
    Role.MARKETEER: _("marketeer"),
    Role.MANAGER: _("manager"),
    Role.COMPLAINTS_OFFICER: _("complaints officer"),
    Role.PRIVACY_OFFICER: _("privacy officer"),
    Role.DATA_PROTECTION_OFFICER: _("data protection officer"),
    Role.ADMINISTRATOR: _("administrator"),
}
ROLE_CHOICES = [(role.value, label) for role, label in ROLE_LABELS.items()]


class UnitKind(models.TextChoices):
    INSTITUTION = "institution", _("institution")
    REGION = "region", _("region")
    TEAM = "team", _("team")
    OFFICE = "office", _("office")


class CareRelationKind(models.TextChoices):
    CARE = "care", _("gives care")
    COORDINATION = "coordination", _("coordinates care")
    ON_CALL = "on_call", _("is on call")
    STAND_IN = "stand_in", _("stands in")


class CareRelationOrigin(models.TextChoices):
    AGREEMENT = "agreement", _("agreement")
    ROSTER = "roster", _("roster")
    HAND = "hand", _("recorded by hand")


# What a colleague who plans care may record; standing in is done by who stands in.
PLANNED_KINDS = [
    (kind.value, kind.label) for kind in CareRelationKind if kind != CareRelationKind.STAND_IN
]


class OccasionKind(models.TextChoices):
    CALL = "call", _("phone call")
    TASK = "task", _("task")
    REVIEW = "review", _("review of a link")


class Caller(models.TextChoices):
    CLIENT = "client", _("the client")
    RELATIVE = "relative", _("a relative or informal carer")
    PROVIDER = "provider", _("another care provider")
    COLLEAGUE = "colleague", _("a colleague")
    OTHER = "other", _("someone else")


class Outcome(models.TextChoices):
    SUCCESS = "success", _("succeeded")
    REFUSED = "refused", _("refused")


class PurposeOfUse(models.TextChoices):
    """HL7 v3 PurposeOfUse codes."""

    TREATMENT = "TREAT", _("treatment")
    CARE_MANAGEMENT = "CAREMGT", _("care management")
    OPERATIONS = "HOPERAT", _("running the institution")
    MARKETING = "HMARKT", _("marketing")
    PERSON_REQUEST = "PATRQT", _("request of the person")
    FAMILY_REQUEST = "FAMRQT", _("request of the family")
    EMERGENCY = "ETREAT", _("emergency")


class ResetReason(models.TextChoices):
    """Why an administrator takes the second steps of a colleague away."""

    LOST = "lost", _("phone or passkey lost or stolen")
    REPLACED = "replaced", _("a new phone, and the old one is gone")
    BROKEN = "broken", _("phone or passkey broken")
    MISUSE = "misuse", _("somebody else may be using it")


class SignInChange(models.IntegerChoices):
    """What changed in how somebody signs in: a letter tells them, whoever did it."""

    PASSWORD = 1, _("The password of your account was changed.")
    APP_ADDED = 2, _("An app with codes was set up as second step of your account.")
    PASSKEY_ADDED = 3, _("A passkey was added to your account.")
    CODES_MADE = 4, _("New recovery codes were made for your account.")
    FACTOR_REMOVED = 5, _("A second step was removed from your account.")
    FACTORS_RESET = (
        6,
        _(
            "An administrator reset the second step of your account. You set up a new one when you "
            "sign in."
        ),
    )


class FactorKind(models.TextChoices):
    """The second step of signing in."""

    APP = "app", _("authenticator app")
    PASSKEY = "passkey", _("passkey")
