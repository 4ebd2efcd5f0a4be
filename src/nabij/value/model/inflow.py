# SPDX-License-Identifier: EUPL-1.2
"""How many new clients come: leads per period x the share that becomes a client (A-23).

Counts bring their own uncertainty: leads ~ gamma(prior shape + leads, prior rate + periods),
conversion ~ beta(1 + won, 1 + lost). Source: Gelman and others, Bayesian Data Analysis, chapter 2.
"""

import math
from dataclasses import dataclass
from decimal import Decimal

from nabij.value.model.distributions import from_posterior, mean_and_variance
from nabij.value.model.errors import ImpossibleModel, gettext_noop
from nabij.value.model.types import Family, LeadInflow, Posterior

PRIOR_LEADS = Posterior(Family.GAMMA, 1.0, 1 / 12)
"""About one lead a month in a month's worth of knowledge: data drown it soon."""

PRIOR_CONVERSION = Posterior(Family.BETA, 1.0, 1.0)
"""Any share is as likely as any other."""


class ImpossibleCount(ImpossibleModel):
    code = "impossible-count"
    message = gettext_noop("%(count)s %(what)s cannot be: a count is 0 or more.")


def leads(count: int, periods: float, prior: Posterior = PRIOR_LEADS) -> Posterior:
    """Return what so many leads in so many periods leave us believing of leads per period.

    Raises:
        ImpossibleCount: a negative count, or no time.

    Example:
        >>> leads(90, 12)
        Posterior(family=<Family.GAMMA: 'gamma'>, first=91.0, second=12.083333333333334)
    """
    if count < 0:
        raise ImpossibleCount(count=count, what="leads")
    if periods <= 0:
        raise ImpossibleCount(count=periods, what="periods")
    return Posterior(Family.GAMMA, prior.first + count, prior.second + periods)


def conversion(won: int, lost: int, prior: Posterior = PRIOR_CONVERSION) -> Posterior:
    """Return what we believe of the share of leads that becomes a client.

    Give only leads that are old enough to have decided (past the 90% point of the time it takes),
    or the share comes out too low.

    Raises:
        ImpossibleCount: a negative count.
    """
    for what, count in (("won", won), ("lost", lost)):
        if count < 0:
            raise ImpossibleCount(count=count, what=what)
    return Posterior(Family.BETA, prior.first + won, prior.second + lost)


def inflow(code: str, counted_leads: Posterior, counted_conversion: Posterior) -> LeadInflow:
    """Return the inflow of a segment; its two estimates are `code` with .leads and .conversion."""
    return LeadInflow(
        leads=from_posterior(f"{code}.leads", counted_leads),
        conversion=from_posterior(f"{code}.conversion", counted_conversion),
    )


@dataclass(frozen=True, slots=True)
class Inflow:
    """New clients per period: mean and standard deviation."""

    mean: float
    sd: float


def expected(of: LeadInflow) -> Inflow:
    """Return the exact mean and spread of leads x conversion, which are independent.

    Var(LC) = Var L Var C + Var L (E C)^2 + Var C (E L)^2. Source: Goodman 1960.
    """
    lead_mean, lead_variance = mean_and_variance(of.leads)
    share_mean, share_variance = mean_and_variance(of.conversion)
    variance = (
        lead_variance * share_variance
        + lead_variance * share_mean**2
        + share_variance * lead_mean**2
    )
    return Inflow(mean=lead_mean * share_mean, sd=math.sqrt(variance))


def uptake(code: str, users: int, clients: int) -> Posterior:
    """Return what we believe of the share of a segment that uses a product:
    beta(1 + users, 1 + others).

    Raises:
        ImpossibleCount: more users than clients, or fewer than none.
    """
    if not 0 <= users <= clients:
        raise ImpossibleCount(count=clients - users, what=code)
    return Posterior(Family.BETA, 1.0 + users, 1.0 + clients - users)


def measured_amount(code: str, mean: Decimal, standard_error: Decimal) -> Posterior:
    """Return what we believe of an average amount (price, cost) with its standard error.

    Raises:
        ImpossibleCount: a negative standard error.
    """
    if standard_error < 0:
        raise ImpossibleCount(count=standard_error, what=code)
    return Posterior(Family.NORMAL, float(mean), float(standard_error))
