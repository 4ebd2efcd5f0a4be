# SPDX-License-Identifier: EUPL-1.2
"""Who is around a party, two steps far, as far as this viewer may see (A-72, A-107)."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.timezone import localdate

from nabij.access import rules as access_rules
from nabij.access.rules import DataClass
from nabij.core.viewer import Viewer
from nabij.relations.choices import (
    BUSINESS_KINDS,
    INVERSE_LABELS,
    STRUCTURE_KINDS,
    TIE_GROUPS,
    RelationshipKind,
    TieGroup,
)
from nabij.relations.models import HouseholdMember, Party, Relationship
from nabij.relations.models.merges import current_key
from nabij.relations.queries.cards import PartyNotFound, person_card, person_cards
from nabij.relations.queries.keys import keys_of_party
from nabij.relations.queries.ties import Tie, in_force, ties_shown, with_standings
from nabij.relations.rules.network import Branch
from nabij.relations.types import Card

MOST_NODES = 50  # in the picture; the table has all who are tied to the party itself
MOST_BEHIND = 5  # behind each; who opens that one sees the rest
MOST_ROWS = 600
ORDER = list(TieGroup)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Somebody in the picture, and what they are to who they hang on."""

    card: Card
    label: str
    group: TieGroup
    since: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """Somebody two steps away: tied to `via`, who is tied to the party."""

    node: Node
    via: Card


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkView:
    """Who is around a party: in the picture, and beside it in a table.

    `ties` are all that are shown of the party, `ended` those that are over, `housemates` who lives
    there too and is not among them. `branches` and
    `across` are the picture, by keys of `nodes`; `is_more` when not everybody fits in it.
    """

    card: Card
    ties: tuple[Tie, ...]
    ended: tuple[Tie, ...]
    housemates: tuple[Card, ...]
    nodes: dict[int, Node]
    behind: tuple[Behind, ...]
    branches: tuple[Branch, ...]
    across: tuple[tuple[int, int, str], ...]
    is_more: bool

    @property
    def shown_ids(self) -> list[int]:
        """Return the keys of the persons who are named, for the log."""
        cards = [self.card, *self.housemates, *(node.card for node in self.nodes.values())]
        cards += [tie.other for tie in (*self.ties, *self.ended)]
        return sorted({card.id for card in cards if card.is_person})


@dataclass(slots=True)
class _Found:
    """What is being gathered: the picture grows until it is full."""

    nodes: dict[int, Node] = field(default_factory=dict)
    behind: list[Behind] = field(default_factory=list)
    across: dict[frozenset[int], str] = field(default_factory=dict)
    is_more: bool = False


def network(*, viewer: Viewer, ref: str) -> NetworkView:
    """Return who is around a party. At most nine SQL queries, however many there are.

    Every step shows what the page of who it starts from shows this viewer: nobody is named, drawn
    or counted who may not be seen there. The caller logs `shown_ids`.

    Raises:
        PartyNotFound: there is none, or the viewer sees its card at most.
    """
    card = person_card(viewer=viewer, ref=ref)
    if not card.is_open:
        raise PartyNotFound
    on = localdate(viewer.at)
    ties = ties_shown(viewer=viewer, party=card)
    if ties and card.is_person and access_rules.may(viewer.roles, DataClass.ORGANISATION):
        ties = with_standings(viewer=viewer, person_id=card.id, ties=ties)
    current = _together(tie for tie in ties if tie.is_current)
    housemates = _housemates(viewer, card)
    found = _Found()
    near = _near(current, housemates)
    found.is_more = len(near) > MOST_NODES
    found.nodes = {node.card.id: node for node in near[:MOST_NODES]}
    _look_further(viewer, card, found, on)
    return NetworkView(
        card=card,
        ties=current,
        ended=_together(tie for tie in ties if not tie.is_current),
        housemates=tuple(one for one in housemates if one.id not in {t.other.id for t in current}),
        nodes=found.nodes | {one.node.card.id: one.node for one in found.behind},
        behind=tuple(found.behind),
        branches=tuple(_branches(found)),
        across=tuple((*sorted(pair), label) for pair, label in found.across.items()),  # type: ignore[misc]
        is_more=found.is_more,
    )


def _together(ties: Iterable[Tie]) -> tuple[Tie, ...]:
    """Return the ties with those of one party under each other, in the order of the first."""
    found: dict[int, list[Tie]] = {}
    for tie in ties:
        found.setdefault(tie.other.id, []).append(tie)
    return tuple(tie for own in found.values() for tie in own)


