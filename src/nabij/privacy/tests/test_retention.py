# SPDX-License-Identifier: EUPL-1.2
"""When a care record may go: on the day after its term, and not a day earlier (WGBO 7:454)."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from nabij.clientview.tests import building
from nabij.contact.models import InteractionText
from nabij.core.dates import DUTCH_TIME
from nabij.linkage.models import PatientRecord
from nabij.privacy.actions import erasures
from nabij.privacy.tests import somebody as world
from nabij.privacy.tests.conftest import person, viewer_of
from nabij.privacy.tests.test_erasures import granted, worker


def on_day(day, *clock):
    return datetime.combine(day, time(*clock), DUTCH_TIME)


@pytest.fixture
def last_changed(noord, petra):
    """Let somebody's dossier change last at a moment; return what is asked about it."""

    def last_changed(at):
        party = person(noord, "Vries", number="10023")
        world.in_care(party, noord, ends_on=at.date())
        record = building.add_record(building.add_source("own", "Own", "home", is_own=True), party)
        building.store(building.fact(record, "problem", "Jicht", received_at=at))
        PatientRecord.objects.update(updated_at=at)
        erasure = erasures.ask_for_list(viewer=viewer_of(petra), ref=granted(petra, party).ref)
        return party, erasure

    return last_changed


def fate_on(petra, erasure, day):
    """Return what the list of a day says of the dossier, made in the first minute of it."""
    worked = worker(petra)
    viewer = replace(worked, at=on_day(day, 0, 1))
    made = erasures.list_what_goes(viewer=viewer, erasure_id=erasure.pk)
    (line,) = [line for line in made.plan if line["label"] == "dossiers.Fact"]
    return line["fate"], line["why"], line["until"]


@pytest.mark.parametrize(
    ("last", "first_day"),
    [
        (date(2008, 2, 29), date(2028, 3, 1)),  # from leap year to leap year
        (date(2007, 2, 28), date(2027, 3, 1)),
        (date(2080, 2, 29), date(2100, 3, 1)),  # 2100 has no 29 February
        (date(2026, 12, 31), date(2047, 1, 1)),
    ],
)
def test_destruction_is_proposed_on_the_day_after_the_term_and_not_before(
    petra, last_changed, last, first_day
):
    """The last change was half an hour before midnight: it too is kept for twenty years."""
    _party, erasure = last_changed(on_day(last, 23, 30))
    term = first_day.isoformat()
    day_before = date.fromordinal(first_day.toordinal() - 1)
    assert fate_on(petra, erasure, day_before) == ("stays", "care_term", term)
    assert fate_on(petra, erasure, first_day) == ("goes", "term_over", term)


def test_the_term_is_that_of_the_law_on_the_day_itself(petra, last_changed):
    """Fifteen years became twenty on 1 January 2020, for all that was still there."""
    _party, erasure = last_changed(on_day(date(2004, 6, 30), 12))
    assert fate_on(petra, erasure, date(2019, 6, 30))[:2] == ("stays", "care_term")
    assert fate_on(petra, erasure, date(2019, 7, 1))[:2] == ("goes", "term_over")
    assert fate_on(petra, erasure, date(2020, 1, 1)) == ("stays", "care_term", "2024-07-01")


def test_what_was_written_last_is_a_change_of_the_dossier(petra, anja, last_changed):
    party, erasure = last_changed(on_day(date(2006, 5, 1), 12))
    spoken = world.spoken_with(party, anja, text="Nog iets", about=[])
    InteractionText.objects.create(
        interaction=spoken, version=2, person_ids=[party.pk], data_class="b", text="Nazorg",
        author=anja, written_at=on_day(date(2007, 5, 1), 12),
    )  # fmt: skip
    assert fate_on(petra, erasure, date(2027, 5, 1))[0] == "stays"
    assert fate_on(petra, erasure, date(2027, 5, 2))[0] == "goes"


def test_while_care_goes_on_there_is_no_term(petra, noord, last_changed):
    party, erasure = last_changed(on_day(date(2001, 5, 1), 12))
    world.in_care(party, noord, days=10)
    assert fate_on(petra, erasure, date(2126, 1, 1)) == ("stays", "in_care", "")
