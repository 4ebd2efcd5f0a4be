# SPDX-License-Identifier: EUPL-1.2
"""The questions by which the risk of a data breach is told, and how far its handling is."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DataKind(models.TextChoices):
    """What kind of data it was; the later, the worse."""

    CONTACT = "contact", _("name, address or phone number")
    BUSINESS = "business", _("visits, team, invoices")
    BSN = "bsn", _("BSN or a copy of a document")
    CARE = "care", _("content of care")
    SENSITIVE = "sensitive", _("psychiatry, abuse, addiction or a secret address")


class HowMany(models.TextChoices):
    ONE = "one", _("one person")
    FEW = "few", _("two to ten")
    MANY = "many", _("eleven to a hundred")
    VERY_MANY = "very_many", _("more than a hundred")


class WhoHasIt(models.TextChoices):
    NOBODY = "nobody", _("nobody, as far as we can tell")
    COLLEAGUE = "colleague", _("a colleague who had no need of it")
    KNOWN = "known", _("somebody known, who says it is destroyed")
    UNKNOWN = "unknown", _("somebody unknown, or who does not say")
    PUBLIC = "public", _("anybody: on the internet, in the street, with a thief")


class Undone(models.TextChoices):
    YES = "yes", _("yes, and we checked it")
    PARTLY = "partly", _("in part, or we cannot check it")
    NO = "no", pgettext_lazy("undone", "no")


class Risk(models.TextChoices):
    NONE = "none", pgettext_lazy("risk", "no risk to be expected")
    SOME = "some", pgettext_lazy("risk", "a risk")
    HIGH = "high", pgettext_lazy("risk", "a high risk")


class Told(models.TextChoices):
    """A decision whether to tell the authority, or the clients."""

    OPEN = "", pgettext_lazy("decision", "not decided yet")
    YES = "yes", pgettext_lazy("decision", "yes")
    NO = "no", pgettext_lazy("decision", "no")
