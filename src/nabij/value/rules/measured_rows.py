# SPDX-License-Identifier: EUPL-1.2
"""Rows of care, requests, deliveries and a survey: their columns, and how cells are read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from nabij.value.choices import MeasureKind
from nabij.value.rules import numbers
from nabij.value.types import Cell, Problem, RowProblem, Setup

MOST_PROBLEMS = 200
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: its headings (ours first) and how its cells are read."""

    headings: tuple[str, ...]
    read: str
    is_required: bool = True


SEGMENT = Column(("groep", "segment"), "segment")
COLUMNS: dict[str, dict[str, Column]] = {
    MeasureKind.EPISODES: {
        "segment": SEGMENT,
        "start": Column(("start", "begin", "startdatum"), "day"),
        "end": Column(("einde", "end", "einddatum"), "day", is_required=False),
        "reason": Column(("reden", "reason"), "reason", is_required=False),
    },
    MeasureKind.LEADS: {
        "segment": SEGMENT,
        "received": Column(("ontvangen", "received"), "day"),
        "decided": Column(("besloten", "decided"), "day", is_required=False),
        "outcome": Column(("uitkomst", "outcome"), "outcome", is_required=False),
    },
    MeasureKind.DELIVERIES: {
        "segment": SEGMENT,
        "product": Column(("dienst", "product"), "product"),
        "client": Column(("cliënt", "client"), "text"),
        "month": Column(("maand", "month"), "day"),
        "revenue": Column(("opbrengst", "revenue"), "amount"),
        "cost": Column(("kosten", "cost"), "amount"),
    },
    MeasureKind.WALLET: {
        "segment": SEGMENT,
        "ours": Column(("bij ons", "ours"), "amount"),
        "all": Column(("totaal", "all"), "amount"),
        "weight": Column(("gewicht", "weight"), "weight", is_required=False),
    },
}
AVOIDABLE = {
    "vermijdbaar", "avoidable", "andere aanbieder", "ontevreden", "eigen keuze", "opgezegd",
    "verhuisd binnen werkgebied",
}  # fmt: skip
UNAVOIDABLE = {
    "onvermijdbaar", "unavoidable", "overleden", "opname", "wlz", "hersteld", "verhuisd",
    "indicatie beëindigd", "financiering gestopt",
}  # fmt: skip
WON = {"cliënt", "client", "gewonnen", "won", "ja"}
LOST = {"verloren", "lost", "nee", "afgewezen", "ingetrokken"}


def read(
    rows: Sequence[Sequence[Cell]], *, kind: str, setup: Setup, until: date
) -> tuple[list[Row], list[RowProblem]]:
    """Return the rows of a file, one value per column, and what is wrong with it."""
    columns = COLUMNS[kind]
    wrong: list[RowProblem] = []
    heads = [_text(cell).lower() for cell in rows[0]] if rows else []
    at = {
        name: heads.index(heading)
        for name, column in columns.items()
        for heading in column.headings
        if heading in heads
    }
    absent = [
        one.headings[0] for name, one in columns.items() if name not in at and one.is_required
    ]
    if absent:
        values = (("columns", ", ".join(absent)),)
        wrong.append(RowProblem(1, "", Problem("", "columns-missing", values)))
        return [], wrong
    reader = _Reader(setup, until)
    found: list[Row] = []
    for number, cells in enumerate(rows[1:], 2):
        if not any(_text(cell) for cell in cells):
            continue
        row: Row = {}
        problems = []
        for name, column in columns.items():
            index = at.get(name, len(cells))
            cell = cells[index] if index < len(cells) else None
            row[name], problem = reader.read(column, cell)
            if problem:
                problems.append((column.headings[0], problem))
        problems = problems or _contradictions(row)
        wrong += [RowProblem(number, head, problem) for head, problem in problems]
        if len(wrong) >= MOST_PROBLEMS:
            break
        found.append(row)
    if not found and not wrong:
        wrong.append(RowProblem(2, "", Problem("", "no-rows")))
    return found, wrong


def _contradictions(row: Row) -> list[tuple[str, Problem]]:
    """Return what two cells of a row say against each other."""
    start, end = row.get("start") or row.get("received"), row.get("end") or row.get("decided")
    if start and end and end < start:
        return [("einde" if "end" in row else "besloten", Problem("", "end-before-start"))]
    if row.get("end") and not row.get("reason"):
        return [("reden", Problem("", "required"))]
    if "all" in row and row["ours"] > row["all"]:
        return [("bij ons", Problem("", "above-budget"))]
    return []


class _Reader:
    """Reads one cell as its column says."""

    def __init__(self, setup: Setup, until: date) -> None:
        self.until = until
        self.segments = _by_name(setup.segments)
        self.products = _by_name(setup.products)

    def read(self, column: Column, cell: Cell) -> tuple[Any, Problem | None]:
        text = _text(cell)
        if not text:
            return None, Problem("", "required") if column.is_required else None
        return getattr(self, f"_{column.read}")(cell, text)  # type: ignore[no-any-return]

    def _segment(self, _cell: Cell, text: str) -> tuple[Any, Problem | None]:
        return _known(self.segments, text, "unknown-segment")

    def _product(self, _cell: Cell, text: str) -> tuple[Any, Problem | None]:
        return _known(self.products, text, "unknown-product")

    def _reason(self, _cell: Cell, text: str) -> tuple[Any, Problem | None]:
        known = dict.fromkeys(AVOIDABLE, "avoidable") | dict.fromkeys(UNAVOIDABLE, "unavoidable")
        return _known(known, text, "unknown-reason")

    def _outcome(self, _cell: Cell, text: str) -> tuple[Any, Problem | None]:
        known = dict.fromkeys(WON, "won") | dict.fromkeys(LOST, "lost")
        return _known(known, text, "unknown-choice", (("choices", "cliënt, verloren"),))

    def _text(self, _cell: Cell, text: str) -> tuple[Any, Problem | None]:
        return text, None

    def _day(self, cell: Cell, text: str) -> tuple[Any, Problem | None]:
        try:
            found = numbers.day(cell)
        except ValueError:
            return None, Problem("", "not-a-day", (("text", text[:40]),))
        if found and found > self.until:
            return None, Problem("", "in-the-future")
        return found, None

    def _amount(self, cell: Cell, text: str) -> tuple[Any, Problem | None]:
        try:
            found = numbers.number(cell)
        except numbers.NotANumber as error:
            code = "two-ways" if error.is_ambiguous else "not-a-number"
            return None, Problem("", code, (("text", text[:40]),))
        return (None, Problem("", "negative")) if found < 0 else (found, None)

    _weight = _amount


def _by_name(parts: Sequence[Any]) -> dict[str, str]:
    return {one.code.lower(): one.code for one in parts} | {
        one.name.lower(): one.code for one in parts
    }


def _known(
    names: Mapping[str, str], text: str, problem: str, values: tuple[tuple[str, str], ...] = ()
) -> tuple[Any, Problem | None]:
    code = names.get(text.lower())
    if code is None:
        return None, Problem("", problem, values or (("text", text[:40]),))
    return code, None


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()
