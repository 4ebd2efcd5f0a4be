# SPDX-License-Identifier: EUPL-1.2
"""Where people live: addresses with real places and streets and invented house numbers."""

from datetime import date
from typing import Any, NamedTuple
from zlib import crc32

from nabij.demo.generator.chance import Chance, Weighted
from nabij.demo.generator.shapes import Address
from nabij.demo.generator.tables import table

# SA, SD and SS are not given out; F, I, O, Q, U and Y are not used behind the digits.
_LETTERS = "ABCDEGHJKLMNPRTVWXZ"
_SUFFIXES = ("A", "B", "bis", "rood", "II")


class Place(NamedTuple):
    city: str
    team: str
    municipality: str
    postcodes: list[str]
    area: str
    streets: list[str]


class Places:
    """All places of the region, and some where relatives have moved to."""

    def __init__(self) -> None:
        rows = table("places")
        self.region = [_place(row) for row in rows["place"]]
        self.elsewhere = [_place(row) for row in rows["elsewhere"]]
        self._weighted = Weighted(self.region, [row["weight"] for row in rows["place"]])

    def pick(self, chance: Chance) -> Place:
        """Return a place of the region, the larger the likelier."""
        return self._weighted.pick(chance)

    def by_city(self, city: str) -> Place:
        """Return the (first) place with this name."""
        return next(place for place in (*self.region, *self.elsewhere) if place.city == city)

    def postcode(self, place: Place, street: str, chance: Chance) -> str:
        """Return a postcode of the place; the letters go with street and part of the street."""
        digits = place.postcodes[crc32(street.encode()) % len(place.postcodes)]
        part = crc32(f"{street}{chance.number(0, 3)}".encode())
        letters = _LETTERS[part % 19] + _LETTERS[part // 19 % 19]
        return f"{digits}{letters}"

    def address(
        self, place: Place, chance: Chance, *, starts_on: date | None = None, use: str = "home"
    ) -> Address:
        """Return an address in the place."""
        street = chance.pick(place.streets)
        return Address(
            use=use,
            street=street,
            house_number=chance.number(1, 240),
            suffix=chance.pick(_SUFFIXES) if chance.happens(0.12) else "",
            postcode=self.postcode(place, street, chance),
            city=place.city,
            municipality_code=place.municipality,
            starts_on=starts_on,
        )


def _place(row: dict[str, Any]) -> Place:
    return Place(
        city=row["city"],
        team=row.get("team", ""),
        municipality=row["municipality"],
        postcodes=row["postcodes"],
        area=row["area"],
        streets=row["streets"],
    )
