# SPDX-License-Identifier: EUPL-1.2
"""Dates of which only a part may be known (O-9), and how the Dutch type them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.core.dates import (
    NotADate,
    PartialDate,
    end_of_day,
    from_columns,
    is_month_name,
    parse_dutch,
    parse_fhir,
    parse_moment,
    start_of_day,
    to_columns,
)

TODAY = date(2026, 11, 22)
days = st.dates(min_value=date(1900, 1, 1), max_value=TODAY)
partial_dates = st.builds(PartialDate, days, st.sampled_from(["year", "month", "day"]))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("9-3-1941", "9-3-1941"),
        ("9/3/41", "9-3-1941"),
        ("09.03.1941", "9-3-1941"),
        ("9 3 1941", "9-3-1941"),
        ("09031941", "9-3-1941"),
        ("090341", "9-3-1941"),
        ("19410309", "9-3-1941"),
        ("1941-03-09", "9-3-1941"),
        ("9 mrt 1941", "9-3-1941"),
        ("9 mrt. '41", "9-3-1941"),
        ("9 maart 1941", "9-3-1941"),
        ("9 March 1941", "9-3-1941"),
        ("  9-3-1941 ", "9-3-1941"),
        ("maart 1941", "maart 1941"),
        ("3-1941", "maart 1941"),
        ("1941-03", "maart 1941"),
        ("okt 1941", "oktober 1941"),
        ("1941", "1941"),
        ("29-2-1940", "29-2-1940"),
        ("22-11-26", "22-11-2026"),
        ("23-11-26", "23-11-1926"),
    ],
)
def test_dates_are_read_as_people_type_them(text, shown):
    assert str(parse_dutch(text, today=TODAY)) == shown


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not-understood"),
        ("hallo", "not-understood"),
        ("jansen 1941", "not-understood"),
        ("9-3", "not-understood"),
        ("3-41", "not-understood"),
        ("9-3-1", "not-understood"),
        ("9-3-19411", "not-understood"),
        ("9;3;1941", "not-understood"),
        ("0001", "not-understood"),
        ("31-2-1941", "does-not-exist"),
        ("29-2-1941", "does-not-exist"),
        ("9-13-1941", "does-not-exist"),
        ("0-3-1941", "does-not-exist"),
        ("23-11-2026", "in-the-future"),
        ("2027", "in-the-future"),
    ],
)
def test_a_wrong_date_says_what_is_wrong(text, reason):
    with pytest.raises(NotADate) as caught:
        parse_dutch(text, today=TODAY)

    assert caught.value.reason == reason


def test_a_date_that_may_lie_ahead_takes_the_nearest_year():
    assert str(parse_dutch("1-4-27", today=TODAY, may_be_future=True)) == "1-4-2027"
    assert str(parse_dutch("1-4-99", today=TODAY, may_be_future=True)) == "1-4-1999"


@given(days)
def test_every_day_is_read_back_from_what_is_shown(day):
    assert parse_dutch(str(PartialDate(day)), today=TODAY) == PartialDate(day)


@given(days.filter(lambda day: (day.month, day.day) != (2, 29)))
def test_two_digits_never_give_a_year_in_the_future(day):
    read = parse_dutch(f"{day.day}-{day.month}-{day.year % 100:02}", today=TODAY)

    assert read.earliest <= TODAY
    assert TODAY.year - read.year <= 100
    assert read.year % 100 == day.year % 100


@given(partial_dates)
def test_a_partial_date_survives_its_columns_and_fhir(partial):
    assert from_columns(*to_columns(partial)) == partial
    assert parse_fhir(partial.fhir) == partial
    assert partial.earliest <= partial.latest
    assert partial.may_be(partial)


def test_no_date_is_no_columns():
    assert to_columns(None) == (None, "")
    assert from_columns(None, "") is None


@given(partial_dates, partial_dates)
def test_two_dates_may_be_one_day_only_if_they_share_one(one, other):
    span = range(one.earliest.toordinal(), one.latest.toordinal() + 1)
    other_span = range(other.earliest.toordinal(), other.latest.toordinal() + 1)

    shares = max(span[0], other_span[0]) <= min(span[-1], other_span[-1])
    assert one.may_be(other) == other.may_be(one) == shares


def test_the_first_day_of_a_year_is_never_invented_as_a_birthday():
    year = parse_fhir("1941")

    assert (str(year), year.earliest, year.latest) == ("1941", date(1941, 1, 1), date(1941, 12, 31))
    assert PartialDate(date(1941, 3, 9), "year") == year
    assert year != PartialDate(date(1941, 1, 1))


def test_an_age_is_told_only_when_it_is_certain():
    assert PartialDate(date(1941, 3, 9)).age_on(date(2026, 3, 8)) == 84
    assert PartialDate(date(1941, 3, 9)).age_on(date(2026, 3, 9)) == 85
    assert PartialDate(date(1941, 1, 1), "year").age_on(TODAY) is None
    assert PartialDate(date(1941, 1, 1), "year").age_range_on(TODAY) == (84, 85)
    assert PartialDate(date(1941, 1, 1), "year").age_on(date(2026, 12, 31)) == 85
    assert PartialDate(date(2026, 12, 1)).age_on(TODAY) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1941-03-09T12:00:00+01:00", "9-3-1941"),
        ("2026-11-21T23:30:00Z", "22-11-2026"),
        ("2026-11-21T23:30:00.123456789Z", "22-11-2026"),
        ("2016-12-31T23:59:60Z", "1-1-2017"),
        ("2026-11-22T00:00:00", "22-11-2026"),
    ],
)
def test_a_moment_gives_its_day_in_dutch_time(text, shown):
    assert str(parse_fhir(text)) == shown


@pytest.mark.parametrize(
    "text",
    ["", "1941-3-9", "1941-02-30", "1941-13", "19410309", "gisteren", "0000", "2026-11-22T", "T12"],
)
def test_what_is_no_fhir_date_is_refused(text):
    with pytest.raises(NotADate):
        parse_fhir(text)


@given(st.datetimes(min_value=datetime(1900, 1, 2), max_value=datetime(2200, 1, 1)))  # noqa: DTZ001
def test_a_moment_is_read_exactly(moment):
    aware = moment.replace(tzinfo=UTC)

    assert parse_moment(aware.isoformat()) == aware


def test_a_moment_without_time_is_no_moment():
    for text in ("1941-03-09", "9999-12-31T23:59:59-14:00", "nu"):
        with pytest.raises(NotADate):
            parse_moment(text)


def test_a_surname_is_no_month():
    assert is_month_name("mrt")
    assert is_month_name("Sept.")
    assert not is_month_name("jansen")
    assert not is_month_name("ma")


@given(st.text(max_size=30))
def test_no_text_brings_it_down(text):
    try:
        found = parse_dutch(text, today=TODAY)
    except NotADate:
        return
    assert found.earliest <= TODAY + timedelta(days=0)


def test_a_day_ends_at_midnight_in_dutch_time():
    assert end_of_day(date(2026, 7, 1)).astimezone(UTC).hour == 22
    assert end_of_day(date(2026, 12, 1)).astimezone(UTC).hour == 23


def test_the_day_on_which_summer_time_begins_has_an_hour_less():
    day = date(2026, 3, 29)
    lasts = end_of_day(day).astimezone(UTC) - start_of_day(day).astimezone(UTC)
    assert lasts == timedelta(hours=23)
