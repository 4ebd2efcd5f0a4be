# SPDX-License-Identifier: EUPL-1.2
"""The model as a spreadsheet with live formulas (A-29): change an input and everything follows.

Sheets: what it is, the inputs, the plan, one sheet of periods for each of the three cases, and the
outcome. The formulas are those of the engine, cell by cell; nothing is pasted in as a number but
the inputs. Recalculated by a spreadsheet program they give the engine's amounts to 1e-9.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from nabij.value.model import Lever, Scenario, ScenarioResult
from nabij.value.rules.book import CASES, FIRST_INPUT, FIRST_PLATEAU, Book, InputRow
from nabij.value.rules.cohorts_sheet import CohortsSheet, StaySheet, ages_needed
from nabij.value.rules.periods_sheet import PeriodsSheet
from nabij.value.types import Option, Setup

NOT_YET = b"</f><v>0</v>"


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
    Writing(book, setup, option, inputs, texts).write(results, about)
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


class Writing(Book):
    """The sheets that are written by themselves; the others know the book."""

    def write(self, results: Mapping[Scenario, ScenarioResult], about: Sequence[str]) -> None:
        """Write every sheet; the outcome comes second, as that is what one opens it for."""
        first = self.book.add_worksheet(self.texts["about"])
        outcome = self.book.add_worksheet(self.texts["outcome"])
        self._about(first, about)
        self._inputs(self.book.add_worksheet(self.texts["inputs"]))
        self._plan(self.book.add_worksheet(self.texts["plan"]))
        sheets = {case: self.book.add_worksheet(self.texts[case.value]) for case in Scenario}
        stay = None
        if self.counted:
            stay = StaySheet(self, self.book.add_worksheet(self.texts["stay"]))
            stay.write(ages_needed(self))
        totals = {case: self._periods(sheet, case, stay) for case, sheet in sheets.items()}
        self._outcome(outcome, totals, results)
        outcome.activate()

    def _periods(self, sheet: Any, case: Scenario, stay: StaySheet | None) -> dict[str, str]:
        """Write one case and return the formulas of its outcome."""
        if stay is None:
            return PeriodsSheet(self, sheet, case, None).write()
        name = f"{self.texts['cohorts']}, {self.texts[case.value].lower()}"
        cohorts = CohortsSheet(self, name, stay)
        periods = PeriodsSheet(self, sheet, case, cohorts)
        totals = periods.write()
        cohorts.write(self.book.add_worksheet(name), periods)
        return totals

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
