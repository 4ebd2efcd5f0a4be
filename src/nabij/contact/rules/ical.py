# SPDX-License-Identifier: EUPL-1.2
"""Calendar files (RFC 5545): what nabij tells other programs, and what it understands of theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from icalendar import Calendar, Event, Timezone, vRecur

from nabij.contact.rules import recurrence
from nabij.core.dates import DAY, DUTCH_TIME, start_of_day
from nabij.core.text import plain_text

MOST_EVENTS = 500
MOST_BYTES = 1_000_000
LONGEST_UID, LONGEST_LINE, LONGEST_NOTE = 255, 200, 10_000
USUAL_LENGTH = timedelta(hours=1)
LONGEST = timedelta(days=366)
# Dutch time as it has been since 1996: what the library makes of it is an hour late in spring.
DUTCH_ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


class CalendarNotUnderstood(ValueError):
    """A file is no calendar, or something in it is beyond what nabij keeps; `reason` says what."""

    Reason = Literal["no-calendar", "too-many", "no-moment", "rule", "extra-days", "no-name"]

    def __init__(self, reason: Reason, title: str = "") -> None:
        super().__init__(f"{reason}: {title}")
        self.reason, self.title = reason, title


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """One appointment in a calendar file, or one time of what recurs (`original_on`).

    `original_at` is when that time would have been; `version` rises with every change. `last_on`
    is the last day on which `rule` may fall.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    is_whole_day: bool = False
    rule: str = ""
    last_on: date | None = None
    skipped: tuple[date, ...] = ()
    original_on: date | None = None
    original_at: datetime | None = None
    is_cancelled: bool = False
    title: str = ""
    place: str = ""
    text: str = ""
    url: str = ""
    version: int = 1
    changed_at: datetime | None = None


