# SPDX-License-Identifier: EUPL-1.2
"""What stands in one cell, as Dutch people and their programs write it."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from nabij.core import identifiers
from nabij.core.dates import (
    DUTCH_TIME,
    OLDEST_YEAR,
    NotADate,
    PartialDate,
    parse_dutch,
    parse_moment,
)
from nabij.core.spreadsheets import Cell
from nabij.core.text import plain_text

# A spreadsheet counts days from here (and has 1900 wrongly as a leap year, long before our dates).
_DAY_ZERO = date(1899, 12, 30)
# Numbers between these are days that a spreadsheet counted: from 1907 to 2064.
_SERIALS = range(2_750, 60_000)
_YEARS = range(OLDEST_YEAR, 2101)
_LONGEST_POSTCODE = 12
_SECONDS, _HALF = r"(?::\d{2}(?:\.\d+)?)?", r"(?: ?(?P<half>[ap]\.?m\.?))?"
_TIME_BEHIND = re.compile(
    rf"[T ]+(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}}){_SECONDS}{_HALF}(?: ?uur)?$", re.IGNORECASE
)
_TIME = re.compile(
    rf"(?P<hour>\d{{1,2}})(?:[:.uh]?(?P<minute>\d{{2}}){_SECONDS})?(?P<mark> ?(?:uur|u|h))?{_HALF}",
    re.IGNORECASE,
)
_ZONED = re.compile(
    rf"(\d{{4}}-\d\d-\d\d)[T ]+(\d\d:\d\d{_SECONDS}) ?(Z|[+-]\d\d:?\d\d)", re.IGNORECASE
)
_NO_DAY = re.compile(r"0{1,2}[-/. ](\d{1,2}[-/. ]\d{4})|(\d{4}-\d{2})-00")
_NO_MONTH = re.compile(r"(?:0{1,2}[-/. ]){2}(\d{4})|(\d{4})-00-00")
_DATE_FAULTS = {
    "not-understood": "not-a-date", "does-not-exist": "no-such-day", "in-the-future": "in-the-future",
}  # fmt: skip
_HOUSE = re.compile(
    r"(.*\S)[ ,]+(\d{1,5})(?:\s*[-/]\s*([\w /-]{1,11})|\s*([a-zA-Z][\w /-]{0,10}))?"
)
# What stands for nothing in many a file.
_NOTHING = frozenset({"", "-", "--", "n.v.t.", "nvt", "n/a", "null", "none", "onbekend", "?"})


class NotThat(ValueError):
    """A cell holds something else than its column asks; `code` is one of `choices.PROBLEMS`."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.value = code, value[:60]


def as_text(cell: Cell) -> str:
    """Return a cell as one line of text: a number without `.0`, nothing for what means nothing."""
    if isinstance(cell, str):
        text = " ".join(plain_text(cell).split())
        return "" if text.casefold() in _NOTHING else text
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def text_of(cell: Cell, longest: int) -> str:
    """Return the text of a cell.

    Raises:
        NotThat: too-long.
    """
    text = as_text(cell)
    if len(text) > longest:
        raise NotThat("too-long", text[:40])
    return text


def lines_of(cell: Cell, longest: int) -> str:
    """Return the text of a cell with its line ends.

    Raises:
        NotThat: too-long.
    """
    text = plain_text(cell).strip() if isinstance(cell, str) else as_text(cell)
    if len(text) > longest:
        raise NotThat("too-long", text[:40])
    return text


