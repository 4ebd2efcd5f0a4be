# SPDX-License-Identifier: EUPL-1.2
"""The cast of the relations tests; persons of team Noord, of Zuid and of no team."""

import pytest

from nabij.relations.tests.conftest import (
    amber,
    anja,
    anna,
    bram,
    carla,
    machine,
    noor,
    noord,
    record,
    xander,
    zuid,
)

__all__ = [
    "amber", "anja", "anna", "bram", "carla", "machine", "noor", "noord", "record", "xander",
    "zuid",
]  # fmt: skip


@pytest.fixture
def people(record, noord, zuid):
    """Ten of Noord, alternating between two places, one of Zuid, one of no team."""
    found = [
        record(
            own_name=f"Aalbers{number:02}",
            birth=f"19{40 + number}-03-09",
            unit=noord,
            phones=[f"+3161234560{number}"],
            address={"street": "Dorpsstraat", "house_number": "1", "postcode": "8011AB",
                     "city": "Zwolle" if number % 2 else "Kampen"},
        )
        for number in range(10)
    ]  # fmt: skip
    record(own_name="Zuiderling", unit=zuid)
    record(own_name="Losse")
    return found
