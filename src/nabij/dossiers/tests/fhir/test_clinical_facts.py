# SPDX-License-Identifier: EUPL-1.2
"""Problems, allergies, measurements, procedures and vaccinations, in STU3 and in R4."""

import pytest

from nabij.dossiers.tests.fhir.making import (
    PATIENT,
    columns,
    concept,
    fact,
    observation,
    only,
    xml,
)

LOINC = "http://loinc.org"


@pytest.mark.parametrize("version", ["stu3", "r4"])
def test_a_problem_of_both_versions_reads_the_same(version):
    code = (lambda value: value) if version == "stu3" else (lambda value: concept(value))
    read = fact(
        "Condition",
        version,
        code=concept("44054006", "diabetes mellitus type 2"),
        clinicalStatus=code("active"),
        verificationStatus=code("confirmed"),
        onsetDateTime="2012-11",
        severity=concept("24484000", "ernstig"),
        note=[{"text": "goed ingesteld"}],
        **{"assertedDate" if version == "stu3" else "recordedDate": "2013-01-02"},
    )
    assert (read.kind, read.code, read.code_text) == (
        "problem",
        "44054006",
        "diabetes mellitus type 2",
    )
    assert (read.status, read.is_active, read.starts, read.recorded) == (
        "active",
        True,
        "2012-11",
        "2013-01-02",
    )
    assert (read.text, read.details["severity"]) == ("goed ingesteld", "ernstig")
    assert read.details["verification"] == "confirmed"


@pytest.mark.parametrize(
    ("fields", "is_active"),
    [
        ({}, True),
        ({"clinicalStatus": "resolved"}, False),
        ({"clinicalStatus": concept("recurrence")}, True),
        ({"clinicalStatus": concept("remission")}, False),
        ({"clinicalStatus": "active", "verificationStatus": "refuted"}, False),
        ({"clinicalStatus": "active", "verificationStatus": "entered-in-error"}, False),
        ({"abatementDateTime": "2020"}, False),
        ({"abatementBoolean": True}, False),
        ({"abatementBoolean": False}, True),
    ],
)
def test_a_problem_is_in_force_unless_it_is_over_or_refuted(fields, is_active):
    read = fact("Condition", code=concept("1", "x"), **fields)
    assert read.is_active is is_active
    assert read.is_entered_in_error is (fields.get("verificationStatus") == "entered-in-error")


def test_an_allergy_says_how_bad_and_what_happens():
    read = columns(
        {"resourceType": "AllergyIntolerance", "id": "a", "patient": PATIENT, "criticality": "high",
         "code": concept("762952008", "pinda"), "clinicalStatus": "active", "onsetDateTime": "1997",
         "reaction": [{"manifestation": [concept("39579001", "anafylaxie")], "severity": "severe"}]},
        "stu3",
    )  # fmt: skip
    assert (read.kind, read.code_text, read.value, read.starts) == (
        "allergy",
        "pinda",
        "high",
        "1997",
    )
    assert read.details["reactions"] == [{"manifestation": "anafylaxie", "severity": "severe"}]
    assert read.is_active
    refuted = columns(
        only(
            {
                "resourceType": "AllergyIntolerance",
                "id": "a",
                "verificationStatus": concept("refuted"),
            }
        ).original
    )
    assert not refuted.is_active


@pytest.mark.parametrize(
    ("fields", "value", "unit"),
    [
        ({"valueQuantity": {"value": 7.2, "unit": "mmol/L"}}, "7.2", "mmol/L"),
        ({"valueQuantity": {"value": 5, "comparator": "<", "code": "mg"}}, "<5", "mg"),
        ({"valueCodeableConcept": concept("1", "woonboot")}, "woonboot", ""),
        ({"valueString": "benauwd"}, "benauwd", ""),
        ({"valueBoolean": False}, "false", ""),
        ({"valueInteger": 0}, "0", ""),
        ({"valueRange": {"low": {"value": 1}, "high": {"value": 2, "unit": "l"}}}, "1 - 2 l", ""),
        ({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 8}}}, "1 / 8", ""),
        ({"valueDateTime": "2020-05"}, "2020-05", ""),
        ({}, "", ""),
    ],
)
def test_an_observation_has_one_value_of_any_type(fields, value, unit):
    read = columns(observation(**fields))
    assert (read.value, read.unit) == (value, unit)


