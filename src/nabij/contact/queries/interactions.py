# SPDX-License-Identifier: EUPL-1.2
"""One interaction with all versions of what was said."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Func

from nabij.access import queries as access_queries
from nabij.access.queries import WayIn
from nabij.access.rules import DataClass
from nabij.contact.models import Interaction, InteractionParty, InteractionText
from nabij.core.errors import NotFound
from nabij.core.viewer import Viewer
from nabij.relations import queries as relations_queries
from nabij.relations.queries import keys
from nabij.relations.types import Card


class InteractionNotFound(NotFound):
    code = "interaction-not-found"


class PersonsOpened(Func):
    """True when this transaction wrote whom it opens; the database raises when it did not."""

    template = "(SELECT access.opened_persons()) IS NOT NULL"
    output_field = BooleanField()


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionInView:
    """An interaction that this viewer may open: `ways` says why, for each person it is about.

    `subject_ids` are keys as they were recorded, `ways` those under which they stand now.
    """

    id: int
    ref: str
    version: int
    at: datetime
    colleague: str
    channel: str
    topic: str
    outcome: str
    is_guarded: bool
    is_in_confidence: bool
    confidence_reason: str
    counterpart: Card | None
    subjects: tuple[Card, ...]
    subject_ids: tuple[int, ...]
    ways: dict[int, WayIn]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextVersion:
    """One version of what was said, by whom and when it was written."""

    version: int
    text: str
    data_class: str
    author: str
    written_at: datetime


def interaction(*, viewer: Viewer, ref: str) -> InteractionInView:
    """Return an interaction without what was said. At most six SQL queries.

    One about persons is for who has a way in to all of them, by the same classes of data; another
    for who sees the contact data of the counterpart.

    Raises:
        InteractionNotFound: there is none, or the viewer may not open it.
    """
    row = (
        Interaction.objects.filter(ref=ref, archived_at__isnull=True)
        .select_related("colleague")
        .first()
    )
    if row is None:
        raise InteractionNotFound
    parties = InteractionParty.objects.filter(interaction=row, is_subject=True)
    recorded = tuple(parties.order_by("party_id").values_list("party_id", flat=True))
    now = keys.canonical_keys(viewer=viewer, ids=[*recorded, row.counterpart_id])
    subjects = sorted({now[pk] for pk in recorded})
    cards = relations_queries.person_cards(viewer=viewer, ids={*subjects, *now.values()})
    counterpart = cards.get(now[row.counterpart_id])
    ways = ways_to_all(viewer, subjects)
    if ways is None or (not row.is_guarded and not (counterpart and counterpart.is_open)):
        raise InteractionNotFound
    return InteractionInView(
        id=row.pk,
        ref=row.ref,
        version=row.version,
        at=row.at,
        colleague=row.colleague.name,
        channel=row.get_channel_display(),
        topic=row.get_topic_display(),
        outcome=row.get_outcome_display(),
        is_guarded=row.is_guarded,
        is_in_confidence=row.in_confidence_at is not None,
        confidence_reason=row.get_confidence_reason_display(),
        counterpart=counterpart,
        subjects=tuple(cards[pk] for pk in subjects if pk in cards),
        subject_ids=recorded,
        ways=ways,
    )


def text_versions(*, viewer: Viewer, found: InteractionInView) -> list[TextVersion]:
    """Return all versions of what was said, the latest first. One SQL query.

    Of one about persons: inside their opened dossiers only, and those of a class that opens.
    """
    texts = InteractionText.objects.filter(interaction_id=found.id).select_related("author")
    if found.is_guarded:
        texts = texts.filter(PersonsOpened())
    return [
        TextVersion(
            version=row.version,
            text=row.text,
            data_class=row.data_class,
            author=row.author.name,
            written_at=row.written_at,
        )
        for row in texts.order_by("-version")
    ]


def ways_to_all(viewer: Viewer, subjects: Sequence[int]) -> dict[int, WayIn] | None:
    """Return the way in to each of them; None when one is shut, or they open differently.

    At most two SQL queries (shared inside this package).
    """
    ways = access_queries.ways_in(viewer=viewer, person_ids=subjects)
    opened = {access_queries.classes_for(viewer=viewer, way=ways.get(pk)) for pk in subjects}
    if len(opened) > 1 or any(DataClass.ORGANISATION not in classes for classes in opened):
        return None
    return ways


type Moment = tuple[int, datetime, str]


def moments_with(*, viewer: Viewer, ids: Collection[int]) -> dict[Moment, int]:
    """Return how often there was contact with these parties then and so: key, moment, channel.

    One SQL query; for imports, so that the same file twice changes nothing. What was said is not
    read, and nothing of it is shown.
    """
    rows = InteractionParty.objects.filter(
        party__in=list(ids), is_counterpart=True, interaction__archived_at__isnull=True
    )
    return Counter(rows.values_list("party_id", "at", "interaction__channel"))
