# SPDX-License-Identifier: EUPL-1.2
"""What stands in one cell, as Dutch people and their programs write it."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from nabij.core import identifiers
from nabij.core.dates import OLDEST_YEAR, NotADate, PartialDate, parse_dutch
from nabij.core.spreadsheets import Cell
from nabij.core.text import plain_text

# A spreadsheet counts days from here (and has 1900 wrongly as a leap year, long before our dates).
_DAY_ZERO = date(1899, 12, 30)
# Numbers between these are days that a spreadsheet counted: from 1907 to 2064.
_SERIALS = range(2_750, 60_000)
_YEARS = range(OLDEST_YEAR, 2101)
_LONGEST_POSTCODE = 12
_TIME_BEHIND = re.compile(r"[T ]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?:Z|[+-]\d\d:?\d\d)?$")
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


def day_of(cell: Cell, *, today: date, may_be_future: bool = False) -> PartialDate | None:
    """Return the date in a cell, in whole or in part; None when there is none.

    Beside what `core.dates.parse_dutch` reads: dates of a spreadsheet, also as the number of days
    that it counts, `00-00-1941`, and a time behind the date, which is left out.

    Raises:
        NotThat: not-a-date, no-such-day or in-the-future.

    Example:
        >>> today = date(2026, 11, 22)
        >>> [str(day_of(cell, today=today)) for cell in (15044.0, "00-00-1941", "9/3/41")]
        ['9-3-1941', '1941', '9-3-1941']
    """
    if isinstance(cell, date):
        found = PartialDate(cell.date() if isinstance(cell, datetime) else cell)
        if found.earliest > today and not may_be_future:
            raise NotThat("in-the-future", str(found))
        if not OLDEST_YEAR <= found.year <= today.year + 200:
            raise NotThat("not-a-date", str(found))
        return found
    text = as_text(cell)
    return _day_in(text, today, may_be_future) if text else None


@lru_cache(maxsize=65536)
def _day_in(text: str, today: date, may_be_future: bool) -> PartialDate:
    plain = _TIME_BEHIND.sub("", text)
    if plain.isascii() and plain.isdigit():
        number = int(plain)
        if len(plain) <= 5 and number in _SERIALS and number not in _YEARS:
            plain = (_DAY_ZERO + timedelta(days=number)).isoformat()
        elif len(plain) in (5, 7):  # a program took the zero before it for nothing
            plain = f"0{plain}"
    if known := _NO_MONTH.fullmatch(plain) or _NO_DAY.fullmatch(plain):
        plain = known[1] or known[2]
    try:
        return parse_dutch(plain, today=today, may_be_future=may_be_future)
    except NotADate as error:
        raise NotThat(_DATE_FAULTS[error.reason], text) from None


def clock_of(cell: Cell) -> time | None:
    """Return the time of day in a cell, or behind the date in it; None when there is none.

    Raises:
        NotThat: not-a-date.
    """
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, float) and 0 <= cell < 1:
        seconds = min(round(cell * 86_400), 86_399)
        return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    if isinstance(cell, date):
        return None
    text = as_text(cell).removesuffix("uur").strip()
    found = re.search(
        r"(?:^|[T ])(\d{1,2})[:.](\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$", text
    )
    if found is None:
        return None
    if int(found[1]) > 23 or int(found[2]) > 59:
        raise NotThat("not-a-date", text)
    return time(int(found[1]), int(found[2]))


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
