# SPDX-License-Identifier: EUPL-1.2
"""Bring names, addresses and numbers of persons into forms that can be compared."""

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not take apart into a letter and an accent.
_LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe",
        "ı": "i", "ĳ": "ij", "ħ": "h", "ŧ": "t", "ŋ": "n", "ə": "e", "ʼ": "'", "’": "'",
        "‘": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "_": " ",
    }
)  # fmt: skip
_PREFIXES = (
    "van von vom vander vanden vd v/d de der den des het 't 's te ten ter tot toe thoe zu zur zum"
    " in op aan bij voor onder over uit uijt uyt du d d' da das dos do di della dello del degli dal"
    " la le les l l' los las lo el al am auf af av"
)
PREFIXES = frozenset(_PREFIXES.split())
# Marks that test data puts before or between the parts of a name.
_NOISE = frozenset({"xxx"})
_NOT_IN_NAMES = re.compile(r"(?:[^\w' -]|[\d_])+")
_HOUSE = re.compile(r"\s*(\d+)\s*[-/ ]?\s*(.*)", re.DOTALL)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return `text` in lower case without accents, single-spaced, in ASCII where that exists.

    Example:
        >>> fold("Żáïŀëñøŕ  Łukasz")
        'zailenor lukasz'
    """
    lowered = unicodedata.normalize("NFKC", text).lower().replace("ŀ", "l")
    apart = unicodedata.normalize("NFKD", lowered.translate(_LETTERS))
    plain = "".join(char for char in apart if not unicodedata.combining(char))
    return " ".join(plain.replace("·", "").split())


def letters(text: str) -> str:
    """Return the letters of a text, of any script."""
    return "".join(filter(str.isalpha, text))


def without_prefixes(text: str) -> str:
    """Return one folded surname without the prefixes before it: `van 't Hof` gives `hof`.

    A name that consists of prefixes only keeps its last word.
    """
    plain, before = fold(text), None
    while plain != before:  # what is left may begin with a prefix again: `'d'e Boer`
        before, plain = plain, _without_first_prefixes(plain)
    return plain


def _without_first_prefixes(plain: str) -> str:
    parts = [part for part in _NOT_IN_NAMES.sub(" ", plain).split() if part not in _NOISE]
    while len(parts) > 1 and parts[0].strip("-") in PREFIXES:
        parts.pop(0)
    if parts and re.match(r"[dls]'.", parts[0]):
        parts[0] = parts[0][2:]
    return " ".join(" ".join(parts).replace("'", "").split()).strip("- ")


@lru_cache(maxsize=65536)
def surnames(text: str) -> tuple[str, ...]:
    """Return the surnames in a family name, folded and without prefixes, in their order.

    A hyphen joins the names of partners: `de Vries-van den Berg` gives `vries` and `berg`.

    Example:
        >>> surnames("van Putten - van der Giessen")
        ('putten', 'giessen')
    """
    found = [without_prefixes(part) for part in fold(text).split("-")]
    return tuple(dict.fromkeys(part for part in found if part))


@lru_cache(maxsize=65536)
def given_names(text: str) -> tuple[str, ...]:
    """Return the given names written in full; initials (`J.`, `Th.`) are left out."""
    found = []
    for part in fold(text).replace("-", " ").split():
        plain = letters(part)
        if len(plain) > 1 and not part.endswith(".") and plain not in _NOISE:
            found.append(plain)
    return tuple(found)


@lru_cache(maxsize=65536)
def initials(text: str) -> str:
    """Return initials as letters: `Th.J.` and `T J` both give `tj`; `JCM` gives `jcm`.

    Names in full give their first letters. The double letters of old spelling (Th, Ph, Ch) count
    for one, because sources write them both ways.
    """
    folded = fold(text)
    parts = [letters(part) for part in re.split(r"[.\s-]+", folded)]
    parts = [part for part in parts if part and part not in _NOISE]
    if len(parts) == 1 and "." not in folded and text.isupper():
        return parts[0]
    return "".join(part[0] for part in parts)


def postcode(text: str) -> str:
    """Return a postcode in capitals without spaces."""
    return re.sub(r"[^0-9A-Z]", "", fold(text).upper())


def house(number: str, suffix: str = "") -> tuple[str, str]:
    """Return house number and suffix apart, however they were divided over the two fields.

    Example:
        >>> house("12 a", "bis"), house("12", "A-bis"), house("0012")
        (('12', 'abis'), ('12', 'abis'), ('12', ''))
    """
    found = _HOUSE.match(fold(number))
    if not found:
        return "", re.sub(r"[^a-z0-9]", "", fold(f"{number}{suffix}"))
    rest = re.sub(r"[^a-z0-9]", "", fold(f"{found[2]}{suffix}"))
    return found[1].lstrip("0") or "0", rest


def phone(text: str) -> str:
    """Return the last nine digits of a phone number, the same with and without country code."""
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    return digits[-9:] if len(digits) >= 9 else ""


def email(text: str) -> str:
    """Return an e-mail address in lower case."""
    return text.strip().lower()
