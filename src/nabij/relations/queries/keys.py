# SPDX-License-Identifier: EUPL-1.2
"""Keys of persons, for packages that point to them: nothing here shows anybody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from nabij.core.viewer import Viewer
from nabij.relations.choices import PartyKind
from nabij.relations.models import Merge, Party
from nabij.relations.queries.cards import PartyNotFound


def visible_person_ids(*, viewer: Viewer) -> QuerySet[Party, Any]:
    """Return a subquery with the keys of the current persons whose contact data may be seen."""
    return Party.objects.visible_to(viewer).current().persons().values("pk")


def merged_into(*, viewer: Viewer, ref: str, kind: str = PartyKind.PERSON) -> str:
    """Return the ref of the party into which this one was merged, '' when it was not.

    One SQL query. It answers only where the viewer may see a card of that party.
    """
    cards = Party.objects.cards(viewer).filter(kind=kind, merged__ref=ref)
    return cards.values_list("ref", flat=True).first() or ""


def persons_with_client_numbers(*, viewer: Viewer, numbers: Collection[str]) -> dict[str, int]:
    """Return the keys of current persons by client number. One SQL query; for the machine only.

    Raises:
        PartyNotFound: a colleague asks.
    """
    if not viewer.is_machine:
        raise PartyNotFound
    found = Party.objects.current().persons().filter(client_number__in=list(numbers))
    return {number: pk for number, pk in found.values_list("client_number", "pk") if number}


def persons_of(*, viewer: Viewer, ref: str = "", **rest: str) -> list[int]:
    """Return the key of the person whom an address with this ref is about, merged or not.

    One SQL query; for the machine only, which writes in the log of whom somebody asked.

    Raises:
        PartyNotFound: a colleague asks.
    """
    if not viewer.is_machine:
        raise PartyNotFound
    return list(Party.objects.persons().filter(ref=ref).values_list("pk", flat=True))


def persons_of_merge(*, viewer: Viewer, ref: str = "", **rest: str) -> list[int]:
    """Return the keys of the two of a merge, for the log of who was refused. One SQL query.

    Raises:
        PartyNotFound: a colleague asks; this is for the machine.
    """
    if not viewer.is_machine:
        raise PartyNotFound
    found = Merge.objects.filter(ref=ref).values_list("kept_id", "given_id").first()
    return list(found or ())


def keys_of_party(*, viewer: Viewer, party_id: int) -> list[int]:
    """Return every key under which a party stands or stood: its own first, then merged ones.

    One SQL query. The log and other rows of before a merge keep the key of then.
    """
    merged = Party.objects.filter(canonical_id=party_id).order_by("pk")
    return [party_id, *merged.values_list("pk", flat=True)]


def canonical_keys(*, viewer: Viewer, ids: Collection[int]) -> dict[int, int]:
    """Return for each key of a party that under which it stands now. One SQL query.

    Rows of before a merge keep the key of then.
    """
    rows = Party.objects.filter(pk__in=list(ids)).values_list("pk", "canonical_id")
    return {pk: canonical or pk for pk, canonical in rows}


def deceased(*, viewer: Viewer, ids: Collection[int]) -> frozenset[int]:
    """Return which of these persons have died. One SQL query; for who is shown their cards."""
    rows = Party.objects.filter(pk__in=list(ids), person__is_deceased=True)
    return frozenset(rows.values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class MergedWhile:
    """That somebody was one with another for a while."""

    ref: str
    kept_id: int
    given_id: int
    since: datetime
    until: datetime


def merged_whiles(
    *,
    viewer: Viewer,
    given_ids: Collection[int] | None = None,
    refs_known: Collection[str] | QuerySet[Any, Any] = (),
) -> list[MergedWhile]:
    """Return the merges of persons that were taken back, oldest first. One SQL query.

    For the log, which follows who was shown; nobody is shown here.

    Args:
        given_ids: only of these, who were merged into another; None: all.
        refs_known: leave these out; a subquery of them stays in the database.
    """
    ended = Merge.objects.filter(ended_at__isnull=False, kept__kind=PartyKind.PERSON)
    ended = ended.exclude(ref__in=refs_known)
    if given_ids is not None:
        ended = ended.filter(given__in=given_ids)
    return [
        MergedWhile(row.ref, row.kept_id, row.given_id, row.merged_at, row.ended_at)
        for row in ended.order_by("pk")
        if row.ended_at is not None
    ]


def unmerged_pairs(*, viewer: Viewer) -> set[frozenset[int]]:
    """Return the pairs of parties whom a colleague took apart after a merge. One SQL query."""
    ended = Merge.objects.filter(ended_at__isnull=False).values_list("kept_id", "given_id")
    return {frozenset(pair) for pair in ended}


def keys_with_client_number(*, viewer: Viewer, number: str) -> list[int]:
    """Return every key of the person with this client number, archived or merged as well.

    None when nobody has it. Two SQL queries; for the machine only.

    Raises:
        PartyNotFound: a colleague asks.
    """
    if not viewer.is_machine:
        raise PartyNotFound
    found = Party.objects.persons().filter(client_number=number).only("canonical_id").first()
    if found is None or not number:
        return []
    return keys_of_party(viewer=viewer, party_id=found.canonical_id or found.pk)
