# SPDX-License-Identifier: EUPL-1.2
"""What colleagues keep of lists: views, and how they want to see a list."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from nabij.core.refs import new_ref
from nabij.core.viewer import Viewer
from nabij.lists.choices import BUSY, RowState, RunState, SharedWith
from nabij.lists.types import Asked


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Vocabulary only: filters that chain."""

    def visible_to(self, viewer: Viewer) -> "SavedViewQuerySet":
        """Keep a colleague's own views and those that others share with them."""
        return self.filter(
            Q(owner_id=viewer.user_id)
            | Q(shared_with=SharedWith.EVERYBODY)
            | Q(shared_with=SharedWith.TEAM, unit__in=viewer.unit_ids)
        )


SavedViewManager = models.Manager.from_queryset(SavedViewQuerySet)


class SavedView(models.Model):
    """What to show of a list, under a name (NL: weergave): filters and order, never rows.

    Shared, it shows each colleague what that colleague may see.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    listing = models.CharField(max_length=30)
    name = models.CharField(_("name"), max_length=60)
    filters = models.JSONField(default=dict)
    sort = models.CharField(max_length=30, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    shared_with = models.CharField(
        _("shared with"), max_length=10, choices=SharedWith, default=SharedWith.NOBODY
    )
    unit = models.ForeignKey("access.Unit", on_delete=models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = SavedViewManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "listing", "name"], name="savedview_name_once"
            ),
            models.CheckConstraint(
                name="savedview_shared_with_known", condition=Q(shared_with__in=SharedWith.values)
            ),
            models.CheckConstraint(
                name="savedview_of_a_team_has_one",
                condition=Q(shared_with=SharedWith.TEAM, unit__isnull=False)
                | ~Q(shared_with=SharedWith.TEAM) & Q(unit__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def asked(self) -> Asked:
        """Return what it asks of its list."""
        return Asked(filters=self.filters, sort=self.sort)


class OwnList(models.Model):
    """How a colleague wants to see a list: which columns, and which view it opens with."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    listing = models.CharField(max_length=30)
    columns = ArrayField(models.CharField(max_length=30), default=list)
    opens_with = models.ForeignKey(
        SavedView, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "listing"], name="ownlist_once"),
        ]

    def __str__(self) -> str:
        return f"{self.listing} of {self.owner_id}"


class BulkRun(models.Model):
    """One action on many rows of a list: tried first, then done, and taken back if need be.

    `filled_in` is what was typed in the form of the action, sealed for this run and wiped when it
    is done: it may be a text about persons.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    listing = models.CharField(max_length=30)
    action = models.CharField(max_length=30)
    filled_in = models.BinaryField(null=True)
    state = models.CharField(max_length=8, choices=RunState, default=RunState.ASKED)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="bulkrun_state_known", condition=Q(state__in=RunState.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.ref}"

    @property
    def is_busy(self) -> bool:
        """Tell whether it is at work now."""
        return self.state in BUSY


class BulkRow(models.Model):
    """One row of a run. `before` is what takes it back; `reason` why it was skipped, or stays.

    `subject_id` is the key of the row in its own table, whichever that is.
    """

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="rows")
    subject_id = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=RowState, default=RowState.WAITING)
    before = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)
    values = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "subject_id"], name="bulkrow_once"),
            models.CheckConstraint(
                name="bulkrow_state_known", condition=Q(state__in=RowState.values)
            ),
        ]
        indexes = [models.Index(fields=["run", "state", "id"], name="bulkrow_of_state")]

    def __str__(self) -> str:
        return f"{self.state} {self.subject_id} of {self.run_id}"
