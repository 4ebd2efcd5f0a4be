# SPDX-License-Identifier: EUPL-1.2
"""The panels of what is current."""

import pytest

from nabij.clientview.rules.current import newest_by_code, panel, permits, safety
from nabij.clientview.rules.grouping import Verdict
from nabij.clientview.tests.making import GP, HOSPITAL, OWN, TODAY, make

SNOMED = "http://snomed.info/sct"


def test_no_known_allergies_is_no_allergy():
    found = panel("allergy", [make("allergy", "Geen bekende allergieën", GP)], on=TODAY)
    assert found.current == ()
    assert len(found.none_known) == 1
    assert not found.is_contradicted
    assert not found.is_empty


def test_no_known_allergies_beside_an_allergy_is_a_contradiction():
    found = panel(
        "allergy",
        [
            make("allergy", "Penicilline", HOSPITAL),
            make("allergy", "x", GP, code_system=SNOMED, code="716186003"),
        ],
        on=TODAY,
    )
    assert found.is_contradicted


def test_a_refuted_allergy_does_not_contradict_no_known_allergies():
    found = panel(
        "allergy",
        [
            make("allergy", "Penicilline", HOSPITAL, details={"verification": "refuted"}),
            make("allergy", "Geen bekende allergieën", GP),
        ],
        on=TODAY,
    )
    assert not found.is_contradicted
    assert [item.title for item in found.past] == ["Penicilline"]


def test_dangerous_allergies_come_first():
    found = panel(
        "allergy",
        [
            make("allergy", "Pollen", value="low"),
            make("allergy", "Noten", details={"reactions": [{"severity": "severe"}]}),
        ],
        on=TODAY,
    )
    assert [item.title for item in found.current] == ["Noten", "Pollen"]


def test_resuscitation_comes_first_of_the_directives():
    found = panel(
        "directive",
        [
            make("directive", "Antibiotica", OWN, value="permit", starts="2026-01-01"),
            make("directive", "Reanimatie", OWN, value="deny", starts="2020-01-01"),
        ],
        on=TODAY,
    )
    assert [item.title for item in found.current] == ["Reanimatie", "Antibiotica"]


@pytest.mark.parametrize(
    ("fields", "permitted"),
    [
        ({"value": "permit"}, True),
        ({"value": "deny"}, False),
        ({"value": "restricted"}, None),
        ({"value": "unknown"}, None),
        ({"value": ""}, None),
        ({"value": "permit", "is_understood": False}, None),
        ({"value": "permit", "is_error": True}, None),
    ],
)
def test_only_a_plain_and_understood_yes_is_a_permission(fields, permitted):
    """O-12: a directive that a modifier turns around is never shown as a permission."""
    assert permits(make("directive", "Reanimatie", **fields)) is permitted


def test_two_decisions_on_one_treatment_contradict_and_stand_side_by_side():
    found = panel(
        "directive",
        [
            make("directive", "Reanimatie", GP, value="permit", starts="2019-01-01"),
            make("directive", "Reanimatie", OWN, value="deny", starts="2025-01-01"),
        ],
        on=TODAY,
    )
    (item,) = found.current
    assert item.verdict is Verdict.CONTRADICT
    assert [said.fact.value for said in item.statements] == ["deny", "permit"]


def test_what_is_over_is_counted_and_the_latest_of_it_shown():
    facts = [
        make(
            "problem",
            f"Kwaal {chr(97 + n)}",
            is_active=False,
            ends=f"20{n + 1:02}-01-01",
            recorded_on=f"20{n + 1:02}-01-01",
        )
        for n in range(20)
    ]
    found = panel("problem", facts, on=TODAY)
    assert found.past_count == 20
    assert found.past[0].title == "Kwaal t"
    assert len(found.past) == 12


def test_what_was_taken_back_is_kept_apart():
    found = panel("problem", [make("problem", "Kanker", is_error=True)], on=TODAY)
    assert [item.title for item in found.retracted] == ["Kanker"]
    assert found.current == found.past == ()


def test_the_newest_measurement_of_each_kind_is_shown():
    newest = newest_by_code(
        [
            make("observation", "Gewicht", value="71", starts="2026-01-01"),
            make("observation", "Gewicht", OWN, value="69", starts="2026-11-01"),
            make("observation", "Gewicht", value="12", starts="2026-11-20", is_error=True),
            make("observation", "Pols", value="72", starts="2026-10-01"),
            make("observation", "Lengte", value=""),
        ]
    )
    assert [(fact.code_text, fact.value) for fact in newest] == [("Gewicht", "69"), ("Pols", "72")]


def test_allergies_and_resuscitation_stand_apart_for_the_top_of_the_page():
    panels = {
        "allergy": panel(
            "allergy", [make("allergy", "Penicilline", GP, status="active")], on=TODAY
        ),
        "directive": panel(
            "directive",
            [
                make("directive", "Reanimatie", GP, value="deny", starts="2020-01-01"),
                make("directive", "Antibiotica", GP, value="permit", starts="2020-01-01"),
            ],
            on=TODAY,
        ),
    }
    found = safety(panels)
    assert [item.title for item in found.allergies] == ["Penicilline"]
    assert [item.title for item in found.resuscitation] == ["Reanimatie"]
    assert safety({}).allergies == ()


def test_a_source_that_knows_of_no_allergy_is_told_apart_from_silence():
    known = make("allergy", "Geen bekende allergieën", GP, status="active")
    assert safety({"allergy": panel("allergy", [known], on=TODAY)}).says_none
    assert not safety({}).says_none
