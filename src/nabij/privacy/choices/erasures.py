# SPDX-License-Identifier: EUPL-1.2
"""What can become of each part of what we hold about somebody, and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ErasureKind(models.TextChoices):
    """Two rights with grounds of their own."""

    ERASURE = "erasure", _("erase (AVG 17)")
    DESTRUCTION = "destruction", _("destroy the care record (WGBO 7:455)")


class HoldGround(models.TextChoices):
    """Why nothing of somebody may go for now."""

    COMPLAINT = "complaint", _("a complaint is open")
    CLAIM = "claim", _("a claim or a case in court is open")
    OTHERS_INTEREST = "others", _("substantial interest of somebody else (WGBO 7:455)")
    LAW = "law", _("a law says we keep it")


class Fate(models.TextChoices):
    GOES = "goes", _("goes")
    BLANK = "blank", _("made empty")
    STAYS = "stays", _("stays")


class Why(models.TextChoices):
    """The ground of what goes or stays, as the person reads it."""

    ASKED = "asked", _("You asked for it.")
    TERM_OVER = "term_over", _("The time that we had to keep it is over (WGBO 7:454).")
    IN_CARE = "in_care", _("You receive care from us. The law asks us to keep a record of it.")
    CARE_TERM = (
        "care_term",
        _("The law asks us to keep your care record until %(day)s (WGBO 7:454)."),
    )
    WITH_CARE = (
        "with_care",
        _("It belongs to your care record: without it nobody knows whose it is."),
    )
    NO_CARE = "no_care", _("It is not your care record. You can ask us to erase it too (AVG 17).")
    BOOKS = "books", _("The law asks us to keep our books for seven years (Awr 52).")
    LOG = "log", _("The law asks us to keep who looked at your data for five years (NEN 7513).")
    PROOF = "proof", _("We have to be able to show what we did (AVG 5). There is no name in it.")
    PROOF_NAMED = "proof_named", _("We have to be able to show what we did (AVG 5).")
    MASKED = (
        "masked",
        _(
            "The law asks us to keep the register of data breaches (AVG 33). Your name is out of it."
        ),
    )
    OTHERS = "others", _("It is also about somebody else.")
    HOLD = "hold", _("A complaint, claim or law holds it for now.")


class WithholdGround(models.TextChoices):
    """Why something stays out of a copy."""

    CONFIDENCE = "confidence", _("said in confidence by somebody else (AVG 15 paragraph 4)")
    OTHERS = "others", _("also about somebody else (AVG 15 paragraph 4)")
