# SPDX-License-Identifier: EUPL-1.2
"""Clients who leave by length of stay, as formulas: who came when, and how many are left.

Two kinds of sheet: the counted chances by length of stay (yellow, for all cases), and for each case
the cohorts: chances by age first, then a column per cohort. A segment without counted stay needs
none.
"""

from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from nabij.value.rules.book import Book, quoted
from nabij.value.types import Part

if TYPE_CHECKING:
    from nabij.value.rules.periods_sheet import PeriodsSheet

COURSES = ("base", "plan")
FIRST = 3
"""Row of age 0 on the sheet of stay."""


class StaySheet:
    """Chances of unavoidable exits by length of stay: inputs, the same in all three cases."""

    def __init__(self, of: Book, sheet: Any) -> None:
        self.of, self.sheet = of, sheet
        self.name = of.texts["stay"]
        self.counted = [one for one in of.setup.segments if of.stays(f"unavoidable.{one.code}")]

    def write(self, ages: int) -> None:
        """Write a row per age up to `ages`; the last chance that was counted goes on."""
        self.sheet.set_column(0, 20, 22)
        self.sheet.write_string(0, 0, self.name, self.of.bold)
        self.sheet.write_string(FIRST - 1, 0, self.of.texts["age"], self.of.head)
        for age in range(ages):
            self.sheet.write_number(FIRST + age, 0, age)
        for column, segment in enumerate(self.counted, 1):
            head = f"{self.of.texts['col_unavoidable']}: {segment.name}"
            self.sheet.write_string(FIRST - 1, column, head, self.of.head)
            found = self.of.stays(f"unavoidable.{segment.code}")
            rates = found.points if found else ()
            for age in range(ages):
                (rate,) = rates[min(age, len(rates) - 1)]
                self.sheet.write_number(FIRST + age, column, rate, self.of.input)

    def at(self, segment: Part, age: int) -> str:
        """Return the cell of the chance at an age."""
        cell = xl_rowcol_to_cell(FIRST + age, self.counted.index(segment) + 1, True, True)
        return f"{quoted(self.name)}!{cell}"


