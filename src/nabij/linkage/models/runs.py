# SPDX-License-Identifier: EUPL-1.2
"""Linking everybody at once: what was learned, how far a run is, and what it is still to write."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from nabij.core.refs import new_ref
from nabij.linkage.choices import PlannedKind, RunState


class LinkWeights(models.Model):
    """How much each level of agreement tells, as learned from our own records. Never changed.

    The newest one that fits the levels of today counts; see `rules.weights`.
    """

    version = models.PositiveIntegerField(unique=True)
    learned_at = models.DateTimeField()
    records = models.PositiveIntegerField()
    pairs = models.PositiveBigIntegerField()
    seed = models.PositiveIntegerField()
    model = models.JSONField()

    class Meta:
        verbose_name_plural = "link weights"

    def __str__(self) -> str:
        return f"{self.version}"


class LinkRun(models.Model):
    """One linking of all records. At most one is open; what was killed is gone on with.

    `planned` counts the rows of its plan; `written_upto` is the last of them that is in force.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.READING)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    started_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    weights = models.ForeignKey(LinkWeights, on_delete=models.PROTECT, null=True, related_name="+")
    records = models.PositiveIntegerField(default=0)
    pairs = models.PositiveBigIntegerField(default=0)
    # Blocks that were too large to compare, by the rule that made them.
    left_out = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    planned = models.PositiveBigIntegerField(default=0)
    written = models.PositiveBigIntegerField(default=0)
    written_upto = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=~models.Q(state=RunState.DONE),
                name="linkrun_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.state}"


class PlannedLink(models.Model):
    """One thing that an open run will write. Keys only; a row is gone when its run is done.

    `person_key` is the person to link to or to ask about; 0 when that is whoever the record
    `origin_key` is. A record that changed since `as_read` is left for the next run.
    """

    run = models.ForeignKey(LinkRun, on_delete=models.CASCADE, related_name="plan")
    kind = models.CharField(max_length=6, choices=PlannedKind)
    ref = models.CharField(max_length=16)
    record_key = models.BigIntegerField()
    as_read = models.DateTimeField()
    person_key = models.BigIntegerField(default=0)
    origin_key = models.BigIntegerField(default=0)
    score = models.FloatField(default=0)
    has_conflict = models.BooleanField(default=False)
    evidence = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["run", "id"], name="plannedlink_order")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_key}"
