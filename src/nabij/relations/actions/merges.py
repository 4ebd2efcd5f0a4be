# SPDX-License-Identifier: EUPL-1.2
"""Make one of two parties that are the same, and take that back exactly."""

import json
from collections.abc import Collection, Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.relations.models import ContactPoint, LeftOut, Merge, Party, building
from nabij.relations.models.merges import be_found_by_members, column_of, members
from nabij.relations.queries.merge_pairs import (
    columns_of,
    detail_of,
    fields_of,
    pair_to_merge,
    party_to_merge,
    rows_to_choose,
)
from nabij.relations.queries.merges import kept_of_merge, merge_preview
from nabij.relations.queries.organisations import fields_of_organisation
from nabij.relations.queries.persons import fields_of_person
from nabij.relations.rules.merges import field_values, what_goes_back


class MergeIsStale(DomainError):
    """One of the two, or what is to be chosen, changed since this viewer looked."""

    code = "merge-is-stale"
    message = _("One of these two changed while you were looking. Look again before you decide.")


class ReasonMissing(DomainError):
    code = "reason-missing"
    message = _("Say how you know: others will want to understand this later.")
    http_status = 422


class NoSuchChoice(DomainError):
    """What is to be chosen is no field or phone number of these two."""

    code = "no-such-choice"
    message = _("There is no %(names)s to choose for these two.")
    http_status = 422


class LaterMergeFirst(DomainError):
    code = "later-merge-first"
    message = _("Somebody else was merged into this one later. Undo that merge first.")


def merge(
    *,
    viewer: Viewer,
    kept_ref: str,
    given_ref: str,
    stamp: str,
    reason: str,
    chosen: Collection[str] = (),
    without: Collection[int] = (),
    is_dry_run: bool = False,
) -> Merge:
    """Make `given` one with `kept`.

    No row moves. The given one gets `canonical`, and every read takes the rows of both together;
    of the fields in `chosen` the given one's value holds, and where the kept one has none that of
    the other holds by itself. A second time changes nothing. Whoever is shielded stays so.

    Args:
        stamp: of the preview that was decided on.
        chosen: names of fields (`MergePreview.fields`) for which the given one's value holds.
        without: keys of phone numbers and mail addresses that hold no longer.
        is_dry_run: do all of it, and take all of it back but the line in the log.

    Raises:
        PartyNotFound: one is not there or not within the viewer's rights.
        MergeIsStale: something changed since the preview.
        ReasonMissing: nobody could tell later why.
        NoSuchChoice: a field that is chosen, or a number left out, is not of these two.
        NotTheSameBsn, OtherHasToStay, HoldsOthers, CrossesTheWall: they cannot be merged so.
        LogUnavailable: the log could not be written; nothing is merged.

    Source: wishes W-01 and W-02.
    """
    with transaction.atomic():
        merge = _merge(viewer, kept_ref, given_ref, stamp, reason, chosen, without)
        if is_dry_run:
            transaction.set_rollback(True)
    if is_dry_run:
        _log(viewer, "merge-preview", "R", [merge.kept_id, merge.given_id])
    return merge


def _merge(
    viewer: Viewer,
    kept_ref: str,
    given_ref: str,
    stamp: str,
    reason: str,
    chosen: Collection[str],
    without: Collection[int],
) -> Merge:
    parties = Party.objects.filter(ref__in=[kept_ref, given_ref])
    list(parties.select_for_update().order_by("pk"))
    done = Merge.objects.filter(kept__ref=kept_ref, given__ref=given_ref, ended_at__isnull=True)
    if merge := done.first():
        party_to_merge(viewer=viewer, ref=kept_ref)
        return merge
    preview = merge_preview(viewer=viewer, kept_ref=kept_ref, given_ref=given_ref)
    if preview.stamp != stamp:
        raise MergeIsStale
    if preview.obstacle:
        raise preview.obstacle
    if not reason.strip():
        raise ReasonMissing
    names = {field.name for field in preview.fields}
    points = {point.id for point in preview.points}
    unknown = [*sorted(set(chosen) - names), *map(str, sorted(set(without) - points))]
    if unknown:
        raise NoSuchChoice(names=", ".join(unknown))
    kept, given = pair_to_merge(viewer=viewer, kept_ref=kept_ref, given_ref=given_ref)
    detail, fields = detail_of(kept), fields_of(kept)
    theirs = columns_of(given, detail_of(given))
    before = columns_of(kept, detail)
    taken = {field.name for field in preview.fields if field.is_given} | set(chosen)
    merge = Merge.objects.create(
        kept=kept,
        given=given,
        reason=" ".join(reason.split())[:200],
        chosen=sorted(taken),
        merged_at=viewer.at,
        merged_by_id=viewer.colleague_id,
    )
    _leave_out(merge, kept, given, taken, without)
    given.canonical = kept
    given.save(update_fields=["canonical"])
    for field in fields:
        if field in taken:
            _put(kept, detail, {name: theirs[name] for name in fields[field]})
    kept.is_shielded = kept.is_shielded or given.is_shielded
    _derive(kept, detail)
    _save(kept, detail)
    merge.before = _as_json(field_values(before, fields))
    merge.written = _as_json(field_values(columns_of(kept, detail), fields))
    merge.save(update_fields=["before", "written"])
    _log(viewer, "merge", "U", [kept.pk, given.pk])
    return merge


