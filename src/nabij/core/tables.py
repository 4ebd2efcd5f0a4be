# SPDX-License-Identifier: EUPL-1.2
"""Files of rows as colleagues have them: CSV, XLSX and ODS in, numbered rows of cells out.

CSV is read as it comes, so its size does not matter; a spreadsheet in a process of its own.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from nabij.core.spreadsheets import ODS, XLSX, ZIP, Cell, Limits, UnreadableFile, sheet_rows

DELIMITERS = ";,\t|"
_PIECE = 1024 * 1024
_SAMPLE = 20
# Excel writes this line to say by which character cells are parted.
_SEPARATOR = re.compile(r"sep=(.)\r?\n?")

type Row = tuple[int, list[Cell]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFile:
    """A file that can be read: how it was written, and its rows.

    Args:
        format: csv, xlsx or ods.
        encoding, delimiter: of a CSV file, '' for the others.
        rows: number of the row in the file (the first is 1) and its cells; empty rows are left out.
    """

    format: str
    encoding: str
    delimiter: str
    rows: Iterator[Row]


def opened(path: Path, *, limits: Limits) -> TableFile:
    """Open a file of rows; its rows are read as they are asked for.

    UTF-8 with or without a mark, UTF-16 with one, else Windows-1252; parted by semicolons, commas,
    tabs or bars, whichever gives rows of the same length.

    Raises:
        UnreadableFile: too-large, damaged, not-a-table; while reading also too-many-rows,
            too-many-columns and, with its row, quotes: a quote that is not closed.
    """
    if path.stat().st_size > limits.file:
        raise UnreadableFile("too-large")
    with path.open("rb") as file:
        head = file.read(len(ZIP))
    if head == ZIP:
        rows = sheet_rows(path, limits=limits, kinds=(XLSX, ODS))
        first = next(rows, None)  # so that what cannot be opened is refused here
        whole = iter(()) if first is None else _with_first(first, rows)
        return TableFile(
            format=_format_of(path), encoding="", delimiter="", rows=_numbered(whole, limits)
        )
    encoding = _encoding_of(path)
    delimiter, skipped = _delimiter_of(path, encoding)
    return TableFile(
        format="csv",
        encoding=encoding,
        delimiter=delimiter,
        rows=_numbered(_csv_rows(path, encoding, delimiter, skipped), limits, start=1 + skipped),
    )


def _with_first(first: list[Cell], rest: Iterator[list[Cell]]) -> Iterator[list[Cell]]:
    yield first
    yield from rest


def _format_of(path: Path) -> str:
    import zipfile

    with zipfile.ZipFile(path) as archive:
        return "xlsx" if XLSX in archive.namelist() else "ods"


def _numbered(rows: Iterator[list[Cell]], limits: Limits, *, start: int = 1) -> Iterator[Row]:
    """Yield what is filled in with the number of its row."""
    for number, cells in enumerate(rows, start):
        if number > limits.rows:
            raise UnreadableFile("too-many-rows")
        if len(cells) > limits.columns:
            raise UnreadableFile("too-many-columns", row=number)
        if any(cell not in (None, "") for cell in cells):
            yield number, cells


def _encoding_of(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    else:
        with_mark = head.startswith(codecs.BOM_UTF8)
        candidates = ["utf-8-sig" if with_mark else "utf-8", "cp1252"]
    for encoding in candidates:
        if _fits(path, encoding):
            return encoding
    raise UnreadableFile("not-a-table")


def _fits(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while piece := file.read(_PIECE):
                if "\0" in decoder.decode(piece):
                    raise UnreadableFile("not-a-table")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _delimiter_of(path: Path, encoding: str) -> tuple[str, int]:
    """Return by what cells are parted, and how many lines before the header say so."""
    with path.open(encoding=encoding, newline="") as file:
        lines = list(islice(file, 4 * _SAMPLE))
    if lines and (said := _SEPARATOR.fullmatch(lines[0])):
        return said[1], 1

    def shape(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row][:_SAMPLE]
        except csv.Error:
            return 0, 0
        first = widths[0] if widths else 0
        return (sum(width == first for width in widths) if first > 1 else 0), first

    return max(DELIMITERS, key=shape), 0


def _csv_rows(path: Path, encoding: str, delimiter: str, skipped: int) -> Iterator[list[Cell]]:
    with path.open(encoding=encoding, newline="") as file:
        for _line in range(skipped):
            next(file)
        rows = csv.reader(file, delimiter=delimiter, strict=True)
        number = skipped
        try:
            for row in rows:
                number += 1
                yield list(row)
        except csv.Error:
            raise UnreadableFile("quotes", row=number + 1) from None
