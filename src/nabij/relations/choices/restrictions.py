# SPDX-License-Identifier: EUPL-1.2
"""Why the use of something is restricted, on what ground it is read, how a person was told."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RestrictionReason(models.TextChoices):
    """Why something is kept and not used: the grounds of AVG 18 paragraph 1, a to d."""

    ACCURACY = "accuracy", _("its accuracy is contested")
    UNLAWFUL = "unlawful", _("it may not be used, and the person does not want it erased")
    CLAIM = "claim", _("the person needs it for a claim")
    OBJECTION = "objection", _("the person objects to its use")


class UseGround(models.TextChoices):
    """On what ground restricted data is read all the same: AVG 18 paragraph 2."""

    CONSENT = "consent", _("the person agrees")
    CLAIM = "claim", _("for a legal claim")
    OTHERS = "others", _("to protect the rights of somebody, the client too")
    PUBLIC = "public", _("for a weighty public interest")


class ToldHow(models.TextChoices):
    """How a person was told that a restriction is lifted."""

    LETTER = "letter", _("by letter")
    PHONE = "phone", _("by phone")
    EMAIL = "email", _("by e-mail")
    PERSON = "person", _("in person")
