# SPDX-License-Identifier: EUPL-1.2
"""What several sources say of one thing: A-102, A-104."""

import pytest

from nabij.clientview.rules.grouping import Verdict, items_of
from nabij.clientview.rules.sameness import same_things, substance_key, way_key, words_key
from nabij.clientview.rules.statements import Stance, stance_of
from nabij.clientview.tests.making import GP, HOSPITAL, OWN, PHARMACY, TODAY, make

SNOMED = "http://snomed.info/sct"


def _items(*facts):
    return items_of(facts, on=TODAY)


def test_a_problem_that_two_sources_report_under_one_code_is_one_item_with_two_sources():
    (item,) = _items(
        make("problem", "Diabetes type 2", GP, code_system=SNOMED, code="44054006", starts="2011"),
        make("problem", "DM II", HOSPITAL, code_system=SNOMED, code="44054006", starts="2012-03"),
    )
    assert [source.title for source in item.sources] == [HOSPITAL.title, GP.title]
    assert item.verdict is Verdict.AGREE


def test_the_earliest_date_counts_and_keeps_its_precision():
    (item,) = _items(
        make("problem", "COPD", GP, starts="2011"),
        make("problem", "COPD", HOSPITAL, starts="2012-03-09"),
    )
    assert str(item.since) == "2011"


def test_a_fact_without_a_date_gets_none():
    (item,) = _items(make("problem", "COPD"))
    assert item.since is None


def test_codes_of_two_systems_meet_through_the_other_codes_of_a_fact():
    groups = same_things(
        [
            make("problem", "Hartfalen", GP, code_system="icpc", code="K77"),
            make(
                "problem",
                "decompensatio cordis",
                HOSPITAL,
                code_system=SNOMED,
                code="84114007",
                details={"codes": ["icpc|K77"]},
            ),
        ]
    )
    assert len(groups) == 1


def test_facts_meet_through_a_third():
    first = make("problem", "Hartfalen", GP, code_system="icpc", code="K77")
    second = make("problem", "Decompensatio cordis", HOSPITAL, code_system=SNOMED, code="84114007")
    third = make(
        "problem", "Hartfalen", OWN, code_system=SNOMED, code="84114007", details={"codes": []}
    )
    assert len(same_things([first, second])) == 2
    assert len(same_things([first, second, third])) == 1


def test_two_different_things_stay_two_lines():
    assert len(_items(make("problem", "Hartfalen"), make("problem", "Hartinfarct"))) == 2


def test_facts_without_any_name_are_never_taken_for_one_another():
    assert len(_items(make("problem", ""), make("problem", ""))) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Penicilline-allergie", "Allergie voor penicilline"),
        ("overgevoeligheid voor Penicilline", "penicilline"),
    ],
)
def test_an_allergy_goes_by_its_substance(one, other):
    assert len(_items(make("allergy", one), make("allergy", other, HOSPITAL))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "METOPROLOLSUCCINAAT TABLET MVA 50MG",
            "metoprolol 100 mg tablet met gereguleerde afgifte",
        ),
        ("Acetylsalicylzuur 80 mg", "ACETYLSALICYLZUUR TABL 80MG"),
        ("levodopa/carbidopa 100/25 mg tablet", "Levodopa/carbidopa tablet"),
    ],
)
def test_a_medicine_goes_by_what_it_consists_of(one, other):
    assert substance_key(one) == substance_key(other)


def test_eye_drops_and_tablets_of_one_substance_are_two_medicines():
    assert way_key("Dexamethason oogdruppels") != way_key("Dexamethason tablet")
    items = _items(
        make("medication", "Dexamethason oogdruppels 1 mg/ml"),
        make("medication", "Dexamethason tablet 1,5 mg", HOSPITAL),
    )
    assert len(items) == 2


def test_two_insulins_are_two_medicines():
    assert substance_key("insuline glargine 100 E/ml") != substance_key("insuline aspart 100 E/ml")


