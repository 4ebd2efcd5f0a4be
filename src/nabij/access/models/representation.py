# SPDX-License-Identifier: EUPL-1.2
"""Who stands for a client, what a client can decide, and that a client has died."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from nabij.access.choices import (
    AfterDeathGround,
    DeathSource,
    DecidesChoice,
    EvidenceKind,
    Matter,
    RepresentationKind,
    TopicChoice,
)
from nabij.access.models.institution import User
from nabij.access.models.ways import Occasion
from nabij.core.refs import new_ref


class Representation(models.Model):
    """What one person (or office) may be told of a client and decide for them, and since when.

    Never changed but ended, and checked once: another agreement is another row. A client who
    shuts somebody out is a row too. `ends_on` is the first day on which it no longer holds;
    `checked_at` is when a colleague saw the proof.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    person = models.ForeignKey(
        "relations.Party", on_delete=models.PROTECT, related_name="representations"
    )
    other = models.ForeignKey("relations.Party", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=25, choices=RepresentationKind)
    tells = ArrayField(
        models.CharField(max_length=12, choices=TopicChoice), default=list, blank=True
    )
    decides = ArrayField(
        models.CharField(max_length=12, choices=DecidesChoice), default=list, blank=True
    )
    evidence_kind = models.CharField(max_length=8, choices=EvidenceKind)
    evidence = models.CharField(_("how we know"), max_length=200, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    checked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    checked_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="representation_kind_known", condition=Q(kind__in=RepresentationKind.values)
            ),
            models.CheckConstraint(
                name="representation_of_another", condition=~Q(person=F("other"))
            ),
            models.CheckConstraint(
                name="representation_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.UniqueConstraint(
                fields=["person", "other", "kind"],
                condition=Q(ended_at__isnull=True),
                name="representation_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"


class Capacity(models.Model):
    """What was judged of a client's capacity about one matter; the latest of a matter holds."""

    person = models.ForeignKey("relations.Party", on_delete=models.PROTECT, related_name="+")
    matter = models.CharField(max_length=10, choices=Matter)
    can_decide = models.BooleanField()
    judged_on = models.DateField()
    judged_by = models.CharField(_("who judged it"), max_length=120)
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="capacity_matter_known", condition=Q(matter__in=Matter.values)
            ),
            models.CheckConstraint(name="capacity_was_judged", condition=~Q(judged_by="")),
        ]

    def __str__(self) -> str:
        return f"{self.matter} of {self.person_id}: {self.can_decide}"


class Death(models.Model):
    """That somebody died, as a colleague recorded it; while it stands nobody represents them.

    The care relations of `person` open nothing from `closes_on` on. `contact` is the one
    colleague whom relatives reach. `before` is what was known of their death until then, so that
    taking back restores it; a row taken back stays as history.
    """

    person = models.ForeignKey("relations.Party", on_delete=models.PROTECT, related_name="+")
    died_on = models.DateField(null=True)
    precision = models.CharField(max_length=5, blank=True)
    source = models.CharField(max_length=10, choices=DeathSource)
    told = models.CharField(_("how we know"), max_length=200)
    contact = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    closes_on = models.DateField()
    before = models.JSONField(default=dict)
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(taken_back_at__isnull=True), name="death_once"
            )
        ]

    def __str__(self) -> str:
        return f"death of {self.person_id}"


class AfterDeathCase(models.Model):
    """Why the dossier of somebody who died opens for one colleague, and who asked for it.

    Its `occasion` is the way in: one colleague, one client, until a day.
    """

    occasion = models.OneToOneField(Occasion, on_delete=models.PROTECT, related_name="after_death")
    ground = models.CharField(max_length=8, choices=AfterDeathGround)
    asked_by = models.CharField(_("who asks for it"), max_length=120)
    reason = models.CharField(_("why"), max_length=400)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"after death: {self.occasion_id}"
