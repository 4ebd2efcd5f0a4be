# SPDX-License-Identifier: EUPL-1.2
"""What stands in the calendars of colleagues and teams, from one day to another."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce
from django.utils.module_loading import import_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nabij.access import queries as access_queries
from nabij.contact.choices import APPOINTMENT_ICONS, AppointmentKind
from nabij.contact.models import (
    Appointment,
    AppointmentColleague,
    AppointmentParty,
    AppointmentText,
)
from nabij.contact.queries.appointments import is_own
from nabij.contact.rules import recurrence
from nabij.contact.types import CalendarItem
from nabij.core.dates import DAY
from nabij.core.viewer import Viewer
from nabij.relations import queries as relations_queries

MOST_ITEMS = 2_000
type Source = Callable[..., list[CalendarItem]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarItems:
    """What stands in a calendar, in order, and whose card it shows, for the log.

    `is_cut`: it is more than a page can hold, and what begins last is left out.
    """

    items: list[CalendarItem]
    is_cut: bool = False

    @property
    def shown_ids(self) -> list[int]:
        """Return the keys of the persons whose card is shown."""
        return sorted({c.id for item in self.items for c in item.cards if c.is_person})

    @property
    def shows_visits(self) -> bool:
        """Tell whether times of visits are shown, for the log."""
        return any(item.tone == "visit" for item in self.items)


def calendar(
    *,
    viewer: Viewer,
    user_ids: Collection[int],
    unit_ids: Collection[int] = (),
    since: date,
    until: date,
    with_roster: bool = False,
) -> CalendarItems:
    """Return what these colleagues and teams have from day `since` up to but not on `until`.

    Of what is not the viewer's only when and who. `with_roster` adds visits and duties of the
    teams, as far as the viewer sees those today. Two SQL queries, with the roster two more for
    each team; the caller logs what is shown.
    """
    starts, ends = recurrence.midnight(since), recurrence.midnight(until)
    rows = list(_rows(user_ids, unit_ids, starts, ends)[: MOST_ITEMS + 1])
    items = [item for row in rows[:MOST_ITEMS] for item in _items(viewer, row, since, until)]
    if with_roster:
        items += _duties(viewer, unit_ids, starts, ends)
        for name in settings.NABIJ_CALENDAR_SOURCES:
            source: Source = import_string(name)
            items += source(viewer=viewer, unit_ids=unit_ids, starts=starts, ends=ends)
    wanted = {pk for item in items for pk in item.person_ids}
    cards = relations_queries.person_cards(viewer=viewer, ids=wanted) if wanted else {}
    items = [
        replace(item, cards=tuple(cards[pk] for pk in item.person_ids if pk in cards))
        for item in items
        if item.ends_at > starts and item.starts_at < ends
    ]
    return CalendarItems(
        is_cut=len(rows) > MOST_ITEMS,
        items=sorted(items, key=lambda item: (not item.is_whole_day, item.starts_at, item.ends_at)),
    )


def my_appointments(*, viewer: Viewer, on: date) -> CalendarItems:
    """Return what the viewer has on a day, what is called off left out. Two SQL queries."""
    found = calendar(viewer=viewer, user_ids=[viewer.user_id], since=on, until=on + DAY)
    return CalendarItems(items=[item for item in found.items if not item.is_cancelled])


def appointments_of(
    *, viewer: Viewer, party_ids: Iterable[int], with_guarded: bool
) -> list[CalendarItem]:
    """Return the coming times of appointments with a party: when and with which colleague.

    One SQL query; for whoever may know who else approaches the party (`near`). `with_guarded`:
    also of appointments with somebody in private.
    """
    since = localdate(viewer.at)
    until = since + timedelta(days=15)
    rows = _values(
        Appointment.objects.filter(
            pk__in=AppointmentParty.objects.filter(
                Q(ends_at__gt=viewer.at) | Q(ends_at__isnull=True), party_id__in=list(party_ids)
            ).values("appointment_id"),
            starts_at__lt=recurrence.midnight(until),
            cancelled_at__isnull=True,
        ).filter(Q(last_on__isnull=True) | Q(last_on__gte=since))
    )
    if not with_guarded:
        rows = rows.filter(is_guarded=False)
    found = [item for row in rows[:50] for item in _items(viewer, row, since, until)]
    return sorted(
        (item for item in found if item.ends_at > viewer.at), key=lambda item: item.starts_at
    )


def _rows(
    user_ids: Collection[int], unit_ids: Collection[int], starts: datetime, ends: datetime
) -> Any:
    # The end in the row of a colleague lets the index leave out all that is over.
    going = AppointmentColleague.objects.filter(user_id__in=list(user_ids))
    going = going.filter(Q(ends_at__gt=starts) | Q(ends_at__isnull=True))
    of_unit = Q(unit_id__in=list(unit_ids)) & (Q(ends_at__gt=starts) | ~Q(rule=""))
    return _values(
        Appointment.objects.filter(
            Q(pk__in=going.values("appointment_id")) | of_unit, starts_at__lt=ends
        ).filter(Q(last_on__isnull=True) | Q(last_on__gte=localdate(starts) - DAY))
    )


def _values(rows: Any) -> Any:
    here = OuterRef("pk")
    going = AppointmentColleague.objects.filter(appointment_id=here).order_by("user__name")
    parties = AppointmentParty.objects.filter(appointment_id=here).order_by("pk")
    changed = Appointment.objects.filter(series_id=here).order_by("original_on")
    return rows.order_by("starts_at", "pk").values(
        "ref", "kind", "starts_at", "ends_at", "is_whole_day", "rule", "last_on", "skipped",
        "series_id", "cancelled_at", "is_guarded", "unit_id", "unit__name",
        user_ids=ArraySubquery(going.values("user_id")),
        names=ArraySubquery(going.values("user__name")),
        party_ids=ArraySubquery(parties.values("party_id")),
        changed_on=ArraySubquery(changed.values("original_on")),
        title=latest_text("title"),
    )  # fmt: skip


def latest_text(name: str) -> Any:
    """Return a part of the text of business as it stands now (shared inside this package).

    Of clients it is not even asked for: the database refuses a guarded text that no entry opens.
    """
    own, above = (
        Subquery(
            AppointmentText.objects.filter(appointment_id=OuterRef(key))
            .order_by("-version")
            .values(name)[:1]
        )
        for key in ("pk", "text_of_id")
    )
    return Case(
        When(is_guarded=False, then=Coalesce(own, above)),
        default=Value(""),
        output_field=TextField(),
    )


def _items(viewer: Viewer, row: dict[str, Any], since: date, until: date) -> Iterable[CalendarItem]:
    is_mine = is_own(
        viewer, user_ids=row["user_ids"], unit_id=row["unit_id"], is_guarded=row["is_guarded"]
    )
    if row["cancelled_at"] is not None and not is_mine:
        return
    item = CalendarItem(
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        label=_("Appointment"),
        is_whole_day=row["is_whole_day"],
        is_cancelled=row["cancelled_at"] is not None,
        is_recurring=bool(row["rule"]) or row["series_id"] is not None,
        who=tuple(row["names"]) or (row["unit__name"],),
        user_ids=frozenset(row["user_ids"]),
    )
    if is_mine:
        kind = AppointmentKind(row["kind"])
        item = replace(
            item,
            label=str(kind.label),
            icon=APPOINTMENT_ICONS[kind],
            person_ids=tuple(row["party_ids"]),
            title=row["title"] or "",
            ref=row["ref"],
        )
    if not row["rule"]:
        yield item
        return
    first = localdate(row["starts_at"])
    lasts = localdate(row["ends_at"]) - first
    left_out = {*row["skipped"], *row["changed_on"]}
    days = recurrence.days(
        row["rule"], first_on=first, since=since - lasts, until=until, last_on=row["last_on"]
    )
    for on in days:
        if on not in left_out:
            starts, ends = recurrence.moved(row["starts_at"], row["ends_at"], to=on)
            yield replace(item, starts_at=starts, ends_at=ends, on=on)


def _duties(
    viewer: Viewer, unit_ids: Collection[int], starts: datetime, ends: datetime
) -> list[CalendarItem]:
    return [
        CalendarItem(
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            label=_("Duty"),
            tone="duty",
            icon="moon",
            who=(shift.unit_name,),
            title=shift.phone,
        )
        for shift in access_queries.duty_shifts(
            viewer=viewer, unit_ids=unit_ids, starts=starts, ends=ends
        )
    ]