def test_roman_numbers_and_word_order_do_not_part_one_thing():
    assert words_key("Diabetes mellitus type II") == words_key("diabetes mellitus, type 2")


def test_an_allergy_that_another_source_refuted_is_a_contradiction():
    """A-104: 'huisarts: penicilline-allergie; ziekenhuis: weerlegd'."""
    (item,) = _items(
        make("allergy", "Penicilline", GP, status="active", recorded_on="2019-02-01"),
        make(
            "allergy",
            "Penicilline",
            HOSPITAL,
            status="active",
            is_active=False,
            details={"verification": "refuted"},
            recorded_on="2024-06-01",
        ),
    )
    assert item.verdict is Verdict.CONTRADICT
    assert item.is_current
    assert item.stance is Stance.IN_FORCE  # the safe side leads, though it is the older one
    assert [said.stance for said in item.statements] == [Stance.DENIED, Stance.IN_FORCE]


def test_a_source_that_contradicts_itself_later_has_one_last_word():
    (item,) = _items(
        make("allergy", "Penicilline", GP, recorded_on="2019-02-01"),
        make(
            "allergy",
            "Penicilline",
            GP,
            is_active=False,
            details={"verification": "refuted"},
            recorded_on="2023-02-01",
        ),
    )
    assert item.verdict is Verdict.SINGLE
    assert not item.is_current
    assert len(item.facts) == 2


def test_ended_here_and_running_there_is_a_difference():
    (item,) = _items(
        make("problem", "Depressie", GP, is_active=False, status="resolved", ends="2024-01-01"),
        make("problem", "Depressie", HOSPITAL, status="active", starts="2020"),
    )
    assert item.verdict is Verdict.DIFFER


def test_another_dose_of_one_medicine_is_a_difference():
    (item,) = _items(
        make("medication", "Metoprolol 50 mg", GP, details={"dosage": "1 x per dag 1 tablet"}),
        make(
            "medication", "metoprolol 100 mg", PHARMACY, details={"dosage": "1 x per dag 1 tablet"}
        ),
    )
    assert item.verdict is Verdict.DIFFER
    assert len(item.statements) == 2


def test_the_order_of_numbers_in_a_dose_matters():
    (item,) = _items(
        make("medication", "Metoprolol 50 mg", GP, details={"dosage": "1 tablet, 2 keer per dag"}),
        make(
            "medication",
            "Metoprolol 50 mg",
            PHARMACY,
            details={"dosage": "2 tablet, 1 keer per dag"},
        ),
    )
    assert item.verdict is Verdict.DIFFER


def test_a_medicine_handed_out_every_month_says_one_thing():
    handed_out = [
        make(
            "medication",
            "Metoprolol 50 mg",
            PHARMACY,
            category="dispense",
            is_active=False,
            starts=f"2026-{month:02}-10",
        )
        for month in range(1, 12)
    ]
    agreed = make("medication", "METOPROLOL 50MG", GP, category="agreement", starts="2020-01-05")
    (item,) = _items(*handed_out, agreed)
    assert [said.stance for said in item.statements] == [Stance.SUPPLIED, Stance.IN_FORCE]
    assert item.verdict is Verdict.AGREE
    assert len(item.facts) == 12


def test_a_medicine_handed_out_after_another_source_stopped_it_is_a_difference():
    stopped = make(
        "medication",
        "Metoprolol 50 mg",
        GP,
        is_active=False,
        ends="2026-09-01",
        recorded_on="2026-09-01",
        details={"stop": {"kind": "definite", "on": "2026-09-01"}},
    )

    def handed_out(day):
        return make(
            "medication",
            "Metoprolol 50 mg",
            PHARMACY,
            category="dispense",
            is_active=False,
            starts=day,
        )

    assert _items(stopped, handed_out("2026-10-20"))[0].verdict is Verdict.DIFFER
    assert _items(stopped, handed_out("2026-08-20"))[0].verdict is Verdict.AGREE


