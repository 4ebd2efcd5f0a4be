# SPDX-License-Identifier: EUPL-1.2
"""Closed lists of rights and log: what is stored is lower-case, what is shown is translated."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
    AFTER_DEATH = "after_dead", _("case after death")


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


class RepresentationKind(models.TextChoices):
    """What somebody is to a client by paper or law; one kind says that they are shut out."""

    CONTACT_PERSON = "contact_person", _("contact person")
    INFORMAL_CARER = "informal_carer", _("informal carer")
    AUTHORISED = "authorised", _("authorised in writing")
    PARTNER = "partner", _("partner, by law")
    FAMILY = "family", _("close family, by law")
    MENTOR = "mentor", _("mentor")
    CURATOR = "curator", _("curator")
    FINANCIAL_ADMINISTRATOR = "financial_administrator", _("financial administrator")
    SHUT_OUT = "shut_out", _("shut out by the client")


class TopicChoice(models.TextChoices):
    APPOINTMENTS = "appointments", _("appointments: who comes and when")
    MEDICAL = "medical", _("health and care")
    MONEY = "money", _("money and bills")


class DecidesChoice(models.TextChoices):
    MEDICAL = "medical", _("care")
    MONEY = "money", pgettext_lazy("decides on", "money")


class EvidenceKind(models.TextChoices):
    COURT = "court", _("decision of the court")
    NOTARY = "notary", _("deed of a notary (living will)")
    PAPER = "paper", _("paper with a signature")
    SPOKEN = "spoken", _("told to a colleague")
    PORTAL = "portal", _("recorded by the client in the portal")


class Matter(models.TextChoices):
    """What somebody can or cannot decide about: capacity is judged per matter."""

    CARE_PLAN = "care_plan", _("the care plan")
    TREATMENT = "treatment", _("a treatment or medication")
    MOVE = "move", _("where to live, or admission")
    MONEY = "money", pgettext_lazy("matter", "money")
    SHARING = "sharing", _("who may know what")
    OTHER = "other", pgettext_lazy("matter", "something else")


# What stands behind a name on a card: why nothing may be told.
NOTHING_TOLD = {
    "nothing_agreed": _(
        "nothing agreed: take a message, tell nothing without the client's consent"
    ),
    "may_be_called": _("may be rung, has no right to information"),
    "not_checked": _("nothing yet: nobody has seen the proof"),
    "client_decides": _("nothing: the client decides, and has agreed nothing"),
    "another_goes_first": _("nothing: a curator, mentor or somebody authorised goes first"),
    "shut_out": _("nothing: the client does not want it"),
    "has_died": _("nothing: this person has died"),
    "client_died": _("nothing: representing ended when the client died"),
}
EVERYTHING_ABOUT = {
    "appointments": _("everything about appointments"),
    "medical": _("everything about health and care"),
    "money": _("everything about money"),
}
NOTHING_ABOUT = {"appointments": _("nothing about appointments"), "medical": _("nothing medical")}
DECIDES_ON = {"medical": _("decides on care"), "money": _("decides on money")}


class DeathSource(models.TextChoices):
    """How it is known that somebody died."""

    FAMILY = "family", _("told by family or somebody near")
    COLLEAGUE = "colleague", _("a colleague or doctor was there")
    REGISTER = "register", _("told by the municipality or another office")
    RECORD = "record", _("read in the dossier of a source")


class AfterDeathGround(models.TextChoices):
    """On what ground a dossier opens after death (WGBO, article 7:458a)."""

    CONSENT = "consent", _("the client agreed to it, or would have")
    INTEREST = "interest", _("a weighty interest that cannot be served otherwise")
    MISTAKE = "mistake", _("a mistake in treatment may have been made")
