# SPDX-License-Identifier: EUPL-1.2
"""A list as an Excel file: real dates, numbers and amounts, and text that stays text."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from nabij.core.dates import PartialDate
from nabij.lists.types import Column, Listing, Row, Value

# Excel takes text that begins like this for a formula once somebody edits the cell.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\N{FULLWIDTH EQUALS SIGN}")
# The first day that Excel writes as people do; before it the calendar of Excel is off by one.
FIRST_DAY = date(1900, 3, 1)
WIDTH = 20
EURO = '"€" #,##0.00'


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What goes into the file, and what is said of it on the second sheet."""

    listing: Listing
    columns: Sequence[Column]
    rows: Sequence[Row]
    asked: Sequence[tuple[str, str]]
    made_at: datetime
    made_by: str
    is_more: bool


def workbook(sheet: Sheet) -> bytes:
    """Return the file. Cells are never formulas; a date known in part is text that says so."""
    import xlsxwriter  # imported when used: a web worker has no need of it

    output = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "default_date_format": "d-m-yyyy",
    }
    with xlsxwriter.Workbook(output, options) as book:
        _fill(book, sheet)
        _explain(book, sheet)
    return output.getvalue()


def _fill(book: Any, sheet: Sheet) -> None:
    page = book.add_worksheet(str(sheet.listing.title)[:31])
    head = book.add_format({"bold": True})
    euro = book.add_format({"num_format": EURO})
    quoted = book.add_format({"quote_prefix": True})
    titles = [_("Name"), *(str(column.label) for column in sheet.columns)]
    for column, title in enumerate(titles):
        page.write_string(0, column, title, head)
    for number, row in enumerate(sheet.rows, 1):
        values = [row.name, *(row.values.get(column.name) for column in sheet.columns)]
        for column, value in enumerate(values):
            _write(page, number, column, value, euro=euro, quoted=quoted)
    page.set_column(0, len(titles) - 1, WIDTH)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(titles) - 1)


def _write(page: Any, row: int, column: int, value: Value, *, euro: Any, quoted: Any) -> None:
    match value:
        case None | "":
            return
        case PartialDate(precision="day", earliest=day):
            _write(page, row, column, day, euro=euro, quoted=quoted)
        case datetime():
            page.write_datetime(row, column, localtime(value).replace(tzinfo=None))
        case date() if value >= FIRST_DAY:
            page.write_datetime(row, column, value)
        case date():
            page.write_string(row, column, str(PartialDate(value)))
        case Decimal():
            page.write_number(row, column, float(value), euro)
        case int():
            page.write_number(row, column, value)
        case _:
            text = str(value)
            is_like_a_formula = text.lstrip().startswith(FORMULA_STARTS)
            page.write_string(row, column, text, quoted if is_like_a_formula else None)


def _explain(book: Any, sheet: Sheet) -> None:
    page = book.add_worksheet(_("About this file"))
    lines = [
        (_("List"), str(sheet.listing.title)),
        (_("Made on"), localtime(sheet.made_at).strftime("%-d-%-m-%Y %H:%M")),
        (_("Made by"), sheet.made_by),
        *sheet.asked,
    ]
    if sheet.is_more:
        lines.append(
            (_("Mind"), _("There is more than these rows. Filter the list to get the rest."))
        )
    for number, (label, text) in enumerate(lines):
        page.write_string(number, 0, label)
        page.write_string(number, 1, text)
    page.set_column(0, 1, WIDTH * 2)
