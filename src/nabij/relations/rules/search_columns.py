# SPDX-License-Identifier: EUPL-1.2
"""The columns by which parties are listed and found; written when a party is saved."""

from dataclasses import dataclass

from nabij.matching.normalise import fold
from nabij.relations.rules.names import (
    initials_text,
    short_name,
    sort_surname,
    surname,
)
from nabij.relations.types import PersonName

NAME_LENGTH = 250


@dataclass(frozen=True, slots=True)
class Columns:
    """Name, sort key and search text of one party."""

    name: str
    sort_key: str
    search_text: str


def person_columns(name: PersonName, *, city: str = "") -> Columns:
    """Return the columns of a person.

    The sort key ignores prefixes ("Vries, de" under V). Two spaces stand between surname and given
    names, so that Vries comes before Vries-van den Berg, and both before Vriesema. The search text
    holds every name in use, folded, so that maiden names and call names are found too.
    """
    shown = short_name(name)
    family, prefix = sort_surname(name)
    given = [name.call_name, name.given_names, initials_text(name)]
    order = "  ".join(
        part
        for part in (
            " ".join(search_words(family)),
            " ".join(search_words(" ".join(dict.fromkeys(given)))),
            " ".join(search_words(prefix)),
        )
        if part
    )
    texts = [
        name.call_name, name.given_names, surname(name), name.own_prefix, name.own_name,
        name.partner_prefix, name.partner_name, city,
    ]  # fmt: skip
    return Columns(
        name=shown[:NAME_LENGTH],
        sort_key=(order or fold(shown) or shown)[:NAME_LENGTH],
        search_text=_search_text(texts),
    )


def organisation_columns(name: str, *, legal_name: str = "", city: str = "") -> Columns:
    """Return the columns of an organisation."""
    plain = " ".join(name.split())
    return Columns(
        name=plain[:NAME_LENGTH],
        sort_key=(fold(plain) or plain)[:NAME_LENGTH],
        search_text=_search_text([plain, legal_name, city]),
    )


def search_words(text: str) -> list[str]:
    """Return the folded words of names and organisations: letters and digits, nothing else."""
    plain = "".join(char if char.isalnum() or char == "'" else " " for char in fold(text))
    return plain.replace("'", "").split()


def _search_text(texts: list[str]) -> str:
    """Return all words once, each with a space before it, so that ` vri` finds word starts.

    `ij` and `y` are written both ways: Dijkstra is found as Dykstra and the reverse.
    """
    found: dict[str, None] = {}
    for text in texts:
        for word in search_words(text):
            found[word] = None
            for one, other in (("ij", "y"), ("y", "ij")):
                if one in word:
                    found[word.replace(one, other)] = None
    return " " + " ".join(found) + " "
