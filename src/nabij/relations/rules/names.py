# SPDX-License-Identifier: EUPL-1.2
"""How a Dutch name is put together from its parts: on a page, in a list, above a letter.

Source: zib NameInformation, nl-core HumanName (assembly order NL1 to NL4), BRP naamgebruik E, P,
V and N.
"""

import re
from dataclasses import dataclass
from typing import Literal

from nabij.matching.normalise import PREFIXES, fold
from nabij.relations.types import PersonName

_LETTERS_THAT_STAY = (
    "IJ",
    "Th",
    "Ph",
    "Ch",
    "Chr",
    "Fr",
    "Gh",
    "Jac",
    "Joh",
    "St",
    "Tj",
    "Sj",
    "Cl",
)


@dataclass(frozen=True, slots=True)
class Salutation:
    """How somebody is greeted: `code` chooses the sentence, `name` goes into it."""

    code: Literal["madam", "sir", "name", "first_name"]
    name: str


def surname(name: PersonName) -> str:
    """Return the surname somebody goes by: `de Vries-van den Berg`.

    A choice for a partner's name that is not known falls back on the own name, and the reverse.

    Example:
        >>> surname(PersonName(own_name="Berg", own_prefix="van den", partner_name="Vries",
        ...                    partner_prefix="de", name_use="partner_own"))
        'de Vries-van den Berg'
    """
    own = _joined(name.own_prefix, name.own_name)
    partner = _joined(name.partner_prefix, name.partner_name)
    if not partner or not own:
        return own or partner
    return {
        "partner": partner,
        "partner_own": f"{partner}-{own}",
        "own_partner": f"{own}-{partner}",
    }.get(name.name_use, own)


def birth_surname(name: PersonName) -> str:
    """Return the own surname when somebody goes by another one, else ''."""
    own = _joined(name.own_prefix, name.own_name)
    return own if own and own not in surname(name) else ""


def sort_surname(name: PersonName) -> tuple[str, str]:
    """Return the surname without its first prefix, and it: (`Vries-van den Berg`, `de`)."""
    starts_with_partner = name.name_use in {"partner", "partner_own"} and name.partner_name
    is_partner = starts_with_partner or not name.own_name
    prefix = name.partner_prefix if is_partner else name.own_prefix
    whole = surname(name)
    prefix = _spaced(prefix)
    if prefix and whole.startswith(prefix):
        return whole[len(prefix) :].strip(), prefix
    return whole, ""


def first_name(name: PersonName) -> str:
    """Return what somebody is called: the call name, else the first given name, else initials."""
    return _spaced(name.call_name) or next(iter(name.given_names.split()), initials_text(name))


def short_name(name: PersonName) -> str:
    """Return the name as colleagues say it: `Anna de Vries`."""
    return _joined(first_name(name), surname(name))


def full_name(name: PersonName) -> str:
    """Return all of the name: `Johanna Alida (Anna) de Vries-van den Berg`."""
    given = name.given_names or initials_text(name)
    called = f"({name.call_name})" if name.call_name and name.call_name != given else ""
    if not given:
        called = name.call_name
    return _spaced(given, called, surname(name))


def formal_name(name: PersonName, title: str = "") -> str:
    """Return the name as it stands above a letter: `mevrouw J. de Vries-van den Berg`.

    Without initials the first prefix gets a capital, as Dutch spelling asks: `mevrouw De Vries`.
    """
    initials = initials_text(name)
    shown = surname(name)
    if not initials:
        shown = _capital(shown)
    return _spaced(title, initials, shown)


def list_name(name: PersonName) -> str:
    """Return the name as it stands in a sorted list: `Vries-van den Berg, Anna de`."""
    family, prefix = sort_surname(name)
    return ", ".join(filter(None, [family, _spaced(first_name(name), prefix)]))


def salutation(name: PersonName, *, gender: str, form_of_address: str) -> Salutation:
    """Return how to greet somebody by their own choice; not known is formal.

    Without a sex or surname to greet formally, the whole name is used.
    """
    if form_of_address == "first_name" and (name.call_name or name.given_names):
        return Salutation("first_name", first_name(name))
    formal = _capital(surname(name))
    if form_of_address == "full_name" or gender not in {"female", "male"} or not formal:
        return Salutation("name", short_name(name))
    return Salutation("madam" if gender == "female" else "sir", formal)


def initials_text(name: PersonName) -> str:
    """Return initials with dots: `J.A.`; those recorded, else those of the given names.

    Example:
        >>> initials_text(PersonName(given_names="IJsbrand Theodoor"))
        'IJ.T.'
        >>> initials_text(PersonName(initials="th j"))
        'Th.J.'
    """
    written = name.initials.strip()
    if not written:
        return "".join(map(_initial_of, re.split(r"[\s-]+", name.given_names.strip())))
    parts = [part for part in re.split(r"[.\s]+", written) if part]
    if len(parts) == 1 and "." not in written and written.isupper() and written != "IJ":
        parts = re.findall(r"IJ|.", written)
    return "".join(_with_dot(part) for part in parts)


def split_prefix(text: str) -> tuple[str, str]:
    """Return the prefix and the rest of one surname that was typed as a whole.

    Example:
        >>> split_prefix("van der Berg"), split_prefix("Jansen")
        (('van der', 'Berg'), ('', 'Jansen'))
    """
    words = text.split()
    count = 0
    while count < len(words) - 1 and fold(words[count]) in PREFIXES:
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def _joined(prefix: str, name: str) -> str:
    """Join prefix and name; after an apostrophe, as in `d'Ancona`, without a space."""
    prefix, name = _spaced(prefix), _spaced(name)
    if prefix.endswith(("'", "’")) and not prefix.lower().startswith(("'", "’")):
        return f"{prefix}{name}"
    return _spaced(prefix, name)


def _spaced(*parts: str) -> str:
    """Join parts with single spaces, whatever blanks a source left in them."""
    return " ".join(" ".join(parts).split())


def _capital(text: str) -> str:
    """Give the first letter of a surname a capital; `'t Hooft` becomes `'t Hooft` (no letter)."""
    return text[:1].upper() + text[1:]


def _initial_of(given: str) -> str:
    if not given or not given[0].isalpha():
        return ""
    return "IJ." if given[:2] in {"IJ", "Ij", "ij"} else f"{given[0].upper()}."


def _with_dot(part: str) -> str:
    for kept in _LETTERS_THAT_STAY:
        if part.lower() == kept.lower():
            return f"{kept}."
    return f"{part[0].upper()}{part[1:]}."
