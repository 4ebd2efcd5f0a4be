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
from nabij.lists.choices import SharedWith
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
