# SPDX-License-Identifier: EUPL-1.2
"""The same model as a workbook with a formula per cohort and month, and who recalculates it.

All uncertain numbers of a draw lie in one row, so a draw is one row of numbers written and one
recount.
"""

import subprocess
import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from nabij.value.model import BetaGeometric, Estimate, Lever, Model, Segment
from nabij.value.model.economics import stay_curves
from nabij.value.model.frame import lay_out
from nabij.value.model.sampling import Sample

RESULT = "B1"


@dataclass(frozen=True)
class Book:
    """Where the workbook lies, its size,
    and the inputs of each draw in the order of its input row."""

    path: Path
    formulas: int
    rows: list[list[float]]


def write(model: Model, sample: Sample, draws: int, path: Path) -> Book:
    """Write the workbook with the first draw filled in."""
    columns = input_columns(model, sample, draws)
    rows = np.stack(list(columns.values()), axis=1).tolist()
    book = xlsxwriter.Workbook(str(path), {"strings_to_urls": False})
    result, inputs = book.add_worksheet("result"), book.add_worksheet("inputs")
    for column, value in enumerate(rows[0]):
        inputs.write_number(0, column, value)
    cells = {name: f"inputs!${xl_col_to_name(column)}$1" for column, name in enumerate(columns)}
    sheets = [_Sheet(book, model, cells, with_plan=with_plan) for with_plan in (False, True)]
    terms = [
        f"({sheets[1].total(month)}-{sheets[0].total(month)})" for month in range(model.periods)
    ]
    frame = lay_out(model, model.plan)
    cost = sum(
        (each.amount for plateau in model.plan.plateaus for each in plateau.costs), Decimal(0)
    )
    assert cost == 25_000 * model.periods  # the plan costs the same each month
    for month, term in enumerate(terms):
        result.write_formula(month, 3, f"=({term}-25000)*{float(frame.discount[month])!r}")
    result.write_string(0, 0, "delta NPV")
    result.write_formula(0, 1, f"=SUM(D1:D{model.periods})")
    book.close()
    return Book(path, sum(sheet.formulas for sheet in sheets) + model.periods + 1, rows)


def input_columns(model: Model, sample: Sample, draws: int) -> dict[str, np.ndarray[Any, Any]]:
    """Return every uncertain number by name; an sBG stay is its alpha and beta."""
    columns = {}
    stays = {
        each.avoidable.code: each.avoidable
        for each in model.segments
        if isinstance(each.avoidable, BetaGeometric)
    }
    for code, values in sample.items():
        if code in stays:
            columns[f"{code}.alpha"], columns[f"{code}.beta"] = stay_curves(
                stays[code], values[:draws]
            )
        elif len(values) > 1:
            columns[code] = values[:draws]
    return columns


class _Sheet:
    """One course: per segment a triangle of cohorts, their sum, and the cash of the month."""

    def __init__(self, book: Any, model: Model, cells: dict[str, str], *, with_plan: bool) -> None:
        self.sheet = book.add_worksheet("plan" if with_plan else "base")
        self.name = "plan" if with_plan else "base"
        self.model, self.cells, self.with_plan = model, cells, with_plan
        self.ramps = lay_out(model, model.plan).ramps
        self.formulas = 0
        self.sums: list[int] = []
        row = 0
        for segment in model.segments:
            row = self._segment(segment, row)
        self.last = row
        for month in range(model.periods):
            parts = "+".join(f"{xl_col_to_name(month + 1)}{line}" for line in self.sums)
            self._write(row, month + 1, f"={parts}")

    def total(self, month: int) -> str:
        """Return the cell with the cash of a month."""
        return f"{self.name}!{xl_col_to_name(month + 1)}{self.last + 1}"

    def _write(self, row: int, column: int, formula: str) -> None:
        self.sheet.write_formula(row, column, formula)
        self.formulas += 1

    def _value(self, estimate: Estimate) -> str:
        return self.cells.get(estimate.code, str(estimate.guess))

    def _lever(self, lever: Lever, month: int) -> str:
        if not self.with_plan:
            return "0"
        strength = float(self.ramps[lever][month])
        return f"{self.cells[self.model.effects.of(lever).code]}*{strength!r}"

    def _segment(self, segment: Segment, row: int) -> int:
        assert isinstance(segment.avoidable, BetaGeometric)
        assert isinstance(segment.inflow, Estimate)
        assert isinstance(segment.unavoidable, Estimate)
        months = self.model.periods
        margins = row  # two cells: what a client brings, steady and commercial
        steady, commercial = self._margins(segment)
        self._write(margins, 0, f"={steady}")
        self._write(margins, 1, f"={commercial}")
        # Hazards by age, once per segment.
        alpha, beta = (self.cells[f"{segment.avoidable.code}.{part}"] for part in ("alpha", "beta"))
        for age in range(months):
            self._write(row + 1, age + 1, f"={alpha}/({alpha}+{beta}+{age})")
        first = row + 2
        for cohort in range(months + 1):
            for month in range(max(cohort - 1, 0), months):
                line, column = first + cohort, month + 1
                if cohort and month == cohort - 1:
                    inflow = self._value(segment.inflow)
                    self._write(
                        line, column, f"={inflow}*(1+{self._lever(Lever.ACQUISITION, month)})"
                    )
                    continue
                age = month - cohort
                before = (
                    f"{xl_col_to_name(column - 1)}{line + 1}" if month else str(segment.clients)
                )
                hazard = f"{xl_col_to_name(age + 1)}{row + 2}"
                self._write(
                    line,
                    column,
                    f"={before}*(1-{self._value(segment.unavoidable)}"
                    f"-{hazard}*(1-{self._lever(Lever.RETENTION, month)}))",
                )
        cash = first + months + 1
        for month in range(months):
            name = xl_col_to_name(month + 1)
            here = f"SUM({name}{first + 1}:{name}{first + months + 1})"
            joined = f"{name}{first + month + 2}"
            self._write(
                cash,
                month + 1,
                f"={here}*(A{margins + 1}+B{margins + 1}*(1+{self._lever(Lever.REVENUE, month)})"
                f"-{self._value(segment.cost_to_serve)}*(1-{self._lever(Lever.COST, month)}))"
                f"-{joined}*{self._value(segment.acquisition_cost)}",
            )
        self.sums.append(cash + 1)
        return cash + 1

    def _margins(self, segment: Segment) -> tuple[str, str]:
        parts: dict[bool, list[str]] = {False: ["0"], True: ["0"]}
        for uptake in segment.uptake:
            product = next(each for each in self.model.products if each.code == uptake.product)
            margin = f"{self._value(product.price)}-{self._value(product.cost)}"
            parts[product.commercial].append(f"{self._value(uptake.share)}*({margin})")
        return "+".join(parts[False]), "+".join(parts[True])


