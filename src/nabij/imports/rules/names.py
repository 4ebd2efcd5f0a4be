# SPDX-License-Identifier: EUPL-1.2
"""Names of persons in one cell, taken apart as far as Dutch spelling tells."""

import re

from nabij.matching.normalise import PREFIXES, fold
from nabij.relations.rules import split_prefix
from nabij.relations.types import PersonName

_TITLES = frozenset(
    "dhr mevr mw mevrouw meneer mijnheer heer mej mr mrs ms drs dr ir ing prof ds fam familie".split()  # noqa: SIM905
)
_INITIALS = re.compile(r"(?:[A-Z][a-z]{0,2}\.[ -]?)+|[A-Z]{1,4}")


def whole_name(text: str) -> PersonName:
    """Return a name that was written in one cell; what cannot be told apart is the surname.

    Example:
        >>> whole_name("Mevr. J.A. (Anna) van den Berg").own_name
        'Berg'
        >>> whole_name("Berg, Anna van den").own_prefix
        'van den'
    """
    call = ""
    if found := re.search(r"\(([^()]{1,80})\)", text):
        call, text = found[1].strip(), f"{text[: found.start()]} {text[found.end() :]}"
    family, comma, rest = (part.strip() for part in text.partition(","))
    words = [w for w in (rest if comma else family).split() if fold(w).strip(".") not in _TITLES]
    if words[:2] and fold(" ".join(words[:2])) == "de heer":
        words = words[2:]
    if comma:
        count = _prefixes_at_end(words)
        prefix = " ".join(words[len(words) - count :])
        first = words[: len(words) - count]
        own_prefix, own = (prefix, family) if prefix else split_prefix(family)
    else:
        place = _where_surname_starts(words)
        first = words[:place]
        own_prefix, own = split_prefix(" ".join(words[place:]))
    given = " ".join(first)
    is_initials = bool(given) and bool(_INITIALS.fullmatch(given.replace(" ", "")))
    return PersonName(
        given_names="" if is_initials else given,
        initials=given if is_initials else "",
        call_name=call,
        own_prefix=own_prefix,
        own_name=own,
    )


def surname(text: str) -> tuple[str, str]:
    """Return prefix and rest of a surname: `van den Berg`, `Berg, van den` and `Berg (van den)`."""
    if found := re.fullmatch(r"(.+?)\s*[,(]\s*([^,()]+)\)?", text):
        words = found[2].split()
        if words and all(fold(word) in PREFIXES for word in words):
            return found[2].strip(), found[1].strip()
    return split_prefix(text)


def is_initials(text: str) -> bool:
    """Tell whether these are initials and no given names: `J.A.`, `Th.`, `JA`."""
    return bool(_INITIALS.fullmatch(text.replace(" ", "")))


def _prefixes_at_end(words: list[str]) -> int:
    count = 0
    while count < len(words) and fold(words[-1 - count]) in PREFIXES:
        count += 1
    return count


def _where_surname_starts(words: list[str]) -> int:
    """Return the place of the first prefix behind the given names, else of the last word."""
    for place, word in enumerate(words[:-1]):
        if place and fold(word) in PREFIXES and word[:1].islower():
            return place
    if len(words) > 1 and fold(words[0]) in PREFIXES and words[0][:1].islower():
        return 0
    return max(len(words) - 1, 0)
