# SPDX-License-Identifier: EUPL-1.2
"""How many clients there are, period by period: cohorts that join, stay and leave.

    n(k, t) = n(k, t-1) x (1 - g(a) - h(a)(1 - e r(t)))        a: age of cohort k at t-1
    n(t, t) = A (1 + e_win r_win(t))

g: chance of an unavoidable exit, h: of an avoidable one, e: retention lever, r: how much of it
works by then. Only h feels the lever. Arrays are (periods or ages, draws); blocks of draws stay in
the cache.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nabij.value.model.distributions import Floats

type Ages = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Exits:
    """Chances of an exit per period: (ages, draws), or (1, draws) when age does not matter."""

    avoidable: Floats
    unavoidable: Floats

    @property
    def is_ageless(self) -> bool:
        """Whether a client's chance does not depend on how long they have been here."""
        return len(self.avoidable) == 1 and len(self.unavoidable) == 1


@dataclass(frozen=True, slots=True)
class Start:
    """Today's clients: how many (per age group) and how old their stay is, in periods,
    rising and distinct."""

    clients: Floats
    ages: Ages


@dataclass(frozen=True, slots=True)
class Retention:
    """The lever as it grows: effect (draws) x ramp (periods), steady after period `settled`."""

    effect: Floats
    ramp: Floats
    settled: int


@dataclass(frozen=True, slots=True)
class Course:
    """Clients at the end of each period, and how many of the leavers could not have stayed."""

    clients: Floats
    unavoidable: Floats | None


def clients_over_time(
    start: Start, joiners: Floats, exits: Exits, retention: Retention, *, with_leavers: bool = False
) -> Course:
    """Return clients per period (periods, draws).

    `joiners` (periods, draws) must be steady after `settled` too: cohorts that join later are
    alike, so they follow from one survival curve instead of one row each. With leavers every cohort
    is followed.
    """
    if exits.is_ageless:
        return _ageless(start, joiners, exits, retention, with_leavers=with_leavers)
    return _by_age(start, joiners, exits, retention, with_leavers=with_leavers)


def _ageless(
    start: Start, joiners: Floats, exits: Exits, retention: Retention, *, with_leavers: bool
) -> Course:
    stay = 1 - exits.unavoidable[0] - exits.avoidable[0]
    saved = exits.avoidable[0] * retention.effect
    clients = np.empty_like(joiners)
    unavoidable = np.empty_like(joiners) if with_leavers else None
    here = np.full(joiners.shape[1], start.clients.sum())
    for index, strength in enumerate(retention.ramp):
        if unavoidable is not None:
            unavoidable[index] = here * exits.unavoidable[0]
        here = here * np.maximum(stay + strength * saved, 0)
        here += joiners[index]
        clients[index] = here
    return Course(clients, unavoidable)


def _by_age(
    start: Start, joiners: Floats, exits: Exits, retention: Retention, *, with_leavers: bool
) -> Course:
    periods, draws = joiners.shape
    # Cohorts that join from here on are alike.
    tracked = periods if with_leavers else min(periods, max(retention.settled - 1, 0))
    clients = np.empty_like(joiners)
    unavoidable = np.empty_like(joiners) if with_leavers else None
    # From young to old: row i is the cohort of period tracked - i, then come today's clients.
    ages = np.concatenate([np.arange(-tracked, 0), start.ages])
    here = np.zeros((len(ages), draws))
    here[tracked:] = start.clients[:, None]
    chances = _Chances(exits, retention.effect)
    for index, strength in enumerate(retention.ramp):
        born = max(tracked - index, 0)
        rows, at = here[born:], ages[born:] + index
        if unavoidable is not None:
            np.sum(rows * chances.unavoidable(at), axis=0, out=unavoidable[index])
        rows *= chances.staying(at, float(strength))
        if index < tracked:
            here[born - 1] = joiners[index]
            rows = here[born - 1 :]
        np.add.reduce(rows, axis=0, out=clients[index])
    if tracked < periods:
        late = np.cumprod(chances.factors[: periods - tracked - 1], axis=0)
        clients[tracked:] += joiners[-1]
        clients[tracked + 1 :] += joiners[-1] * np.cumsum(late, axis=0)
    return Course(clients, unavoidable)


class _Chances:
    """Chances by age at one strength of the lever.

    Calculated anew only when the strength changes.
    """

    def __init__(self, exits: Exits, effect: Floats) -> None:
        self.exits = exits
        self.stay = 1 - exits.unavoidable - exits.avoidable
        self.saved = exits.avoidable * effect
        self.factors = np.empty((len(self.stay), len(effect)))
        self.strength = math.nan

    def staying(self, ages: Ages, strength: float) -> Floats:
        """Return the chance to stay for a period at each of these ages."""
        if strength != self.strength:
            np.multiply(self.saved, strength, out=self.factors)
            self.factors += self.stay
            np.maximum(self.factors, 0, out=self.factors)
            self.strength = strength
        return _rows(self.factors, ages)

    def unavoidable(self, ages: Ages) -> Floats:
        """Return the chance of an unavoidable exit at each of these ages."""
        return _rows(np.broadcast_to(self.exits.unavoidable, self.factors.shape), ages)


def _rows(of: Floats, ages: Ages) -> Floats:
    first, count = int(ages[0]), len(ages)
    if ages[-1] - first == count - 1:
        return of[first : first + count]  # ages rise one by one: no copy
    taken: Floats = of[ages]
    return taken
