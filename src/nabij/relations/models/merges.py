# SPDX-License-Identifier: EUPL-1.2
"""Two parties that turned out to be one: what was chosen, and all that takes it back exactly.

A merge sets `canonical` of the one that is given up and moves no row. What then holds is the kept
one's own columns, of which the merge remembers what they were, and the rows of both, without those
that are left out.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from nabij.core.refs import new_ref
from nabij.relations.models.contact import Address, ContactPoint, Identifier, KeySafe
from nabij.relations.models.parties import Party
from nabij.relations.models.ties import HouseholdMember


class Merge(models.Model):
    """That `given` is the same party as `kept`, from `merged_at` until `ended_at`; never removed.

    `before` and `written` are the kept one's columns before and after, by field of choice: what
    still is as it was written goes back when the merge is undone, what was edited since stays.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    kept = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="merges")
    given = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="merges_away")
    reason = models.CharField(_("reason"), max_length=200)
    chosen = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    written = models.JSONField(default=dict)
    merged_at = models.DateTimeField(db_default=Now())
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    end_reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="merge_of_two", condition=~Q(kept=F("given"))),
            models.UniqueConstraint(
                fields=["given"], condition=Q(ended_at__isnull=True), name="merge_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_id} is {self.kept_id}"


class LeftOut(models.Model):
    """A row of one of the two that does not hold as long as they are one; exactly one is named."""

    ROWS = ("address", "contact_point", "identifier", "key_safe", "household_member")

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="left_out")
    address = models.OneToOneField(
        Address, on_delete=models.CASCADE, null=True, related_name="left_out"
    )
    contact_point = models.OneToOneField(
        ContactPoint, on_delete=models.CASCADE, null=True, related_name="left_out"
    )
    identifier = models.OneToOneField(
        Identifier, on_delete=models.CASCADE, null=True, related_name="left_out"
    )
    key_safe = models.OneToOneField(
        KeySafe, on_delete=models.CASCADE, null=True, related_name="left_out"
    )
    household_member = models.OneToOneField(
        HouseholdMember, on_delete=models.CASCADE, null=True, related_name="left_out"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="leftout_names_one_row",
                condition=models.lookups.Exact(
                    models.Func(
                        "address",
                        "contact_point",
                        "identifier",
                        "key_safe",
                        "household_member",
                        function="num_nonnulls",
                        output_field=models.IntegerField(),
                    ),
                    1,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"left out of {self.merge_id}"
