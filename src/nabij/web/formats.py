# SPDX-License-Identifier: EUPL-1.2
"""Dates, amounts and names as Dutch readers write them, whatever the browser prefers.

Pure text: English pages get unambiguous English (`9 Mar 2026`), all others Dutch.
"""

import re
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from nabij.core.dates import DUTCH_TIME, PartialDate

ENGLISH_MONTHS = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]
NARROW_SPACE = "\N{NO-BREAK SPACE}"
PREFIXES = frozenset(
    [
        "van",
        "de",
        "der",
        "den",
        "het",
        "'t",
        "ten",
        "ter",
        "te",
        "in",
        "op",
        "aan",
        "bij",
        "onder",
        "voor",
        "von",
        "la",
        "le",
        "du",
        "el",
        "al",
        "d'",
    ]
)
HONORIFICS = frozenset(
    ["mevr.", "mevrouw", "dhr.", "heer", "mw.", "mr.", "ms.", "mrs.", "dr.", "drs.", "ing.", "ir."]
)


def language() -> str:
    """Return the language of the page, as its two letters."""
    return (get_language() or "nl")[:2]


def day(value: date | datetime | PartialDate | None) -> str:
    """Return a date, the Dutch day of a moment, or the known part of a partial date."""
    if value is None or value == "":
        return ""
    if not isinstance(value, PartialDate):
        value = PartialDate(_in_dutch_time(value))
    if language() != "en":
        return str(value)
    first = value.earliest
    month = ENGLISH_MONTHS[first.month - 1]
    known = {"year": "", "month": f"{month} ", "day": f"{first.day} {month} "}
    return f"{known[value.precision]}{first.year}"


def clock(value: datetime | None) -> str:
    """Return the time of day in Dutch time."""
    return value.astimezone(DUTCH_TIME).strftime("%H:%M") if value else ""


def moment(value: datetime | None) -> str:
    """Return day and time of day in Dutch time."""
    return f"{day(value)} {clock(value)}" if value else ""


def until(value: datetime | None, *, now: datetime) -> str:
    """Return a moment that comes: its time today, `tomorrow 10:15`, else day and time."""
    if value is None:
        return ""
    days = (_in_dutch_time(value) - _in_dutch_time(now)).days
    if days == 0:
        return clock(value)
    if days == 1:
        return _("tomorrow %(time)s") % {"time": clock(value)}
    return moment(value)


def period(starts: Any, ends: Any) -> str:
    """Return a period of which either end may be open; the last day is included."""
    first, last = day(starts), day(ends)
    if first and first == last:
        return first
    if first and last:
        return _("%(first)s to %(last)s") % {"first": first, "last": last}
    if first:
        return _("since %(first)s") % {"first": first}
    return _("until %(last)s") % {"last": last} if last else ""


def number(value: Any) -> str:
    """Return a number with separators of thousands and its own decimals."""
    if value is None or value == "":
        return ""
    text = f"{Decimal(str(value)):,f}"
    return text if language() == "en" else text.translate(str.maketrans(",.", ".,"))


def decimals(text: str) -> str:
    """Return a number that is written with a point as this page writes it: `12,5`."""
    return text if language() == "en" else text.replace(".", ",")


def euro(value: Any) -> str:
    """Return an amount in euro, rounded to cents."""
    if value is None or value == "":
        return ""
    cents = Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"€{NARROW_SPACE}{number(cents)}"


def since(value: date | datetime | None, *, now: date | datetime | None = None) -> str:
    """Return how long ago a day or moment was, in its largest whole unit; days count by date."""
    if not value:
        return ""
    now = now or datetime.now(UTC)
    if isinstance(value, datetime) and isinstance(now, datetime):
        minutes = int((now - value).total_seconds() // 60)
        if minutes == 0:
            return _("just now")
        if 0 < minutes < 60:
            return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    days = (_in_dutch_time(now) - _in_dutch_time(value)).days
    if days < 0:
        return _ahead(-days)
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < 60:
        return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
    months = _whole_months(_in_dutch_time(value), _in_dutch_time(now))
    if months < 24:
        return ngettext("%(n)d month ago", "%(n)d months ago", months) % {"n": months}
    years = months // 12
    return ngettext("%(n)d year ago", "%(n)d years ago", years) % {"n": years}


def _ahead(days: int) -> str:
    if days == 1:
        return _("tomorrow")
    return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}


def initials(name: str) -> str:
    """Return one or two capitals of a name, prefixes and titles left out."""
    words = re.split(r"[\s–,()]+", name.strip())
    words = [word for word in words if word.lower() not in HONORIFICS and re.search(r"\w", word)]
    if not words:
        return ""
    first, rest = words[0], words[1:]
    # Of a double surname the first part counts: "J. Bakker-de Vries" is JB.
    cut = next((n for n, word in enumerate(rest, 1) if "-" in word), len(rest))
    family = [word for word in rest[:cut] if word.lower() not in PREFIXES]
    prefixes = [n for n, word in enumerate(rest[:cut]) if word.lower() in PREFIXES]
    after_prefix = [word for word in rest[prefixes[0] : cut] if word in family] if prefixes else []
    last = (after_prefix[:1] or family[-1:] or [""])[0]
    letters = [next((c for c in word if c.isalnum()), "") for word in (first, last)]
    return "".join(letters).upper()


def _in_dutch_time(value: date | datetime) -> date:
    return value.astimezone(DUTCH_TIME).date() if isinstance(value, datetime) else value


def _whole_months(first: date, last: date) -> int:
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - (last.day < first.day)
