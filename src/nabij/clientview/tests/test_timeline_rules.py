# SPDX-License-Identifier: EUPL-1.2
"""The filter of the timeline and how its lines stand together."""

from datetime import date

from nabij.clientview.rules.sources import KnownSource, sources_shown
from nabij.clientview.rules.timeline import filter_from, grouped
from nabij.clientview.tests.making import TODAY, make


def _filter(**typed):
    given = {"source": "", "kind": "", "since": "", "until": "", "text": ""} | typed
    return filter_from(**given, today=TODAY)


def test_a_year_as_end_includes_all_of_that_year():
    wanted, odd = _filter(since="maart 2024", until="2024")
    assert (wanted.since, wanted.until, odd) == (date(2024, 3, 1), date(2024, 12, 31), ())


def test_a_date_that_is_not_understood_is_named_and_not_guessed():
    wanted, odd = _filter(since="gisteren")
    assert odd == ("since",)
    assert wanted.is_empty


def test_a_search_is_words_and_its_length_has_an_end():
    wanted, _odd = _filter(text="  rode  plek ")
    assert wanted.words == ("rode", "plek")
    assert len("".join(_filter(text="x" * 5000)[0].words)) == 80


def test_lines_of_one_day_stand_together_and_a_partial_date_stays_partial():
    groups = grouped(
        [
            make("observation", "a", starts="2026-11-02"),
            make("observation", "b", starts="2026-11-02"),
            make("problem", "c", starts="2026-11"),
            make("problem", "d", recorded_on="2026-10-01"),
            make("problem", "e"),
        ]
    )
    assert [len(group.facts) for group in groups] == [2, 1, 1, 1]
    assert [str(group.when) for group in groups] == [
        "2-11-2026",
        "november 2026",
        "1-10-2026",
        "None",
    ]
    assert [group.is_recorded_date for group in groups] == [False, False, True, False]


GP = KnownSource(title="De Linde", care_type="gp", data_class="b", state="refused")
OWN = KnownSource(title="Thuiszorg", care_type="home_care", data_class="b", state="open")
GGZ = KnownSource(title="GGZ Oost", care_type="mental_health", data_class="d", state="open")
GGZ_SHUT = KnownSource(title="GGZ West", care_type="mental_health", data_class="d")


def test_a_refused_source_is_told_honestly():
    shown = sources_shown([GP, OWN], shows_sensitive=False)
    assert (shown.open, shown.shut) == ((OWN,), (GP,))


def test_a_sensitive_source_is_neither_named_nor_counted_without_the_right():
    shown = sources_shown([GGZ, GGZ_SHUT, OWN], shows_sensitive=False)
    assert (shown.open, shown.shut) == ((OWN,), ())


def test_a_sensitive_source_that_the_client_did_not_open_stays_unnamed_even_with_the_right():
    shown = sources_shown([GGZ, GGZ_SHUT, OWN], shows_sensitive=True)
    assert (shown.open, shown.shut) == ((GGZ, OWN), ())


def test_from_a_day_on_what_went_on_then_belongs_to_it_and_says_that_it_began_earlier():
    wanted, _odd = _filter(since="2027")
    assert not wanted.is_past_only
    running = make("medication", "Metoprolol", starts="2019-02-01")
    new = make("appointment", "Controle", starts="2027-03-01")
    assert wanted.began_earlier(running)
    assert not wanted.began_earlier(new)


def test_from_a_day_that_has_been_what_is_to_come_stays_out():
    wanted, _odd = _filter(since="2024")
    assert wanted.is_past_only
