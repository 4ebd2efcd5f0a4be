# SPDX-License-Identifier: EUPL-1.2
"""What it costs to serve a client of a segment, apart from the care itself (A-25)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from nabij.value.model.errors import ImpossibleModel, gettext_noop
from nabij.value.model.money import MILLIONTH
from nabij.value.model.types import ZERO

MINUTES_PER_HOUR = 60


class NobodyServed(ImpossibleModel):
    code = "nobody-served"
    message = gettext_noop("Costs of %(clients)s client periods cannot be divided over them.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """Contacts over one channel in the time looked at: how many, how long each,
    at what hourly rate."""

    channel: str
    number: int
    minutes: Decimal
    hourly_rate: Decimal

    @property
    def cost(self) -> Decimal:
        """Return their cost in euro."""
        return self.number * self.minutes * self.hourly_rate / MINUTES_PER_HOUR


def cost_to_serve(
    contacts: Iterable[Contacts],
    *,
    visits: int,
    cost_per_visit: Decimal,
    overhead: Decimal,
    overhead_share: Decimal,
    client_periods: Decimal,
) -> Decimal:
    """Return the cost to serve one client for one period in euro, to a millionth.

    (contacts x minutes x rate + visits x cost + overhead x key) / client periods, where the key is
    the share of the overhead that falls to this segment.

    Raises:
        NobodyServed: no client periods to divide by.
    """
    if client_periods <= 0:
        raise NobodyServed(clients=client_periods)
    talking = sum((each.cost for each in contacts), ZERO)
    total = talking + visits * cost_per_visit + overhead * overhead_share
    return (total / client_periods).quantize(MILLIONTH)
