# SPDX-License-Identifier: EUPL-1.2
"""An import: whose file, what each of its rows became, and how columns were named before."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from nabij.core.refs import new_ref
from nabij.imports.choices import ImportKind, ImportState, OnKnown, Outcome


class Import(models.Model):
    """One file that a colleague imports; it is seen by its owner only.

    `done_parts` is how many parts of the file are dealt with in the state it is in, saved in the
    transaction of what was done with them. `counts` are rows by outcome, and `kept` those that
    could not be taken back. `codes` says per column of the file what it is, '' for nothing.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    kind = models.CharField(_("kind"), max_length=15, choices=ImportKind)
    state = models.CharField(max_length=11, choices=ImportState, default=ImportState.UPLOADED)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("file"), max_length=200)
    format = models.CharField(max_length=4)
    encoding = models.CharField(max_length=10, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    rows = models.PositiveIntegerField(default=0)
    parts = models.PositiveIntegerField(default=0)
    codes = ArrayField(models.CharField(max_length=20, blank=True), default=list)
    on_known = models.CharField(max_length=6, choices=OnKnown, default=OnKnown.SKIP)
    done_parts = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    mends = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="mended")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    # The key that sealed the BSNs of what was drafted: with another one it is drafted anew.
    key_id = models.CharField(max_length=20, blank=True, editable=False)
    # The moment as of which the rows are understood: the same after a restart.
    checked_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="import_kind_known", condition=Q(kind__in=ImportKind.values)
            ),
            models.CheckConstraint(
                name="import_state_known", condition=Q(state__in=ImportState.values)
            ),
        ]
        indexes = [models.Index(fields=["owner", "-id"], name="import_owner")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class ImportPart(models.Model):
    """Some thousands of rows of a file, sealed: as they came, and drafted as they will be written.

    Part 0 holds the names of the columns.
    """

    whole = models.ForeignKey(
        Import, on_delete=models.CASCADE, related_name="pieces", db_index=False
    )
    number = models.PositiveIntegerField()
    first_row = models.PositiveIntegerField()
    last_row = models.PositiveIntegerField()
    rows = models.BinaryField(editable=False)
    drafts = models.BinaryField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["whole", "number"], name="importpart_once"),
        ]

    def __str__(self) -> str:
        return f"part {self.number} of {self.whole_id}"


class ImportRow(models.Model):
    """What became of one row. `number` is that of the row in the file.

    `problems` are lists of column, code and value. `key` is of what was made, or of who is known;
    `tie` of that they work at the organisation of the row, where the row made that; `before` is
    what was changed in who is known, sealed. `kept` says why it could not be taken back.
    """

    whole = models.ForeignKey(
        Import, on_delete=models.CASCADE, related_name="outcomes", db_index=False
    )
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=6, choices=Outcome)
    problems = models.JSONField(null=True)
    key = models.BigIntegerField(null=True)
    tie = models.BigIntegerField(null=True)
    is_written = models.BooleanField(default=False)
    before = models.BinaryField(null=True, editable=False)
    kept = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["whole", "number"], name="importrow_once"),
            models.CheckConstraint(
                name="importrow_outcome_known", condition=Q(outcome__in=Outcome.values)
            ),
        ]
        indexes = [
            models.Index(
                fields=["whole", "number"],
                condition=Q(outcome__in=["ask", "error"]),
                name="importrow_returned",
            ),
            models.Index(
                fields=["whole", "number"], condition=Q(is_written=True), name="importrow_written"
            ),
        ]

    def __str__(self) -> str:
        return f"row {self.number} of {self.whole_id}"


class HeaderMapping(models.Model):
    """What the columns of a set of headers were, the last time somebody said so."""

    kind = models.CharField(max_length=15, choices=ImportKind)
    header_key = models.BinaryField(editable=False)
    codes = models.JSONField(default=dict)
    saved_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "header_key"], name="headermapping_once"),
        ]

    def __str__(self) -> str:
        return f"headers of {self.kind}"
