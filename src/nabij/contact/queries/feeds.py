# SPDX-License-Identifier: EUPL-1.2
"""A colleague's own calendar as other programs show it: when, and a link; of itself no names."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nabij.contact.choices import AppointmentKind
from nabij.contact.models import (
    Appointment,
    AppointmentColleague,
    AppointmentParty,
    CalendarFeed,
)
from nabij.contact.queries.calendar import latest_text
from nabij.contact.rules import recurrence
from nabij.contact.rules.ical import CalendarEvent
from nabij.core.viewer import Viewer
from nabij.relations import queries as relations_queries
from nabij.relations.types import Card

LOOKS_BACK, LOOKS_AHEAD = timedelta(days=60), timedelta(days=366)
MOST_EVENTS = 3_000


@dataclass(frozen=True, slots=True)
class Feed:
    """What goes out, and whose card it names, for the log."""

    events: list[CalendarEvent]
    shown_ids: list[int]


def feed_made_at(*, viewer: Viewer) -> datetime | None:
    """Return since when the viewer's calendar has an address, None when it has none. One query."""
    made = CalendarFeed.objects.filter(user_id=viewer.user_id)
    return made.values_list("created_at", flat=True).first()


def feed_of_token(*, viewer: Viewer, token: str) -> CalendarFeed | None:
    """Return the feed with this address, None when there is none any more. One SQL query."""
    found = CalendarFeed.objects.filter(token_hash=hash_of(token), user__is_active=True)
    return found.select_related("user").first()


def hash_of(token: str) -> bytes:
    """Return what is kept of an address (shared in this package): 256 random bits need no key."""
    return hashlib.sha256(token.encode()).digest()


def feed(*, viewer: Viewer, address: str) -> Feed:
    """Return the viewer's appointments for another program; `address` is that of nabij itself.

    "Bezoek" or "Afspraak" and a link. With `NABIJ_CALENDAR_NAMES` also with whom, and where as far
    as it is no care data. Two SQL queries; the caller writes the log.
    """
    names_too = settings.NABIJ_CALENDAR_NAMES
    rows = _rows(viewer)[:MOST_EVENTS]
    wanted = {pk for row in rows for pk in row["party_ids"]} if names_too else set()
    cards = relations_queries.person_cards(viewer=viewer, ids=wanted) if wanted else {}
    events = [_event(row, address, cards, names_too=names_too) for row in rows]
    return Feed(events, sorted({card.id for card in cards.values() if card.is_person}))


def _rows(viewer: Viewer) -> Any:
    since = viewer.at - LOOKS_BACK
    own = AppointmentColleague.objects.filter(
        Q(ends_at__gt=since) | Q(ends_at__isnull=True), user_id=viewer.user_id
    )
    parties = AppointmentParty.objects.filter(appointment_id=OuterRef("pk")).order_by("pk")
    return (
        Appointment.objects.filter(
            pk__in=own.values("appointment_id"), starts_at__lt=viewer.at + LOOKS_AHEAD
        )
        .filter(Q(last_on__isnull=True) | Q(last_on__gte=localdate(since)))
        .order_by("starts_at", "pk")
        .values(
            "ref", "uid", "kind", "starts_at", "ends_at", "is_whole_day", "rule", "last_on",
            "skipped", "original_on", "cancelled_at", "version", "changed_at",
            "series__starts_at", "series__ends_at", "series__uid",
            party_ids=ArraySubquery(parties.values("party_id")),
            place=latest_text("place"),
        )
    )  # fmt: skip


def _event(
    row: dict[str, Any], address: str, cards: dict[int, Card], *, names_too: bool
) -> CalendarEvent:
    original_at = None
    if row["original_on"]:
        begin, end = row["series__starts_at"], row["series__ends_at"]
        original_at = recurrence.moved(begin, end, to=row["original_on"])[0]
    title = _("Visit") if row["kind"] == AppointmentKind.VISIT else _("Appointment")
    with_whom = ", ".join(cards[pk].name for pk in row["party_ids"] if pk in cards)
    return CalendarEvent(
        uid=row["series__uid"] or row["uid"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        is_whole_day=row["is_whole_day"],
        rule=row["rule"],
        last_on=row["last_on"],
        skipped=tuple(row["skipped"]),
        original_on=row["original_on"],
        original_at=original_at,
        is_cancelled=row["cancelled_at"] is not None,
        title=f"{title}: {with_whom}" if with_whom else title,
        place=(row["place"] or "") if names_too else "",
        url=f"{address}{reverse('contact:appointment', args=[row['ref']])}",
        version=row["version"],
        changed_at=row["changed_at"],
    )
