# SPDX-License-Identifier: EUPL-1.2
"""Where every input stands in the workbook, for the sheets whose formulas read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from nabij.value.model import Scenario
from nabij.value.rules.codebook import slots
from nabij.value.rules.staying import curves, is_curve
from nabij.value.types import ByStay, Option, Setup

CASES = {Scenario.WORST: 3, Scenario.GUESS: 4, Scenario.BEST: 5}
FIRST_INPUT, FIRST_PLATEAU = 4, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class InputRow:
    """A line of the sheet of inputs: what it is, in which unit, and where it comes from."""

    code: str
    label: str
    unit: str
    worst: Decimal
    guess: Decimal
    best: Decimal
    origin: str
    source: str
    by_stay: ByStay | None = None


class Book:
    """The file that is being written, and where every input stands in it."""

    def __init__(
        self,
        book: Any,
        setup: Setup,
        option: Option,
        inputs: Sequence[InputRow],
        texts: Mapping[str, str],
    ) -> None:
        self.book, self.setup, self.option, self.texts = book, setup, option, texts
        known = {one.code: one for one in inputs}
        self.counted = {one.code: one.by_stay for one in inputs if one.by_stay}
        self.inputs = [
            row
            for slot in slots(setup)
            if slot.code in known
            for row in _cells_of(known[slot.code], texts)
        ]
        self.row = {one.code: FIRST_INPUT + at for at, one in enumerate(self.inputs)}
        self.bold = book.add_format({"bold": True})
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.input = book.add_format({"bg_color": "#FFF7E0", "num_format": "#,##0.######"})
        self.soft = book.add_format({"font_color": "#4B5A63"})
        self.money = book.add_format({"num_format": "#,##0.00"})
        self.count = book.add_format({"num_format": "#,##0.00"})
        self.share = book.add_format({"num_format": "0.0000"})

    def stays(self, code: str) -> ByStay | None:
        """Return what was counted by length of stay, if it was."""
        return self.counted.get(code)

    def leaves_by_stay(self, segment: str) -> bool:
        """Tell whether a group leaves by length of stay, for one reason or the other."""
        return any(f"{kind}.{segment}" in self.counted for kind in ("avoidable", "unavoidable"))

    def at(self, code: str, case: Scenario) -> str:
        """Return the cell of an input in one of the three cases."""
        cell = xl_rowcol_to_cell(self.row[code], CASES[case], row_abs=True, col_abs=True)
        return f"{quoted(self.texts['inputs'])}!{cell}"

    def has(self, code: str) -> bool:
        """Tell whether there is an input of this code."""
        return code in self.row

    def of_plan(self, row: int, column: int) -> str:
        """Return a cell of the sheet of the plan."""
        cell = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
        return f"{quoted(self.texts['plan'])}!{cell}"


def _cells_of(one: InputRow, texts: Mapping[str, str]) -> list[InputRow]:
    """Return the yellow rows of an estimate: a curve has two numbers, a table its own sheet."""
    if one.by_stay is None:
        return [one]
    if not is_curve(one.by_stay):
        return []
    return [
        replace(
            one,
            code=f"{one.code}.{name}",
            label=f"{one.label} ({texts[name]})",
            unit="",
            worst=worst,
            guess=guess,
            best=best,
        )
        for name, values in zip(
            ("alpha", "beta"), zip(*curves(one.by_stay), strict=True), strict=True
        )
        for worst, guess, best in [[Decimal(repr(value)) for value in values]]
    ]


def quoted(sheet: str) -> str:
    """Return the name of a sheet as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"
