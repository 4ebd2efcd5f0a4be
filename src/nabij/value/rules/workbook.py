# SPDX-License-Identifier: EUPL-1.2
"""The model as a spreadsheet with live formulas (A-29): change an input and everything follows.

Sheets: what it is, the inputs, the plan, one sheet of periods for each of the three cases, and the
outcome. The formulas are those of the engine, cell by cell; nothing is pasted in as a number but
the inputs. Recalculated by a spreadsheet program they give the engine's amounts to 1e-9.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from nabij.value.model import Lever, Scenario, ScenarioResult
from nabij.value.rules.codebook import slots
from nabij.value.types import Option, Service, Setup

CASES = {Scenario.WORST: 3, Scenario.GUESS: 4, Scenario.BEST: 5}
FIRST_INPUT = 4
FIRST_PLATEAU = 12
CONSTANTS = ("clients", "inflow", "avoidable", "unavoidable", "service", "welcome")
FLOWS = ("revenue", "direct")
NOT_YET = b"</f><v>0</v>"


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


def workbook(
    *,
    setup: Setup,
    option: Option,
    inputs: Sequence[InputRow],
    results: Mapping[Scenario, ScenarioResult],
    texts: Mapping[str, str],
    about: Sequence[str],
) -> bytes:
    """Return the .xlsx file of one plan of a model.

    Args:
        results: what the engine gives; shown until a spreadsheet program recalculates.
        texts: headings and names of sheets, by the keys used below.
        about: lines for the first sheet.
    """
    output = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(output, options)
    _Book(book, setup, option, inputs, texts).write(results, about)
    book.close()
    return _uncalculated(output.getvalue())


def _uncalculated(content: bytes) -> bytes:
    """Return the file without the zeros that xlsxwriter gives every formula as its outcome.

    A program that finds an outcome may believe it; one that finds none calculates.
    """
    output = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for entry in before.infolist():
            part = before.read(entry)
            if entry.filename.startswith("xl/worksheets/"):
                part = part.replace(NOT_YET, b"</f>")
            after.writestr(entry, part)
    return output.getvalue()


class _Book:
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
        self.inputs = [known[slot.code] for slot in slots(setup) if slot.code in known]
        self.row = {one.code: FIRST_INPUT + at for at, one in enumerate(self.inputs)}
        self.bold = book.add_format({"bold": True})
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.input = book.add_format({"bg_color": "#FFF7E0", "num_format": "#,##0.######"})
        self.soft = book.add_format({"font_color": "#4B5A63"})
        self.money = book.add_format({"num_format": "#,##0.00"})
        self.count = book.add_format({"num_format": "#,##0.00"})
        self.share = book.add_format({"num_format": "0.0000"})

    def write(self, results: Mapping[Scenario, ScenarioResult], about: Sequence[str]) -> None:
        """Write every sheet; the outcome comes second, as that is what one opens it for."""
        first = self.book.add_worksheet(self.texts["about"])
        outcome = self.book.add_worksheet(self.texts["outcome"])
        self._about(first, about)
        self._inputs(self.book.add_worksheet(self.texts["inputs"]))
        self._plan(self.book.add_worksheet(self.texts["plan"]))
        totals = {
            case: _Periods(self, self.book.add_worksheet(self.texts[case.value]), case).write()
            for case in Scenario
        }
        self._outcome(outcome, totals, results)
        outcome.activate()

    def at(self, code: str, case: Scenario) -> str:
        """Return the cell of an input in one of the three cases."""
        cell = xl_rowcol_to_cell(self.row[code], CASES[case], row_abs=True, col_abs=True)
        return f"{_quoted(self.texts['inputs'])}!{cell}"

    def has(self, code: str) -> bool:
        """Tell whether there is an input of this code."""
        return code in self.row

    def of_plan(self, row: int, column: int) -> str:
        """Return a cell of the sheet of the plan."""
        cell = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
        return f"{_quoted(self.texts['plan'])}!{cell}"

    def _about(self, sheet: Any, lines: Sequence[str]) -> None:
        sheet.set_column(0, 0, 100, self.book.add_format({"text_wrap": True}))
        for at, line in enumerate(lines):
            sheet.write_string(at, 0, line, self.bold if at == 0 else None)

    def _inputs(self, sheet: Any) -> None:
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 44)
        sheet.set_column(2, 2, 24)
        sheet.set_column(3, 5, 14)
        sheet.set_column(6, 7, 34)
        sheet.write_string(0, 0, self.texts["inputs"], self.bold)
        sheet.write_string(1, 0, self.texts["inputs_help"], self.soft)
        names = ("code", "label", "unit", "worst", "guess", "best", "origin", "source")
        for column, name in enumerate(names):
            sheet.write_string(FIRST_INPUT - 1, column, self.texts[f"head_{name}"], self.head)
        for at, one in enumerate(self.inputs, FIRST_INPUT):
            for column, text in ((0, one.code), (1, one.label), (2, one.unit)):
                sheet.write_string(at, column, text)
            for case, column in CASES.items():
                sheet.write_number(at, column, float(getattr(one, case.value)), self.input)
            sheet.write_string(at, 6, one.origin)
            sheet.write_string(at, 7, one.source)
        sheet.freeze_panes(FIRST_INPUT, 2)

    def _plan(self, sheet: Any) -> None:
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 4, 16)
        sheet.write_string(0, 0, f"{self.texts['plan']}: {self.option.name}", self.bold)
        sheet.write_string(2, 0, self.texts["lever"], self.head)
        sheet.write_string(2, 1, self.texts["strength"], self.head)
        for at, lever in enumerate(Lever, 3):
            sheet.write_string(at, 0, self.texts[f"lever_{lever.value}"])
            sheet.write_number(at, 1, float(self.option.strength(lever.value)), self.input)
        sheet.write_string(8, 0, self.texts["cost_share"])
        sheet.write_number(8, 1, float(self.option.cost_share), self.input)
        for column, name in enumerate(("step", "starts_after", "ramp", "share")):
            sheet.write_string(FIRST_PLATEAU - 1, column, self.texts[name], self.head)
        for at, one in enumerate(self.setup.plateaus, FIRST_PLATEAU):
            sheet.write_string(at, 0, f"{one.number}. {one.name}")
            for column, value in ((1, one.starts_after), (2, one.ramp), (3, float(one.share))):
                sheet.write_number(at, column, value, self.input)

    def _outcome(
        self,
        sheet: Any,
        totals: Mapping[Scenario, Mapping[str, str]],
        results: Mapping[Scenario, ScenarioResult],
    ) -> None:
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 3, 18)
        sheet.write_string(0, 0, f"{self.texts['outcome']}: {self.option.name}", self.bold)
        for column, case in enumerate(Scenario, 1):
            sheet.write_string(2, column, self.texts[f"head_{case.value}"], self.head)
        names = ("base_npv", "plan_npv", "room", "plan_cost", "delta_npv", "payback", "return")
        for at, name in enumerate(names, 3):
            sheet.write_string(at, 0, self.texts[f"row_{name}"])
            for column, case in enumerate(Scenario, 1):
                result = results[case]
                shown = result.return_on_investment if name == "return" else getattr(result, name)
                value = "–" if shown is None else float(shown)
                style = (
                    self.share if name == "return" else None if name == "payback" else self.money
                )
                sheet.write_formula(at, column, totals[case][name], style, value)


class _Periods:
    """One sheet: constants per group of clients on top, a row per period below."""

    def __init__(self, of: _Book, sheet: Any, case: Scenario) -> None:
        self.of, self.sheet, self.case = of, sheet, case
        self.setup = of.setup
        self.first = 6 + len(self.setup.segments)
        self.last = self.first + self.setup.periods - 1
        self.columns: dict[str, int] = {}
        self.constants: dict[str, int] = {}

    def write(self) -> dict[str, str]:
        """Write the sheet and return the formulas of the outcome."""
        self.sheet.set_column(0, 0, 26)
        self.sheet.set_column(1, 80, 13)
        self.sheet.write_string(0, 0, self.of.texts[self.case.value], self.of.bold)
        self._write_constants()
        for name, formula in self._series():
            self._column(name, formula)
        self.sheet.freeze_panes(self.first, 1)
        return self._totals()

    def _write_constants(self) -> None:
        names = [*CONSTANTS]
        for flow in FLOWS:
            names += [f"{flow}.steady", f"{flow}.commercial"]
        for funder in self.setup.funders:
            if self.of.has(f"ceiling.{funder}"):
                names += [f"{funder}.steady", f"{funder}.commercial"]
        for column, name in enumerate(names, 1):
            self.constants[name] = column
            self.sheet.write_string(2, column, self._word(name), self.of.head)
        for at, segment in enumerate(self.setup.segments, 3):
            self.sheet.write_string(at, 0, segment.name)
            for name, column in self.constants.items():
                formula = self._constant(segment.code, name)
                self.sheet.write_formula(at, column, f"={formula}", self.of.share)

    def _word(self, name: str) -> str:
        kind, _, part = name.partition(".")
        word = self.of.texts.get(f"col_{kind}", kind)
        return f"{word} ({self.of.texts[part]})" if part else word

    def _constant(self, segment: str, name: str) -> str:
        kind, _, part = name.partition(".")
        if part:
            return self._flow(segment, kind, is_commercial=part == "commercial")
        if kind == "inflow" and self._has_leads(segment):
            return "*".join(self._input(f"{one}.{segment}") for one in ("leads", "conversion"))
        return self._input(f"{kind}.{segment}")

    def _has_leads(self, segment: str) -> bool:
        return self.of.has(f"leads.{segment}") and self.of.has(f"conversion.{segment}")

    def _flow(self, segment: str, kind: str, *, is_commercial: bool) -> str:
        """Return what a client of a group brings or costs per period, over the services."""
        price = "direct" if kind == "direct" else "price"

        def counts(one: Service) -> bool:
            is_funders = kind in FLOWS or one.funder == kind
            return one.is_commercial == is_commercial and is_funders

        terms = [
            f"{self._input(f'uptake.{segment}.{one.code}')}*{self._input(f'{price}.{one.code}')}"
            for one in self.setup.products
            if counts(one)
        ]
        return "+".join(terms) or "0"

    def _input(self, code: str) -> str:
        return self.of.at(code, self.case)

    def _series(self) -> list[tuple[str, str]]:
        """Return the columns in order; {t}: this row, {p}: the row before, {name}: another column."""
        per_year = self.setup.periods_per_year
        found = [
            ("t", f"=ROW()-{self.first}"),
            ("year", f"=INT(([t]-1)/{per_year})+1"),
            ("ramp", "=" + self._ramp()),
        ]
        for at, lever in enumerate(Lever, 3):
            effect = self._input(f"lever.{lever.value}")
            found.append((lever.value, f"=[ramp]*{self.of.of_plan(at, 1)}*{effect}"))
        found.append(("discount", f"=(1+{self._input('discount')})^(-[t]/{per_year})"))
        for at, segment in enumerate(self.setup.segments, 3):
            found += self._of_segment(at, segment.code)
        for funder in self.setup.funders:
            if self.of.has(f"ceiling.{funder}"):
                found += self._of_funder(funder)
        return found + self._of_all()

    def _ramp(self) -> str:
        terms = []
        for at in range(FIRST_PLATEAU, FIRST_PLATEAU + len(self.setup.plateaus)):
            start, ramp, share = (self.of.of_plan(at, column) for column in (1, 2, 3))
            terms.append(f"{share}*MAX(0,MIN(1,([t]-{start})/MAX({ramp},1)))")
        return "+".join(terms)

    def _of_segment(self, at: int, code: str) -> list[tuple[str, str]]:
        fixed = {
            name: xl_rowcol_to_cell(at, column, row_abs=True, col_abs=True)
            for name, column in self.constants.items()
        }
        start, stay = fixed["clients"], f"1-{fixed['unavoidable']}-{fixed['avoidable']}"
        found = []
        for course, kept, won, sold, saved in (
            ("base", "", "", "", ""),
            (
                "plan",
                "+{avoidable}*[retention]",
                "*(1+[acquisition])",
                "*(1+[revenue])",
                "*(1-[cost])",
            ),
        ):
            joiners, here = f"{course}.joiners.{code}", f"{course}.clients.{code}"
            kept = kept.format(**{"avoidable": fixed["avoidable"]})
            found += [
                (joiners, f"={fixed['inflow']}{won}"),
                (here, f"=IF([t]=1,{start},[<{here}])*MAX({stay}{kept},0)+[{joiners}]"),
            ]
            for flow in FLOWS:
                steady, commercial = fixed[f"{flow}.steady"], fixed[f"{flow}.commercial"]
                found.append(
                    (f"{course}.{flow}.{code}", f"=[{here}]*({steady}+{commercial}{sold})")
                )
            found += [
                (f"{course}.service.{code}", f"=[{here}]*{fixed['service']}{saved}"),
                (f"{course}.welcome.{code}", f"=[{joiners}]*{fixed['welcome']}"),
            ]
        return found

    def _of_funder(self, funder: str) -> list[tuple[str, str]]:
        """Return production of a year so far, and what of this period's comes above the ceiling."""
        ceiling = self._input(f"ceiling.{funder}")
        found = []
        for course, sold in (("base", ""), ("plan", "*(1+[revenue])")):
            terms = []
            for at, segment in enumerate(self.setup.segments, 3):
                steady, commercial = (
                    xl_rowcol_to_cell(at, self.constants[f"{funder}.{part}"], True, True)
                    for part in ("steady", "commercial")
                )
                terms.append(f"[{course}.clients.{segment.code}]*({steady}+{commercial}{sold})")
            total, unpaid = f"{course}.year.{funder}", f"{course}.unpaid.{funder}"
            is_first = f"MOD([t]-1,{self.setup.periods_per_year})=0"
            found += [
                (total, f"=IF({is_first},0,[<{total}])+{'+'.join(terms)}"),
                (
                    unpaid,
                    f"=MAX([{total}]-{ceiling},0)-IF({is_first},0,MAX([<{total}]-{ceiling},0))",
                ),
            ]
        return found

    def _of_all(self) -> list[tuple[str, str]]:
        fixed = self._input("fixed")
        found = []
        for course in ("base", "plan"):
            gains = [f"[{course}.revenue.{one.code}]" for one in self.setup.segments]
            costs = [
                f"[{course}.{kind}.{one.code}]"
                for one in self.setup.segments
                for kind in ("direct", "service", "welcome")
            ]
            costs += [
                f"[{course}.unpaid.{funder}]"
                for funder in self.setup.funders
                if self.of.has(f"ceiling.{funder}")
            ]
            found.append((f"{course}.gross", f"={'+'.join(gains)}-{'-'.join(costs)}-{fixed}"))
        return [
            *found,
            ("plan_cost", "=" + self._plan_cost()),
            ("gain", "=([plan.gross]-[base.gross])*[discount]"),
            ("spent", "=[plan_cost]*[discount]"),
            ("cumulative", "=IF([t]=1,0,[<cumulative])+[gain]-[spent]"),
            ("lowest", "=MIN([cumulative],[>lowest])"),
            ("paid", "=IF([lowest]>=0,[t],9999)"),
        ]

    def _plan_cost(self) -> str:
        share, per_year = self.of.of_plan(8, 1), self.setup.periods_per_year
        terms = []
        for one in self.setup.plateaus:
            years = [
                f"({self._input(code)})*([year]={year})"
                for year in range(1, self.setup.years + 1)
                if self.of.has(code := f"budget.{one.number}.{year}")
            ]
            if years:
                overrun = f"overrun.{one.number}"
                factor = f"*{self._input(overrun)}" if self.of.has(overrun) else ""
                terms.append(f"({'+'.join(years)})*{share}/{per_year}{factor}")
        return "+".join(terms) or "0"

    def _column(self, name: str, formula: str) -> None:
        self.columns[name] = column = len(self.columns)
        kind, _, rest = name.partition(".")
        self.sheet.write_string(self.first - 1, column, self._heading(kind, rest), self.of.head)
        for row in range(self.first, self.last + 1):
            self.sheet.write_formula(row, column, self._filled(formula, row), self.of.count)

    def _heading(self, kind: str, rest: str) -> str:
        texts = self.of.texts
        if not rest:
            return texts.get(f"col_{kind}", kind)
        what, _, whom = rest.partition(".")
        names = {one.code: one.name for one in self.setup.segments}
        parts = [texts[f"course_{kind}"], texts.get(f"col_{what}", what), names.get(whom, whom)]
        return ", ".join(part for part in parts if part)

    def _filled(self, formula: str, row: int) -> str:
        """Return a formula with cells in place of [names]; [<x] is the row before, [>x] the next."""
        pieces = formula.split("[")
        filled = [pieces[0]]
        for piece in pieces[1:]:
            name, _, rest = piece.partition("]")
            step = {"<": -1, ">": 1}.get(name[0], 0)
            column = self.columns[name.lstrip("<>")]
            at = row + step
            if step > 0 and at > self.last:
                # Below the last row there is nothing: the row itself is its own lowest.
                at, column = row, self.columns["cumulative"]
            filled.append(f"{xl_col_to_name(column)}{at + 1}{rest}")
        return "".join(filled)

    def _totals(self) -> dict[str, str]:
        def of(name: str) -> str:
            letter = xl_col_to_name(self.columns[name])
            sheet = _quoted(self.of.texts[self.case.value])
            return f"{sheet}!${letter}${self.first + 1}:${letter}${self.last + 1}"

        base = f"SUMPRODUCT({of('base.gross')},{of('discount')})"
        room, cost = f"SUM({of('gain')})", f"SUM({of('spent')})"
        paid = f"MIN({of('paid')})"
        return {
            "base_npv": f"={base}",
            "plan_npv": f"={base}+{room}-{cost}",
            "room": f"={room}",
            "plan_cost": f"={cost}",
            "delta_npv": f"={room}-{cost}",
            "payback": f'=IF({paid}=9999,"–",{paid})',
            "return": f'=IF({cost}>0,({room}-{cost})/{cost},"–")',
        }


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"
