# SPDX-License-Identifier: EUPL-1.2
"""Files of rows (CSV) as planning systems and spreadsheets write them. No database, no clock."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

_ = str  # marks what is translated where it is shown

NO_COLUMN: Final = _("The column %(column)s is missing. The first line must name the columns.")
EMPTY_CELL: Final = _("Nothing is filled in here.")


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong where: the number of the line in the file, and the column."""

    row: int
    column: str
    reason: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the number of its line in the file, and its cells by column, stripped."""

    number: int
    cells: dict[str, str]

    def wrong(self, column: str, reason: str) -> RowError:
        """Return that a cell of this row is wrong, with the start of what stands there."""
        return RowError(self.number, column, reason, {"value": self.cells[column][:60]})


def read_rows(
    data: bytes, *, columns: Mapping[str, Sequence[str]], required: Sequence[str]
) -> tuple[list[Row], list[RowError]]:
    """Return the rows of a file that are not empty, or which required columns are missing.

    UTF-8 or Windows-1252, separated by semicolons, commas or tabs. A column may be spelled in
    several ways; capitals, spaces, hyphens and underscores do not count.
    """
    lines = _text(data).splitlines()
    if not lines:
        return [], [RowError(1, required[0], NO_COLUMN, {"column": required[0]})]
    cells = csv.reader(lines, delimiter=max(";,\t", key=lines[0].count))
    places = _places(next(cells), columns)
    missing = [name for name in required if name not in places]
    if missing:
        return [], [RowError(1, name, NO_COLUMN, {"column": name}) for name in missing]
    rows = []
    for line in cells:
        if any(cell.strip() for cell in line):
            given = {
                name: line[place].strip() if place < len(line) else ""
                for name, place in places.items()
            }
            rows.append(Row(cells.line_num, given))
    return rows, []


def empty_cells(row: Row, required: Sequence[str]) -> list[RowError]:
    """Return an error for each required cell of a row in which nothing stands."""
    return [RowError(row.number, name, EMPTY_CELL) for name in required if not row.cells[name]]


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _places(header: list[str], columns: Mapping[str, Sequence[str]]) -> dict[str, int]:
    names = [_plain(cell) for cell in header]
    places = {}
    for column, spellings in columns.items():
        for spelling in spellings:
            if (plain := _plain(spelling)) in names:
                places[column] = names.index(plain)
                break
    return places


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name.strip().casefold())