MACRO = """
Sub Main
  Dim none()
  book = StarDesktop.loadComponentFromURL("{book}", "_blank", 0, none())
  draws = StarDesktop.loadComponentFromURL("{draws}", "_blank", 0, none())
  source = draws.Sheets.getByIndex(0)
  target = book.Sheets.getByName("inputs").getCellRangeByPosition(0, 0, {last}, 0)
  answer = book.Sheets.getByName("result").getCellRangeByName("{result}")
  file = FreeFile()
  Open "{answers}" For Output As #file
  book.calculateAll()
  started = GetSystemTicks()
  For i = 0 To {draws_last}
    target.setDataArray(source.getCellRangeByPosition(0, i, {last}, i).getDataArray())
    book.calculate()
    Print #file, answer.Value
  Next i
  Print #file, GetSystemTicks() - started
  Close #file
  draws.close(True)
  book.close(True)
  StarDesktop.terminate()
End Sub
"""

LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library"
 xmlns:xlink="http://www.w3.org/1999/xlink">
 <library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/"
  xlink:type="simple" library:link="false"/>
</library:libraries>"""

MODULES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Module1"/>
</library:library>"""

MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">{code}</script:module>"""


def libreoffice(soffice: str, book: Book, folder: Path) -> tuple[float, list[float]]:
    """Return seconds per draw inside LibreOffice (without starting and loading),
    and its answers."""
    draws, answers = folder / "draws.xlsx", folder / "answers.txt"
    with xlsxwriter.Workbook(str(draws)) as table:
        sheet = table.add_worksheet()
        for number, row in enumerate(book.rows):
            sheet.write_row(number, 0, row)
    macro = MACRO.format(
        book=book.path.as_uri(),
        draws=draws.as_uri(),
        answers=answers,
        last=len(book.rows[0]) - 1,
        draws_last=len(book.rows) - 1,
        result=RESULT,
    )
    profile = folder / "profile"
    # A first start fills the profile with a library of its own; ours comes in its place.
    _start(soffice, profile, "--terminate_after_init")
    library = profile / "user" / "basic"
    (library / "Standard").mkdir(parents=True, exist_ok=True)
    (library / "script.xlc").write_text(LIBRARY)
    (library / "Standard" / "script.xlb").write_text(MODULES)
    (library / "Standard" / "Module1.xba").write_text(MODULE.format(code=escape(macro)))
    _start(soffice, profile, "macro:///Standard.Module1.Main")
    *values, ticks = answers.read_text().split()
    return float(ticks) / 1000 / len(values), [float(value) for value in values]


def _start(soffice: str, profile: Path, what: str) -> None:
    # The program stands on the path of the machine; nothing of the rest is typed by anybody else.
    subprocess.run(  # noqa: S603
        [
            soffice,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            what,
        ],
        check=True,
        timeout=600,
        capture_output=True,
    )


def pycel(book: Book, draws: int) -> tuple[float, list[float]]:
    """Return seconds per draw in pycel (without loading), and its answers."""
    from pycel import ExcelCompiler  # type: ignore[import-not-found,unused-ignore]

    compiler = ExcelCompiler(filename=str(book.path))
    compiler.evaluate(f"result!{RESULT}")
    answers, started = [], time.perf_counter()
    for row in book.rows[1 : draws + 1]:
        for column, value in enumerate(row):
            compiler.set_value(f"inputs!{xl_col_to_name(column)}1", value)
        answers.append(float(compiler.evaluate(f"result!{RESULT}")))
    return (time.perf_counter() - started) / draws, answers
