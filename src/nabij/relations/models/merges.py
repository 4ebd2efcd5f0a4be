# SPDX-License-Identifier: EUPL-1.2
"""Two parties that turned out to be one: what was chosen, and all that takes it back exactly.

A merge sets `canonical` of the one that is given up and moves no row. What then holds is the kept
one's own columns, of which the merge remembers what they were, and the rows of both, without those
that are left out.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from nabij.core.refs import new_ref
from nabij.relations.models.contact import Address, ContactPoint, Identifier, KeySafe
from nabij.relations.models.details import OrganisationDetail, PersonDetail
from nabij.relations.models.parties import Party
from nabij.relations.models.ties import HouseholdMember
from nabij.relations.rules.merges import joined_words


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


def members(key: int | OuterRef) -> QuerySet[Party, Any]:
    """Return a subquery with the keys of a party and of whoever was merged into it."""
    return Party.objects.filter(Q(pk=key) | Q(canonical_id=key)).order_by().values("pk")


def current_key(party: str) -> Coalesce:
    """Return, for a row that points to a party, the key under which that party stands today."""
    return Coalesce(f"{party}__canonical_id", f"{party}_id")


def version_of(party: Party) -> int:
    """Return the version of a party that a form says it saves over. One SQL query.

    It grows with every edit and also with every merge and unmerge, though these leave the column
    `version` as it is: what a form showed before one of them is no longer what would be saved.
    """
    merges = Merge.objects.filter(kept=party)
    counted = merges.aggregate(begun=Count("pk"), ended=Count("ended_at"))
    return int(party.version + counted["begun"] + counted["ended"])


def be_found_by_members(party: Party, detail: PersonDetail | OrganisationDetail) -> None:
    """Let a party be found by the names of whoever was merged into it too, without saving."""
    for other in Party.objects.filter(canonical=party).select_related("person"):
        party.search_text = joined_words(party.search_text, other.search_text)
        if isinstance(detail, PersonDetail):
            detail.match_keys = sorted({*detail.match_keys, *other.person.match_keys})


def leave_out(rows: "QuerySet[Any, Any]") -> None:
    """Let rows of merged parties hold no longer, as long as those are one.

    They stay as they are.
    """
    field = column_of(rows.model)
    whose = "person" if hasattr(rows.model, "person") else "party"
    for row in rows.filter(left_out__isnull=True).select_related(whose):
        party = getattr(row, whose)
        ours = Q(given=party) if party.canonical_id else Q(kept=party)
        merge = Merge.objects.filter(ours, ended_at__isnull=True).order_by("-pk").first()
        if merge is not None:
            LeftOut.objects.create(merge=merge, **{field: row})


def let_hold(row: models.Model, *, instead_of: "QuerySet[Any, Any]") -> None:
    """Let a row of a party hold, and no longer those of whoever was merged into it."""
    LeftOut.objects.filter(**{column_of(type(row)): row}).delete()
    leave_out(instead_of.exclude(pk=row.pk))


def column_of(model: type[models.Model]) -> str:
    """Return by which column of `LeftOut` a row of this table is named."""
    fields = (LeftOut._meta.get_field(name) for name in LeftOut.ROWS)
    return next(field.name for field in fields if field.related_model is model)
