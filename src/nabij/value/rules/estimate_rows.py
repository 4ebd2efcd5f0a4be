# SPDX-License-Identifier: EUPL-1.2
"""Estimates as rows of a file, out and in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from nabij.value.choices import COUNTED, Origin, Shape
from nabij.value.rules import checking, numbers
from nabij.value.rules.codebook import Slot
from nabij.value.types import Cell, EstimateFields, Problem, RowProblem

# Heading we write (Dutch), and the English one that is accepted too.
HEADINGS: dict[str, str] = {
    "code": "code",
    "about": "omschrijving",
    "unit": "eenheid",
    "worst": "slechtste",
    "guess": "schatting",
    "best": "beste",
    "shape": "vorm",
    "origin": "herkomst",
    "source": "bron",
    "n": "n",
    "observed_on": "datum",
    "review_on": "herzien",
    "version": "versie",
    "owner": "eigenaar",
}
REQUIRED = ("code", "guess", "origin", "source", "observed_on")
ORIGINS = {
    "gemeten": Origin.MEASURED,
    "getest": Origin.TESTED,
    "vergeleken": Origin.BENCHMARKED,
    "geschat": Origin.GUESSED,
}
SHAPES = {
    "pert": Shape.PERT,
    "driehoek": Shape.TRIANGULAR,
    "drie": Shape.THREE_POINT,
    "zeker": Shape.FIXED,
    # What was counted and then changed by hand is no longer what was counted.
    "geteld": Shape.PERT,
}
LONGEST_SOURCE = 200


@dataclass(frozen=True, slots=True)
class ReadRows:
    """What a file says: estimates in order of the file, and everything that is wrong with it."""

    estimates: tuple[EstimateFields, ...]
    problems: tuple[RowProblem, ...]


def read(rows: Sequence[Sequence[Cell]], slots: Mapping[str, Slot]) -> ReadRows:
    """Return the estimates of a file, checked row by row.

    Nothing is kept of a row with a problem.
    """
    at, columns = _header(rows)
    absent = [HEADINGS[name] for name in REQUIRED if name not in columns]
    if absent:
        problem = Problem("", "columns-missing", (("columns", ", ".join(absent)),))
        return ReadRows((), (RowProblem(at + 1, "", problem),))
    found: dict[str, EstimateFields] = {}
    wrong: list[RowProblem] = []
    for number, row in enumerate(rows[at + 1 :], at + 2):
        if not any(_text(cell) for cell in row):
            continue
        cells = {name: row[index] if index < len(row) else None for name, index in columns.items()}
        fields, problems = _read_row(cells, slots)
        if fields and fields.code in found:
            problems = [Problem("code", "twice")]
        wrong += [RowProblem(number, HEADINGS.get(one.field, ""), one) for one in problems]
        if fields and not problems:
            found[fields.code] = fields
    if not found and not wrong:
        wrong.append(RowProblem(at + 2, "", Problem("", "no-rows")))
    return ReadRows(tuple(found.values()), tuple(wrong))


def _header(rows: Sequence[Sequence[Cell]]) -> tuple[int, dict[str, int]]:
    """Return where the headings stand and which column each name has."""
    names = {dutch: name for name, dutch in HEADINGS.items()} | {name: name for name in HEADINGS}
    for at, row in enumerate(rows[:20]):
        columns = {
            names[heading]: index
            for index, cell in enumerate(row)
            if (heading := _text(cell).lower()) in names
        }
        if "code" in columns:
            return at, columns
    return 0, {}


def _read_row(
    cells: Mapping[str, Cell], slots: Mapping[str, Slot]
) -> tuple[EstimateFields | None, list[Problem]]:
    slot = slots.get(_text(cells["code"]))
    if slot is None:
        return None, [Problem("code", "unknown-code")]
    problems: list[Problem] = []
    given: dict[str, Any] = {"code": slot.code}
    for name, value, problem in _values(cells):
        given[name] = value
        if problem:
            problems.append(problem)
    if problems:
        return None, problems
    if given["worst"] is None or given["best"] is None:
        given["worst"] = given["best"] = given["guess"]
    fields = EstimateFields(**given)
    return fields, checking.problems(slot, fields)


def _values(cells: Mapping[str, Cell]) -> Iterator[tuple[str, Any, Problem | None]]:
    for name in checking.CASES:
        yield name, *_number(cells, name, is_required=name == "guess")
    yield "origin", *_choice(cells, "origin", ORIGINS, Origin.values, default="")
    yield "shape", *_choice(cells, "shape", SHAPES, _KNOWN_SHAPES, default=Shape.PERT.value)
    for name in ("observed_on", "review_on"):
        yield name, *_day(cells, name, is_required=name == "observed_on")
    count, problem = _number(cells, "n", is_required=False)
    if count is not None and (count != count.to_integral_value() or not 0 < count < 10**9):
        count, problem = None, Problem("n", "not-a-count")
    yield "n", None if count is None else int(count), problem
    source = _text(cells["source"])
    too_long = Problem("source", "too-long") if len(source) > LONGEST_SOURCE else None
    yield "source", source, too_long


_KNOWN_SHAPES = [shape for shape in Shape.values if shape not in COUNTED]


def _number(
    cells: Mapping[str, Cell], name: str, *, is_required: bool
) -> tuple[Decimal | None, Problem | None]:
    cell = cells.get(name)
    if _text(cell) == "":
        return None, Problem(name, "required") if is_required else None
    try:
        return numbers.number(cell), None
    except numbers.NotANumber as error:
        code = "two-ways" if error.is_ambiguous else "not-a-number"
        return None, Problem(name, code, (("text", _text(cell)[:40]),))


def _day(
    cells: Mapping[str, Cell], name: str, *, is_required: bool
) -> tuple[date | None, Problem | None]:
    try:
        found = numbers.day(cells.get(name))
    except ValueError:
        return None, Problem(name, "not-a-day", (("text", _text(cells.get(name))[:40]),))
    return found, Problem(name, "required") if is_required and found is None else None


def _choice(
    cells: Mapping[str, Cell],
    name: str,
    dutch: Mapping[str, Any],
    known: Sequence[str],
    *,
    default: str,
) -> tuple[str, Problem | None]:
    text = _text(cells.get(name)).lower() or default
    found = str(dutch.get(text, text))
    if found in known:
        return found, None
    return "", Problem(name, "unknown-choice", (("choices", ", ".join(dutch)),))


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()