def day_of(
    cell: Cell, *, today: date, may_be_future: bool = False, style: str = ""
) -> PartialDate | None:
    """Return the date in a cell, in whole or in part; None when there is none.

    Beside what `core.dates.parse_dutch` reads: dates of a spreadsheet, also as the number of days
    that it counts, `00-00-1941`, and a time behind the date, which is left out; of a moment with a
    zone it is the day over here.

    Args:
        style: how the column writes dates as bare numbers, see `style_of`; without it a number that
            may be two dates is refused.

    Raises:
        NotThat: not-a-date, not-one-date, no-such-day or in-the-future.

    Example:
        >>> today = date(2026, 11, 22)
        >>> [str(day_of(cell, today=today)) for cell in (15044.0, "00-00-1941", "9/3/41")]
        ['9-3-1941', '1941', '9-3-1941']
    """
    text = "" if isinstance(cell, date) else as_text(cell)
    if (moment := _moment_in(text)) is not None:
        cell = moment
    if isinstance(cell, date):
        found = PartialDate(cell.date() if isinstance(cell, datetime) else cell)
        if found.earliest > today and not may_be_future:
            raise NotThat("in-the-future", str(found))
        if not OLDEST_YEAR <= found.year <= today.year + 200:
            raise NotThat("not-a-date", str(found))
        return found
    return _day_in(text, today, may_be_future, style) if text else None


def style_of(cells: Iterable[Cell], *, today: date) -> str:
    """Return how a column writes dates as bare numbers: `counted`, `written` (ddmmyy) or ''.

    Told by the numbers that can be read in one way only; when those differ it cannot be told.

    Example:
        >>> today = date(2026, 11, 22)
        >>> style_of([10341, 90341], today=today), style_of([10341, 15044], today=today)
        ('written', 'counted')
    """
    ways = {_ways(as_text(cell), today) for cell in cells}
    only = {way[0] for way in ways if len(way) == 1}
    return only.pop() if len(only) == 1 else ""


@lru_cache(maxsize=65536)
def _ways(text: str, today: date) -> tuple[str, ...]:
    """Return in which ways a bare number can be read as a date."""
    if not (text.isascii() and text.isdigit() and len(text) in (4, 5, 6)):
        return ()
    is_counted = len(text) < 6 and int(text) in _SERIALS and int(text) not in _YEARS
    found = ("counted",) if is_counted else ()
    try:
        if len(text) > 4:
            parse_dutch(text.zfill(6), today=today, may_be_future=True)
            found = (*found, "written")
    except NotADate:
        return found
    return found


@lru_cache(maxsize=65536)
def _day_in(text: str, today: date, may_be_future: bool, style: str) -> PartialDate:
    plain = _TIME_BEHIND.sub("", text)
    ways = _ways(plain, today)
    if len(ways) > 1 and not style:
        raise NotThat("not-one-date", text)
    if ways == ("counted",) or (style == "counted" and style in ways):
        plain = (_DAY_ZERO + timedelta(days=int(plain))).isoformat()
    elif plain.isascii() and plain.isdigit() and len(plain) in (5, 7):
        plain = f"0{plain}"  # a program took the zero before it for nothing
    if known := _NO_MONTH.fullmatch(plain) or _NO_DAY.fullmatch(plain):
        plain = known[1] or known[2]
    try:
        return parse_dutch(plain, today=today, may_be_future=may_be_future)
    except NotADate as error:
        raise NotThat(_DATE_FAULTS[error.reason], text) from None


def _moment_in(text: str) -> datetime | None:
    """Return the moment, in Dutch time, that a program wrote with its zone; None without one."""
    found = _ZONED.fullmatch(text)
    if found is None:
        return None
    try:
        moment = parse_moment(f"{found[1]}T{found[2]}{found[3].upper()}")
    except NotADate:
        raise NotThat("not-a-date", text) from None
    return moment.astimezone(DUTCH_TIME)


def clock_of(cell: Cell) -> time | None:
    """Return the time of day in a cell, or behind the date in it; None when there is none.

    Beside `10:15`: `10.15`, `10u15`, `1015`, `10 uur`, `10:15 PM`, and a part of a day as a
    spreadsheet counts it.

    Raises:
        NotThat: not-a-time.
    """
    if isinstance(cell, float) and 0 <= cell < 1:
        seconds = min(round(cell * 86_400), 86_399)
        return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    text = as_text(cell)
    if not text or isinstance(cell, date) or _TIME_BEHIND.search(text) or _ZONED.fullmatch(text):
        return clock_behind(cell)
    found = _TIME.fullmatch(text)
    if found is None or not (found["minute"] or found["mark"] or found["half"]):
        raise NotThat("not-a-time", text)
    return _clock(found, text)


