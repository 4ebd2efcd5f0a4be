# SPDX-License-Identifier: EUPL-1.2
"""Excel files: real dates, numbers and amounts, and text that stays text."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, BinaryIO

from django.utils.timezone import is_aware, localtime

from nabij.core.dates import PartialDate

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Excel takes text that begins like this for a formula once somebody edits the cell.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\N{FULLWIDTH EQUALS SIGN}")
# The first day that Excel writes as people do; before it the calendar of Excel is off by one.
FIRST_DAY = date(1900, 3, 1)
LONGEST_CELL, LONGEST_TITLE = 32_767, 31
EURO, DAY, MOMENT = '"€" #,##0.00', "d-m-yyyy", "d-m-yyyy hh:mm"


def new_book(output: BinaryIO, *, is_large: bool = False) -> Any:
    """Return an Excel file that is written to `output` when it closes; no text is a formula.

    A large one takes no memory, and lies on disk meanwhile: write its rows in order.
    """
    import xlsxwriter  # 20 MB, so only when a file is asked for

    options = {
        "in_memory": not is_large,
        "constant_memory": is_large,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    return xlsxwriter.Workbook(output, options)


def table_workbook(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]], **looks: Any
) -> bytes:
    """Return an .xlsx file of one table; `looks` as those of `add_table`."""
    output = BytesIO()
    with new_book(output) as book:
        add_table(book, title, headings, rows, **looks)
    return output.getvalue()


def add_table(
    book: Any,
    title: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    widths: Sequence[int] = (),
    frozen: int = 1,
    wraps: bool = False,
) -> Any:
    """Write a sheet of rows under their headings, and return it.

    A moment stands in Dutch time, a `Decimal` as an amount in euro, a date of which a part is known
    as text that says so.

    Args:
        widths: of the columns, in letters; the rest as wide as usual.
        frozen: how many columns stay in sight.
    """
    sheet = book.add_worksheet(title[:LONGEST_TITLE])
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, frozen)
    head = book.add_format({"bold": True})
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, head)
    looks = {"text_wrap": True, "valign": "top"} if wraps else {}
    kinds = {
        "text": book.add_format(looks),
        "quoted": book.add_format(looks | {"quote_prefix": True}),
        "euro": book.add_format(looks | {"num_format": EURO}),
        "day": book.add_format(looks | {"num_format": DAY}),
        "moment": book.add_format(looks | {"num_format": MOMENT}),
    }
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _write(sheet, number, column, value, kinds)
    return sheet


def _write(sheet: Any, row: int, column: int, value: Any, kinds: dict[str, Any]) -> None:
    match value:
        case None | "":
            return
        case PartialDate(precision="day", earliest=day):
            _write(sheet, row, column, day, kinds)
        case datetime():
            at = localtime(value).replace(tzinfo=None) if is_aware(value) else value
            sheet.write_datetime(row, column, at, kinds["moment"])
        case date() if value >= FIRST_DAY:
            sheet.write_datetime(row, column, value, kinds["day"])
        case date():
            sheet.write_string(row, column, str(PartialDate(value)), kinds["text"])
        case Decimal():
            sheet.write_number(row, column, float(value), kinds["euro"])
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | float():
            sheet.write_number(row, column, value, kinds["text"])
        case _:
            text = str(value)[:LONGEST_CELL]
            kind = "quoted" if text.lstrip().startswith(FORMULA_STARTS) else "text"
            sheet.write_string(row, column, text, kinds[kind])
