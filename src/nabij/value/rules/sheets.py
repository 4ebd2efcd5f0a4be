# SPDX-License-Identifier: EUPL-1.2
"""CSV and XLSX files in, rows of cells out; a file that would eat the machine is refused."""

import csv
import io
from datetime import datetime
from typing import cast

from nabij.core.spreadsheets import ZIP, Limits, UnreadableFile, sheet_rows
from nabij.value.types import Cell

__all__ = ["LARGEST_FILE", "LARGEST_INFLATED", "MOST_ROWS", "UnreadableFile", "rows"]

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_INFLATED = 100 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 60
SPREADSHEET = Limits(
    file=LARGEST_FILE,
    inflated=LARGEST_INFLATED,
    rows=MOST_ROWS,
    columns=MOST_COLUMNS,
    seconds=30,
    memory=1024 * 1024 * 1024,
)


def rows(content: bytes) -> list[list[Cell]]:
    """Return the rows of a CSV file or of the first sheet of an XLSX file, empty ones included.

    Raises:
        UnreadableFile: it is too large, damaged, or neither of the two.
    """
    if len(content) > LARGEST_FILE:
        raise UnreadableFile("too-large")
    if content.startswith(ZIP):
        return [[_day(cell) for cell in row] for row in sheet_rows(content, limits=SPREADSHEET)]
    return _csv_rows(content)


def _csv_rows(content: bytes) -> list[list[Cell]]:
    text = _decoded(content)
    if "\0" in text:
        raise UnreadableFile("not-a-table")
    first = text.lstrip("\n\r").partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    found: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            if len(found) >= MOST_ROWS:
                raise UnreadableFile("too-many-rows")
            if len(row) > MOST_COLUMNS:
                raise UnreadableFile("too-many-columns")
            found.append(list(row))
    except csv.Error:
        raise UnreadableFile("not-a-table") from None
    return found


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("not-a-table")


def _day(cell: object) -> Cell:
    """Return a moment as its day: no estimate has a time."""
    return cell.date() if isinstance(cell, datetime) else cast("Cell", cell)
