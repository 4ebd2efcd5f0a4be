# SPDX-License-Identifier: EUPL-1.2
"""What recurs falls on the right days, at the same time of the clock in summer and in winter."""

from datetime import UTC, date, datetime, time

import pytest

from nabij.contact.rules import grid, recurrence
from nabij.contact.types import CalendarItem

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def _clock(year, month, day, hour, minute=0):
    return datetime.combine(date(year, month, day), time(hour, minute))


def _at(*parts):
    return recurrence.moment(_clock(*parts))


def _item(starts, ends, **more):
    return CalendarItem(starts_at=starts, ends_at=ends, label="visit", **more)


@pytest.mark.parametrize(
    ("text", "rule", "last"),
    [
        ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231T225959Z", "FREQ=WEEKLY;BYDAY=MO", (2026, 12, 31)),
        ("FREQ=DAILY;COUNT=10;INTERVAL=2", "FREQ=DAILY;INTERVAL=2", (2026, 12, 11)),
        ("FREQ=MONTHLY;BYDAY=4MO", "FREQ=MONTHLY;BYDAY=4MO", None),
        ("FREQ=DAILY;UNTIL=99991231T235959Z", "FREQ=DAILY", None),
        ("FREQ=DAILY;UNTIL=99991231", "FREQ=DAILY", None),
    ],
)
def test_a_rule_is_kept_without_its_end(text, rule, last):
    read, until = recurrence.read_rule(text, first_on=date(2026, 11, 23))
    assert read == rule
    assert until == (date(*last) if last else None)


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=SECONDLY", "FREQ=DAILY;BYHOUR=1,2,3", "FREQ=WEEKLY;BYDAY=TU", "every week", "",
        "FREQ=DAILY;COUNT=1000000", "FREQ=DAILY;INTERVAL=0", "INTERVAL=2", "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYSETPOS=999;BYDAY=MO",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYDAY=MO",
    ],
)  # fmt: skip
def test_a_rule_that_is_none_or_recurs_too_often_is_refused(text):
    with pytest.raises(recurrence.RuleNotUnderstood):
        recurrence.read_rule(text, first_on=date(2026, 11, 23))


def test_what_recurs_keeps_its_time_of_the_clock_over_summer_time():
    starts, ends = _at(2026, 3, 22, 10), _at(2026, 3, 22, 11)
    assert recurrence.moved(starts, ends, to=SPRING) == (
        datetime(2026, 3, 29, 8, tzinfo=UTC),
        datetime(2026, 3, 29, 9, tzinfo=UTC),
    )
    assert recurrence.moved(starts, ends, to=AUTUMN)[0] == datetime(2026, 10, 25, 9, tzinfo=UTC)


def test_a_night_is_an_hour_shorter_or_longer_when_the_clock_changes():
    starts, ends = _at(2026, 3, 27, 23), _at(2026, 3, 28, 7)
    lengths = [recurrence.moved(starts, ends, to=on) for on in (date(2026, 3, 28), AUTUMN)]
    assert [(end - begin).seconds // 3600 for begin, end in lengths] == [7, 8]
    begin, end = recurrence.moved(starts, ends, to=date(2026, 10, 24))
    assert (end - begin).seconds // 3600 == 9


def test_a_time_that_does_not_exist_is_known_and_never_ends_before_it_begins():
    assert recurrence.is_skipped_by_the_clock(_clock(2026, 3, 29, 2, 30))
    assert not recurrence.is_skipped_by_the_clock(_clock(2026, 10, 25, 2, 30))
    begin, end = recurrence.moved(_at(2026, 3, 22, 2, 30), _at(2026, 3, 22, 3), to=SPRING)
    assert (end - begin).seconds == 30 * 60


def test_a_day_of_23_or_25_hours_has_what_is_on_it_and_nothing_else():
    for on in (SPRING, AUTUMN):
        after = date.fromordinal(on.toordinal() + 1)
        late = _item(_at(on.year, on.month, on.day, 23), _at(on.year, on.month, on.day, 23, 30))
        early = _item(recurrence.midnight(after), _at(after.year, after.month, after.day, 1))
        days = grid.by_day([late, early], since=on, until=date.fromordinal(on.toordinal() + 2))
        assert [[item is late for item in items] for _day, items in days] == [[True], [False]]


def test_what_overlaps_stands_side_by_side_and_by_the_clock():
    on = AUTUMN
    items = [
        _item(_at(2026, 10, 25, 9), _at(2026, 10, 25, 10)),
        _item(_at(2026, 10, 25, 9, 30), _at(2026, 10, 25, 11)),
        _item(_at(2026, 10, 25, 11), _at(2026, 10, 25, 11, 5)),
        _item(_at(2026, 10, 25, 0), _at(2026, 10, 26, 0), is_whole_day=True),
    ]
    drawn = grid.grid([(on, "", items)])
    (column,) = drawn.columns
    assert [(b.row, b.rows, b.lane, b.lanes) for b in column.blocks] == [
        (5, 4, 1, 2), (7, 6, 2, 2), (13, 2, 1, 1),
    ]  # fmt: skip
    assert column.on_top == [items[3]]
    assert [drawn.hours[0].hour, drawn.hours[-1].hour] == [8, 17]


def test_the_scale_grows_with_what_is_early_or_late():
    night = _item(_at(2026, 11, 23, 5, 40), _at(2026, 11, 23, 6))
    late = _item(_at(2026, 11, 23, 23), _at(2026, 11, 24, 2))
    drawn = grid.grid([(date(2026, 11, 23), "", [night, late])])
    assert [drawn.hours[0].hour, drawn.hours[-1].hour] == [5, 23]
    assert [(b.row, b.rows) for b in drawn.columns[0].blocks] == [(3, 2), (73, 4)]
