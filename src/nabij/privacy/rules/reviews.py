# SPDX-License-Identifier: EUPL-1.2
"""Why a look at a client is worth a question. Pure: hashes come in, reasons go out."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# How many doors away is next door: both sides of the street are counted in one row here.
DOORS_AWAY = 4
# These are looked at anew each time; of the rest a pair that was judged rests for a while.
NEVER_RESTS = frozenset({"emergency", "no_relation", "at_night"})
_NUMBER = re.compile(r"\d+")
_PREFIXES = frozenset(
    [
        "van",
        "de",
        "der",
        "den",
        "het",
        "ter",
        "ten",
        "te",
        "in",
        "op",
        "aan",
        "von",
        "zu",
        "du",
        "la",
        "le",
        "el",
        "al",
        "da",
        "di",
        "dos",
        "y",
        "v",
        "d",
        "'t",
        "'s",
    ]
)


@dataclass(frozen=True, slots=True)
class Marks:
    """Keyed hashes by which a person and a colleague are compared; nothing of it can be read.

    `doors` are those of the own address and, for a colleague, of the doors beside it.
    """

    names: frozenset[bytes] = frozenset()
    births: frozenset[bytes] = frozenset()
    doors: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one colleague did with one client on one day, as far as the log tells."""

    user_id: int
    person_id: int
    times: int
    is_without_relation: bool
    is_at_night: bool


def reasons(
    look: Look, *, client: Marks | None, reader: Marks | None, staff: frozenset[bytes],
    is_well_known: bool,
) -> list[str]:  # fmt: skip
    """Return why this look is listed, none when it is not.

    `staff` are the hashes of name and birth date of all colleagues.
    """
    found = []
    if look.is_without_relation:
        found.append("no_relation")
    if client is not None and client.births & staff:
        found.append("colleague")
    if client is not None and reader is not None:
        if client.names & reader.names:
            found.append("namesake")
        if client.doors & reader.doors:
            found.append("neighbour")
    if is_well_known:
        found.append("well_known")
    if look.is_at_night:
        found.append("at_night")
    return found


def rests(found: Iterable[str], *, known: Iterable[str]) -> bool:
    """Tell whether a look need not be listed, because the same was listed of late.

    Example:
        >>> rests(["namesake"], known=["namesake", "neighbour"])
        True
        >>> rests(["no_relation"], known=["no_relation"])
        False
    """
    wanted = frozenset(found)
    return wanted.isdisjoint(NEVER_RESTS) and wanted <= frozenset(known)


def surnames_of(name: str) -> Iterator[str]:
    """Yield the surnames in a whole name, folded, without prefixes: both of a double name.

    Example:
        >>> list(surnames_of("Fatima el Amrani-de Vries"))
        ['amrani', 'vries']
    """
    yield from surnames_in(" ".join(name.split()[1:]))


def surnames_in(surname: str) -> Iterator[str]:
    """Yield the surnames in a family name, folded, without prefixes: both of a double name.

    Example:
        >>> list(surnames_in("Jansen-de Boer")), list(surnames_in("van Dijk"))
        (['jansen', 'boer'], ['dijk'])
    """
    for part in surname.replace("–", "-").split("-"):
        words = part.split()
        kept = [word for word in words if word.casefold() not in _PREFIXES] or words
        if kept:
            yield folded(" ".join(kept))


def folded(text: str) -> str:
    """Return a name without accents, capitals, blanks and marks, to be compared.

    Example:
        >>> folded("Müller-Đ'Órs ")
        'mullerđors'
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def door(postcode: str, house_number: str) -> str:
    """Return an address to be compared, '' when it is not whole.

    Example:
        >>> door("8011 ab", "12 bis")
        '8011AB 12'
    """
    number = _NUMBER.search(house_number)
    code = "".join(postcode.split()).upper()
    return f"{code} {int(number[0])}" if number and code else ""


def doors_around(postcode: str, house_number: str) -> list[str]:
    """Return an address and those a few doors away, to be compared.

    Example:
        >>> doors_around("8011AB", "1")[:3]
        ['8011AB 1', '8011AB 2', '8011AB 3']
    """
    own = door(postcode, house_number)
    if not own:
        return []
    code, number = own.split()
    first, last = max(1, int(number) - DOORS_AWAY), int(number) + DOORS_AWAY
    return [f"{code} {one}" for one in range(first, last + 1)]
