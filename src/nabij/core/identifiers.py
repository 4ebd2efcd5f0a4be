# SPDX-License-Identifier: EUPL-1.2
"""Numbers and addresses by which Dutch care knows people and organisations.

`normalise_x` brings what was typed or sent into the one form that is stored (without judging it),
`is_x` judges a normalised value, `format_x` writes it for people.
Real data holds values that are wrong by the rules and must be kept: `remark` says what is odd.
Source: the rules of each register; O-16 in docs/known-odd-data.md.
"""

import re
from functools import lru_cache
from typing import Literal

import phonenumbers
from phonenumbers import PhoneNumberFormat
from stdnum.nl import bsn as _bsn
from stdnum.nl import postcode as _postcode

Remark = Literal["", "padded", "unusual-length", "fails-check", "not-a-number"]

_LENGTHS = {"agb": 8, "kvk": 8, "vestiging": 12, "uzovi": 4, "ura": 8, "big": 11}
_EMAIL = re.compile(r"[^@\s,;<>\"()\[\]]+@[^@\s,;<>\"()\[\]]+\.[^@\s.,;<>\"()\[\]]{2,}")
_MOBILE = re.compile(r"6\d{8}")
_AREAS_OF_TWO = (
    "10 13 14 15 20 23 24 26 30 33 35 36 38 40 43 45 46 50 53 55 58 70 71 72 73 74 75 76 77 78 79"
    " 85 87 88 84 91"
)
_SHORT_AREAS = frozenset(_AREAS_OF_TWO.split())
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")


def normalise_bsn(text: str) -> str:
    """Return the digits of a BSN, leading zeros restored; '' when it holds anything else."""
    digits = _digits(text)
    return digits.zfill(9) if _is_digits(digits) and len(digits) in (8, 9) else ""


def is_bsn(value: str) -> bool:
    """Tell whether nine digits pass the eleven test."""
    return len(value) == 9 and _is_digits(value) and value != "0" * 9 and bool(_bsn.is_valid(value))


def normalise_agb(text: str) -> str:
    """Return an AGB code of eight digits; one of seven lost its leading zero and gets it back."""
    return _fixed(text, "agb", pad_from=7)


def is_agb(value: str) -> bool:
    """Tell whether it is an AGB code: eight digits, not all zero."""
    return _is_fixed(value, "agb")


def normalise_kvk(text: str) -> str:
    """Return a Chamber of Commerce number of eight digits."""
    return _fixed(text, "kvk", pad_from=7)


def is_kvk(value: str) -> bool:
    """Tell whether it is a Chamber of Commerce number; there is no check digit."""
    return _is_fixed(value, "kvk")


def normalise_vestiging(text: str) -> str:
    """Return a branch number (vestigingsnummer) of twelve digits."""
    return _fixed(text, "vestiging", pad_from=12)


def is_vestiging(value: str) -> bool:
    """Tell whether it is a branch number: twelve digits."""
    return _is_fixed(value, "vestiging")


def normalise_uzovi(text: str) -> str:
    """Return an insurer's code of four digits."""
    return _fixed(text, "uzovi", pad_from=3)


def is_uzovi(value: str) -> bool:
    """Tell whether it is an insurer's code: four digits."""
    return _is_fixed(value, "uzovi")


def normalise_ura(text: str) -> str:
    """Return a care provider's UZI register number of eight digits."""
    return _fixed(text, "ura", pad_from=6)


def is_ura(value: str) -> bool:
    """Tell whether it is a URA: eight digits."""
    return _is_fixed(value, "ura")


def normalise_big(text: str) -> str:
    """Return the digits of a BIG registration; a register id glued on behind it is left out.

    Source: O-16 in docs/known-odd-data.md ("21870932 2.16.528.1.1007.5.1" occurs in published
    data).
    """
    first = text.split()[:1]
    glued = len(text.split()) == 2 and text.split()[1].count(".") > 2
    return _fixed(first[0] if glued else text, "big", pad_from=11)


def is_big(value: str) -> bool:
    """Tell whether it is a BIG number: eleven digits."""
    return _is_fixed(value, "big")


