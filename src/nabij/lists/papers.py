# SPDX-License-Identifier: EUPL-1.2
"""A list as an Excel file: real dates, numbers and amounts, and text that stays text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nabij.lists.types import Column, Listing, Row, Value
from nabij.web.workbooks import add_table, new_book

WIDTH = 20


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
    left_out: int = 0


def workbook(sheet: Sheet) -> bytes:
    """Return the file. Cells are never formulas; a date known in part is text that says so."""
    output = BytesIO()
    with new_book(output) as book:
        _fill(book, sheet)
        _explain(book, sheet)
    return output.getvalue()


def _fill(book: Any, sheet: Sheet) -> None:
    titles = [_("Name"), *(str(column.label) for column in sheet.columns)]
    rows = (
        [row.name, *(_day_of(row.values.get(column.name)) for column in sheet.columns)]
        for row in sheet.rows
    )
    widths = [WIDTH] * len(titles)
    page = add_table(book, str(sheet.listing.title), titles, rows, widths=widths)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(titles) - 1)


def _day_of(value: Value) -> Value:
    """Return of a moment the day alone, as the list shows it."""
    return localdate(value) if isinstance(value, datetime) else value


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
    if sheet.left_out:
        said = ngettext(
            "%(n)s person is left out: they do not want to be approached, or have died.",
            "%(n)s people are left out: they do not want to be approached, or have died.",
            sheet.left_out,
        )
        lines.append((_("Mind"), said % {"n": sheet.left_out}))
    for number, (label, text) in enumerate(lines):
        page.write_string(number, 0, label)
        page.write_string(number, 1, text)
    page.set_column(0, 1, WIDTH * 2)