def test_two_strengths_at_one_source_are_both_shown():
    (item,) = _items(
        make("medication", "Furosemide 40 mg", GP, starts="2025-01-01"),
        make("medication", "Furosemide 20 mg", GP, starts="2025-06-01"),
    )
    assert len(item.statements) == 2


def test_what_was_not_understood_is_never_grouped_and_counts_as_current():
    """O-12: an unknown modifier may turn the meaning around."""
    odd = make("medication", "Metoprolol 50 mg", GP, is_understood=False, is_active=False)
    items = _items(make("medication", "Metoprolol 50 mg", PHARMACY), odd)
    assert len(items) == 2
    unclear = next(item for item in items if item.lead.fact is odd)
    assert unclear.stance is Stance.UNCLEAR
    assert unclear.is_current


def test_what_a_source_took_back_counts_for_nothing_beside_what_another_says():
    (item,) = _items(
        make("problem", "Hartfalen", GP, is_error=True, is_active=False),
        make("problem", "Hartfalen", HOSPITAL),
    )
    assert item.verdict is Verdict.SINGLE
    assert [s.title for s in item.sources] == [HOSPITAL.title]


def test_what_every_source_took_back_stays_visible_as_such():
    (item,) = _items(make("problem", "Hartfalen", GP, is_error=True, is_active=False))
    assert item.stance is Stance.ERROR
    assert not item.is_current


@pytest.mark.parametrize(
    ("fields", "stance"),
    [
        ({}, Stance.IN_FORCE),
        ({"ends": "2026"}, Stance.IN_FORCE),  # it may end on the last day of 2026
        ({"ends": "2025"}, Stance.ENDED),
        ({"ends": "2026-10"}, Stance.ENDED),
        ({"starts": "2027-01"}, Stance.PLANNED),
        ({"starts": "2026"}, Stance.IN_FORCE),
        ({"is_active": False}, Stance.ENDED),
        ({"details": {"verification": "unconfirmed"}}, Stance.UNSURE),
        ({"status": "on-hold", "is_active": False}, Stance.ON_HOLD),
        ({"details": {"stop": {"kind": "temporary"}}, "is_active": False}, Stance.ON_HOLD),
        ({"details": {"is_not_taken": True}, "is_active": False}, Stance.DENIED),
        ({"is_understood": False, "ends": "2001"}, Stance.UNCLEAR),
        ({"is_error": True, "is_understood": False}, Stance.ERROR),
    ],
)
def test_the_stance_follows_status_and_period_and_never_completes_a_date(fields, stance):
    assert stance_of(make("medication", "x", **fields), on=TODAY) is stance


def test_a_goal_that_is_late_still_stands():
    assert stance_of(make("goal", "Zelf douchen", ends="2026-03-01"), on=TODAY) is Stance.IN_FORCE


def test_a_stop_counts_from_its_end_and_shows_that_date():
    """The hospital stopped it in October; the pharmacy still hands it out in November."""
    stopped = make(
        "medication",
        "Metoprolol 50 mg",
        HOSPITAL,
        starts="2020-01-18",
        ends="2026-10-17",
        is_active=False,
        details={"stop": {"kind": "definite"}},
    )
    handed_out = make(
        "medication",
        "Metoprolol 50 mg",
        PHARMACY,
        category="dispense",
        is_active=False,
        starts="2026-11-10",
    )
    (item,) = _items(stopped, handed_out)
    assert item.verdict is Verdict.DIFFER
    assert [str(said.shown_date) for said in item.statements] == ["10-11-2026", "17-10-2026"]


def test_two_care_plans_of_one_category_stay_two():
    plans = [
        make("care_plan", title, source, code_system=SNOMED, code="736353004")
        for title, source in (("Zorgplan thuiszorg", OWN), ("Begeleidingsplan", GP))
    ]
    assert len(_items(*plans)) == 2
