# SPDX-License-Identifier: EUPL-1.2
"""The examples as plain values, for tests that need no database."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.text import slugify

from nabij.value.rules import examples
from nabij.value.types import Figure, Option, Part, Service, Setup, Step, Test


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
