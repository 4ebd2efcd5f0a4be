# SPDX-License-Identifier: EUPL-1.2
"""A file of agreements (CSV): who cares for which client, from when, until when."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from nabij.core.dates import NotADate, parse_dutch
from nabij.core.delimited import Row, RowError, empty_cells, read_rows

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "client_number": ("client_number", "clientnummer", "cliëntnummer", "client", "cliënt"),
    "who": ("who", "wie", "team", "colleague", "collega", "medewerker", "e-mail"),
    "kind": ("kind", "soort"),
    "from": ("from", "van", "vanaf", "ingangsdatum"),
    "until": ("until", "tot", "t/m", "tot en met", "einddatum"),
}
REQUIRED: Final = ("client_number", "who", "from")
KINDS: Final = {
    "": "care",
    "care": "care",
    "zorg": "care",
    "coordination": "coordination",
    "coordinatie": "coordination",
    "coördinatie": "coordination",
    "on call": "on_call",
    "on_call": "on_call",
    "achterwacht": "on_call",
}
_ = str  # marks what is translated where it is shown
_NUMBER = re.compile(r"[A-Za-z0-9.\-]{1,30}")

NOT_A_NUMBER = _("This is not a client number: %(value)s.")
NOT_A_DATE = _("This is not a date: %(value)s. Write it as 24-12-2026.")
NOT_A_KIND = _("This is not a kind: %(value)s. Write care, coordination or on call.")
ENDS_BEFORE = _("The last day lies before the first: %(value)s.")


@dataclass(frozen=True, slots=True)
class AgreedRow:
    """One agreement as written: `who` is the name of a team or the e-mail of a colleague."""

    row: Row
    client_number: str
    who: str
    kind: str
    starts_on: date
    last_on: date | None

    @property
    def is_colleague(self) -> bool:
        """Tell whether a colleague is named and not a team."""
        return "@" in self.who


def read_agreements(data: bytes, *, today: date) -> tuple[list[AgreedRow], list[RowError]]:
    """Return the agreements in a file, and what cannot be read of it.

    Without a kind it is care; without an end it is open. The last day is included.
    """
    rows, errors = read_rows(data, columns=COLUMNS, required=REQUIRED)
    found = []
    for row in rows:
        agreed = _agreed(row, errors, today=today)
        if agreed is not None:
            found.append(agreed)
    return found, errors


def _agreed(row: Row, errors: list[RowError], *, today: date) -> AgreedRow | None:
    before = len(errors)
    errors.extend(empty_cells(row, REQUIRED))
    number = row.cells["client_number"]
    if number and not _NUMBER.fullmatch(number):
        errors.append(row.wrong("client_number", NOT_A_NUMBER))
    kind = KINDS.get(row.cells.get("kind", "").casefold())
    if kind is None:
        errors.append(row.wrong("kind", NOT_A_KIND))
    starts_on = _day(row, "from", errors, today=today)
    last_on = _day(row, "until", errors, today=today)
    if starts_on and last_on and last_on < starts_on:
        errors.append(row.wrong("until", ENDS_BEFORE))
    if len(errors) > before or kind is None or starts_on is None:
        return None
    return AgreedRow(row, number, row.cells["who"], kind, starts_on, last_on)


def _day(row: Row, column: str, errors: list[RowError], *, today: date) -> date | None:
    written = row.cells.get(column, "")
    if not written:
        return None
    try:
        day = parse_dutch(written, today=today, may_be_future=True)
    except NotADate:
        day = None
    if day is None or day.precision != "day":
        errors.append(row.wrong(column, NOT_A_DATE))
        return None
    return day.earliest