def remark(kind: str, text: str) -> Remark:
    """Return what is odd about a number of this kind, '' when nothing is; odd ones are kept.

    `kind` is one of bsn, agb, kvk, vestiging, uzovi, ura, big.
    """
    digits = _digits(text)
    if not _is_digits(digits):
        return "not-a-number"
    if kind == "bsn":
        return "" if is_bsn(normalise_bsn(text)) else "fails-check"
    length = _LENGTHS[kind]
    if len(digits) == length:
        return "" if digits.strip("0") else "fails-check"
    return "padded" if len(NORMALISERS[kind](text)) == length else "unusual-length"


def normalise_postcode(text: str) -> str:
    """Return a Dutch postcode as `8011AB`; anything else in capitals without spaces."""
    return re.sub(r"[\s.-]", "", _visible(text)).upper()[:12]


def is_postcode(value: str) -> bool:
    """Tell whether it is a Dutch postcode; SA, SD and SS are not given out."""
    return len(value) == 6 and bool(_postcode.is_valid(value))


def format_postcode(value: str) -> str:
    """Return a Dutch postcode as `8011 AB`; others unchanged."""
    return f"{value[:4]} {value[4:]}" if is_postcode(value) else value


@lru_cache(maxsize=4096)
def normalise_phone(text: str, region: str = "NL") -> str:
    """Return a phone number in E.164 (`+31381234567`); '' when it cannot be one.

    A number without a country is one of `region`. `(0)` in `+31 (0)38` is left out.
    """
    plain = re.sub(r"\(0\)", "", _visible(text).strip())
    try:
        number = phonenumbers.parse(plain, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def is_phone(value: str) -> bool:
    """Tell whether an E.164 number lies in a range that its country has given out."""
    try:
        return bool(phonenumbers.is_valid_number(phonenumbers.parse(value, None)))
    except phonenumbers.NumberParseException:
        return False


def format_phone(value: str) -> str:
    """Return an E.164 number as the Dutch write it: `038 123 45 67`, `06 12 34 56 78`.

    Numbers of other countries keep their country code.
    """
    local = value.removeprefix("+31")
    if local == value or len(local) != 9:
        return _format_as_its_country_does(value)
    if _MOBILE.fullmatch(local):
        return f"06 {_pairs(local[1:])}"
    if local[:2] in _SHORT_AREAS:
        return f"0{local[:2]} {local[2:5]} {_pairs(local[5:])}"
    return f"0{local[:3]} {_pairs(local[3:])}"


def _format_as_its_country_does(value: str) -> str:
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return value
    is_dutch = number.country_code == 31
    style = PhoneNumberFormat.NATIONAL if is_dutch else PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(number, style))


def normalise_email(text: str) -> str:
    """Return an e-mail address in lower case without spaces or `mailto:`."""
    return _visible(text).strip().lower().removeprefix("mailto:")


def is_email(value: str) -> bool:
    """Tell whether it can be an e-mail address."""
    return len(value) <= 254 and _EMAIL.fullmatch(value) is not None


NORMALISERS = {
    "bsn": normalise_bsn,
    "agb": normalise_agb,
    "kvk": normalise_kvk,
    "vestiging": normalise_vestiging,
    "uzovi": normalise_uzovi,
    "ura": normalise_ura,
    "big": normalise_big,
}


def _visible(text: str) -> str:
    """Return `text` without invisible marks that come along when copied from a page."""
    return _INVISIBLE.sub("", text)


def _digits(text: str) -> str:
    return re.sub(r"[\s.\-]", "", _visible(text))


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _fixed(text: str, kind: str, *, pad_from: int) -> str:
    digits = _digits(text)
    if _is_digits(digits) and pad_from <= len(digits) < _LENGTHS[kind]:
        return digits.zfill(_LENGTHS[kind])
    return digits


def _is_fixed(value: str, kind: str) -> bool:
    return len(value) == _LENGTHS[kind] and _is_digits(value) and bool(value.strip("0"))


def _pairs(digits: str) -> str:
    return " ".join(digits[i : i + 2] for i in range(0, len(digits), 2))
