# SPDX-License-Identifier: EUPL-1.2
"""The cells of a row, read one by one so that all that is wrong is told at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from nabij.core.dates import PartialDate
from nabij.core.spreadsheets import Cell
from nabij.imports.rules import cells
from nabij.imports.rules.cells import NotThat
from nabij.imports.types import Given, Problem, Surroundings
from nabij.matching.normalise import fold
from nabij.relations.rules import plain_address
from nabij.relations.types import AddressFields, ContactPointFields

_NOBODY_ELSE = {"nederland", "nl", "the netherlands", "netherlands", "holland"}
_DECISIONS = {"nieuw": "nieuw", "new": "nieuw", "bekend": "bekend", "known": "bekend"}


@dataclass(slots=True)
class Reader:
    """Reads the cells of one row and remembers what is wrong with them."""

    given: Given
    around: Surroundings
    problems: list[Problem] = field(default_factory=list)

    def read[Value](self, column: str, reads: Callable[[Cell], Value], nothing: Value) -> Value:
        """Return what `reads` makes of a column; `nothing` when it is absent or wrong."""
        cell = self.given.get(column)
        if cell is None:
            return nothing
        try:
            return reads(cell)
        except NotThat as error:
            self.wrong(column, error.code, error.value)
            return nothing

    def wrong(self, column: str, code: str, value: str = "") -> None:
        """Remember that a column is wrong."""
        self.problems.append(Problem(column, code, value))

    def text(self, column: str, longest: int) -> str:
        """Return a text of one line."""
        return self.read(column, lambda cell: cells.text_of(cell, longest), "")

    def day(self, column: str, *, may_be_future: bool = False) -> PartialDate | None:
        """Return a date, in whole or in part."""
        return self.read(
            column,
            lambda cell: cells.day_of(
                cell,
                today=self.around.today,
                may_be_future=may_be_future,
                style=self.around.styles.get(column, ""),
            ),
            None,
        )

    def one_of(self, column: str, words: Mapping[str, str], nothing: str = "") -> str:
        """Return what a word stands for; `words` are folded."""
        text = cells.as_text(self.given.get(column))
        if not text:
            return nothing
        found = words.get(fold(text).strip(" ."))
        if found is None:
            self.wrong(column, "not-one-of", text[:40])
            return nothing
        return found

    def decision(self) -> str:
        """Return what a colleague decided about who may be known: nieuw, bekend or ''."""
        return self.one_of("decision", _DECISIONS)

    def address(self, use: str) -> tuple[AddressFields, ...]:
        """Return the address of a row, none when nothing of a place is filled in."""
        street, number = self.text("street", 200), self.text("house_number", 20)
        suffix = self.text("suffix", 20)
        if not street and (line := self.text("address", 200)):
            street, found, rest = cells.street_and_number(line)
            number, suffix = number or found, suffix or rest
        elif street and not number:
            street, number, rest = cells.street_and_number(street)
            suffix = suffix or rest
        country = self.text("country", 60)
        place = AddressFields(
            use=use,
            street=street,
            house_number=number,
            suffix=suffix,
            postcode=self.read("postcode", cells.postcode_of, ""),
            city=self.text("city", 80),
            country="" if fold(country) in _NOBODY_ELSE else country,
        )
        return () if place.is_empty else (plain_address(place),)

    def contact_points(self, use: str) -> tuple[ContactPointFields, ...]:
        """Return the phone numbers and e-mail address of a row, as the forms make them."""
        found = [
            (1, "phone", self.read("phone", cells.phone_of, "")),
            (2, "phone", self.read("phone_2", cells.phone_of, "")),
            (1, "email", self.read("email", cells.email_of, "")),
        ]
        points: dict[tuple[str, str], ContactPointFields] = {}
        for rank, system, value in found:
            if value and (system, value) not in points:
                of_home = "mobile" if value.startswith("+316") and use == "home" else use
                points[system, value] = ContactPointFields(
                    system=system, value=value, use=of_home, rank=rank
                )
        return tuple(points.values())
