# SPDX-License-Identifier: EUPL-1.2
"""The examples as plain values, for tests that need no database."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.utils.text import slugify

from nabij.value.rules import examples
from nabij.value.types import Figure, Option, Part, Service, Setup, Step, Test

LAST_DAY = date(2026, 11, 1)


def example(key: str, *, on: date) -> tuple[Setup, Mapping[str, Figure]]:
    """Return the set-up and the figures of an example, with refs `o0`, `o1`, `t0`."""
    of = examples.EXAMPLES[key]
    setup = Setup(
        step=of.step,
        years=of.years,
        segments=tuple(Part(slugify(name)[:24], name) for name in of.segments),
        products=tuple(
            Service(
                slugify(one["name"])[:24], one["name"], one["is_commercial"], one.get("funder", "")
            )
            for one in of.products
        ),
        plateaus=tuple(
            Step(number, one["name"], one["starts_after"], one["ramp"], one["share"])
            for number, one in enumerate(of.plateaus, 1)
        ),
        options=tuple(
            Option(
                f"o{at}",
                one["name"],
                one.get("cost_share", Decimal(1)),
                tuple(sorted(one["strengths"].items())),
            )
            for at, one in enumerate(of.scenarios)
        ),
        tests=tuple(Test(f"t{at}", **one) for at, one in enumerate(of.trials)),
    )
    figures = {
        one.code: Figure(
            code=one.code,
            version=1,
            worst=one.worst,
            guess=one.guess,
            best=one.best,
            shape=one.shape,
        )
        for one in examples.estimates(of, setup, on=on)
    }
    return setup, figures


def episodes(chance, clients, monthly, avoidable):
    """Return care of which the chance to leave per month, and why, is known."""
    rows = [["groep", "start", "einde", "reden"]]
    for _ in range(clients):
        start = LAST_DAY - timedelta(days=chance.randrange(30, 1400))
        months = 1
        while chance.random() >= monthly:
            months += 1
        end = start + timedelta(days=int(months * 30.4375) - 2)
        reason = "ontevreden" if chance.random() < avoidable else "overleden"
        is_over = end <= LAST_DAY
        rows.append(
            ["Wijkverpleging", start, end if is_over else None, reason if is_over else None]
        )
    return rows
