# SPDX-License-Identifier: EUPL-1.2
"""Counting estimates from rows of care, requests, deliveries and a survey.

What comes out are totals per group of at least 25; nothing of a row or a person is kept.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from statistics import fmean, stdev
from typing import Any

from nabij.value import model as engine
from nabij.value.choices import MeasureKind, Origin, Shape, SlotKind
from nabij.value.model import inflow, stay, wallet
from nabij.value.model.distributions import from_posterior
from nabij.value.rules import numbers
from nabij.value.rules.codebook import SMALLEST_GROUP, Slot, slots
from nabij.value.types import Cell, EstimateFields, Problem, RowProblem, Setup

DAYS_OF_MONTH = 30.4375
YEAR = timedelta(days=365)
MOST_PROBLEMS = 200
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: its headings (ours first) and how its cells are read."""

    headings: tuple[str, ...]
    read: str
    is_required: bool = True


@dataclass(slots=True)
class Measured:
    """What was counted: estimates, remarks as (code, values), and what is wrong with the file."""

    estimates: list[EstimateFields] = field(default_factory=list)
    remarks: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    rows: int = 0


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


def measure(
    rows: Sequence[Sequence[Cell]], *, kind: str, setup: Setup, until: date, source: str
) -> Measured:
    """Return what a file says of the model, counted up to and with `until`.

    With one problem in the file nothing is counted: half a count is a wrong count.
    """
    found = Measured()
    read = _read(rows, COLUMNS[kind], setup, until, found)
    found.rows = len(read)
    if found.problems:
        return found
    counter = _Counter(setup, until, source, found)
    _COUNT[kind](counter, read)
    return found


class _Counter:
    """Puts what is counted in the places of the model, in its periods."""

    def __init__(self, setup: Setup, until: date, source: str, found: Measured) -> None:
        self.setup, self.until, self.source, self.found = setup, until, source, found
        self.places: dict[str, Slot] = {slot.code: slot for slot in slots(setup)}
        self.names = {one.code: one.name for one in setup.segments}
        self.days = DAYS_OF_MONTH * 12 / setup.periods_per_year
        self.months = 12 // setup.periods_per_year

    def groups(self, rows: Iterable[Row], key: str = "") -> dict[str, list[Row]]:
        """Return rows per segment; a group of fewer than 25 (distinct `key`s) is left out."""
        by_segment: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            by_segment[row["segment"]].append(row)
        for segment, own in list(by_segment.items()):
            n = len({row[key] for row in own}) if key else len(own)
            if n < SMALLEST_GROUP:
                del by_segment[segment]
                self.remark("too-few", group=self.names[segment], n=str(n))
        return by_segment

    def remark(self, code: str, **values: str) -> None:
        """Say something that is worth knowing of this count."""
        self.found.remarks.append((code, values))

    def posterior(self, code: str, posterior: engine.Posterior, n: int) -> None:
        """Record what counting leaves us believing, within the bounds of the place."""
        place = self.places[code]
        estimate = from_posterior(code, posterior, more_is_better=not place.is_cost)
        columns = {
            case: min(max(getattr(estimate, case), place.minimum), place.maximum)
            for case in ("worst", "guess", "best")
        }
        self._add(
            code,
            columns,
            n,
            shape=posterior.family.value,
            first=posterior.first,
            second=posterior.second,
        )

    def number(self, code: str, value: Decimal, n: int) -> None:
        """Record a number that is known for certain."""
        columns = dict.fromkeys(("worst", "guess", "best"), value)
        self._add(code, columns, n, shape=Shape.FIXED.value)

    def amount(self, code: str, values: Sequence[float]) -> None:
        """Record an average with its standard error."""
        mean = fmean(values)
        error = stdev(values) / len(values) ** 0.5 if len(values) > 1 else 0.0
        if error == 0:
            self.number(code, Decimal(f"{mean:.8f}"), len(values))
            return
        self.posterior(code, engine.Posterior(engine.Family.NORMAL, mean, error), len(values))

    def _add(self, code: str, columns: Mapping[str, Decimal], n: int, **given: Any) -> None:
        self.found.estimates.append(
            EstimateFields(
                code=code,
                origin=Origin.MEASURED.value,
                source=self.source,
                observed_on=self.until,
                review_on=self.until + YEAR,
                n=n,
                worst=columns["worst"],
                guess=columns["guess"],
                best=columns["best"],
                **given,
            )
        )


