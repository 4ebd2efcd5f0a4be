# SPDX-License-Identifier: EUPL-1.2
"""Numbers of Dutch care (O-16): read in any notation, judged by their rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.core import identifiers

WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


@given(st.integers(min_value=0, max_value=999_999_999))
def test_a_bsn_passes_exactly_the_eleven_test(number):
    digits = f"{number:09}"
    passes = sum(w * int(d) for w, d in zip(WEIGHTS, digits, strict=True)) % 11 == 0

    assert identifiers.is_bsn(digits) == (passes and number > 0)


@pytest.mark.parametrize("text", ["123456782", "1234.56.782", "1234 56 782", "123456782\u200b"])
def test_a_bsn_is_read_in_any_notation(text):
    assert identifiers.normalise_bsn(text) == "123456782"


def test_a_bsn_gets_its_leading_zero_back_and_other_texts_give_nothing():
    assert identifiers.normalise_bsn("00009830"[-8:]) == "000009830"
    assert identifiers.normalise_bsn("12345") == identifiers.normalise_bsn("geen") == ""
    assert not identifiers.is_bsn("000000000")


@pytest.mark.parametrize(
    ("kind", "text", "value", "is_right", "remark"),
    [
        ("agb", "01-234567", "01234567", True, ""),
        ("agb", "1234567", "01234567", True, "padded"),
        ("agb", "123456", "123456", False, "unusual-length"),
        ("agb", "00000000", "00000000", False, "fails-check"),
        ("kvk", "12345678", "12345678", True, ""),
        ("kvk", "1234567", "01234567", True, "padded"),
        ("vestiging", "000012345678", "000012345678", True, ""),
        ("vestiging", "12345678", "12345678", False, "unusual-length"),
        ("uzovi", "3332", "3332", True, ""),
        ("uzovi", "101", "0101", True, "padded"),
        ("ura", "00123456", "00123456", True, ""),
        ("big", "12345678901", "12345678901", True, ""),
        ("big", "21870932 2.16.528.1.1007.5.1", "21870932", False, "unusual-length"),
        ("big", "21870932", "21870932", False, "unusual-length"),
        ("agb", "onbekend", "onbekend", False, "not-a-number"),
    ],
)
def test_odd_numbers_are_kept_and_remarked_on(kind, text, value, is_right, remark):
    assert identifiers.NORMALISERS[kind](text) == value
    assert getattr(identifiers, f"is_{kind}")(value) is is_right
    assert identifiers.remark(kind, text) == remark


def test_a_bsn_that_fails_is_remarked_on():
    assert identifiers.remark("bsn", "123456783") == "fails-check"
    assert identifiers.remark("bsn", "123456782") == ""


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("038-123 45 67", "+31381234567", "038 123 45 67"),
        ("0381234567", "+31381234567", "038 123 45 67"),
        ("+31 (0)38 123 4567", "+31381234567", "038 123 45 67"),
        ("0031 38 1234567", "+31381234567", "038 123 45 67"),
        ("06-12345678", "+31612345678", "06 12 34 56 78"),
        ("+31 6 12345678", "+31612345678", "06 12 34 56 78"),
        ("0570 123456", "+31570123456", "0570 12 34 56"),
        ("tel. 038 1234567", "+31381234567", "038 123 45 67"),
        ("+32 2 555 12 12", "+3225551212", "+32 2 555 12 12"),
        ("0800-0113", "+318000113", "0800 0113"),
    ],
)
def test_a_phone_number_is_read_in_any_notation_and_shown_the_dutch_way(text, value, shown):
    assert identifiers.normalise_phone(text) == value
    assert identifiers.format_phone(value) == shown


@pytest.mark.parametrize("text", ["", "geen", "112", "12", "onbekend 0", "+", "0" * 40])
def test_what_is_no_phone_number_gives_nothing(text):
    assert identifiers.normalise_phone(text) == ""


@given(st.integers(min_value=10_000_000, max_value=99_999_999))
def test_every_mobile_number_is_read_back_from_what_is_shown(number):
    value = f"+316{number}"

    assert identifiers.normalise_phone(identifiers.format_phone(value)) == value


@given(st.text(max_size=40))
def test_no_text_brings_them_down(text):
    phone = identifiers.normalise_phone(text)
    assert phone == "" or phone.startswith("+")
    for normalise in identifiers.NORMALISERS.values():
        assert isinstance(normalise(text), str)
    for value in (text, identifiers.normalise_postcode(text)):
        assert identifiers.is_postcode(value) in {True, False}
        assert identifiers.is_phone(value) in {True, False}
    assert isinstance(identifiers.format_phone(text), str)


def test_a_postcode_is_read_and_judged():
    assert identifiers.normalise_postcode(" 8011 ab ") == "8011AB"
    assert identifiers.is_postcode("8011AB")
    assert not identifiers.is_postcode("8011SS")
    assert not identifiers.is_postcode("0011AB")
    assert identifiers.format_postcode("8011AB") == "8011 AB"
    assert identifiers.format_postcode("B1000") == "B1000"


def test_mail_addresses_are_read_and_judged():
    assert identifiers.normalise_email(" MailTo:Anna@Example.NL".replace("MailTo:", "mailto:")) == (
        "anna@example.nl"
    )
    assert identifiers.is_email("anna@example.nl")
    assert not identifiers.is_email("anna@example")
    assert not identifiers.is_email("anna @example.nl")
