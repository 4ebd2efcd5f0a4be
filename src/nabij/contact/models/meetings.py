# SPDX-License-Identifier: EUPL-1.2
"""Meetings: what is on the agenda of an appointment, what was said, decided and agreed to do."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nabij.contact.choices import Attendance, MeetingTemplate
from nabij.contact.models.appointments import Appointment
from nabij.contact.models.tasks import Task
from nabij.contact.models.texts import GuardedText
from nabij.core.history import tracked
from nabij.core.refs import new_ref


@tracked(of=("appointment",))
class Meeting(models.Model):
    """The agenda and minutes (NL: notulen) of an appointment; of what recurs of one time (`on`).

    Who and with whom are those of the appointment. `is_guarded`: it is about somebody in private.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, related_name="meetings", db_index=False
    )
    on = models.DateField()
    template = models.CharField(max_length=10, choices=MeetingTemplate)
    is_guarded = models.BooleanField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "on"],
                name="meeting_once_a_day",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="meeting_template_known", condition=Q(template__in=MeetingTemplate.values)
            ),
        ]

    def __str__(self) -> str:
        return f"meeting {self.ref}"


class MeetingText(GuardedText):
    """What is on the agenda, a line each, and the minutes (`text`)."""

    pk = models.CompositePrimaryKey("meeting_id", "version")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="texts", db_index=False
    )
    agenda = models.TextField(_("agenda"), max_length=5_000, blank=True)

    def __str__(self) -> str:
        return f"text {self.version} of {self.meeting_id}"


@tracked(of=("meeting", "party"))
class MeetingAttendance(models.Model):
    """Whether a colleague, or one of those with whom it was, was there."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    party = models.ForeignKey(
        "relations.Party", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=8, choices=Attendance)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="meetingattendance_user"),
            models.UniqueConstraint(fields=["meeting", "party"], name="meetingattendance_party"),
            models.CheckConstraint(
                name="meetingattendance_of_one",
                condition=Q(user__isnull=False, party__isnull=True)
                | Q(user__isnull=True, party__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} at {self.meeting_id}"


class Decision(models.Model):
    """A decision of a meeting, in the order taken; what was decided stands in its text."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    entry_key = models.CharField(max_length=16, unique=True, editable=False)
    taken_on = models.DateField()

    def __str__(self) -> str:
        return f"decision {self.pk} of {self.meeting_id}"


class DecisionText(GuardedText):
    """What was decided."""

    pk = models.CompositePrimaryKey("decision_id", "version")
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="texts", db_index=False
    )

    def __str__(self) -> str:
        return f"text {self.version} of {self.decision_id}"


class MeetingAction(models.Model):
    """A task that was given in a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="actions")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="meeting")

    def __str__(self) -> str:
        return f"task {self.task_id} of {self.meeting_id}"
