# SPDX-License-Identifier: EUPL-1.2
"""What stands in a cell, as people read it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import get_language

from nabij.core.dates import PartialDate
from nabij.lists.types import Column, Row
from nabij.web import formats

register = template.Library()


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