def clock_behind(cell: Cell) -> time | None:
    """Return the time behind the date in a cell, over here; None when there is none.

    Midnight is how programs write that there is no time.

    Raises:
        NotThat: not-a-time.
    """
    text = "" if isinstance(cell, date) else as_text(cell)
    if (moment := _moment_in(text)) is not None:
        return moment.time()
    if isinstance(cell, datetime):
        return cell.time()
    found = _TIME_BEHIND.search(text)
    clock = _clock(found, text) if found else None
    return None if clock == time(0) else clock


def _clock(found: re.Match[str], text: str) -> time:
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    elif half:
        raise NotThat("not-a-time", text)
    if hour > 23 or minute > 59:
        raise NotThat("not-a-time", text)
    return time(hour, minute)


def phone_of(cell: Cell) -> str:
    """Return a phone number in E.164, '' for none; a zero that a spreadsheet ate comes back.

    Raises:
        NotThat: not-a-phone.
    """
    text = as_text(cell)
    if not text:
        return ""
    if len(text) == 9 and text.isascii() and text.isdigit() and text[0] != "0":
        text = f"0{text}"
    found = identifiers.normalise_phone(text)
    if not found:
        raise NotThat("not-a-phone", text)
    return found


def email_of(cell: Cell) -> str:
    """Return an e-mail address in lower case, '' for none.

    Raises:
        NotThat: not-an-email.
    """
    found = identifiers.normalise_email(as_text(cell))
    if found and not identifiers.is_email(found):
        raise NotThat("not-an-email", found)
    return found


def postcode_of(cell: Cell, *, is_dutch: bool = True) -> str:
    """Return a postcode, a Dutch one as `8011AB`, '' for none.

    Raises:
        NotThat: not-a-postcode.
    """
    found = identifiers.normalise_postcode(as_text(cell))
    looks_dutch = len(found) == 6 and found[:4].isdigit() and found[4:].isalpha()
    is_one = identifiers.is_postcode(found) if looks_dutch else found.isalnum()
    if found and not (is_one and len(found) <= _LONGEST_POSTCODE):
        raise NotThat("not-a-postcode", found)
    return found


def number_of(cell: Cell, kind: str) -> str:
    """Return a number of an organisation (kvk, agb, vestiging), '' for none.

    Raises:
        NotThat: not-a-number-KIND.
    """
    text = as_text(cell)
    found = identifiers.NORMALISERS[kind](text)
    is_one = {
        "kvk": identifiers.is_kvk, "agb": identifiers.is_agb, "vestiging": identifiers.is_vestiging,
    }[kind]  # fmt: skip
    if found and not is_one(found):
        raise NotThat(f"not-a-number-{kind}", text)
    return found


def bsn_of(cell: Cell) -> str:
    """Return a BSN that passes the eleven test, '' for none.

    Raises:
        NotThat: not-a-bsn; what stands there is not told.
    """
    text = as_text(cell)
    found = identifiers.normalise_bsn(text)
    if text and not identifiers.is_bsn(found):
        raise NotThat("not-a-bsn")
    return found


def street_and_number(text: str) -> tuple[str, str, str]:
    """Return street, house number and suffix of one line.

    Example:
        >>> street_and_number("Plein 1944 12-A"), street_and_number("Postbus")
        (('Plein 1944', '12', 'A'), ('Postbus', '', ''))
    """
    found = _HOUSE.fullmatch(text)
    if found is None:
        return text, "", ""
    return found[1].strip(" ,"), found[2], found[3] or found[4] or ""
