# SPDX-License-Identifier: EUPL-1.2
"""How scattered the care is (A-106) and where it is double (A-105)."""

from nabij.clientview.rules.fragmentation import (
    Involved,
    by_year,
    double_care,
    families_of,
    merged,
    years_of,
)
from nabij.clientview.tests.making import DAY_CARE, GP, OWN, TODAY, make, partial
from nabij.dossiers.types import NamedReference


def _care(text, source, starts, ends=None, kind="care_plan", **fields):
    return make(kind, text, source, starts=starts, ends=ends, **fields)


def test_the_same_help_by_two_providers_at_one_time_is_double_care_with_its_period():
    (overlap,) = double_care(
        [
            _care("Persoonlijke verzorging", OWN, "2025-01-10"),
            _care("Hulp bij wassen en aankleden", DAY_CARE, "2026-03-01", "2026-09-01"),
        ],
        on=TODAY,
    )
    assert overlap.family == "personal_care"
    assert (str(overlap.starts), str(overlap.ends)) == ("1-3-2026", "1-9-2026")
    assert [part.provider for part in overlap.parts] == [OWN.title, DAY_CARE.title]
    assert overlap.is_certain


def test_help_one_after_the_other_is_not_double():
    facts = [
        _care("Wondzorg", OWN, "2025-01-10", "2025-06-01"),
        _care("Wondzorg", DAY_CARE, "2025-06-01", "2025-09-01"),
    ]
    assert double_care(facts, on=TODAY) == []


def test_one_provider_told_by_two_sources_is_not_double():
    performer = NamedReference(role="performer", target_type="Organization", name="Thuiszorg")
    facts = [
        _care("Wondzorg", OWN, "2025-01-10"),
        _care("Wondzorg", GP, "2025-01-10", names=(performer,)),
    ]
    assert double_care(facts, on=TODAY) == []


def test_two_providers_told_by_one_source_are_double():
    def by(name):
        return (NamedReference(role="performer", target_type="Organization", name=name),)

    facts = [
        _care("Fysiotherapie", GP, "2026-01-10", names=by("FysioPlus")),
        _care("Fysiotherapie", GP, "2026-02-10", names=by("Beweeg Centrum")),
    ]
    (overlap,) = double_care(facts, on=TODAY)
    assert overlap.ends is None


def test_a_date_known_in_part_makes_an_overlap_possible_not_certain():
    facts = [
        _care("Dagbesteding", OWN, "2025", "2026-01"),
        _care("Dagopvang", DAY_CARE, "2026-01-20", "2026-08-01"),
    ]
    (overlap,) = double_care(facts, on=TODAY)
    assert not overlap.is_certain


def test_a_single_visit_is_no_lasting_care():
    facts = [
        _care("Wondzorg", OWN, "2025-01-10", "2025-01-10", kind="procedure"),
        _care("Wondzorg", DAY_CARE, "2025-01-10", "2025-01-10", kind="procedure"),
    ]
    assert double_care(facts, on=TODAY) == []


def test_what_was_taken_back_or_is_unclear_is_no_double_care():
    facts = [
        _care("Wondzorg", OWN, "2025-01-10"),
        _care("Wondzorg", DAY_CARE, "2025-01-10", is_error=True),
        _care("Wondzorg", GP, "2025-01-10", is_understood=False),
    ]
    assert double_care(facts, on=TODAY) == []


def test_a_word_inside_another_word_does_not_make_a_kind_of_help():
    assert families_of(make("care_plan", "Handicap")) == frozenset()
    assert families_of(make("care_plan", "ADL-hulp")) == {"personal_care"}


def test_the_activities_of_a_plan_count_and_the_help_of_family_does_not():
    steps = {"activities": [{"text": "Medicatie aanreiken"}, {"text": "Helpen bij wassen"}]}
    ours = _care("Zorgplan", OWN, "2025-01-10", details=steps)
    theirs = _care(
        "Dagplan", DAY_CARE, "2025-02-10", details={"activities": steps["activities"][:1]}
    )
    family = _care("Ondersteuning", GP, "2025-01-10", code="243114000", details=steps)
    assert [overlap.family for overlap in double_care([ours, theirs, family], on=TODAY)] == [
        "medication_help"
    ]


def test_the_years_show_who_was_involved_and_leave_no_hole_out():
    years = by_year(
        [
            Involved(name="Isala", years=frozenset({2023, 2026})),
            Involved(name="Zilveren Kruis", years=frozenset({2023}), is_financier=True),
            Involved(name="Oud", years=frozenset({1999})),
        ],
        on=TODAY,
    )
    assert [(y.year, y.providers, y.financiers) for y in years] == [
        (2023, ("Isala",), ("Zilveren Kruis",)),
        (2024, (), ()),
        (2025, (), ()),
        (2026, ("Isala",), ()),
    ]


def test_one_provider_written_in_two_ways_counts_once():
    found = merged(
        [
            Involved(name="Stichting Isala", years=frozenset({2024})),
            Involved(name="Isala", years=frozenset({2025})),
        ]
    )
    assert [(one.name, sorted(one.years)) for one in found] == [("Stichting Isala", [2024, 2025])]


def test_a_period_touches_its_years_up_to_this_one():
    assert years_of(partial("2024-05"), None, on=TODAY) == {2024, 2025, 2026}
    assert years_of(partial("2024"), partial("2030"), on=TODAY) == {2024, 2025, 2026}
    assert years_of(None, partial("2024"), on=TODAY) == frozenset()
