# SPDX-License-Identifier: EUPL-1.2
"""Who may be calling, and about whom: known by the number."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.timezone import localdate

from nabij.access import queries as access_queries
from nabij.access.queries import Circle
from nabij.core.viewer import Viewer
from nabij.relations.choices import (
    BUSINESS_KINDS,
    INVERSE_LABELS,
    PERSON_KINDS,
    REPRESENTATIVE_KINDS,
    ContactSystem,
    OrganisationKind,
    PartyKind,
    RelationshipKind,
)
from nabij.relations.models import ContactPoint, Party, Relationship
from nabij.relations.models.merges import current_key
from nabij.relations.queries.cards import person_cards
from nabij.relations.queries.ties import in_force
from nabij.relations.types import Card

MOST_CALLERS = 5
# Of a provider with more clients than this, nobody is offered: whom it is about is searched for.
MOST_CLIENTS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutWhom:
    """Somebody whom a caller may be calling about.

    `relation` is what the caller is to them, '' for themselves; `may_know` says in one line what
    this caller may be told of them. `is_shut_out`: nothing, and the call opens nothing.
    """

    card: Card
    relation: str = ""
    may_know: str = ""
    is_shut_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleCaller:
    """Somebody with this number, and those it may be about: a person's own self in front.

    `people` are those of an organisation who may be on the phone for it.
    """

    card: Card
    about: tuple[AboutWhom, ...]
    people: tuple[Card, ...] = ()


def callers(*, viewer: Viewer, number: str) -> list[PossibleCaller]:
    """Return whom a number (E.164) belongs to, as far as the viewer sees their contact data.

    A number is contact data: of who is seen by the card only it would tell whose it is. By name,
    five at most. Five SQL queries, however many callers; the caller of this logs who is named.
    """
    points = ContactPoint.objects.filter(
        system=ContactSystem.PHONE, value=number, left_out__isnull=True
    )
    merged = Party.objects.filter(canonical_id=OuterRef("pk")).order_by()
    visible: Any = Party.objects.cards(viewer)
    rows = (
        visible.filter(is_open=True, pk__in=points.values(key=current_key("party")))
        .annotate(merged_along=ArraySubquery(merged.values("pk")))
        .order_by("sort_key", "pk")[:MOST_CALLERS]
    )
    found = {party.card: (party.pk, *party.merged_along) for party in rows}
    on = localdate(viewer.at)
    ties = _ties([key for keys in found.values() for key in keys], on)
    works_at = {tie.to_id for tie in ties if tie.kind in BUSINESS_KINDS}
    clients = _clients(works_at | {card.id for card in found if not card.is_person}, on)
    named = {pk for tie in ties for pk in (tie.from_id, tie.to_id)}
    named |= {pk for lines in clients.values() for pk, _relation, _is_representative in lines}
    cards = person_cards(viewer=viewer, ids=named) if named else {}
    seen = {pk: card for pk, card in cards.items() if card.is_person and card.is_open}
    about = {card: _about(card, ties, clients, seen) for card in found}
    of_whom = {pk for named in about.values() for pk in named}
    circles = access_queries.circles(viewer=viewer, person_ids=of_whom) if of_whom else {}
    return [
        PossibleCaller(
            card=card,
            about=tuple(_lines(viewer, card, about[card], seen, circles)),
            people=() if card.is_person else _people(card, ties, seen),
        )
        for card in found
    ]


# Of an organisation, by its key: whose key, how it is to them, and whether it represents them.
Clients = Mapping[int, list[tuple[int, str, bool]]]
# Whom a call may be about: what the caller is to them, and who of the two is: an office or its own.
Named = Mapping[int, tuple[str, int]]


def _ties(keys: Collection[int], on: date) -> Sequence[Any]:
    """Return what these are to people and organisations, and people to them. One SQL query."""
    rows = Relationship.objects.filter(
        Q(subject__in=keys) | Q(object__in=keys),
        in_force(on),
        kind__in={*PERSON_KINDS, *BUSINESS_KINDS},
    ).annotate(from_id=current_key("subject"), to_id=current_key("object"))
    return list(rows.exclude(from_id=F("to_id")).order_by(F("rank").asc(nulls_last=True), "pk"))


def _clients(ids: Collection[int], on: date) -> Clients:
    """Return who is a client of these organisations or represented by them; of many, nobody.

    One SQL query, which reads no more of an organisation than tells that they are many.
    """
    theirs = (
        Relationship.objects.filter(
            Q(object=OuterRef("pk"), kind=RelationshipKind.CLIENT)
            | Q(subject=OuterRef("pk"), kind__in=REPRESENTATIVE_KINDS),
            in_force(on),
        )
        .order_by()
        .values(
            line=JSONObject(
                kind="kind", from_id=current_key("subject"), to_id=current_key("object")
            )
        )
    )
    rows: Any = (
        Party.objects.filter(Q(pk__in=ids) | Q(canonical__in=ids), kind=PartyKind.ORGANISATION)
        .annotate(lines=ArraySubquery(theirs[: MOST_CLIENTS + 1]))
        .values_list("pk", "canonical_id", "organisation__kind", "lines")
    )
    found = defaultdict(list)
    for pk, canonical_id, code, lines in rows if ids else ():
        for line in lines:
            kind, is_client = line["kind"], line["kind"] == RelationshipKind.CLIENT
            label = OrganisationKind(code).label if is_client else RelationshipKind(kind).label
            person = line["from_id"] if is_client else line["to_id"]
            found[canonical_id or pk].append((person, str(label), not is_client))
    return {pk: lines for pk, lines in found.items() if len(lines) <= MOST_CLIENTS}


def _about(card: Card, ties: Sequence[Any], clients: Clients, seen: Mapping[int, Card]) -> Named:
    """Return whom a caller may be calling about: who is near to a person, then whom they serve."""
    if not card.is_person:
        return _served([card.id], clients, seen)
    near = _near(card, ties, seen)
    works_at = [tie.to_id for tie in ties if tie.from_id == card.id and tie.kind in BUSINESS_KINDS]
    return {**near, **_served(works_at, clients, seen), **near}


def _lines(
    viewer: Viewer,
    card: Card,
    named: Named,
    seen: Mapping[int, Card],
    circles: Mapping[int, Circle],
) -> Iterator[AboutWhom]:
    """Yield those it may be about, each with what this caller may be told: a person first."""
    if card.is_person:
        yield AboutWhom(card=card)
    for pk, (relation, by) in named.items():
        own, standing = circles[pk].standing(card.id), circles[pk].standing(by)
        if own.is_shut_out:
            standing = own
        yield AboutWhom(
            card=seen[pk],
            relation=relation,
            may_know=access_queries.sentence(viewer=viewer, standing=standing),
            is_shut_out=standing.is_shut_out,
        )


def _people(card: Card, ties: Sequence[Any], seen: Mapping[int, Card]) -> tuple[Card, ...]:
    works = [tie.from_id for tie in ties if tie.to_id == card.id and tie.kind in BUSINESS_KINDS]
    return tuple(seen[pk] for pk in dict.fromkeys(works) if pk in seen)


def _served(ids: Collection[int], clients: Clients, seen: Mapping[int, Card]) -> Named:
    """Return those whom these organisations care for or represent, by name."""
    found: dict[int, tuple[str, int]] = {}
    for by in ids:
        for person, relation, is_representative in clients.get(by, ()):
            if person in seen and (person not in found or is_representative):
                found[person] = (relation, by)
    return dict(sorted(found.items(), key=lambda one: seen[one[0]].name))


def _near(card: Card, ties: Sequence[Any], seen: Mapping[int, Card]) -> Named:
    """Return those near to a person.

    Of several ties the one that represents is named: a daughter may be mentor too.
    """
    found: dict[int, tuple[str, int]] = {}
    representing: dict[int, tuple[str, int]] = {}
    for tie in ties:
        if tie.kind not in PERSON_KINDS or card.id not in (tie.from_id, tie.to_id):
            continue
        is_towards, kind = tie.from_id == card.id, RelationshipKind(tie.kind)
        other = tie.to_id if is_towards else tie.from_id
        if other not in seen:
            continue
        label = kind.label if is_towards else INVERSE_LABELS[kind]
        found.setdefault(other, (str(label), card.id))
        if is_towards and kind in REPRESENTATIVE_KINDS:
            representing.setdefault(other, (str(label), card.id))
    return found | representing