def write(events: Sequence[CalendarEvent], *, name: str) -> bytes:
    """Return a calendar file with these, in Dutch time, the same bytes for the same events."""
    calendar = Calendar()
    calendar.add("prodid", "-//nabij//NL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(minutes=30), parameters={"value": "DURATION"})
    calendar.add_component(Timezone.from_ical(DUTCH_ZONE))
    for event in events:
        calendar.add_component(_component(event))
    return bytes(calendar.to_ical())


def _component(event: CalendarEvent) -> Event:
    found = Event()
    found.add("uid", event.uid)
    found.add("dtstamp", event.changed_at or event.starts_at)
    found.add("sequence", event.version)
    found.add("dtstart", _shown(event.starts_at, event))
    found.add("dtend", _shown(event.ends_at, event))
    found.add("summary", event.title)
    if event.rule:
        rule = vRecur.from_ical(event.rule)
        if event.last_on:
            last = recurrence.midnight(event.last_on + DAY) - timedelta(seconds=1)
            rule["UNTIL"] = event.last_on if event.is_whole_day else last
        found.add("rrule", rule)
    for on in event.skipped:
        found.add(
            "exdate", _shown(recurrence.moved(event.starts_at, event.ends_at, to=on)[0], event)
        )
    if event.original_at:
        found.add("recurrence-id", _shown(event.original_at, event))
    if event.is_cancelled:
        found.add("status", "CANCELLED")
    for name, value in (("location", event.place), ("url", event.url)):
        if value:
            found.add(name, value)
    return found


def _shown(at: datetime, event: CalendarEvent) -> date:
    here = at.astimezone(DUTCH_TIME)
    return here.date() if event.is_whole_day else here


def read(content: bytes) -> list[CalendarEvent]:
    """Return what stands in a calendar file; a whole file that calls off calls off each.

    Moments without a zone are Dutch. What recurs does so by the Dutch clock.

    Raises:
        CalendarNotUnderstood: it is no calendar, or one of its appointments cannot be kept whole.
    """
    try:
        calendar = Calendar.from_ical(content)
    except Exception as error:  # whatever a broken file makes of its parser
        raise CalendarNotUnderstood("no-calendar") from error
    if not isinstance(calendar, Calendar):
        raise CalendarNotUnderstood("no-calendar")
    components = list(calendar.walk("VEVENT"))
    if len(components) > MOST_EVENTS:
        raise CalendarNotUnderstood("too-many")
    is_off = str(calendar.get("method", "")).upper() == "CANCEL"
    return [_event(component, is_off=is_off) for component in components]


def _event(component: Any, *, is_off: bool) -> CalendarEvent:
    title = _text(component, "summary", LONGEST_LINE)
    uid = _text(component, "uid", LONGEST_UID + 1)
    if not uid or len(uid) > LONGEST_UID or component.errors:
        raise CalendarNotUnderstood("no-name" if not component.errors else "no-moment", title)
    if "rdate" in component:
        raise CalendarNotUnderstood("extra-days", title)
    starts, is_whole_day = _moment(component, "dtstart", title)
    ends = _end(component, starts, title, is_whole_day=is_whole_day)
    first_on = starts.astimezone(DUTCH_TIME).date()
    rule, last_on = "", None
    if "rrule" in component:
        try:
            text = component["rrule"].to_ical().decode()
            rule, last_on = recurrence.read_rule(text, first_on=first_on)
        except (recurrence.RuleNotUnderstood, AttributeError) as error:
            raise CalendarNotUnderstood("rule", title) from error
    original = None
    if "recurrence-id" in component:
        original = _moment(component, "recurrence-id", title)[0].astimezone(DUTCH_TIME).date()
    status = str(component.get("status", "")).upper()
    return CalendarEvent(
        uid=uid,
        starts_at=starts,
        ends_at=ends,
        is_whole_day=is_whole_day,
        rule=rule,
        last_on=last_on,
        skipped=tuple(sorted(set(_skipped(component, title)))),
        original_on=original,
        is_cancelled=is_off or status == "CANCELLED",
        title=title,
        place=_text(component, "location", LONGEST_LINE),
        text=_text(component, "description", LONGEST_NOTE),
    )


def _text(component: Any, name: str, longest: int) -> str:
    return plain_text(str(component.get(name, "")).replace("\x00", ""))[:longest].strip()


def _moment(component: Any, name: str, title: str) -> tuple[datetime, bool]:
    try:
        return _as_moment(component[name].dt)
    except (KeyError, AttributeError, ValueError, TypeError, OverflowError) as error:
        raise CalendarNotUnderstood("no-moment", title) from error


def _as_moment(value: object) -> tuple[datetime, bool]:
    """Return a moment, and whether it is a whole day.

    Raises:
        TypeError: it is neither.
        ValueError: it is not of these times.
    """
    if isinstance(value, datetime):
        at = value if value.tzinfo else value.replace(tzinfo=DUTCH_TIME)
        whole = False
    elif isinstance(value, date):
        at, whole = start_of_day(value), True
    else:
        raise TypeError(str(value))
    if not 1970 <= at.year <= recurrence.LAST_YEAR:
        raise ValueError(str(value))
    return recurrence.moment(at.astimezone(DUTCH_TIME).replace(tzinfo=None)), whole


def _end(component: Any, starts: datetime, title: str, *, is_whole_day: bool) -> datetime:
    if "dtend" in component:
        ends = _moment(component, "dtend", title)[0]
    elif "duration" in component:
        lasts = getattr(component["duration"], "dt", None)
        ends = starts + (lasts if isinstance(lasts, timedelta) else timedelta())
    else:
        ends = starts + (DAY if is_whole_day else USUAL_LENGTH)
    if not timedelta() < ends - starts <= LONGEST:
        raise CalendarNotUnderstood("no-moment", title)
    return ends


def _skipped(component: Any, title: str) -> list[date]:
    given = component.get("exdate", [])
    lists = given if isinstance(given, list) else [given]
    try:
        return [
            _as_moment(one.dt)[0].astimezone(DUTCH_TIME).date()
            for found in lists
            for one in found.dts
        ]
    except (AttributeError, ValueError, TypeError, OverflowError) as error:
        raise CalendarNotUnderstood("no-moment", title) from error
