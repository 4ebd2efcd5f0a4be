# SPDX-License-Identifier: EUPL-1.2
"""Work in the background as people see it, one progress row per job.

And what history is made of.
"""

from datetime import datetime, timedelta
from typing import Any

import pghistory.models
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nabij.core.refs import new_ref


class JobState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("stopped with an error")
    CANCELLED = "cancelled", _("stopped by a colleague")


# One piece of work may take this long, linking a large delivery for example.
LONGEST_SILENCE = timedelta(minutes=10)
OPEN_STATES = (JobState.WAITING, JobState.RUNNING)


class Job(models.Model):
    """One piece of work and how far it is; its result belongs to its owner.

    `subject_ref` is the ref of what it works on (an intake, say), never a name or content.
    `message` is a sentence in English with placeholders, filled from `values` when shown.
    `heartbeat_at` tells a running job from one whose process died.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    subject_ref = models.CharField(max_length=16, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    errors = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    values = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["subject_ref", "-id"], name="job_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def is_open(self) -> bool:
        """Tell whether the work is still to be done or going on."""
        return self.state in OPEN_STATES

    def is_alive(self, at: datetime) -> bool:
        """Tell whether it waits for its turn or gave a sign of life not long before `at`.

        A command that was killed leaves a row that says it is running; no worker takes that up.
        """
        if self.state == JobState.RUNNING:
            return self.heartbeat_at is not None and at - self.heartbeat_at < LONGEST_SILENCE
        return self.is_open

    @property
    def sentence(self) -> str:
        """What the job has to say, in the language of the reader."""
        return gettext(self.message) % self.values if self.message else ""


class History(pghistory.models.Event):
    """What the histories of all tables have in common; `core.history.tracked` makes them.

    `pgh_label` is `insert` (the row as it began), `update` or `delete` (the row as it was);
    `pgh_context` who did it, by which way, and why: empty for what nobody asked for.
    """

    of: tuple[str, ...] = ()
    sealed: tuple[str, ...] = ()

    pgh_id = models.BigAutoField(primary_key=True)
    pgh_context: Any
    pgh_tracked_model: Any

    class Meta:
        abstract = True


class HistoryRange(models.Model):
    """One row for everything that an import wrote in one transaction: rows `first` to `last`.

    A column `xid` is filled by the database and by nobody else: it proves that the row is of this
    very transaction, and so lets the triggers of history be silent in it.
    """

    at = models.DateTimeField(db_default=Now())
    source = models.CharField(max_length=20)
    subject_ref = models.CharField(max_length=16)
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    user_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.source} {self.subject_ref} {self.first}-{self.last}"
