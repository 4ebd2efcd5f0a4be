# SPDX-License-Identifier: EUPL-1.2
"""The contact with one person or organisation, the latest first."""

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)

from nabij.contact.choices import CHANNEL_ICONS, Channel, Outcome, Topic
from nabij.contact.models import ClientStatement, InteractionParty, InteractionText
from nabij.contact.types import Around, Line, Timeline
from nabij.core.paging import Cursor, page_by_moment
from nabij.core.viewer import Viewer
from nabij.relations import queries as relations_queries
from nabij.relations.queries import HouseholdInView
from nabij.relations.types import Card

FIRST_LINES, PAGE_LINES = 6, 30
_READ = (
    "id", "at", "party_id", "is_counterpart", "interaction__ref", "interaction__counterpart_id",
    "interaction__channel", "interaction__direction", "interaction__topic",
    "interaction__outcome", "interaction__is_guarded", "interaction__version",
    "interaction__colleague_id", "interaction__colleague__name", "interaction__in_confidence_at",
)  # fmt: skip


def timeline(
    *,
    viewer: Viewer,
    around: Around,
    is_opened: bool,
    cursor: Cursor | None = None,
    size: int = PAGE_LINES,
) -> Timeline:
    """Return one page of the contact with a party. At most two SQL queries, however many lines.

    `is_opened`: this transaction opened the person, so what was said comes along. Of what does not
    open there are date, colleague and with whom. Without an opened person no line tells that
    somebody else spoke about them, also where by now they are known by their work only.
    """
    rows = InteractionParty.objects.filter(
        party_id__in=around.keys, interaction__archived_at__isnull=True
    )
    if not is_opened:
        rows = rows.filter(Q(is_counterpart=True) | Q(interaction__is_guarded=False))
    found = page_by_moment(
        _with_text(viewer, rows, is_opened=is_opened), key="at", cursor=cursor, size=size
    )
    cards = _cards(viewer, around, found.rows)
    page = found.map(lambda row: _line(row, around, cards))
    named = (card for line in page.rows for card in (line.counterpart, *line.subjects) if card)
    return Timeline(page=page, shown_ids=frozenset(card.id for card in named if card.is_person))


def household_timeline(
    *,
    viewer: Viewer,
    household: HouseholdInView,
    opened: Collection[int],
    cursor: Cursor | None = None,
    size: int = PAGE_LINES,
) -> Timeline:
    """Return one page of the contact with who live together, each contact once. Two SQL queries.

    `opened` are the members whom this transaction opened: what was said comes along as on the page
    of each. Of members whom the viewer sees by the card only there is nothing.
    """
    shown = [card for card in household.members if card.is_open]
    keys = {card.id: household.keys[card.id] for card in shown}
    of_opened = [key for pk in opened for key in keys.get(pk, ())]
    of_others = [key for pk, own in keys.items() if pk not in opened for key in own]
    told = Q(party_id__in=of_opened) | Q(party_id__in=of_others, is_counterpart=True)
    rows = InteractionParty.objects.filter(told, interaction__archived_at__isnull=True)
    earlier = InteractionParty.objects.filter(
        told, interaction_id=OuterRef("interaction_id"), pk__lt=OuterRef("pk")
    )
    around = Around(
        id=0, keys=(), ref=household.ref, name="", is_person=True, is_private=True,
        speakers=tuple(shown), about=(),
    )  # fmt: skip
    found = page_by_moment(
        _with_text(viewer, rows.exclude(Exists(earlier)), is_opened=bool(opened)),
        key="at",
        cursor=cursor,
        size=size,
    )
    cards = _cards(viewer, around, found.rows)
    page = found.map(lambda row: _line(row, around, cards))
    named = (card for line in page.rows for card in (line.counterpart, *line.subjects) if card)
    return Timeline(page=page, shown_ids=frozenset(card.id for card in named if card.is_person))


def _with_text(
    viewer: Viewer, rows: QuerySet[InteractionParty], *, is_opened: bool
) -> QuerySet[InteractionParty, dict[str, Any]]:
    """Bring along whom it was about and the latest text; a guarded one only where it may open."""
    parties = InteractionParty.objects.filter(
        interaction_id=OuterRef("interaction_id"), is_subject=True
    )
    latest = InteractionText.objects.filter(interaction_id=OuterRef("interaction_id"))
    text: Any = Subquery(latest.order_by("-version").values("text")[:1])
    stated: Any = Exists(
        ClientStatement.objects.in_force().filter(interaction_id=OuterRef("interaction_id"))
    )
    if not is_opened:
        stated = Value(False, output_field=BooleanField())
        # Not even asked for: the database refuses a guarded text that no entry opens.
        text = Case(
            When(interaction__is_guarded=False, then=text),
            default=Value(None),
            output_field=TextField(),
        )
    # What is restricted opens on its own page, on a ground (AVG 18).
    restricted: Any = relations_queries.contact_restricted(viewer=viewer, column="interaction_id")
    text = Case(When(restricted, then=Value(None)), default=text, output_field=TextField())
    values: QuerySet[InteractionParty, dict[str, Any]] = rows.values(
        *_READ,
        text=text,
        is_restricted=restricted,
        has_statement=stated,
        subject_ids=ArraySubquery(parties.order_by("pk").values("party_id")),
    )
    return values


def _cards(viewer: Viewer, around: Around, rows: Iterable[dict[str, Any]]) -> dict[int, Card]:
    """Return the cards of those whom the lines name; who is shielded has none."""
    known = around.cards
    named = {row["interaction__counterpart_id"] for row in rows}
    named |= {subject for row in rows if _is_readable(row) for subject in row["subject_ids"]}
    if missing := named - known.keys() - set(around.keys):
        known = known | relations_queries.person_cards(viewer=viewer, ids=missing)
    return known


def _is_readable(row: dict[str, Any]) -> bool:
    return not row["is_restricted"] and (
        not row["interaction__is_guarded"] or row["text"] is not None
    )


def _line(row: dict[str, Any], around: Around, cards: dict[int, Card]) -> Line:
    counterpart = row["interaction__counterpart_id"]
    bare = {
        "ref": row["interaction__ref"],
        "at": row["at"],
        "colleague": row["interaction__colleague__name"],
        "colleague_id": row["interaction__colleague_id"],
        "is_with": row["is_counterpart"],
        "counterpart": None if counterpart in around.keys else cards.get(counterpart),
        "is_shut": not _is_readable(row),
        "is_restricted": row["is_restricted"],
    }
    if not _is_readable(row):
        return Line(**bare)
    channel = Channel(row["interaction__channel"])
    subjects = (cards.get(pk) for pk in row["subject_ids"] if pk not in around.keys)
    return Line(
        **bare,
        channel=channel.value,
        channel_label=str(channel.label),
        icon=CHANNEL_ICONS[channel],
        direction=row["interaction__direction"],
        topic=str(Topic(row["interaction__topic"]).label),
        outcome=row["interaction__outcome"],
        outcome_label=str(Outcome(row["interaction__outcome"]).label),
        subjects=tuple(card for card in subjects if card),
        text=row["text"] or "",
        is_corrected=row["interaction__version"] > 1,
        is_in_confidence=row["interaction__in_confidence_at"] is not None,
        has_statement=row["has_statement"],
    )