def _near(ties: Sequence[Tie], housemates: Sequence[Card]) -> list[Node]:
    """Return who is tied to the party, each once, by group; of several ties all are named."""
    found: dict[int, Node] = {}
    for tie in ties:
        group = _group(tie.kind, is_business=not tie.other.is_person)
        since = str(tie.starts or "")
        known = found.get(tie.other.id)
        if known is not None:
            labels = dict.fromkeys([*known.label.split(", "), tie.label])
            group, since = min(group, known.group, key=ORDER.index), known.since or since
            found[tie.other.id] = Node(
                card=tie.other, label=", ".join(labels), group=group, since=since
            )
        else:
            found[tie.other.id] = Node(card=tie.other, label=tie.label, group=group, since=since)
    for card in housemates:
        if card.id not in found:
            label = str(TieGroup.HOUSEHOLD.label)
            found[card.id] = Node(card=card, label=label, group=TieGroup.HOUSEHOLD)
    return sorted(found.values(), key=lambda node: ORDER.index(node.group))


def _group(kind: str, *, is_business: bool) -> TieGroup:
    known = TIE_GROUPS[RelationshipKind(kind)]
    return TieGroup.SERVICES if is_business and known == TieGroup.CARE else known


def _housemates(viewer: Viewer, card: Card) -> tuple[Card, ...]:
    sees_care = access_rules.may(viewer.roles, DataClass.ORGANISATION)
    if not (card.is_person and sees_care):
        return ()
    living = HouseholdMember.objects.filter(ends_on__isnull=True, left_out__isnull=True)
    keys = keys_of_party(viewer=viewer, party_id=card.id)
    together = living.filter(household__in=living.filter(person__in=keys).values("household"))
    ids = together.annotate(whose=current_key("person")).values_list("whose", flat=True)
    cards = person_cards(viewer=viewer, ids=ids)
    return tuple(sorted((c for pk, c in cards.items() if pk != card.id), key=lambda c: c.name))


def _look_further(viewer: Viewer, card: Card, found: _Found, on: date) -> None:
    """Add who is tied to those around, as far as there is room, and the ties between them."""
    opened = {pk: node.card for pk, node in found.nodes.items() if node.card.is_open}
    rows = _rows(viewer, opened, on)
    cards = person_cards(viewer=viewer, ids={pk for row in rows for pk in row[:2]})
    behind: dict[int, list[Behind]] = {}
    placed = {card.id, *found.nodes}
    for one, other, kind in _steps(rows, opened):
        there = cards.get(other)
        if there is None or other == card.id:
            continue
        label = _label(kind)
        if other in found.nodes:
            found.across.setdefault(frozenset((one, other)), label)
        elif other not in placed:
            own = behind.setdefault(one, [])
            if len(own) == MOST_BEHIND:
                found.is_more = True
                continue
            placed.add(other)
            group = _group(kind.removesuffix("<"), is_business=not there.is_person)
            own.append(Behind(node=Node(card=there, label=label, group=group), via=opened[one]))
    room = MOST_NODES - len(found.nodes)
    # One of each in turn, so that nobody's circle takes all the room.
    turns = sorted(
        ((turn, one) for own in behind.values() for turn, one in enumerate(own)),
        key=lambda at: at[0],
    )
    found.is_more |= len(turns) > room
    found.behind = [one for _turn, one in turns[:room]]


def _rows(viewer: Viewer, opened: dict[int, Card], on: date) -> list[tuple[int, int, str]]:
    """Return the ties of those around: subject, object (as they stand now) and kind. One query."""
    business = (*BUSINESS_KINDS, *STRUCTURE_KINDS)
    sees_care = access_rules.may(viewer.roles, DataClass.ORGANISATION)
    persons = [pk for pk, card in opened.items() if card.is_person]
    offices = [pk for pk, card in opened.items() if not card.is_person]
    of_persons = _touches(persons)
    if not sees_care:
        of_persons &= Q(kind__in=business) & Q(object__kind="organisation")
    wanted = of_persons | (_touches(offices) & Q(kind__in=business))
    rows = Relationship.objects.filter(wanted, in_force(on)).order_by("rank", "pk")
    named = rows.annotate(one=current_key("subject"), two=current_key("object"))
    return list(named.values_list("one", "two", "kind")[:MOST_ROWS])


def _touches(ids: Collection[int]) -> Q:
    theirs = Party.objects.filter(Q(pk__in=ids) | Q(canonical__in=ids)).values("pk")
    return Q(subject__in=theirs) | Q(object__in=theirs)


def _steps(
    rows: Sequence[tuple[int, int, str]], opened: dict[int, Card]
) -> Iterator[tuple[int, int, str]]:
    """Yield from whom, to whom and what the other is; `<` behind the kind when it is inverse."""
    for subject, object_, kind in rows:
        if object_ in opened and subject != object_:
            yield object_, subject, kind
        if subject in opened and subject != object_:
            yield subject, object_, f"{kind}<"


def _label(code: str) -> str:
    kind = RelationshipKind(code.removesuffix("<"))
    return str(INVERSE_LABELS[kind] if code.endswith("<") else kind.label)


def _branches(found: _Found) -> Iterator[Branch]:
    for pk, node in found.nodes.items():
        behind = tuple(one.node.card.id for one in found.behind if one.via.id == pk)
        yield Branch(key=pk, name=node.card.name, group=node.group, behind=behind)