@transaction.atomic
def unmerge(*, viewer: Viewer, ref: str, reason: str) -> Merge:
    """Take a merge back: both are as they were, row by row and column by column.

    What was edited or recorded since stays with the one it was made on: with the kept one, whose
    page it was, and rows of the given one that were changed stay the given one's. A second time
    changes nothing.

    Raises:
        MergeNotFound: there is none, or this viewer may not undo it.
        ReasonMissing: nobody could tell later why.
        LaterMergeFirst: another one was merged into the kept one after this.
        LogUnavailable: the log could not be written; nothing changes.

    Source: wish W-02.
    """
    kept_of_merge(viewer=viewer, ref=ref)
    both = Party.objects.filter(Q(merges__ref=ref) | Q(merges_away__ref=ref)).values("pk")
    list(Party.objects.select_for_update().order_by("pk").filter(pk__in=both))
    merge = Merge.objects.select_for_update().get(ref=ref)
    if merge.ended_at is not None:
        return merge
    if not reason.strip():
        raise ReasonMissing
    if Merge.objects.filter(kept=merge.kept_id, ended_at__isnull=True, pk__gt=merge.pk).exists():
        raise LaterMergeFirst
    kept, given = (Party.objects.get(pk=pk) for pk in (merge.kept_id, merge.given_id))
    LeftOut.objects.filter(merge=merge).delete()
    given.canonical = None
    given.save(update_fields=["canonical"])
    _restore(merge, kept)
    merge.ended_at, merge.ended_by_id = viewer.at, viewer.colleague_id
    merge.end_reason = " ".join(reason.split())[:200]
    merge.save(update_fields=["ended_at", "ended_by", "end_reason"])
    _log(viewer, "unmerge", "U", [kept.pk, given.pk])
    return merge


def _restore(merge: Merge, kept: Party) -> None:
    """Put the columns of the kept one back that still are as the merge wrote them."""
    detail, fields = detail_of(kept), fields_of(kept)
    now = _as_json(field_values(columns_of(kept, detail), fields))
    back = what_goes_back(before=merge.before, written=merge.written, now=now)
    for field, values in back.items():
        columns = dict(zip(fields[field], values, strict=True))
        _put(kept, detail, {name: _value(kept, detail, name, columns[name]) for name in columns})
    if len(back) < len(fields):  # something was edited, and the rest follows from that
        _derive(kept, detail)
    _save(kept, detail)


def _leave_out(
    merge: Merge, kept: Party, given: Party, taken: Collection[str], without: Collection[int]
) -> None:
    """Write which rows do not hold as long as the two are one."""
    rows: list[tuple[str, Model]] = []
    for name, (mine, theirs) in rows_to_choose(kept, given).items():
        rows.append((column_of(type(theirs)), mine if name in taken else theirs))
    points = ContactPoint.objects.filter(left_out__isnull=True)
    ours = points.filter(party__in=members(kept.pk))
    known = set(ours.values_list("system", "value"))
    unwanted = {(row.system, row.value) for row in points.filter(pk__in=list(without))}
    rows += [("contact_point", row) for row in ours if (row.system, row.value) in unwanted]
    rows += [
        ("contact_point", row)
        for row in points.filter(party=given)
        if (row.system, row.value) in known | unwanted
    ]
    LeftOut.objects.bulk_create(LeftOut(merge=merge, **{column: row}) for column, row in rows)


def _derive(party: Party, detail: Any) -> None:
    """Fill the columns that follow from names and addresses, those of members included."""
    if party.is_person:
        building.fill_person(party, detail, fields_of_person(party))
    else:
        building.fill_organisation(party, detail, fields_of_organisation(party))
    be_found_by_members(party, detail)


def _put(party: Party, detail: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        row, _dot, column = name.partition(".")
        setattr(party if row == "party" else detail, column, value)


def _value(party: Party, detail: Any, name: str, stored: Any) -> Any:
    """Return a value of JSON as its column has it."""
    row, _dot, column = name.partition(".")
    owner: Any = party if row == "party" else detail
    return owner._meta.get_field(column).to_python(stored)


def _save(party: Party, detail: Any) -> None:
    """Save what a merge may write; version and who changed it last stay as they are."""
    columns: dict[str, list[str]] = {"party": [], "detail": []}
    for names in fields_of(party).values():
        for name in names:
            row, _dot, column = name.partition(".")
            columns[row].append(column)
    party.save(update_fields=columns["party"])
    detail.save(update_fields=columns["detail"])


def _as_json(values: dict[str, list[Any]]) -> Any:
    """Return values as the history of a merge keeps and compares them."""
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))


def _log(viewer: Viewer, event: str, action: str, party_ids: Iterable[int]) -> None:
    access_actions.record_events(viewer=viewer, event=event, action=action, person_ids=party_ids)
