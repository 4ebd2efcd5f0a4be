# SPDX-License-Identifier: EUPL-1.2
"""How many clients there are, period by period: cohorts that join, stay and leave.

    n(k, t) = n(k, t-1) x (1 - g(a) - h(a)(1 - e r(t)))        a: age of cohort k at t-1
    n(t, t) = A (1 + e_win r_win(t))

g: chance of an unavoidable exit, h: of an avoidable one, e: retention lever, r: how much of it works by
then. Only h feels the lever. Arrays are (periods or ages, draws); blocks of draws stay in the cache.
"""

from dataclasses import dataclass

import numpy as np

from nabij.value.model.distributions import Floats


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
    """Today's clients: how many (per age group) and how old their stay is, in periods."""

    clients: Floats
    ages: np.ndarray[tuple[int], np.dtype[np.intp]]


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

    `joiners` (periods, draws) must be steady after `settled` too: cohorts that join later are alike, so
    they follow from one survival curve instead of one row each. With leavers every cohort is followed.
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
    stay = 1 - exits.unavoidable - exits.avoidable
    saved = exits.avoidable * retention.effect
    clients = np.empty_like(joiners)
    unavoidable = np.zeros_like(joiners) if with_leavers else None
    old = np.repeat(start.clients[:, None], draws, axis=1)
    # Row i holds the cohort that joined in period tracked - i, so that ages rise with the rows.
    young = np.zeros((tracked, draws))
    factors, used = np.empty((len(stay), draws)), np.nan
    for index, strength in enumerate(retention.ramp):
        if strength != used:
            np.multiply(saved, strength, out=factors)
            factors += stay
            np.maximum(factors, 0, out=factors)
            used = strength
        first, youngest = max(tracked - index, 0), max(index - tracked, 0)
        rows = young[first:]
        oldest = youngest + len(rows)
        if unavoidable is not None:
            gone = np.broadcast_to(exits.unavoidable, factors.shape)
            unavoidable[index] = (old * gone[start.ages + index]).sum(axis=0)
            unavoidable[index] += (rows * gone[youngest:oldest]).sum(axis=0)
        old *= factors[start.ages + index]
        rows *= factors[youngest:oldest]
        if index < tracked:
            young[tracked - index - 1] = joiners[index]
        np.add(
            old.sum(axis=0), young[max(tracked - index - 1, 0) :].sum(axis=0), out=clients[index]
        )
    if tracked < periods:
        late = np.cumprod(factors[: periods - tracked - 1], axis=0)
        clients[tracked:] += joiners[-1]
        clients[tracked + 1 :] += joiners[-1] * np.cumsum(late, axis=0)
    return Course(clients, unavoidable)