def _count_episodes(counter: _Counter, rows: list[Row]) -> None:
    for segment, own in counter.groups(rows).items():
        lasting, kinds = [], []
        for row in own:
            days = ((row["end"] or counter.until) - row["start"]).days
            # Whoever leaves does so in the period that runs; whoever is here has seen whole ones.
            whole = int(days // counter.days)
            lasting.append(whole + 1 if row["end"] else whole)
            kinds.append(0 if row["end"] is None else 1 if row["reason"] == "avoidable" else 2)
        exposed = sum(lasting)
        for kind, number in ((SlotKind.AVOIDABLE, 1), (SlotKind.UNAVOIDABLE, 2)):
            exits = kinds.count(number)
            belief = engine.Posterior(engine.Family.BETA, 1.0 + exits, 1.0 + exposed - exits)
            counter.posterior(f"{kind.value}.{segment}", belief, len(own))
        here = kinds.count(0)
        if here >= SMALLEST_GROUP:
            counter.number(f"clients.{segment}", Decimal(here), here)
        new = sum(row["start"] > counter.until - YEAR for row in own)
        belief = inflow.leads(new, counter.setup.periods_per_year)
        counter.posterior(f"inflow.{segment}", belief, max(new, 1))
        _tell_stay(counter, segment, lasting, kinds)


def _tell_stay(counter: _Counter, segment: str, lasting: list[int], kinds: list[int]) -> None:
    """Say how long half of the clients stay (A-22): those still in care count as far as seen."""
    median = stay.kaplan_meier(lasting, [kind > 0 for kind in kinds]).median
    if median is None:
        counter.remark("stay-long", group=counter.names[segment])
    else:
        months = str(median * counter.months)
        counter.remark("stay", group=counter.names[segment], months=months)


def _count_leads(counter: _Counter, rows: list[Row]) -> None:
    for segment, own in counter.groups(rows).items():
        recent = [row for row in own if row["received"] > counter.until - YEAR]
        belief = inflow.leads(len(recent), counter.setup.periods_per_year)
        counter.posterior(f"leads.{segment}", belief, len(own))
        took = sorted(
            (row["decided"] - row["received"]).days for row in own if row["decided"] is not None
        )
        wait = timedelta(days=took[int(0.9 * (len(took) - 1))] if took else 0)
        ripe = [row for row in own if row["received"] <= counter.until - wait]
        won = sum(row["outcome"] == "won" for row in ripe)
        lost = sum(row["outcome"] == "lost" for row in ripe)
        if won + lost >= SMALLEST_GROUP:
            counter.posterior(f"conversion.{segment}", inflow.conversion(won, lost), won + lost)
            counter.remark("ripe", group=counter.names[segment], days=str(wait.days))


def _count_deliveries(counter: _Counter, rows: list[Row]) -> None:
    for segment, own in counter.groups(rows, "client").items():
        clients = {row["client"] for row in own}
        for product in counter.setup.products:
            users = {row["client"] for row in own if row["product"] == product.code}
            belief = inflow.uptake(product.code, len(users), len(clients))
            counter.posterior(f"uptake.{segment}.{product.code}", belief, len(clients))
    months: dict[tuple[str, str, date], list[float]] = defaultdict(lambda: [0.0, 0.0])
    users_of: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        total = months[row["product"], row["client"], row["month"].replace(day=1)]
        total[0] += float(row["revenue"])
        total[1] += float(row["cost"])
        users_of[row["product"]].add(row["client"])
    names = {one.code: one.name for one in counter.setup.products}
    for code, users in users_of.items():
        if len(users) < SMALLEST_GROUP:
            counter.remark("too-few", group=names[code], n=str(len(users)))
            continue
        own_months = [total for key, total in months.items() if key[0] == code]
        for at, kind in enumerate((SlotKind.PRICE, SlotKind.DIRECT)):
            values = [total[at] * counter.months for total in own_months]
            counter.amount(f"{kind.value}.{code}", values)


def _count_wallet(counter: _Counter, rows: list[Row]) -> None:
    for segment, own in counter.groups(rows).items():
        weights = [row["weight"] if row["weight"] is not None else Decimal(1) for row in own]
        found = wallet.share_of_wallet(
            [row["ours"] for row in own], [row["all"] for row in own], weights
        )
        if found.standard_error > 0:
            belief = engine.Posterior(engine.Family.NORMAL, found.share, found.standard_error)
            counter.posterior(f"wallet.{segment}", belief, len(own))
        room = [float(row["all"] - row["ours"]) for row in own]
        counter.amount(f"headroom.{segment}", room)


_COUNT: dict[str, Callable[[_Counter, list[Row]], None]] = {
    MeasureKind.EPISODES: _count_episodes,
    MeasureKind.LEADS: _count_leads,
    MeasureKind.DELIVERIES: _count_deliveries,
    MeasureKind.WALLET: _count_wallet,
}


def _read(
    rows: Sequence[Sequence[Cell]],
    columns: Mapping[str, Column],
    setup: Setup,
    until: date,
    found: Measured,
) -> list[Row]:
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
        found.problems.append(RowProblem(1, "", Problem("", "columns-missing", values)))
        return []
    reader = _Reader(setup, until)
    read = []
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
        found.problems += [RowProblem(number, head, problem) for head, problem in problems]
        if len(found.problems) >= MOST_PROBLEMS:
            break
        read.append(row)
    if not read and not found.problems:
        found.problems.append(RowProblem(2, "", Problem("", "no-rows")))
    return read


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
