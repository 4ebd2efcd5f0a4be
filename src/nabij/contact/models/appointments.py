# SPDX-License-Identifier: EUPL-1.2
"""Appointments: when, who goes, with whom. What it is about, and where, is not here."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from nabij.contact.choices import AppointmentKind, CancelReason
from nabij.contact.models.texts import GuardedText
from nabij.core.history import tracked
from nabij.core.refs import new_ref

LONGEST_UID = 255


@tracked(without=("entry_key", "changed_at"))
class Appointment(models.Model):
    """An appointment (NL: afspraak), once or by a rule, of one colleague and who goes along.

    `rule` is an RFC 5545 rule without its end, which is `last_on`; it counts from the Dutch day of
    `starts_at`. On `skipped` days it does not fall. One time of it that was moved or cancelled is a
    row of its own: `series` and `original_on` say which. `uid` is its name in calendars, of others
    too. `is_guarded`: it is with somebody in private, so its text opens by the access log only.
    Without a text of its own its text is that of `text_of`.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=AppointmentKind)
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    unit = models.ForeignKey(
        "access.Unit", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    is_whole_day = models.BooleanField(default=False)
    rule = models.CharField(max_length=200, blank=True)
    last_on = models.DateField(null=True)
    skipped = ArrayField(models.DateField(), default=list)
    series = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="exceptions", db_index=False
    )
    original_on = models.DateField(null=True)
    uid = models.CharField(max_length=LONGEST_UID)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=10, choices=CancelReason, blank=True)
    text_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    is_guarded = models.BooleanField()
    entry_key = models.CharField(max_length=20, default=new_ref, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="appointment_kind_known", condition=Q(kind__in=AppointmentKind.values)
            ),
            models.CheckConstraint(
                name="appointment_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="appointment_exception_is_of_a_day",
                condition=Q(series__isnull=True, original_on__isnull=True)
                | Q(series__isnull=False, original_on__isnull=False, rule=""),
            ),
            models.CheckConstraint(
                name="appointment_cancelled_has_a_reason",
                condition=Q(cancelled_at__isnull=True, cancel_reason="")
                | Q(cancelled_at__isnull=False, cancel_reason__in=CancelReason.values),
            ),
            models.UniqueConstraint(
                fields=["series", "original_on"],
                name="appointment_one_exception_a_day",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["colleague", "uid"],
                condition=Q(series__isnull=True),
                name="appointment_uid_once",
            ),
            models.UniqueConstraint(
                fields=["created_by", "entry_key"], name="appointment_entered_once"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "ends_at"], name="appointment_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


@tracked(of=("appointment",), without=("ends_at",))
class AppointmentColleague(models.Model):
    """Who goes, one row per colleague: their calendar reads this.

    `ends_at` is that of the appointment, None where it recurs.
    """

    appointment = models.ForeignKey(
        Appointment, on_delete=models.CASCADE, related_name="colleagues"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "user"], name="appointmentcolleague_once"
            ),
        ]
        indexes = [models.Index(fields=["user", "ends_at"], name="appointmentcolleague_user")]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.appointment_id}"


@tracked(of=("party",), without=("ends_at",))
class AppointmentParty(models.Model):
    """With whom, one row per person or organisation; `is_subject`: a person in private.

    `ends_at` is that of the appointment, None where it recurs.
    """

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="parties")
    party = models.ForeignKey(
        "relations.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    is_subject = models.BooleanField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appointment", "party"], name="appointmentparty_once"),
        ]
        indexes = [models.Index(fields=["party", "ends_at"], name="appointmentparty_party")]

    def __str__(self) -> str:
        return f"{self.party_id} in {self.appointment_id}"


class AppointmentText(GuardedText):
    """What an appointment is about (`text`), in short (`title`), and where."""

    pk = models.CompositePrimaryKey("appointment_id", "version")
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, related_name="texts", db_index=False
    )
    title = models.CharField(_("subject"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)

    def __str__(self) -> str:
        return f"text {self.version} of {self.appointment_id}"


class CalendarFeed(models.Model):
    """The address under which a colleague's own calendar shows in another program.

    Who knows the token reads it, so only its hash is kept; there is one address per colleague.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    token_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"feed of {self.user_id}"
