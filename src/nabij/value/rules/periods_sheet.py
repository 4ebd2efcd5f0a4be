# SPDX-License-Identifier: EUPL-1.2
"""The sheet of periods: constants per group of clients on top, a row per period below."""

from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from nabij.value.model import Lever, Scenario
from nabij.value.rules.book import FIRST_PLATEAU, Book, quoted
from nabij.value.types import Service

if TYPE_CHECKING:
    from nabij.value.rules.cohorts_sheet import CohortsSheet

CONSTANTS = ("clients", "inflow", "avoidable", "unavoidable", "service", "welcome")
EXITS = ("avoidable", "unavoidable")
FLOWS = ("revenue", "direct")


class PeriodsSheet:
    """One case of the model, period by period, as formulas."""

    def __init__(
        self, of: Book, sheet: Any, case: Scenario, cohorts: "CohortsSheet | None"
    ) -> None:
        self.of, self.sheet, self.case, self.cohorts = of, sheet, case, cohorts
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
                if name in EXITS and self.of.leaves_by_stay(segment.code):
                    continue
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
        """Return the columns in order.

        {t}: this row, {p}: the row before, {name}: another column.
        """
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
            clients = f"=IF([t]=1,{start},[<{here}])*MAX({stay}{kept},0)+[{joiners}]"
            if self.cohorts and self.of.leaves_by_stay(code):
                clients = self.cohorts.clients(course, code)
            found += [(joiners, f"={fixed['inflow']}{won}"), (here, clients)]
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
        """Return a formula with cells in place of [names].

        [<x] is the row before, [>x] the next.
        """
        pieces = formula.split("[")
        filled = [pieces[0]]
        for piece in pieces[1:]:
            name, _, rest = piece.partition("]")
            if name == "row":
                filled.append(f"{row + 1}{rest}")
                continue
            step = {"<": -1, ">": 1}.get(name[0], 0)
            column = self.columns[name.lstrip("<>")]
            at = row + step
            if step > 0 and at > self.last:
                # Below the last row there is nothing: the row itself is its own lowest.
                at, column = row, self.columns["cumulative"]
            filled.append(f"{xl_col_to_name(column)}{at + 1}{rest}")
        return "".join(filled)

    def cell(self, name: str, period: int) -> str:
        """Return the cell of a column in a period, from 0, as another sheet writes it."""
        cell = xl_rowcol_to_cell(self.first + period, self.columns[name])
        return f"{quoted(self.of.texts[self.case.value])}!{cell}"

    def _totals(self) -> dict[str, str]:
        def of(name: str) -> str:
            letter = xl_col_to_name(self.columns[name])
            sheet = quoted(self.of.texts[self.case.value])
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
