# SPDX-License-Identifier: EUPL-1.2
"""What the review of the log found, what colleagues are compared by, and who is well known."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from nabij.core.history import tracked
from nabij.core.refs import new_ref
from nabij.privacy.choices.reviews import FindReason, Verdict


class StaffMark(models.Model):
    """A colleague's own surname, birth date and address, as keyed hashes (32 bytes each).

    They serve the review of the log only; what they were made of is not kept. `check_hash` tells
    whether the key of then is still in use: after keys were replaced they are loaded anew.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    names = ArrayField(models.BinaryField(max_length=32))
    births = ArrayField(models.BinaryField(max_length=32))
    doors = ArrayField(models.BinaryField(max_length=32))
    check_hash = models.BinaryField(max_length=32)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"marks of {self.user_id}"


@tracked(of=("person",))
class WellKnown(models.Model):
    """That a client is well known, so that every look is reviewed."""

    person = models.ForeignKey("relations.Party", on_delete=models.PROTECT, related_name="+")
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    marked_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="wellknown_once"
            )
        ]

    def __str__(self) -> str:
        return f"well known: {self.person_id}"


class ReviewedDay(models.Model):
    """A day of the log that was reviewed: written in the transaction that keeps what was found."""

    on = models.DateField(primary_key=True)
    looks = models.PositiveIntegerField()
    found = models.PositiveIntegerField()
    sampled = models.PositiveIntegerField()
    done_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"


@tracked(of=("person",))
class Find(models.Model):
    """What one colleague did with one client on one day that is worth a question, and its verdict.

    `entries` are the numbers of the lines of the log, the first ones; an emergency has a find of
    its own. The colleague may be asked to explain, at their own desk.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    on = models.DateField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("relations.Party", on_delete=models.PROTECT, related_name="+")
    emergency = models.ForeignKey("access.Emergency", on_delete=models.PROTECT, null=True)
    reasons = ArrayField(models.CharField(max_length=12, choices=FindReason))
    entries = ArrayField(models.BigIntegerField())
    times = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    found_at = models.DateTimeField(db_default=Now())
    question = models.CharField(_("question"), max_length=400, blank=True)
    asked_at = models.DateTimeField(null=True)
    answer = models.CharField(_("explanation"), max_length=800, blank=True)
    answered_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    verdict_reason = models.CharField(_("reason"), max_length=400, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    judged_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["on", "user", "person", "emergency"],
                nulls_distinct=False,
                name="find_once_a_day",
            ),
            models.CheckConstraint(
                name="find_verdict_has_reason",
                condition=Q(verdict="", verdict_reason="", judged_at__isnull=True)
                | (Q(judged_at__isnull=False) & ~Q(verdict="") & ~Q(verdict_reason="")),
            ),
            models.CheckConstraint(
                name="find_answered_when_asked",
                condition=Q(answered_at__isnull=True) | Q(asked_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["-on"], condition=Q(verdict=""), name="find_open"),
            models.Index(fields=["user", "person", "-on"], name="find_pair"),
        ]

    def __str__(self) -> str:
        return f"find {self.ref}"
