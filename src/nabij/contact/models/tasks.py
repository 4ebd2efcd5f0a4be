# SPDX-License-Identifier: EUPL-1.2
"""What is still to be done for somebody: tasks, call-backs, promises, discontent."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from nabij.access.choices import ROLE_CHOICES
from nabij.contact.choices import (
    AttemptOutcome,
    Manner,
    Priority,
    Recurrence,
    StepKind,
    TaskEnd,
    TaskKind,
)
from nabij.contact.models.interactions import Interaction
from nabij.contact.models.texts import GuardedText
from nabij.core.history import tracked
from nabij.core.refs import new_ref


@tracked(of=("party", "counterpart"), without=("entry_key",))
class Task(models.Model):
    """Something that one colleague, a team or a role does for somebody, by a day.

    What it is, the number to ring and who may be told what stand in its text. A task that recurs
    stays open: when it is done its day moves on, and `recurs_from` is what that was at first, which
    a shorter month does not change. `counterpart` is whom to ring, or to whom it was promised,
    often not the party itself. What was agreed in a meeting about nobody has no party.
    `received_on` and `manner` are of discontent only.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    kind = models.CharField(max_length=10, choices=TaskKind)
    party = models.ForeignKey(
        "relations.Party", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    counterpart = models.ForeignKey(
        "relations.Party", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    interaction = models.ForeignKey(
        Interaction, on_delete=models.PROTECT, null=True, related_name="tasks"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    unit = models.ForeignKey(
        "access.Unit", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    role = models.CharField(max_length=30, choices=ROLE_CHOICES, blank=True)
    due_on = models.DateField(_("by"))
    window_from = models.TimeField(_("from"), null=True)
    window_until = models.TimeField(_("until"), null=True)
    remind_on = models.DateField(_("remind me on"), null=True)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    recurrence = models.CharField(max_length=5, choices=Recurrence, blank=True)
    recurs_from = models.DateField(null=True)
    received_on = models.DateField(_("received on"), null=True)
    manner = models.CharField(max_length=7, choices=Manner, blank=True)
    is_guarded = models.BooleanField()
    entry_key = models.CharField(max_length=20, default=new_ref, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    closed_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=9, choices=TaskEnd, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="task_kind_known", condition=Q(kind__in=TaskKind.values)),
            models.CheckConstraint(
                name="task_of_a_colleague_a_team_or_a_role",
                condition=Q(owner__isnull=False, unit__isnull=True, role="")
                | Q(owner__isnull=True, unit__isnull=False, role="")
                | Q(owner__isnull=True, unit__isnull=True) & ~Q(role=""),
            ),
            models.CheckConstraint(
                name="task_window_has_both_ends",
                condition=Q(window_from__isnull=True, window_until__isnull=True)
                | Q(window_until__gt=F("window_from")),
            ),
            models.CheckConstraint(
                name="task_discontent_was_received",
                condition=~Q(kind=TaskKind.DISCONTENT)
                | Q(received_on__isnull=False, manner__in=Manner.values),
            ),
            models.CheckConstraint(
                name="task_closed_has_an_end",
                condition=Q(closed_at__isnull=True, end="")
                | Q(closed_at__isnull=False, end__in=TaskEnd.values),
            ),
            models.UniqueConstraint(fields=["created_by", "entry_key"], name="task_entered_once"),
        ]
        indexes = [
            models.Index(
                fields=["party", "due_on"], condition=Q(closed_at__isnull=True), name="task_party"
            ),
            models.Index(
                fields=["owner", "due_on"], condition=Q(closed_at__isnull=True), name="task_owner"
            ),
            models.Index(
                fields=["unit", "due_on"], condition=Q(closed_at__isnull=True), name="task_unit"
            ),
            models.Index(
                fields=["role", "due_on"],
                condition=Q(closed_at__isnull=True) & ~Q(role=""),
                name="task_role",
            ),
            # Whom to ring: asked when that person goes.
            models.Index(
                fields=["counterpart"],
                condition=Q(counterpart__isnull=False),
                name="task_counterpart",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class TaskText(GuardedText):
    """What is to be done; the number to ring, who may be told what, and what the client wishes."""

    pk = models.CompositePrimaryKey("task_id", "version")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="texts", db_index=False)
    phone = models.CharField(_("number"), max_length=20, blank=True)
    may_tell = models.CharField(_("who may be told what"), max_length=300, blank=True)
    wish = models.CharField(_("what the client wishes"), max_length=1000, blank=True)

    def __str__(self) -> str:
        return f"text {self.version} of {self.task_id}"


class TaskStep(models.Model):
    """What was done about a task, by whom and when: a call, a hand-over, the end.

    `entry_key` is made with the form of a call: the same form sent twice is one call.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="steps", db_index=False)
    kind = models.CharField(max_length=9, choices=StepKind)
    at = models.DateTimeField()
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    outcome = models.CharField(max_length=12, choices=AttemptOutcome, blank=True)
    to_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    to_unit = models.ForeignKey(
        "access.Unit", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    entry_key = models.CharField(max_length=16, blank=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["task", "-id"], name="taskstep_task")]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "entry_key"],
                condition=~Q(entry_key=""),
                name="taskstep_entered_once",
            ),
            models.CheckConstraint(
                name="taskstep_attempt_has_an_outcome",
                condition=Q(kind=StepKind.ATTEMPT, outcome__in=AttemptOutcome.values)
                | ~Q(kind=StepKind.ATTEMPT) & Q(outcome=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.task_id}"
