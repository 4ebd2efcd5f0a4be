# SPDX-License-Identifier: EUPL-1.2
"""What stands in a cell, as people read it."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from nabij.core.dates import PartialDate
from nabij.lists.types import Column, Row
from nabij.web import formats

register = template.Library()


@register.simple_tag
def cells(row: Row, columns: Iterable[Column], may_edit: bool) -> SafeString:
    """Show the cells of a row. Not a template: three hundred of them are a third of a page."""
    return format_html_join(
        "",
        '<td data-label="{}"{}>{}</td>',
        (
            (
                column.label,
                SafeString(' class="nowrap"' if column.is_short else ""),
                shown(row, column, may_edit),
            )
            for column in columns
        ),
    )


@register.simple_tag
def shown(row: Row, column: Column, may_edit: bool) -> SafeString:
    """Show what stands in a cell, with the way to change it for who may."""
    text = cell(row, column) or "—"
    if not (may_edit and column.edits):
        return format_html("{}", text)
    return format_html(
        '<a class="edit" href="{0}/{1}/" hx-get="{0}/{1}/">{2}</a>', row.ref, column.name, text
    )


@register.filter
def cell(row: Row, column: Column) -> str:
    """Return what a row has in a column: a date, number or amount as it is written here."""
    value: Any = row.values.get(column.name)
    language = (get_language() or "nl")[:2]
    match value:
        case None:
            return ""
        case datetime() | date() | PartialDate():
            return formats.day(value, language=language)
        case Decimal():
            return formats.euro(value, language=language)
        case int():
            return formats.number(value, language=language)
        case _:
            return str(value)
