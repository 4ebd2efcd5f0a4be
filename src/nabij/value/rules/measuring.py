# SPDX-License-Identifier: EUPL-1.2
"""Counting estimates from rows of care, requests, deliveries and a survey.

What comes out are totals per group of at least 25; nothing of a row or a person is kept.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from statistics import fmean, stdev
from typing import Any

from nabij.value import model as engine
from nabij.value.choices import MeasureKind, Origin, Shape, SlotKind
from nabij.value.model import beta_geometric, inflow, stay, wallet
from nabij.value.model.distributions import from_posterior
from nabij.value.rules import measured_rows
from nabij.value.rules.codebook import SMALLEST_GROUP, Slot, slots
from nabij.value.rules.measured_rows import Row
from nabij.value.rules.staying import rates_in_year
from nabij.value.types import ByStay, Cell, EstimateFields, RowProblem, Setup

DAYS_OF_MONTH = 30.4375
YEAR = timedelta(days=365)
# Equally likely curves that stand for what counting leaves us believing.
CURVES = 100


@dataclass(slots=True)
class Measured:
    """What was counted: estimates, remarks as (code, values), and what is wrong with the file."""

    estimates: list[EstimateFields] = field(default_factory=list)
    remarks: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    rows: int = 0


def measure(
    rows: Sequence[Sequence[Cell]],
    *,
    kind: str,
    setup: Setup,
    until: date,
    source: str,
    since: date | None = None,
) -> Measured:
    """Return what a file says of the model, counted up to and with `until`.

    `since`: the file knows only of care that had not ended by then. Who came earlier counts from
    that day on, or those who left before it would be missed and all would seem to stay longer.

    With one problem in the file nothing is counted: half a count is a wrong count.
    """
    read, problems = measured_rows.read(rows, kind=kind, setup=setup, until=until)
    found = Measured(problems=problems, rows=len(read))
    if found.problems:
        return found
    counter = _Counter(setup, since, until, source, found)
    _COUNT[kind](counter, read)
    return found


class _Counter:
    """Puts what is counted in the places of the model, in its periods."""

    def __init__(
        self, setup: Setup, since: date | None, until: date, source: str, found: Measured
    ) -> None:
        self.setup, self.since, self.until = setup, since, until
        self.source, self.found = source, found
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

    def by_stay(self, code: str, n: int, by_stay: ByStay) -> None:
        """Record leaving by length of stay; its numbers are the chances of the first year."""
        rates = rates_in_year(by_stay, 1, self.setup.periods_per_year)
        columns = {
            case: Decimal(f"{rate:.8f}")
            for case, rate in zip(("worst", "guess", "best"), rates, strict=True)
        }
        self._add(code, columns, n, shape=Shape.BY_STAY.value, by_stay=by_stay)

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


@dataclass(frozen=True, slots=True)
class _Stays:
    """Stays in whole periods: how long, how they ended, and how old they were when first seen."""

    lasting: list[int]
    kinds: list[int]
    entries: list[int]

    def __len__(self) -> int:
        return len(self.lasting)

    @property
    def here(self) -> list[int]:
        """How long those who are here have been here."""
        return [age for age, kind in zip(self.lasting, self.kinds, strict=True) if kind == HERE]


def _count_episodes(counter: _Counter, rows: list[Row]) -> None:
    for segment, own in counter.groups(rows).items():
        stays = _stays(counter, own)
        if len(stays) < SMALLEST_GROUP:
            counter.remark("too-few", group=counter.names[segment], n=str(len(stays)))
            continue
        _count_exits(counter, segment, stays)
        _tell_stay(counter, segment, stays)
        here = sum(row["end"] is None for row in own)
        if here >= SMALLEST_GROUP:
            counter.number(f"clients.{segment}", Decimal(here), here)
        new = sum(row["start"] > counter.until - YEAR for row in own)
        belief = inflow.leads(new, counter.setup.periods_per_year)
        counter.posterior(f"inflow.{segment}", belief, max(new, 1))


def _stays(counter: _Counter, rows: list[Row]) -> _Stays:
    """Return care in periods; what was seen for less than one tells nothing and is left out."""
    found = _Stays([], [], [])
    for row in rows:
        days = ((row["end"] or counter.until) - row["start"]).days
        # Whoever leaves does so in the period that runs; whoever is here has seen whole ones.
        whole = int(days // counter.days)
        lasting = whole + 1 if row["end"] else whole
        unseen = (counter.since - row["start"]).days if counter.since else 0
        entry = math.ceil(unseen / counter.days) if unseen > 0 else 0
        if entry and lasting <= entry:
            continue
        found.lasting.append(lasting)
        found.kinds.append(_KINDS[row["reason"]] if row["end"] else HERE)
        found.entries.append(entry)
    return found


def _count_exits(counter: _Counter, segment: str, stays: _Stays) -> None:
    """Record by length of stay how clients leave: avoidable exits as curves, others as seen.

    The numbers beside the curves are chances per period over the first year of a stay.
    """
    per_year = counter.setup.periods_per_year
    table = stay.life_table(stays.lasting, stays.kinds, stays.entries)
    at_risk, by_choice = table.at_risk[1:], stay.exits_of(table, stay.AVOIDABLE)[1:]
    try:
        belief = beta_geometric.posterior(at_risk, by_choice, points=CURVES)
    except beta_geometric.NoExitsSeen:
        exits, exposed = int(by_choice.sum()), int(at_risk.sum())
        constant = engine.Posterior(engine.Family.BETA, 1.0 + exits, 1.0 + exposed - exits)
        counter.posterior(f"avoidable.{segment}", constant, len(stays))
    else:
        points = tuple((_short(one.alpha), _short(one.beta)) for one in belief.points)
        by_stay = ByStay(points=points, ages=_ages(stays.here, per_year))
        counter.by_stay(f"avoidable.{segment}", len(stays), by_stay)
    hazards = stay.hazards(table, stay.UNAVOIDABLE, least=SMALLEST_GROUP * per_year)
    rates = tuple((_short(hazard),) for hazard in hazards)
    counter.by_stay(f"unavoidable.{segment}", len(stays), ByStay(points=rates))


def _ages(here: list[int], per_year: int) -> tuple[tuple[int, float], ...]:
    """Return how long clients have been here, a group per year of stay, and which share they are.

    A group of fewer than 25 is taken together with the next.
    """
    groups: list[list[int]] = []
    for age in sorted(here):
        is_full = groups and len(groups[-1]) >= SMALLEST_GROUP
        if not groups or (is_full and age // per_year > groups[-1][0] // per_year):
            groups.append([])
        groups[-1].append(age)
    if len(groups) > 1 and len(groups[-1]) < SMALLEST_GROUP:
        last = groups.pop()
        groups[-1] += last
    return tuple((round(fmean(group)), len(group) / len(here)) for group in groups)


def _short(value: float) -> float:
    return float(f"{value:.6g}")


def _tell_stay(counter: _Counter, segment: str, stays: _Stays) -> None:
    """Say how long half of the clients stay (A-22), and how many are gone after a year and why.

    Those still in care count as far as seen; who died was not there to be kept (Aalen-Johansen).
    """
    group = counter.names[segment]
    ended = [kind != HERE for kind in stays.kinds]
    median = stay.kaplan_meier(stays.lasting, ended, stays.entries).median
    if median is None:
        counter.remark("stay-long", group=group)
    else:
        counter.remark("stay", group=group, months=str(median * counter.months))
    left = stay.aalen_johansen(stays.lasting, stays.kinds, stays.entries)
    year = min(counter.setup.periods_per_year, len(left.still_here) - 1)
    by_choice, otherwise = (
        float(left.by_kind[kind - 1, year]) if kind <= len(left.by_kind) else 0.0
        for kind in (stay.AVOIDABLE, stay.UNAVOIDABLE)
    )
    counter.remark(
        "gone",
        group=group,
        avoidable=str(round(by_choice * 100)),
        unavoidable=str(round(otherwise * 100)),
    )


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


HERE = 0
_KINDS = {"avoidable": stay.AVOIDABLE, "unavoidable": stay.UNAVOIDABLE}
_COUNT: dict[str, Callable[[_Counter, list[Row]], None]] = {
    MeasureKind.EPISODES: _count_episodes,
    MeasureKind.LEADS: _count_leads,
    MeasureKind.DELIVERIES: _count_deliveries,
    MeasureKind.WALLET: _count_wallet,
}
