# SPDX-License-Identifier: EUPL-1.2
"""Makes names and writes them the Dutch way."""

import unicodedata
from functools import cache
from typing import Any, NamedTuple

from nabij.demo.generator.chance import Chance, Weighted
from nabij.demo.generator.shapes import PersonName
from nabij.demo.generator.tables import table

_LANGUAGES = {"turkish": "tr", "moroccan": "ber", "polish": "pl"}


class Surname(NamedTuple):
    prefix: str
    name: str


class Origin(NamedTuple):
    """Names that go together; `first` holds (birth name, call name) by age and gender."""

    key: str
    language: str
    first: dict[tuple[bool, str], list[tuple[str, str]]]
    surnames: list[Surname]


def _first_names(rows: list[str]) -> list[tuple[str, str]]:
    pairs = (row.partition("=") for row in rows)
    return [(birth, call or birth) for birth, _, call in pairs]


def _origin(key: str, row: dict[str, Any]) -> Origin:
    return Origin(
        key=key,
        language=_LANGUAGES.get(key, "nl"),
        first={
            (True, "female"): _first_names(row["women"]),
            (True, "male"): _first_names(row["men"]),
            (False, "female"): _first_names(row["younger_women"]),
            (False, "male"): _first_names(row["younger_men"]),
        },
        surnames=[Surname(*text.split("|")) for text in row["surnames"]],
    )


@cache
def origins() -> Weighted[Origin]:
    """Return the origins of names by how often they occur in the region."""
    rows = table("names")
    return Weighted(
        [_origin(key, row) for key, row in rows.items()], [row["weight"] for row in rows.values()]
    )


def surname(origin: Origin, chance: Chance) -> Surname:
    """Return a surname; the first ones of a list are the common ones, so they come more often."""
    position = int(len(origin.surnames) * chance.random() ** 1.35)
    return origin.surnames[position]


def initials_of(given: str) -> str:
    """Return the initials of given names: `J.M.` of `Johanna Maria`."""
    return "".join(f"{part[0]}." for part in given.replace("-", " ").split())


def make_name(
    origin: Origin, gender: str, chance: Chance, *, is_old: bool, family: Surname
) -> PersonName:
    """Return a name without a partner's name."""
    given, call = chance.pick(origin.first[is_old, gender])
    if origin.key in {"dutch", "frisian", "indonesian"} and is_old and chance.happens(0.6):
        extra = chance.sample(origin.first[True, gender], chance.number(1, 2))
        given = " ".join(dict.fromkeys([*given.split(), *(birth for birth, _ in extra)]))
    return PersonName(
        given=given,
        initials=initials_of(given),
        call_name=call,
        own_prefix=family.prefix,
        own_name=family.name,
    )


def _joined(prefix: str, name: str) -> str:
    return f"{prefix} {name}" if prefix else name


def family_of(name: PersonName) -> str:
    """Return the surname as its bearer uses it: `de Vries-van den Berg`."""
    own = _joined(name.own_prefix, name.own_name)
    if not name.partner_name or name.name_use == "own":
        return own
    partner = _joined(name.partner_prefix, name.partner_name)
    return {
        "partner": partner,
        "partner_own": f"{partner}-{own}",
        "own_partner": f"{own}-{partner}",
    }[name.name_use]


def full_name(name: PersonName) -> str:
    """Return call name and surname: `Jo de Vries-van den Berg`."""
    return f"{name.call_name or name.initials} {family_of(name)}"


def formal_name(name: PersonName) -> str:
    """Return initials and surname: `J.M. de Vries-van den Berg`."""
    return f"{name.initials} {family_of(name)}"


def title(gender: str) -> str:
    """Return `mevrouw` or `meneer`, or nothing when the gender says neither."""
    return {"female": "mevrouw", "male": "meneer"}.get(gender, "")


def salutation(name: PersonName, gender: str) -> str:
    """Return how to address someone formally: `mevrouw De Vries-van den Berg`."""
    family = family_of(name)
    return f"{title(gender)} {family[0].upper()}{family[1:]}".strip()


def plain(text: str) -> str:
    """Return letters without accents in lower case, for e-mail addresses and file names."""
    text = text.replace("ı", "i").replace("ł", "l").replace("Ł", "l").replace("ø", "o")
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "".join(letter for letter in folded.lower() if letter.isalnum())


def words_for(gender: str) -> dict[str, str]:
    """Return the words that follow a person's gender in a Dutch text."""
    if gender == "male":
        return {"mw": "meneer", "Mw": "Meneer", "zij": "hij", "Zij": "Hij", "haar": "zijn",
                "hem": "hem", "Pat": "Patiënt"}  # fmt: skip
    if gender == "female":
        return {"mw": "mevrouw", "Mw": "Mevrouw", "zij": "zij", "Zij": "Zij", "haar": "haar",
                "hem": "haar", "Pat": "Patiënte"}  # fmt: skip
    return {"mw": "cliënt", "Mw": "Cliënt", "zij": "die", "Zij": "Die", "haar": "diens",
            "hem": "hen", "Pat": "Patiënt"}  # fmt: skip
