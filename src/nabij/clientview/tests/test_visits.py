# SPDX-License-Identifier: EUPL-1.2
"""Who comes today, who came last, who comes next."""

from datetime import datetime

from nabij.clientview.rules.visits import is_now, visits_around
from nabij.clientview.tests.making import GP, OWN, make
from nabij.core.dates import DUTCH_TIME
from nabij.dossiers.types import NamedReference

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=DUTCH_TIME)


def _visit(day, start="", end="", source=OWN, who="Fatima El Amrani", **fields):
    def at(time):
        hours, minutes = map(int, time.split(":"))
        year, month, number = map(int, day.split("-"))
        return datetime(year, month, number, hours, minutes, tzinfo=DUTCH_TIME)

    names = (
        NamedReference(role="participant.actor", target_type="Practitioner", name=who),
        NamedReference(role="participant.actor", target_type="Location", name="Thuis"),
    )
    return make(
        "appointment",
        "ochtendzorg",
        source,
        starts=day,
        starts_at=at(start) if start else None,
        ends_at=at(end) if end else None,
        names=names,
        **{"status": "booked"} | fields,
    )


def test_today_last_and_next_are_told_apart():
    around = visits_around(
        [
            _visit("2026-11-21", "10:00", "10:30"),
            _visit("2026-11-22", "08:00", "08:30"),
            _visit("2026-11-22", "10:00", "10:30"),
            _visit("2026-11-24", "10:00", "10:30"),
        ],
        now=NOW,
    )
    assert [visit.starts_at.hour for visit in around.today] == [8, 10]
    assert around.last.starts_at.hour == 8
    assert around.next.starts_at.hour == 10
    assert [visit.day.day for visit in around.coming] == [24]
    assert around.next.who == ("Fatima El Amrani",)


def test_a_visit_that_was_called_off_is_shown_today_and_is_never_the_next():
    around = visits_around([_visit("2026-11-22", "10:00", "10:30", status="cancelled")], now=NOW)
    assert around.today[0].is_off
    assert around.next is None


def test_a_visit_going_on_is_neither_last_nor_next():
    around = visits_around([_visit("2026-11-22", "08:45", "09:15")], now=NOW)
    assert is_now(around.today[0], now=NOW)
    assert around.last is None
    assert around.next is None


def test_a_visit_without_a_time_counts_for_its_whole_day():
    around = visits_around([_visit("2026-11-22")], now=NOW)
    assert around.next is around.today[0]
    assert around.next.starts_at is None


def test_one_visit_told_by_two_sources_is_one_and_our_own_word_leads():
    around = visits_around(
        [
            _visit("2026-11-22", "10:00", "10:45", source=GP),
            _visit("2026-11-22", "10:00", "10:30", source=OWN),
        ],
        now=NOW,
    )
    assert len(around.today) == 1
    assert around.today[0].ends_at.minute == 30


def test_the_day_is_the_dutch_day():
    late = datetime(2026, 11, 21, 23, 30, tzinfo=DUTCH_TIME)
    around = visits_around([_visit("2026-11-22", "00:15", "00:30")], now=late)
    assert around.today == ()
    assert around.next.day.day == 22


def test_a_visit_of_which_only_the_month_is_known_has_no_day_to_stand_on():
    month = make("appointment", "controle", starts="2026-11")
    assert not visits_around([month], now=NOW).is_known
