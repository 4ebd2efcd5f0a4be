# SPDX-License-Identifier: EUPL-1.2
"""Files out: the rows that were not imported, as they came, with a column that says what to do."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from nabij.core.spreadsheets import Cell

LONGEST_CELL = 32_767


def as_csv(rows: Iterable[Sequence[Cell]], *, encoding: str, delimiter: str) -> bytes:
    """Return rows as a CSV file of the same kind as the one that came."""
    output = io.StringIO(newline="")
    writer = csv.writer(output, delimiter=delimiter or ";", lineterminator="\r\n")
    writer.writerows([["" if cell is None else str(cell) for cell in row] for row in rows])
    # What is said may hold a letter that the file's own encoding has not: then a sign stands there.
    return output.getvalue().encode(encoding or "utf-8-sig", errors="replace")


def as_xlsx(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return rows as an .xlsx file, one at a time in memory; no text can become a formula."""
    output = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(output, options)
    sheet = book.add_worksheet()
    head = book.add_format({"bold": True})
    day = book.add_format({"num_format": "d-m-yyyy"})
    moment = book.add_format({"num_format": "d-m-yyyy hh:mm"})
    sheet.freeze_panes(1, 0)
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            _write(sheet, place, column, cell, head if place == 0 else None, day, moment)
    book.close()
    return output.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Cell, head: Any, day: Any, moment: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell.replace(tzinfo=None), moment)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    else:
        sheet.write_string(row, column, cell[:LONGEST_CELL], head)
