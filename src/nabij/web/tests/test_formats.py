# SPDX-License-Identifier: EUPL-1.2
"""Dates, amounts and names are written as Dutch people write them, whatever the browser says."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from nabij.core.dates import PartialDate
from nabij.web import formats

A_DAY = date(2026, 3, 9)
BEFORE_MIDNIGHT_UTC = datetime(2026, 3, 8, 23, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def dutch():
    with translation.override("nl"):
        yield


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [
        (A_DAY, "9-3-2026", "9 Mar 2026"),
        (BEFORE_MIDNIGHT_UTC, "9-3-2026", "9 Mar 2026"),
        (PartialDate(date(1941, 3, 1), "month"), "maart 1941", "Mar 1941"),
        (PartialDate(date(1941, 1, 1), "year"), "1941", "1941"),
        (None, "", ""),
    ],
)
def test_a_day_is_never_completed_and_never_american(value, dutch, english):
    assert formats.day(value) == dutch
    with translation.override("en"):
        assert formats.day(value) == english


def test_a_moment_is_told_in_dutch_time():
    assert formats.moment(BEFORE_MIDNIGHT_UTC) == "9-3-2026 00:30"


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (A_DAY, date(2026, 4, 1), "9-3-2026 t/m 1-4-2026"),
        (A_DAY, None, "sinds 9-3-2026"),
        (None, A_DAY, "tot en met 9-3-2026"),
        (A_DAY, A_DAY, "9-3-2026"),
        (None, None, ""),
    ],
)
def test_either_end_of_a_period_may_be_open(starts, ends, expected):
    assert formats.period(starts, ends) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("1234.565"), "€\N{NO-BREAK SPACE}1.234,57"),
        (0, "€\N{NO-BREAK SPACE}0,00"),
        (Decimal("-1871.5"), "€\N{NO-BREAK SPACE}-1.871,50"),
        (None, ""),
    ],
)
def test_an_amount_has_cents_and_dutch_separators(value, expected):
    assert formats.euro(value) == expected


def test_a_number_keeps_its_own_decimals():
    assert formats.number(Decimal("2418.6")) == "2.418,6"
    with translation.override("en"):
        assert formats.number(2418) == "2,418"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime(2026, 3, 9, 11, 59, tzinfo=UTC), "1 minuut geleden"),
        (datetime(2026, 3, 9, 6, 0, tzinfo=UTC), "vandaag"),
        (datetime(2026, 3, 8, 22, 30, tzinfo=UTC), "gisteren"),
        (date(2026, 3, 6), "3 dagen geleden"),
        (date(2025, 12, 1), "3 maanden geleden"),
        (date(2020, 3, 9), "6 jaar geleden"),
        (date(2026, 3, 11), "over 2 dagen"),
        (None, ""),
    ],
)
def test_time_ago_counts_days_by_the_dutch_calendar(value, expected):
    assert formats.since(value, now=datetime(2026, 3, 9, 12, 0, tzinfo=UTC)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("J. de Vries", "JV"),
        ("Mevr. J. de Vries-van den Berg", "JV"),
        ("J. Bakker-de Vries", "JB"),
        ("Anne-Marie Jansen", "AJ"),
        ("Jan van 't Hof", "JH"),
        ("Ö. Çelik", "ÖÇ"),
        ("Huisartsenpraktijk De Linde", "HL"),
        ("Madonna", "M"),
        ("", ""),
        ("<script>", "S"),
    ],
)
def test_initials_skip_titles_and_prefixes(name, expected):
    assert formats.initials(name) == expected
