# SPDX-License-Identifier: EUPL-1.2
"""What holds for every kind of fact: classes, mistakes, texts, dates, lengths."""

import pytest

from nabij.dossiers.fhir.facts.kinds import KINDS
from nabij.dossiers.tests.fhir.making import (
    PATIENT,
    columns,
    concept,
    extension,
    fact,
    observation,
)


@pytest.mark.parametrize(
    "fields",
    [
        {"meta": {"security": [{"code": "R"}]}},
        {
            "meta": {
                "security": [
                    {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "PSY"}
                ]
            }
        },
        {"securityLabel": [concept("V")]},
        {"confidentiality": "R"},
    ],
)
def test_what_a_source_marks_as_sensitive_is_of_the_highest_class(fields):
    assert columns(observation(**fields)).data_class == "d"
    assert columns(observation(meta={"security": [{"code": "N"}]})).data_class == "c"
    assert columns({"resourceType": "Patient", "id": "p"} | fields).data_class == "d"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_was_entered_in_error_never_stands(kind):
    read = columns(
        {"resourceType": kind, "id": "x", "patient": PATIENT, "status": "entered-in-error"}
    )
    assert read.is_entered_in_error
    assert not read.is_active


def test_the_text_of_the_source_comes_before_the_display_and_dutch_before_english():
    snomed = {
        "system": "http://snomed.info/sct",
        "code": "1",
        "display": "Diabetes mellitus (disorder)",
    }
    dutch = {
        "system": "urn:oid:2.16.840.1.113883.2.4.4.31.9",
        "code": "T90",
        "display": "suikerziekte",
    }
    read = fact("Condition", code={"coding": [dutch, snomed]})
    assert (read.code, read.code_text) == ("1", "suikerziekte")
    assert read.details["codes"] == ["urn:oid:2.16.840.1.113883.2.4.4.31.9|T90"]
    assert fact("Condition", code={"coding": [snomed], "text": "suiker"}).code_text == "suiker"
    translated = snomed | {"_display": {"extension": [extension(
        "http://hl7.org/fhir/StructureDefinition/translation",
        extension=[extension("lang", valueCode="nl-NL"), extension("content", valueString="diabetes")])]}}  # fmt: skip
    assert fact("Condition", code={"coding": [translated]}).code_text == "diabetes"
    oid = fact("Condition", code=concept("1", system="urn:oid:2.16.840.1.113883.6.96"))
    assert oid.code_system == "http://snomed.info/sct"


def test_dates_that_cannot_be_read_stay_empty_and_are_flagged():
    """O-11: macros of test sets are no dates; no day is invented."""
    read = fact("Condition", code=concept("1"), recordedDate="${DATE, T, D, -7}")
    assert (read.recorded, read.warnings) == (None, ("recordedDate-unread",))
    assert fact("Condition", onsetDateTime="2020-02-31").starts is None
    assert fact("Condition", onsetDateTime="2020-02-28T25:00:00Z").starts == "2020-02-28"
    assert fact("Condition", onsetDateTime="2020-02-28T10:00:00").starts == "2020-02-28T10:00:00"


def test_the_last_change_at_the_source_stands_in_for_a_missing_date():
    assert (
        columns(observation(meta={"lastUpdated": "2026-01-01T00:00:00Z"})).recorded
        == "2026-01-01T00:00:00Z"
    )


def test_narrative_is_never_read_as_text():
    read = columns(observation(text={"status": "generated", "div": "<div>verhaal</div>"}))
    assert "verhaal" not in str(read)


def test_long_texts_are_cut_in_the_columns_only():
    read = columns(observation(note=[{"text": "a" * 9000}], valueString="b" * 900))
    assert len(read.text) <= 4000
    assert len(read.value) <= 200
    assert read.value.endswith("…")
