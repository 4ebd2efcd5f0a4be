# SPDX-License-Identifier: EUPL-1.2
"""The ways in to a client: care relations, occasions, and who is on duty."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nabij.access.choices import Caller, CareRelationKind, CareRelationOrigin, OccasionKind
from nabij.access.models.institution import Unit, User
from nabij.core.history import tracked
from nabij.core.refs import new_ref


@tracked(of=("person",))
class CareRelation(models.Model):
    """Joins a client and a team or a colleague: the way in by which care professionals look.

    It ends by itself: `ends_on` is written ahead, a set time after the last agreement or rostered
    visit, and `ends_at` says it to the second for who stands in. A row is never removed: who added
    or ended it by hand, when and why, stays.
    """

    person = models.ForeignKey(
        "relations.Party", on_delete=models.PROTECT, related_name="care_relations"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True)
    kind = models.CharField(max_length=20, choices=CareRelationKind)
    origin = models.CharField(max_length=20, choices=CareRelationOrigin)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    added_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    added_at = models.DateTimeField(null=True)
    end_reason = models.CharField(_("reason"), max_length=200, blank=True)
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="carerelation_unit_or_user",
                condition=models.Q(unit__isnull=False, user__isnull=True)
                | models.Q(unit__isnull=True, user__isnull=False),
            ),
            models.CheckConstraint(
                name="carerelation_stand_in_is_personal_and_ends",
                condition=~models.Q(kind=CareRelationKind.STAND_IN)
                | models.Q(user__isnull=False, ends_at__isnull=False),
            ),
            # What was ended by hand may start again on the same day; who stands in, several times.
            models.UniqueConstraint(
                fields=["person", "unit", "user", "kind", "origin", "starts_on"],
                condition=models.Q(ended_at__isnull=True)
                & ~models.Q(kind=CareRelationKind.STAND_IN),
                nulls_distinct=False,
                name="carerelation_open_once_per_start",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "person"], name="carerelation_unit_person"),
            models.Index(fields=["user", "person"], name="carerelation_user_person"),
            models.Index(
                fields=["person", "-ends_at"],
                condition=models.Q(kind=CareRelationKind.STAND_IN),
                name="carerelation_stand_in",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"


class StandInReview(models.Model):
    """What the team says of a colleague who stood in for its client, and what came of it.

    No row yet means that nobody has looked. What is not right is settled by the privacy officer.
    """

    relation = models.OneToOneField(
        CareRelation, on_delete=models.PROTECT, related_name="stand_in_review"
    )
    is_right = models.BooleanField()
    reviewed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reviewed_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    settled_at = models.DateTimeField(null=True)
    outcome = models.CharField(_("outcome"), max_length=400, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["-reviewed_at"],
                condition=models.Q(is_right=False),
                name="standinreview_not_right",
            )
        ]

    def __str__(self) -> str:
        return f"{self.relation_id}: {self.is_right}"


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


@tracked()
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
        indexes = [models.Index(fields=["unit", "ends_at"], name="dutyshift_unit_end")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.starts_at:%Y-%m-%d %H:%M}"


@tracked()
class DutyArea(models.Model):
    """For which part of the institution a team answers while it is on duty: units below count."""

    unit = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="duty_areas", db_index=False
    )
    area = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "area"], name="dutyarea_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} for {self.area_id}"
