# SPDX-License-Identifier: EUPL-1.2
"""How long clients stay, from care episodes: Kaplan-Meier and Aalen-Johansen (A-22).

An episode is a whole number of periods (days, months) and what it ended with: 0 is still in care,
1, 2, ... are kinds of exit. Exits that cannot be avoided (death, admission) must not count as
people to win back: use `aalen_johansen`, not 1 - Kaplan-Meier, which gives too much.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nabij.value.model.distributions import Floats
from nabij.value.model.errors import ImpossibleModel, gettext_noop

type Whole = NDArray[np.intp]

AVOIDABLE, UNAVOIDABLE = 1, 2
"""The kinds of exit that the value model tells apart."""

Z95 = 1.959963984540054


class ImpossibleEpisode(ImpossibleModel):
    code = "impossible-episode"
    message = gettext_noop(
        "An episode cannot last %(duration)s periods from an entry after %(entry)s: it must end later"
        " than it is first seen."
    )


class NoEpisodes(ImpossibleModel):
    code = "no-episodes"
    message = gettext_noop("There are no episodes to learn from.")


@dataclass(frozen=True, slots=True)
class LifeTable:
    """Per age (in periods): how many were in care just before, and how many left by kind of exit.

    `exits` has one row per kind: row 0 is those who were still in care when last seen.
    """

    at_risk: Whole
    exits: Whole

    @property
    def left(self) -> Whole:
        """Everyone who left, whatever the reason."""
        total: Whole = self.exits[1:].sum(axis=0)
        return total


@dataclass(frozen=True, slots=True)
class Survival:
    """Share still in care after each age 0, 1, 2, ....

    Low and high are its 95% bounds (log-log).
    """

    survival: Floats
    low: Floats
    high: Floats
    table: LifeTable

    @property
    def median(self) -> int | None:
        """First age after which at most half is still in care, None when that is not seen."""
        below = np.flatnonzero(self.survival <= 0.5)
        return int(below[0]) if len(below) else None

    def at(self, age: int) -> float:
        """Return the share still in care after an age; past the last one seen, that of the last."""
        return float(self.survival[min(age, len(self.survival) - 1)])

    def mean_until(self, age: int) -> float:
        """Return the average stay in periods, of which at most `age` count (restricted mean)."""
        seen = self.survival[: min(age, len(self.survival))]
        rest = max(age - len(self.survival), 0) * float(self.survival[-1])
        return float(seen.sum()) + rest


@dataclass(frozen=True, slots=True)
class Incidence:
    """Share that has left by each kind of exit after each age (kinds, ages),
    and that is still there.

    Row 0 is kind 1, and so on; rows and `still_here` sum to 1 at every age.
    """

    by_kind: Floats
    still_here: Floats
    table: LifeTable


def life_table(
    durations: ArrayLike, kinds: ArrayLike, entries: ArrayLike | None = None
) -> LifeTable:
    """Count a million episodes in a few passes, one cell per age and kind.

    `entries`: age at which an episode came into sight (left truncation), for care that began before
    the administration did; it counts from the next age on.

    Raises:
        NoEpisodes: nothing was given.
        ImpossibleEpisode: a duration below 0, or not after its entry.
    """
    lasting, kind = _whole(durations), _whole(kinds)
    if not len(lasting):
        raise NoEpisodes
    if lasting.min() < 0:
        raise ImpossibleEpisode(duration=int(lasting.min()), entry=0)
    ages, sorts = int(lasting.max()) + 1, int(kind.max()) + 1
    cells = np.bincount(kind * ages + lasting, minlength=sorts * ages).reshape(sorts, ages)
    ended = cells.sum(axis=0)
    if entries is None:
        seen = np.full(ages, len(lasting))
    else:
        entry = _whole(entries)
        wrong = np.flatnonzero((entry >= lasting) & (entry > 0))
        if len(wrong):
            first = wrong[0]
            raise ImpossibleEpisode(duration=int(lasting[first]), entry=int(entry[first]))
        # Whoever is there from the start is at risk at age 0 too, others from the age after entry.
        starts = np.bincount(np.where(entry > 0, entry + 1, 0), minlength=ages)[:ages]
        seen = np.cumsum(starts)
    return LifeTable(at_risk=seen - (np.cumsum(ended) - ended), exits=cells)


def _whole(values: ArrayLike) -> Whole:
    return np.asarray(values).astype(np.intp, copy=False)


def kaplan_meier(
    durations: ArrayLike, observed: ArrayLike, entries: ArrayLike | None = None
) -> Survival:
    """Return the share still in care by age; `observed` says whether the end was seen.

    S(t) = product over u <= t of (1 - d_u / n_u); variance by Greenwood. Source: Kaplan and Meier
    1958.
    Raises: as `life_table`.

    Example:
        >>> kaplan_meier([1, 2, 2], [True, True, False]).survival
        array([1.        , 0.66666667, 0.33333333])
    """
    table = life_table(durations, np.asarray(observed, dtype=bool), entries)
    left = table.left
    risk = np.maximum(table.at_risk, 1)
    survival: Floats = np.cumprod(1 - left / risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.cumsum(left / (risk * np.maximum(risk - left, 0)))
        logs = np.log(survival)
        width = Z95 * np.sqrt(spread) / np.abs(logs)
        low, high = survival ** np.exp(width), survival ** np.exp(-width)
    certain = survival == 1
    low, high = np.where(certain, 1.0, low), np.where(certain, 1.0, high)
    gone = survival == 0
    return Survival(
        survival=survival,
        low=np.where(gone, 0.0, low),
        high=np.where(gone, 0.0, high),
        table=table,
    )


def aalen_johansen(
    durations: ArrayLike, kinds: ArrayLike, entries: ArrayLike | None = None
) -> Incidence:
    """Return by age which share has left by each kind of exit, with the others truly gone.

    F_k(t) = sum over u <= t of S(u-) d_k(u) / n(u). Source: Aalen and Johansen 1978.
    Raises: as `life_table`.
    """
    table = life_table(durations, kinds, entries)
    risk = np.maximum(table.at_risk, 1)
    still_here = np.cumprod(1 - table.left / risk)
    before = np.concatenate([[1.0], still_here[:-1]])
    return Incidence(
        by_kind=np.cumsum(before * table.exits[1:] / risk, axis=1),
        still_here=still_here,
        table=table,
    )


def exits_of(table: LifeTable, kind: int) -> Whole:
    """Return how many left by one kind of exit, by age; a kind that never occurs has none."""
    return table.exits[kind] if kind < len(table.exits) else np.zeros_like(table.at_risk)


def hazards(table: LifeTable, kind: int, *, least: int = 25) -> tuple[float, ...]:
    """Return the chance per period of one kind of exit by age, for `HazardTable`.

    Entry a is the chance in the period that brings a stay from age a to a + 1. Neighbouring ages
    are taken together until each group holds `least` periods at risk, so that no rate rests on a
    few persons. A kind that never occurs has chance 0.
    """
    ages = len(table.at_risk) - 1
    if ages < 1:
        return (0.0,)
    risk, exits = table.at_risk[1:], exits_of(table, kind)[1:]
    rates, first = np.zeros(ages), 0
    for age in range(ages):
        enough = risk[first : age + 1].sum() >= least
        if (enough and risk[age + 1 :].sum() >= least) or age == ages - 1:
            at_risk = risk[first : age + 1].sum()
            rates[first : age + 1] = exits[first : age + 1].sum() / max(int(at_risk), 1)
            first = age + 1
    return tuple(float(rate) for rate in rates)


@dataclass(frozen=True, slots=True)
class LogRank:
    """Whether two groups stay equally long: chi2
    (1 degree of freedom) and its chance under no difference."""

    chi2: float
    p_value: float


def log_rank(durations: ArrayLike, observed: ArrayLike, in_second: ArrayLike) -> LogRank:
    """Compare how long two groups stay. Source: Mantel 1966. Raises: as `life_table`."""
    group = np.asarray(in_second, dtype=bool)
    lasting, ended = _whole(durations), np.asarray(observed, dtype=bool)
    both = life_table(lasting, ended)
    ages = len(both.at_risk)
    second = life_table(np.append(lasting[group], ages - 1), np.append(ended[group], 0))
    at_risk, left = both.at_risk.astype(float), both.left.astype(float)
    # One made-up episode gave the second table its full length: take it out of those at risk.
    part = second.at_risk - 1.0
    expected = left * part / np.maximum(at_risk, 1)
    spread = expected * (1 - part / np.maximum(at_risk, 1)) * (at_risk - left)
    variance = float((spread / np.maximum(at_risk - 1, 1)).sum())
    seen = float(second.exits[1:].sum())
    chi2 = (seen - float(expected.sum())) ** 2 / variance if variance else 0.0
    return LogRank(chi2=chi2, p_value=math.erfc(math.sqrt(chi2 / 2)))