def test_the_precision_of_a_number_is_kept():
    data = b'{"resourceType":"Observation","id":"o","valueQuantity":{"value":7.20,"unit":"mmol/L"}}'
    assert columns(data).value == "7.20"
    text = xml('<id value="o"/><valueQuantity><value value="7.20"/></valueQuantity>', "Observation")
    assert columns(text).value == "7.20"


def test_a_blood_pressure_is_said_as_one_value():
    def part(code, value):
        return {
            "code": concept(code, system=LOINC),
            "valueQuantity": {"value": value, "unit": "mmHg"},
        }

    read = columns(observation(component=[part("8480-6", 123), part("8462-4", 82)]))
    assert (read.value, read.unit) == ("123/82", "mmHg")
    other = columns(observation(component=[part("1", 3), part("2", 4)]))
    assert other.value == "1: 3 mmHg; 2: 4 mmHg"


def test_an_observation_keeps_what_makes_its_value_readable():
    read = columns(
        observation(
            interpretation=concept("L", "laag"),
            referenceRange=[
                {"low": {"value": 7.4, "unit": "mmol/L"}, "high": {"value": 9.9, "unit": "mmol/L"}}
            ],
            category=[concept("49581000146104", "laboratorium")],
            effectivePeriod={"start": "2020-01-01", "end": "2020-01-02"},
            issued="2020-01-03T10:00:00Z",
            comment="onder referentie",
            dataAbsentReason=concept("unknown", "onbekend"),
        ),
        "stu3",
    )
    assert read.details["interpretation"] == "laag"
    assert read.details["range"] == "7.4 - 9.9 mmol/L"
    assert read.details["is_laboratory"] is True
    assert (read.starts, read.ends, read.recorded) == (
        "2020-01-01",
        "2020-01-02",
        "2020-01-03T10:00:00Z",
    )
    assert (read.text, read.details["absent"]) == ("onder referentie", "onbekend")


def test_what_was_not_done_is_never_shown_as_done():
    for read in (
        fact("Procedure", "stu3", status="completed", notDone=True),
        fact("Procedure", status="not-done"),
        fact("Immunization", "stu3", status="completed", notGiven=True),
        fact("Immunization", status="not-done"),
        fact("Communication", "stu3", status="completed", notDone=True),
    ):
        assert (read.is_active, read.details["is_not_done"]) == (False, True)
    assert not fact("ServiceRequest", status="active", doNotPerform=True).is_active


def test_a_request_is_told_from_what_was_done():
    for kind, version in (
        ("ServiceRequest", "r4"),
        ("ProcedureRequest", "stu3"),
        ("ReferralRequest", "stu3"),
    ):
        read = fact(
            kind, version, status="active", code=concept("1", "wondzorg"), authoredOn="2026-01-01"
        )
        assert (read.kind, read.category, read.is_active) == ("procedure", "requested", True)


def test_a_vaccination_of_both_versions_reads_the_same():
    old = fact(
        "Immunization",
        "stu3",
        vaccineCode=concept("1", "griep"),
        date="2022-10",
        notGiven=False,
        status="completed",
    )
    new = fact(
        "Immunization",
        vaccineCode=concept("1", "griep"),
        occurrenceDateTime="2022-10",
        status="completed",
    )
    for read in (old, new):
        assert (read.kind, read.code_text, read.starts, read.is_active) == (
            "immunization",
            "griep",
            "2022-10",
            True,
        )
    due = fact(
        "ImmunizationRecommendation",
        recommendation=[
            {"vaccineCode": [concept("1", "griep")], "dateCriterion": [{"value": "2026-10"}]}
        ],
    )
    assert (due.category, due.starts, due.code_text) == ("recommended", "2026-10", "griep")
