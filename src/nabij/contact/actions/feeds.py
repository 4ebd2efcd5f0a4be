# SPDX-License-Identifier: EUPL-1.2
"""The address of one's own calendar, and calendar files that come in."""

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from nabij.access import actions as access_actions
from nabij.access.actions import tries
from nabij.access.actions.tries import Limit
from nabij.contact import queries
from nabij.contact.actions.appointments import add_appointment, call_off, change_appointment
from nabij.contact.choices import AppointmentKind, CancelReason, Which
from nabij.contact.models import Appointment, CalendarFeed
from nabij.contact.queries import AppointmentInView, Feed
from nabij.contact.queries.feeds import hash_of
from nabij.contact.rules.ical import CalendarEvent
from nabij.contact.types import AppointmentFields
from nabij.core.refs import new_ref
from nabij.core.viewer import Viewer

# In a quarter of an hour: how often one address is asked for, and wrong ones from one place.
PER_FEED, PER_PLACE = Limit("calendar", 60), Limit("calendar-place", 20)
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a calendar file."""

    made: int
    changed: int
    called_off: int
    same: int


@transaction.atomic
def make_feed(*, viewer: Viewer) -> str:
    """Give the viewer's calendar a new address; return its secret part, which is kept nowhere.

    The one of before does not work any more.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    CalendarFeed.objects.update_or_create(
        user_id=viewer.user_id,
        defaults={"token_hash": hash_of(token), "created_at": viewer.at},
    )
    _log(viewer, "C", "made")
    return token


@transaction.atomic
def remove_feed(*, viewer: Viewer) -> None:
    """Take the address of the viewer's calendar away."""
    if CalendarFeed.objects.filter(user_id=viewer.user_id).delete()[0]:
        _log(viewer, "D", "removed")


def count_wrong_address(*, viewer: Viewer) -> None:
    """Count one wrong address from where it was asked.

    Raises:
        TooManyTries: there were too many of late.
    """
    tries.take_try(viewer=viewer, limit=PER_PLACE, of=viewer.access_point)


def send_feed(*, viewer: Viewer, address: str) -> Feed:
    """Return the viewer's calendar for another program, and write that it went out.

    Raises:
        TooManyTries: it was asked for too often of late.
        LogUnavailable: the entry could not be written; nothing goes out.
    """
    tries.take_try(viewer=viewer, limit=PER_FEED, of=str(viewer.user_id))
    found = queries.feed(viewer=viewer, address=address)
    if found.shown_ids:
        access_actions.record_list(viewer=viewer, event="calendar-feed", object_ids=found.shown_ids)
    else:
        _log(viewer, "R", "asked for", count=len(found.events))
    return found


@transaction.atomic
def take_calendar(*, viewer: Viewer, events: Sequence[CalendarEvent]) -> Taken:
    """Make, change and call off the viewer's own appointments by a calendar file, all or none.

    What is known by its name is changed, the same file again changes nothing.
    """
    first = sorted(events, key=lambda event: event.original_on is not None)
    counted = Counter(_take(viewer, event) for event in first)
    return Taken(counted["made"], counted["changed"], counted["off"], counted["same"])


def _take(viewer: Viewer, event: CalendarEvent) -> str:
    known = Appointment.objects.select_for_update().filter(
        colleague_id=viewer.user_id, uid=event.uid, series__isnull=True
    )
    row = known.values_list("ref", "rule").first()
    if row is None:
        if event.is_cancelled:
            return "same"
        # One time of what recurs, without the rest of it: an appointment by itself.
        add_appointment(viewer=viewer, fields=_fields(event), entry_key=new_ref(), uid=event.uid)
        return "made"
    ref, rule = row
    on = event.original_on if rule else None
    try:
        found = queries.appointment(viewer=viewer, ref=ref, on=on)
    except queries.AppointmentNotFound:
        return "same"  # a day that was left out before
    if found.is_cancelled:
        return "same"
    version = Appointment.objects.values_list("version", flat=True).get(pk=found.id)
    which = Which.ONE if on else Which.ALL
    if event.is_cancelled:
        call_off(viewer=viewer, found=found, version=version, reason=CancelReason.THEY, which=which)
        return "off"
    fields = _keeping(viewer, found, event)
    if fields is None:
        return "same"
    change_appointment(viewer=viewer, found=found, version=version, fields=fields, which=which)
    return "changed"


def _fields(event: CalendarEvent) -> AppointmentFields:
    return AppointmentFields(
        kind=AppointmentKind.OTHER,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        is_whole_day=event.is_whole_day,
        rule=event.rule,
        last_on=event.last_on,
        skipped=event.skipped,
        title=event.title,
        place=event.place,
        text=event.text,
    )


def _keeping(
    viewer: Viewer, found: AppointmentInView, event: CalendarEvent
) -> AppointmentFields | None:
    """Return what a file changes, None for nothing; what nabij alone knows stays.

    Of an appointment with a client the words stay too: what a file says lies open.
    """
    fields = replace(
        _fields(event),
        kind=found.kind,
        unit_id=found.unit_id,
        colleague_ids=tuple(pk for pk, _name in found.colleagues),
    )
    if found.is_guarded:
        fields = replace(fields, title=None, place=None, text=None)
    text = None if found.is_guarded else queries.appointment_text(viewer=viewer, found=found)
    row = Appointment.objects.get(pk=found.id)
    # One time of what recurs has no rule in its own line of the file.
    kept = ("", None, []) if event.original_on else (row.rule, row.last_on, sorted(row.skipped))
    now = (found.starts_at, found.ends_at, found.is_whole_day, *kept)
    new = (event.starts_at, event.ends_at, event.is_whole_day, event.rule, event.last_on,
           list(event.skipped))  # fmt: skip
    words = (text.title, text.place, text.text) if text else (event.title, event.place, event.text)
    if now == new and words == (event.title, event.place, event.text):
        return None
    return fields


def _log(viewer: Viewer, action: str, detail: str, *, count: int = 0) -> None:
    access_actions.record_overview(
        viewer=viewer, event="calendar-feed", object_type="Calendar", count=count,
        detail=f"{action} {detail}",
    )  # fmt: skip
