# SPDX-License-Identifier: EUPL-1.2
"""What stands in a cell, as people read it."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString

from nabij.core.dates import PartialDate
from nabij.lists.types import Column, Listing, Row
from nabij.web import formats

register = template.Library()


# Stands where the ref of a row comes: to look up fifty addresses costs as much as fifty rows.
_REF = "0" * 16


@register.simple_tag
def body(
    rows: Iterable[Row], listing: Listing, columns: Iterable[Column], may_tick: bool, may_edit: bool
) -> SafeString:
    """Show the rows of a table. Not a template: three hundred cells would be half of a page."""
    columns = list(columns)
    form = _row_form(listing, columns, may_tick)
    return SafeString(
        "\n".join(
            form.format(
                ref=row.ref,
                name=conditional_escape(row.name),
                cells=[shown(row, column, may_edit) for column in columns],
            )
            for row in rows
        )
    )


def _row_form(listing: Listing, columns: list[Column], may_tick: bool) -> str:
    """Return a row with places for its ref, its name and its cells, which come escaped."""
    tick = (
        '<td class="tick"><input type="checkbox" name="row" value="{ref}" form="many"'
        ' aria-label="{name}"></td>'
    )
    address = reverse(listing.page, args=[_REF]).replace(_REF, "{ref}")
    cells = (
        f'<td data-label="{_braced(escape(column.label))}"'
        f"{' class="nowrap"' if column.is_short else ''}>{{cells[{place}]}}</td>"
        for place, column in enumerate(columns)
    )
    head = f'<th scope="row"><a href="{address}">{{name}}</a></th>'
    return f"<tr>{tick if may_tick else ''}{head}{''.join(cells)}</tr>"


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


@register.simple_tag
def shown(row: Row, column: Column, may_edit: bool) -> SafeString:
    """Show what stands in a cell, with the way to change it for who may."""
    text = cell(row, column) or "—"
    if not (may_edit and column.edits):
        return conditional_escape(text)
    return format_html(
        '<a class="edit" href="{0}/{1}/" hx-get="{0}/{1}/">{2}</a>', row.ref, column.name, text
    )


@register.filter
def cell(row: Row, column: Column) -> str:
    """Return what a row has in a column: a date, number or amount as it is written here."""
    value: Any = row.values.get(column.name)
    match value:
        case None:
            return ""
        case datetime() | date() | PartialDate():
            return formats.day(value)
        case Decimal():
            return formats.euro(value)
        case int():
            return formats.number(value)
        case _:
            return str(value)
