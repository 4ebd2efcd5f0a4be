# SPDX-License-Identifier: EUPL-1.2
"""Dutch public holidays and the ends of legal terms (Algemene termijnenwet)."""

from datetime import date, timedelta

import pytest
from dateutil.easter import easter as other_easter
from hypothesis import given
from hypothesis import strategies as st

from nabij.core.working_days import (
    add_months,
    add_working_days,
    easter,
    end_of_term,
    is_working_day,
    public_holidays,
)

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2150, 1, 1))


def test_easter_is_that_of_another_reckoning_over_six_centuries():
    assert [easter(year) for year in range(1600, 2200)] == [
        other_easter(year) for year in range(1600, 2200)
    ]


def test_the_holidays_of_a_year_are_those_of_the_law():
    assert sorted(public_holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 3),  # Good Friday
        date(2026, 4, 6),
        date(2026, 4, 27),
        date(2026, 5, 5),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 12, 25),
        date(2026, 12, 26),
    ]


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2013, date(2013, 4, 30)),  # the last one of Beatrix
        (2014, date(2014, 4, 26)),  # the 27th was a Sunday
        (2025, date(2025, 4, 26)),
        (2026, date(2026, 4, 27)),
    ],
)
def test_the_day_of_the_king_gives_way_to_sunday(year, day):
    assert day in public_holidays(year)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 20), 3, date(2026, 11, 25)),  # Friday
        (date(2026, 11, 22), 3, date(2026, 11, 25)),  # Sunday
        (date(2027, 3, 24), 3, date(2027, 3, 31)),  # Good Friday, Easter Monday
        (date(2024, 2, 28), 1, date(2024, 2, 29)),
    ],
)
def test_working_days_pass_over_weekends_and_holidays(start, count, end):
    assert add_working_days(start, count) == end


@pytest.mark.parametrize(
    ("start", "term", "end"),
    [
        (date(2026, 11, 3), {"months": 1}, date(2026, 12, 3)),
        (date(2026, 11, 5), {"months": 1}, date(2026, 12, 7)),  # the 5th is a Saturday
        (date(2028, 1, 31), {"months": 1}, date(2028, 2, 29)),  # leap year
        (date(2026, 11, 13), {"weeks": 6}, date(2026, 12, 28)),  # Christmas and a weekend
        (date(2026, 3, 29), {"days": 1}, date(2026, 3, 30)),  # the day summer time began
        (date(2026, 4, 2), {"days": 3}, date(2026, 4, 8)),  # two working days after Easter
        (date(2026, 11, 20), {"days": 1}, date(2026, 11, 23)),
        (date(2026, 1, 5), {"months": 20 * 12}, date(2046, 1, 5)),
        (date(2026, 8, 29), {"days": 91}, date(2026, 11, 28)),  # a Saturday, but too long a term
    ],
)
def test_a_term_ends_on_a_day_on_which_people_work(start, term, end):
    assert end_of_term(start, **term) == end


def test_a_term_has_one_unit():
    with pytest.raises(ValueError, match="one unit"):
        end_of_term(date(2026, 1, 1), days=1, weeks=1)
    with pytest.raises(ValueError, match="one unit"):
        end_of_term(date(2026, 1, 1))


@given(days, st.integers(1, 3))
def test_a_term_of_months_is_never_shorter_than_the_calendar_says(start, months):
    end = end_of_term(start, months=months)
    assert is_working_day(end)
    assert add_months(start, months) <= end <= add_months(start, months) + timedelta(days=5)


@given(days, st.integers(1, 30))
def test_working_days_are_counted_one_by_one(start, count):
    end = add_working_days(start, count)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(map(is_working_day, between)) == count
