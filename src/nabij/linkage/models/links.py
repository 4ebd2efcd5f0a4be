# SPDX-License-Identifier: EUPL-1.2
"""Who a copy is: one active link, and which copies colleagues moved."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from nabij.core.refs import new_ref
from nabij.linkage.choices import ACTIVE_LINK_STATES, LinkState, MoveKind
from nabij.linkage.models.records import PatientRecord


class RecordLink(models.Model):
    """Who a copy is: one active link per record; proposed and rejected links open nothing.

    A rejected link stays: it is the memory that a colleague said "not the same person".
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    patient_record = models.ForeignKey(
        PatientRecord, on_delete=models.CASCADE, related_name="links"
    )
    person = models.ForeignKey(
        "relations.Party", on_delete=models.PROTECT, related_name="record_links"
    )
    state = models.CharField(max_length=10, choices=LinkState)
    score = models.FloatField(default=0)
    evidence = models.JSONField(default=list)
    has_conflict = models.BooleanField(default=False)
    # A colleague is to look at it: a proposal, or an active link that its record now contradicts.
    needs_review = models.BooleanField(default=False)
    # The person was made out of this very record.
    is_origin = models.BooleanField(default=False)
    # What the decision changed beside this link, so that it can be taken back.
    undo = models.JSONField(default=dict)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    # How much harm it does while nobody looks: 2 somebody's picture may be wrong now, 1 something
    # contradicts, 0 the rest.
    risk = models.GeneratedField(
        expression=models.Case(
            models.When(has_conflict=False, then=0),
            models.When(state__in=ACTIVE_LINK_STATES, then=2),
            default=1,
        ),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    # "Later": until then it stands at the back.
    put_off_until = models.DateField(null=True)
    # Drawn to measure how good linking is; whoever judges it is not told what was decided.
    sample = models.ForeignKey(
        "linkage.Sample", on_delete=models.PROTECT, null=True, related_name="questions"
    )
    created_at = models.DateTimeField(db_default=Now())

    _DECIDED = (
        "state", "needs_review", "score", "evidence", "has_conflict", "undo", "decided_by_id",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient_record"],
                condition=models.Q(state__in=ACTIVE_LINK_STATES),
                name="recordlink_one_active",
            ),
            models.UniqueConstraint(
                fields=["patient_record", "person"], name="recordlink_once_per_person"
            ),
            models.CheckConstraint(
                name="recordlink_proposal_needs_review",
                condition=~models.Q(state=LinkState.PROPOSED) | models.Q(needs_review=True),
            ),
            models.CheckConstraint(
                name="recordlink_settled_needs_no_review",
                condition=~models.Q(state__in=[LinkState.REJECTED, LinkState.SUPERSEDED])
                | models.Q(needs_review=False),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "state"], name="recordlink_person_state"),
            models.Index(
                fields=["-score", "id"],
                name="recordlink_to_review",
                condition=models.Q(needs_review=True),
            ),
            models.Index(
                fields=["-risk", "-score", "id"],
                name="recordlink_by_risk",
                condition=models.Q(needs_review=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.patient_record_id} is {self.person_id}: {self.state}"

    @property
    def is_active(self) -> bool:
        """Tell whether this link says who the record is."""
        return self.state in ACTIVE_LINK_STATES

    def snapshot(self) -> dict[str, Any]:
        """Return what a decision may change, as JSON."""
        decided_at = self.decided_at.isoformat() if self.decided_at else None
        return {name: getattr(self, name) for name in self._DECIDED} | {"decided_at": decided_at}

    def restore(self, before: dict[str, Any]) -> None:
        """Set the columns back to a snapshot, without saving."""
        for name in self._DECIDED:
            setattr(self, name, before[name])
        moment = before["decided_at"]
        self.decided_at = datetime.fromisoformat(moment) if moment else None


class RecordMove(models.Model):
    """That a colleague made records of one person those of another; never removed.

    By it the log follows the records: who looked at them when they stood under another name is
    told to whom they belong today. `undo` is what takes a move by hand back exactly.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    person = models.ForeignKey("relations.Party", on_delete=models.PROTECT, related_name="+")
    to_person = models.ForeignKey("relations.Party", on_delete=models.PROTECT, related_name="+")
    records = ArrayField(models.BigIntegerField())
    kind = models.CharField(max_length=10, choices=MoveKind)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    undo = models.JSONField(default=dict)
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="recordmove_between_two", condition=~models.Q(person=models.F("to_person"))
            ),
            models.CheckConstraint(name="recordmove_not_empty", condition=~models.Q(records=[])),
        ]
        indexes = [GinIndex(fields=["records"], name="recordmove_records")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"
