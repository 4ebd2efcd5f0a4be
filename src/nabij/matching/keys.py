# SPDX-License-Identifier: EUPL-1.2
"""The keys under which a stored record is found by one that is new: numbers, for one index.

They are the keys of many records at once (`pairing.RULES`), so that whoever is found among a
million is found alone too, and one wider key for who is known by a name and a year only. The BSN
is not among them: it is looked up by its own sealed index, whose key may be replaced.

The numbers are stored. Whoever changes a rule, or how a name sounds, writes a migration that fills
them anew.
"""

from collections.abc import Iterable
from hashlib import blake2b
from itertools import product

from nabij.matching.compare import Prepared
from nabij.matching.pairing import LARGEST_BLOCK

__all__ = ["LARGEST_BLOCK", "RULES", "card_keys", "found_under", "looked_under"]

# What stands on a card everybody may see: names and the year of birth.
CARD = "sound and year"
# Per rule the values that together are the key; of what a record has several, each makes one.
RULES: dict[str, tuple[str, ...]] = {
    "phone": ("phone",),
    "email": ("email",),
    "birth and initial": ("whole_birth", "first"),
    "birth and sound": ("whole_birth", "sound"),
    "birth and postcode": ("whole_birth", "postcode"),
    "birth and house number": ("whole_birth", "house_number"),
    "address and sound": ("postcode", "house_number", "sound"),
    "address and initial": ("postcode", "house_number", "first"),
    "sound, initial and year": ("sound", "first", "year"),
    "sound, name and day": ("sound", "given", "day"),
    "sound, initial and postcode": ("sound", "first", "postcode"),
    CARD: ("sound", "year"),
}


def found_under(prepared: Prepared) -> list[int]:
    """Return all keys of a record, in order: what is stored beside it. About 25 microseconds."""
    return _numbers(prepared, RULES)


def looked_under(prepared: Prepared) -> list[int]:
    """Return the keys by which others are looked for.

    All but the widest, unless the record lacks what the narrow keys are made of.
    """
    is_whole = prepared.birth is not None and prepared.birth.precision == "day"
    narrow = (rule for rule in RULES if rule != CARD)
    return _numbers(prepared, narrow if is_whole and prepared.initials else RULES)


def card_keys(prepared: Prepared) -> list[int]:
    """Return the keys that are made of names and the year of birth only."""
    return _numbers(prepared, [CARD])


def _numbers(prepared: Prepared, rules: Iterable[str]) -> list[int]:
    values = _values(prepared)
    return sorted(
        {
            _number(rule, key)
            for rule in rules
            for key in product(*(values[name] for name in RULES[rule]))
        }
    )


def _values(prepared: Prepared) -> dict[str, Iterable[str]]:
    """Return what there is of each part of a key; an absent value makes no key."""
    birth = prepared.birth
    postcode, number, _suffix = prepared.address
    is_whole = birth is not None and birth.precision == "day"
    return {
        "phone": prepared.phones,
        "email": prepared.emails,
        "sound": prepared.surname_keys,
        "first": _if_any(prepared.initials[:1]),
        "given": prepared.given[:1],
        "postcode": _if_any(postcode),
        "house_number": _if_any(number),
        "year": _if_any(birth.fhir[:4] if birth else ""),
        "whole_birth": _if_any(birth.fhir if birth and is_whole else ""),
        "day": _if_any(birth.fhir[5:] if birth and is_whole else ""),
    }


def _if_any(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def _number(rule: str, key: tuple[str, ...]) -> int:
    """Return a number of 64 bits with a sign, as the database keeps it."""
    text = "\x1f".join((rule, *key)).encode()
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big", signed=True)
