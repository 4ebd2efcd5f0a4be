# SPDX-License-Identifier: EUPL-1.2
"""Users, units, the ways in to a client, and the access log."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now, Upper
from django.utils.translation import gettext_lazy as _

from nabij.access.choices import (
    ROLE_CHOICES,
    Caller,
    CareRelationKind,
    CareRelationOrigin,
    OccasionKind,
    Outcome,
    PurposeOfUse,
    UnitKind,
)
from nabij.core.refs import new_ref


class Unit(models.Model):
    """A part of the institution; the tree's root is the institution or the holding."""

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(max_length=20, choices=UnitKind)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str, password: str | None = None) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A colleague who signs in. What they may do follows from roles and units, both dated."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Upper("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name


class RoleAssignment(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=30, choices=ROLE_CHOICES)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "starts_on"], name="roleassignment_once_per_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} ({self.user_id})"


class UnitMembership(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="unit_memberships")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="memberships")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "starts_on"], name="unitmembership_once_per_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.unit_id}"


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


class AccessEntry(models.Model):
    """One line of the access log, with the fields of NEN 7513.

    The table is partitioned by month and append-only for every role but the owner. It has no
    foreign keys: a line outlives what it is about. The columns `xid` and `at` are filled by the
    database, and nobody but the owner can set them: they prove to row-level security that this
    very transaction wrote the line.
    """

    id = models.BigAutoField(primary_key=True)
    # "Generated" as far as Django knows: it reads this column and never names it in an INSERT.
    at = models.GeneratedField(
        expression=Now(), output_field=models.DateTimeField(), db_persist=True
    )
    # event
    event = models.CharField(max_length=40)
    action = models.CharField(max_length=1)
    outcome = models.CharField(max_length=10, choices=Outcome)
    checks = models.CharField(max_length=4)
    purpose = models.CharField(max_length=10, choices=PurposeOfUse)
    way_in = models.CharField(max_length=30, blank=True)
    # user
    user_id = models.BigIntegerField()
    user_name = models.CharField(max_length=120)
    user_role = models.CharField(max_length=2)
    user_is_initiator = models.BooleanField(default=True)
    responsible_id = models.BigIntegerField(null=True)
    responsible_name = models.CharField(max_length=120, blank=True)
    responsible_role = models.CharField(max_length=2, blank=True)
    access_point_type = models.CharField(max_length=1)
    access_point = models.CharField(max_length=80)
    # object
    object_type = models.CharField(max_length=30)
    object_class = models.PositiveSmallIntegerField()
    object_id = models.BigIntegerField(null=True)
    object_ids = ArrayField(models.BigIntegerField(), default=list)
    object_count = models.PositiveIntegerField()
    is_name_only = models.BooleanField(default=False)
    detail = models.CharField(max_length=120, blank=True)
    records = ArrayField(models.BigIntegerField(), default=list)
    sensitive_records = ArrayField(models.BigIntegerField(), default=list)
    classes = ArrayField(models.CharField(max_length=1), default=list)
    categories = ArrayField(models.CharField(max_length=30), default=list)
    authorisation_protocol = models.CharField(max_length=80)
    care_relation_protocol = models.CharField(max_length=80, blank=True)
    consent_profile = models.CharField(max_length=200, blank=True)
    sensitivity = models.CharField(max_length=1, blank=True)
    life_cycle_stage = models.CharField(max_length=20)
    search_query = models.CharField(max_length=200, blank=True)
    # log source
    source_id = models.CharField(max_length=40)
    source_type = models.CharField(max_length=40)
    source_location = models.CharField(max_length=80, blank=True)

    class Meta:
        managed = False
        db_table = "access_accessentry"

    def __str__(self) -> str:
        return f"{self.event} #{self.pk}"
