# SPDX-License-Identifier: EUPL-1.2
"""Recognise what was typed in the search box: names, a phone number, a birth date, a number."""

import re
from dataclasses import dataclass
from datetime import date

from nabij.core import identifiers
from nabij.core.dates import NotADate, PartialDate, is_month_name, parse_dutch
from nabij.matching.normalise import PREFIXES, fold, house
from nabij.relations.rules.search_columns import search_words

MOST_WORDS = 8
LONGEST_TEXT = 200
_POSTCODE = re.compile(
    r"(?<![\w-])([1-9]\d{3})(\s?)([A-Za-z]{2})(?:(?=\d)|(?![\w-]))(?:\s*,?\s*(\d{1,5})\s?([A-Za-z]?)(?![\w-]))?"
)
_DATE = re.compile(
    r"(?<![\w-])(\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{2,4}|\d{4}-\d{2}-\d{2}"
    r"|(?:\d{1,2}\s+)?(?P<month>[A-Za-z]{3,9})\.?\s+'?(?:\d{4}|\d{2})|\d{8})(?![\w-])"
)
_YEAR = re.compile(r"(?<![\w-])(1[89]\d\d|20\d\d)(?![\w-])")
_EMAIL = re.compile(r"\S+@\S+")
_ONLY_NUMBER = re.compile(r"[\d\s.\-()/+]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a search text says.

    `words`, `birth`, `postcode` with `house_number` and `email` must all hold. A text of digits
    may be several things at once: any of `phone`, `bsn`, `number` (client number) and `birth`.
    """

    words: tuple[str, ...] = ()
    birth: PartialDate | None = None
    postcode: str = ""
    house_number: str = ""
    suffix: str = ""
    email: str = ""
    phone: str = ""
    bsn: str = ""
    number: str = ""

    @property
    def is_number(self) -> bool:
        """Tell whether only digits were typed, so that one of several meanings must hold."""
        return bool(self.phone or self.bsn or self.number)

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to search for."""
        return self == Search()


def recognise(text: str, *, today: date) -> Search:
    """Return what was typed, whatever its notation.

    Example:
        >>> recognise("jansen 9 mrt 1941", today=date(2026, 11, 22)).birth.fhir
        '1941-03-09'
    """
    text = " ".join(text.replace("\x00", "").split())[:LONGEST_TEXT]
    if not text:
        return Search()
    if _ONLY_NUMBER.fullmatch(text) and (found := _number(text, today=today)):
        return found
    if identifiers.is_email(identifiers.normalise_email(text)):
        return Search(email=identifiers.normalise_email(text))
    text, email = _cut_email(text)
    text, postcode, house_number, suffix = _cut_postcode(text)
    text, birth = _cut_birth(text, today=today)
    words = search_words(text)[:MOST_WORDS]
    is_code = " " not in text and any(char.isdigit() for char in text)
    if is_code and not (birth or postcode or email):
        return Search(words=tuple(words), number=text.upper()[:20])
    return Search(
        words=tuple(words),
        birth=birth,
        postcode=postcode,
        house_number=house_number,
        suffix=suffix,
        email=email,
    )


def _number(text: str, *, today: date) -> Search | None:
    """Return every meaning of a text of digits; None when it is a date written with separators."""
    digits = re.sub(r"\D", "", text)
    birth = _date(text, today=today)
    if birth is not None and (birth.precision != "day" or not text.isdigit()):
        return None
    bsn = identifiers.normalise_bsn(text) if len(digits) == 9 else ""
    return Search(
        phone=identifiers.normalise_phone(text) if len(digits) >= 7 else "",
        bsn=bsn if identifiers.is_bsn(bsn) else "",
        number=re.sub(r"\s", "", text)[:20],
        birth=birth,
    )


def _cut_email(text: str) -> tuple[str, str]:
    found = _EMAIL.search(text)
    if not found or not identifiers.is_email(found[0].lower()):
        return text, ""
    return text.replace(found[0], " "), identifiers.normalise_email(found[0])


def _cut_postcode(text: str) -> tuple[str, str, str, str]:
    for found in _POSTCODE.finditer(text):
        digits, space, letters, number, suffix = found.groups(default="")
        value = identifiers.normalise_postcode(digits + letters)
        # "1941 de Vries" is a year and a name, "1941 DE 12" is a postcode
        is_name = space and fold(letters) in PREFIXES and not letters.isupper() and not number
        if identifiers.is_postcode(value) and not is_name:
            rest = f"{text[: found.start()]} {text[found.end() :]}"
            return rest, value, *house(number, suffix)
    return text, "", "", ""


def _cut_birth(text: str, *, today: date) -> tuple[str, PartialDate | None]:
    for pattern in (_DATE, _YEAR):
        for found in pattern.finditer(text):
            month = found.groupdict().get("month")
            birth = None if month and not is_month_name(month) else _date(found[0], today=today)
            if birth is not None:
                return f"{text[: found.start()]} {text[found.end() :]}", birth
    return text, None


def _date(text: str, *, today: date) -> PartialDate | None:
    try:
        return parse_dutch(text, today=today)
    except NotADate:
        return None