class CohortsSheet:
    """One case: for each group with a counted stay, how many of each cohort are still here."""

    def __init__(self, of: Book, name: str, stay: StaySheet) -> None:
        self.of, self.name, self.stay = of, name, stay
        self.periods = of.setup.periods
        self.segments = [one for one in of.setup.segments if of.leaves_by_stay(one.code)]
        self.ages = ages_needed(of)
        # First column of each course of each segment; before them, age and two chances per segment.
        self.first: dict[tuple[str, str], int] = {}
        column = 1 + 2 * len(self.segments)
        for segment in self.segments:
            for course in COURSES:
                self.first[course, segment.code] = column
                column += len(groups(of, segment.code)) + self.periods

    def clients(self, course: str, segment: str) -> str:
        """Return the formula of all clients in a period, for the sheet of periods."""
        first = self.first[course, segment]
        last = first + len(groups(self.of, segment)) + self.periods - 1
        # Periods stand in the same rows on both sheets.
        left, right = xl_col_to_name(first), xl_col_to_name(last)
        return f"=SUM({quoted(self.name)}!{left}[row]:{right}[row])"

    def write(self, sheet: Any, periods: "PeriodsSheet") -> None:
        """Write the chances and the cohorts, one row per age and per period."""
        sheet.set_column(0, 0, 12)
        sheet.write_string(0, 0, self.name, self.of.bold)
        sheet.write_string(1, 0, self.of.texts["cohorts_help"], self.of.soft)
        sheet.write_string(periods.first - 1, 0, self.of.texts["age"], self.of.head)
        for age in range(self.ages):
            sheet.write_number(periods.first + age, 0, age)
        for at, segment in enumerate(self.segments):
            self._chances(sheet, periods, segment, 1 + 2 * at)
            for course in COURSES:
                self._cohorts(sheet, periods, segment, course, 1 + 2 * at)

    def _chances(self, sheet: Any, periods: "PeriodsSheet", segment: Part, column: int) -> None:
        for beside, kind in enumerate(("unavoidable", "avoidable")):
            head = f"{self.of.texts[f'col_{kind}']}: {segment.name}"
            sheet.write_string(periods.first - 1, column + beside, head, self.of.head)
        for age in range(self.ages):
            row = periods.first + age
            sheet.write_formula(row, column, f"={self._unavoidable(periods, segment, age)}")
            sheet.write_formula(row, column + 1, f"={self._avoidable(periods, segment, age)}")

    def _unavoidable(self, periods: "PeriodsSheet", segment: Part, age: int) -> str:
        code = f"unavoidable.{segment.code}"
        return self.stay.at(segment, age) if self.of.stays(code) else self._input(periods, code)

    def _avoidable(self, periods: "PeriodsSheet", segment: Part, age: int) -> str:
        code = f"avoidable.{segment.code}"
        if not self.of.stays(code):
            return self._input(periods, code)
        alpha, beta = (self._input(periods, f"{code}.{part}") for part in ("alpha", "beta"))
        return f"{alpha}/({alpha}+{beta}+{age})"

    def _input(self, periods: "PeriodsSheet", code: str) -> str:
        return self.of.at(code, periods.case)

    def _cohorts(
        self, sheet: Any, periods: "PeriodsSheet", segment: Part, course: str, chances: int
    ) -> None:
        """Write a column per group of today's clients, then one per period of joining."""
        column = self.first[course, segment.code]
        clients = self._input(periods, f"clients.{segment.code}")
        today = groups(self.of, segment.code)
        for beside, (age, share) in enumerate(today):
            head = self.of.texts["col_today"] % {"age": age}
            sheet.write_string(periods.first - 1, column + beside, head, self.of.head)
            for period in range(self.periods):
                before = self._cell(periods, period - 1, column + beside)
                here = before if period else f"{clients}*{share!r}"
                stays = self._stays(periods, course, chances, age + period, period)
                self._write(sheet, periods, period, column + beside, f"={here}*{stays}")
        column += len(today)
        for born in range(self.periods):
            at = column + born
            sheet.write_number(periods.first - 1, at, born + 1, self.of.head)
            joiners = periods.cell(f"{course}.joiners.{segment.code}", born)
            self._write(sheet, periods, born, at, f"={joiners}")
            for period in range(born + 1, self.periods):
                before = self._cell(periods, period - 1, at)
                stays = self._stays(periods, course, chances, period - born - 1, period)
                self._write(sheet, periods, period, at, f"={before}*{stays}")

    def _stays(
        self, periods: "PeriodsSheet", course: str, chances: int, age: int, period: int
    ) -> str:
        """Return the chance to stay: 1 - unavoidable - avoidable x (1 - what the plan averts)."""
        unavoidable, avoidable = (
            xl_rowcol_to_cell(periods.first + age, column, col_abs=True)
            for column in (chances, chances + 1)
        )
        if course == "base":
            return f"MAX(1-{unavoidable}-{avoidable},0)"
        kept = periods.cell("retention", period)
        return f"MAX(1-{unavoidable}-{avoidable}+{avoidable}*{kept},0)"

    def _cell(self, periods: "PeriodsSheet", period: int, column: int) -> str:
        return xl_rowcol_to_cell(periods.first + period, column) if period >= 0 else ""

    def _write(
        self, sheet: Any, periods: "PeriodsSheet", period: int, column: int, formula: str
    ) -> None:
        sheet.write_formula(periods.first + period, column, formula, self.of.count)


def groups(of: Book, segment: str) -> tuple[tuple[int, float], ...]:
    """Return since when the clients of today are here, and which share of them.

    All new when unknown.
    """
    counted = of.stays(f"avoidable.{segment}")
    return (counted.ages if counted else ()) or ((0, 1.0),)


def ages_needed(of: Book) -> int:
    """Return how many ages the longest stay reaches."""
    oldest = max(age for one in of.setup.segments for age, _share in groups(of, one.code))
    return oldest + of.setup.periods
