# SPDX-License-Identifier: EUPL-1.2
"""The ways in to a client: care relations, occasions, and who is on duty."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nabij.access.choices import Caller, CareRelationKind, CareRelationOrigin, OccasionKind
from nabij.access.models.institution import Unit, User
from nabij.core.refs import new_ref


class CareRelation(models.Model):
    """Joins a client and a team or a colleague: the way in by which care professionals look."""

    person = models.ForeignKey(
        "relations.Party", on_delete=models.PROTECT, related_name="care_relations"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True)
    kind = models.CharField(max_length=20, choices=CareRelationKind)
    origin = models.CharField(max_length=20, choices=CareRelationOrigin)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="carerelation_unit_or_user",
                condition=models.Q(unit__isnull=False, user__isnull=True)
                | models.Q(unit__isnull=True, user__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["person", "unit", "user", "kind", "starts_on"],
                nulls_distinct=False,
                name="carerelation_once_per_start",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "person"], name="carerelation_unit_person"),
            models.Index(fields=["user", "person"], name="carerelation_user_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"


class Occasion(models.Model):
    """A call, task or review that gives one colleague a way in to one person for a while."""

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    person = models.ForeignKey("relations.Party", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=OccasionKind)
    caller = models.CharField(max_length=12, choices=Caller, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="occasion_ends_after_start",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
            )
        ]
        indexes = [
            models.Index(fields=["user", "person", "-ends_at"], name="occasion_user_person_end")
        ]

    def __str__(self) -> str:
        return f"{self.kind} about {self.person_id} by {self.user_id}"


class DutyShift(models.Model):
    """Which team is on duty when, and under which number it is reached."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="duty_shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    phone = models.CharField(_("phone"), max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "starts_at"], name="dutyshift_once_per_start"),
            models.CheckConstraint(
                name="dutyshift_ends_after_start",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.starts_at:%Y-%m-%d %H:%M}"
