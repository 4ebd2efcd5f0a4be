# SPDX-License-Identifier: EUPL-1.2
"""Numbers and dates as people type them, Dutch or English; what can be read two ways is refused."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from nabij.value.types import Cell

_THOUSANDS = re.compile(r"[+-]?\d{1,3}([.,]\d{3})+")
_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
LONGEST = 40


class NotANumber(ValueError):
    """The text is no number; `is_ambiguous` when it is one in two ways."""

    def __init__(self, *, is_ambiguous: bool = False) -> None:
        super().__init__("ambiguous" if is_ambiguous else "not a number")
        self.is_ambiguous = is_ambiguous


def number(cell: Cell) -> Decimal:
    """Return a number; "25%" is 0.25, "€ 1.234,50" is 1234.50.

    Raises:
        NotANumber: it is not one, or it could be two ("1.234").

    Example:
        >>> number("12,5%")
        Decimal('0.125')
    """
    if isinstance(cell, bool) or cell is None or isinstance(cell, date):
        raise NotANumber
    if isinstance(cell, int | float):
        return _finite(repr(cell))
    text = re.sub(r"[\s€\u00a0\u202f']|EUR", "", cell)
    is_percent = text.endswith("%")
    text = text.removesuffix("%")
    if (
        not text
        or len(text) > LONGEST
        or not re.fullmatch(r"[+-]?[\d.,]+([eE][+-]?\d{1,3})?", text)
    ):
        raise NotANumber
    found = _finite(_with_point(text))
    return found / 100 if is_percent else found


def _with_point(text: str) -> str:
    """Return the text with a decimal point and nothing between thousands."""
    has_point, has_comma = "." in text, "," in text
    if has_point and has_comma:
        decimal = "." if text.rindex(".") > text.rindex(",") else ","
        other = "," if decimal == "." else "."
        whole, _, rest = text.rpartition(decimal)
        if not _THOUSANDS.fullmatch(whole):
            raise NotANumber
        return f"{whole.replace(other, '')}.{rest}"
    if _THOUSANDS.fullmatch(text):
        if text.count(".") + text.count(",") > 1:
            return re.sub(r"[.,]", "", text)
        # 0,125 and 0.125 can only be decimals.
        if not text.lstrip("+-").startswith("0"):
            raise NotANumber(is_ambiguous=True)
    if text.count(".") + text.count(",") > 1:
        raise NotANumber
    return text.replace(",", ".")


def _finite(text: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise NotANumber from None
    if not found.is_finite():
        raise NotANumber
    return found


def day(cell: Cell) -> date | None:
    """Return a date from a date cell, `2026-03-09` or `9-3-2026`; None when there is none.

    Raises:
        ValueError: the text is no date.
    """
    if isinstance(cell, date) or cell is None:
        return cell
    # A number is no date: its digits do not read as one.
    text = str(cell).strip()[:LONGEST]
    if not text:
        return None
    if found := _DAY.fullmatch(text):
        return date(int(found[3]), int(found[2]), int(found[1]))
    return date.fromisoformat(text)
