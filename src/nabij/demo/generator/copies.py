# SPDX-License-Identifier: EUPL-1.2
"""How another source knows a person: the same, or nearly so.

A variant is a list of words joined by `+`:
masked_bsn, no_bsn, oid_bsn, wrong_bsn, foreign_bsn=<key of another person>, maiden_name,
swapped_birth, year_of_birth, old_address, initials_only, prefix_in_name, no_accents.
"""

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple
from unicodedata import combining, normalize

from nabij.demo.generator import providers
from nabij.demo.generator.chance import Chance, Weighted
from nabij.demo.generator.names import initials_of
from nabij.demo.generator.numbers import is_bsn
from nabij.demo.generator.shapes import Address, ContactPoint, Person, PersonName

BSN = "http://fhir.nl/fhir/NamingSystem/bsn"
BSN_OID = "urn:oid:2.16.840.1.113883.2.4.6.3"
_BSN: dict[str, tuple[list[str], list[float]]] = {
    providers.OWN: (["", "oid_bsn", "no_bsn"], [95, 4, 1]),
    providers.GP: (["masked_bsn", "", "oid_bsn", "no_bsn"], [40, 48, 10, 2]),
    providers.HOSPITAL: (["", "oid_bsn", "no_bsn", "wrong_bsn"], [88, 8, 3.4, 0.6]),
    providers.PHARMACY: (["", "no_bsn", "oid_bsn", "wrong_bsn"], [74, 20, 5.2, 0.8]),
    providers.DAY_CARE: (["no_bsn", ""], [60, 40]),
    providers.MENTAL_HEALTH: (["", "masked_bsn"], [70, 30]),
}
_BSN_PICKS = {source: Weighted(words, shares) for source, (words, shares) in _BSN.items()}
# Share of the records that differ, for each source: own surname instead of the partner's, day and
# month swapped, only the year, an address of before, initials instead of names.
_DIFFERENCES = {
    providers.OWN: (0.0, 0.0, 0.0, 0.0, 0.0),
    providers.GP: (0.07, 0.002, 0.002, 0.03, 0.0),
    providers.HOSPITAL: (0.03, 0.012, 0.0, 0.06, 0.03),
    providers.PHARMACY: (0.04, 0.004, 0.006, 0.05, 0.45),
    providers.DAY_CARE: (0.05, 0.004, 0.03, 0.02, 0.0),
    providers.MENTAL_HEALTH: (0.03, 0.0, 0.0, 0.05, 0.1),
}


class Copy(NamedTuple):
    """A person as a source has them; `bsn` is '' where the source sends none."""

    name: PersonName
    gender: str
    birth: str
    address: Address
    contact_points: tuple[ContactPoint, ...]
    bsn: str
    bsn_system: str
    is_masked: bool
    variant: frozenset[str]


def variant(source: str, person: Person, chance: Chance) -> str:
    """Return, by chance, how the copy of `source` differs from what we know."""
    words = [_BSN_PICKS[source].pick(chance)]
    maiden, swapped, year, address, initials = _DIFFERENCES[source]
    if person.name.partner_name and person.name.name_use != "own" and chance.happens(maiden):
        words.append("maiden_name")
    if len(person.birth) == 10 and person.birth[8:] < "13" and chance.happens(swapped * 2.5):
        words.append("swapped_birth")
    elif len(person.birth) == 10 and chance.happens(year):
        words.append("year_of_birth")
    if chance.happens(address):
        words.append("old_address")
    if chance.happens(initials):
        words.append("initials_only")
    if source == providers.PHARMACY and person.name.own_prefix and chance.happens(0.2):
        words.append("prefix_in_name")
    if source == providers.HOSPITAL and chance.happens(0.3):
        words.append("no_accents")
    return "+".join(word for word in words if word)


def copy_of(
    person: Person, words: str, *, old_address: Address, persons: dict[str, Person]
) -> Copy:
    """Return the copy that a variant makes of a person.

    `old_address` is used by the copies that never heard of the move, `persons` by those that
    carry someone else's BSN.
    """
    known = frozenset(words.split("+")) if words else frozenset[str]()
    bsn = "" if "no_bsn" in known else person.bsn
    for word in known:
        if word.startswith("foreign_bsn="):
            bsn = persons[word.partition("=")[2]].bsn
    if "wrong_bsn" in known:
        bsn = mistyped(bsn)
    return Copy(
        name=_name(person.name, known),
        gender=person.gender,
        birth=_birth(person.birth, known),
        address=old_address if "old_address" in known else person.addresses[0],
        contact_points=person.contact_points,
        bsn=bsn,
        bsn_system=BSN_OID if "oid_bsn" in known else BSN,
        is_masked="masked_bsn" in known and bool(bsn),
        variant=known,
    )


def _name(name: PersonName, known: frozenset[str]) -> PersonName:
    if "maiden_name" in known:
        name = replace(name, partner_prefix="", partner_name="", name_use="own")
    if "initials_only" in known:
        name = replace(name, given="", call_name="")
    if "prefix_in_name" in known:
        name = replace(name, own_prefix="", own_name=f"{name.own_prefix} {name.own_name}")
    if "no_accents" in known:
        name = replace(
            name,
            given=without_accents(name.given),
            initials=initials_of(without_accents(name.given)) or name.initials,
            call_name=without_accents(name.call_name),
            own_name=without_accents(name.own_name),
            partner_name=without_accents(name.partner_name),
        )
    return name


def _birth(birth: str, known: frozenset[str]) -> str:
    if "swapped_birth" in known:
        return f"{birth[:4]}-{birth[8:]}-{birth[5:7]}"
    return birth[:4] if "year_of_birth" in known else birth


@lru_cache(maxsize=4096)
def without_accents(text: str) -> str:
    """Return letters as an old system keeps them: `Celik` for `Çelik`."""
    for letter, plain in (("ı", "i"), ("ł", "l"), ("Ł", "L"), ("ø", "o")):
        text = text.replace(letter, plain)
    return "".join(letter for letter in normalize("NFKD", text) if not combining(letter))


def mistyped(bsn: str) -> str:
    """Return the BSN with two neighbours swapped so that it fails the eleven test."""
    for place in range(7, 0, -1):
        swapped = bsn[:place] + bsn[place + 1] + bsn[place] + bsn[place + 2 :]
        if swapped != bsn and not is_bsn(swapped):
            return swapped
    return f"{bsn[:8]}{(int(bsn[8]) + 1) % 10}"
