# SPDX-License-Identifier: EUPL-1.2
"""Medication: what is agreed, given and used, and above all what is stopped."""

import pytest

from nabij.dossiers.tests.fhir.making import PATIENT, columns, concept, extension, xml

NICTIZ = "http://nictiz.nl/fhir/StructureDefinition/"
STOP = NICTIZ + "zib-Medication-StopType"
STOP_R4 = NICTIZ + "ext-StopType"
CYCLE = NICTIZ + "zib-Medication-RepeatPeriodCyclicalSchedule"
PERIOD = NICTIZ + "zib-Medication-PeriodOfUse"
UCUM = "http://unitsofmeasure.org"


def medication(kind="MedicationRequest", version="stu3", **fields):
    base = {
        "resourceType": kind,
        "id": "m1",
        "status": "active",
        "subject": PATIENT,
        "medicationReference": {"reference": "Medication/1", "display": "apixaban 2,5 mg"},
    }
    return columns(base | fields, version)


def stop(code="2", url=STOP):
    return extension(url, valueCodeableConcept=concept(code, "Definitief"))


def test_an_agreement_without_a_stop_is_in_force():
    read = medication(authoredOn="2026-01-05")
    assert (read.kind, read.category, read.code_text) == (
        "medication",
        "agreement",
        "apixaban 2,5 mg",
    )
    assert (read.is_active, read.is_understood, read.starts) == (True, True, "2026-01-05")


@pytest.mark.parametrize(
    ("code", "url", "kind"),
    [("2", STOP, "definite"), ("1", STOP, "temporary"),
     ("113371000146109", STOP_R4, "definite"), ("113381000146106", STOP_R4, "temporary")],
)  # fmt: skip
def test_stopped_medication_is_never_shown_as_running(code, url, kind):
    """O-12: StopType is a modifier; ignoring it shows stopped medication as running."""
    period = {"valuePeriod": {"start": "2026-01-01", "end": "2026-03-01"}}
    read = medication(extension=[extension(PERIOD, **period)], modifierExtension=[stop(code, url)])
    assert (read.is_active, read.is_understood) == (False, True)
    assert (read.starts, read.ends) == ("2026-01-01", "2026-03-01")
    assert read.details["stop"] == {"kind": kind, "text": "Definitief", "on": "2026-03-01"}


def test_a_stop_without_a_period_ends_when_it_was_agreed():
    read = medication(authoredOn="2026-02-02", modifierExtension=[stop()])
    assert (read.is_active, read.ends) == (False, "2026-02-02")


def test_a_stop_in_xml_stops_too():
    text = xml(
        f'<id value="m1"/><modifierExtension url="{STOP}"><valueCodeableConcept><coding>'
        '<code value="2"/></coding></valueCodeableConcept></modifierExtension><status value="active"/>'
        '<subject><reference value="Patient/p1"/></subject>',
        "MedicationRequest",
    )
    read = columns(text, "stu3")
    assert (read.is_active, read.is_understood) == (False, True)


def test_a_stop_whose_value_cannot_be_read_still_stops():
    read = medication(modifierExtension=[{"url": STOP}])
    assert not read.is_active


def test_a_cyclic_schedule_is_understood_and_said():
    cycle = extension(
        CYCLE, valueDuration={"value": 8, "unit": "dagen", "system": UCUM, "code": "d"}
    )
    read = medication(modifierExtension=[cycle])
    assert (read.is_active, read.is_understood, read.details["cycle"]) == (True, True, "8 dagen")


@pytest.mark.parametrize(
    "resource",
    [
        {"modifierExtension": [extension("http://example.nl/x", valueBoolean=True)]},
        {"dosageInstruction": [{"modifierExtension": [stop()]}]},
        {"contained": [{"resourceType": "Medication", "modifierExtension": [stop()]}]},
        {"modifierExtension": {"url": "http://example.nl/x", "display": "looks like a reference"}},
        {"modifierExtension": [{"reference": "looks/like-a-reference"}]},
        {"implicitRules": "http://example.nl/rules"},
    ],
)
def test_an_unknown_modifier_anywhere_makes_the_fact_not_understood(resource):
    """O-12: never dropped, in whatever element it stands."""
    read = medication(**resource)
    assert not read.is_understood
    assert read.unknown_modifiers


@pytest.mark.parametrize(
    ("status", "is_active"),
    [("active", True), ("on-hold", False), ("stopped", False), ("completed", False),
     ("cancelled", False), ("draft", False), ("unknown", True), ("entered-in-error", False)],
)  # fmt: skip
def test_the_status_of_a_prescription_says_whether_it_is_in_force(status, is_active):
    read = medication(status=status, version="r4")
    assert read.is_active is is_active
    assert read.is_entered_in_error is (status == "entered-in-error")


def test_a_prescription_not_to_give_something_is_not_in_force():
    assert not medication(version="r4", doNotPerform=True).is_active
    never = extension(
        "http://hl7.org/fhir/StructureDefinition/request-doNotPerform", valueBoolean=True
    )
    read = medication(modifierExtension=[never])
    assert (read.is_active, read.is_understood, read.details["is_forbidden"]) == (False, True, True)


def test_use_that_was_not_taken_is_not_in_force():
    read = medication("MedicationStatement", taken="n", reasonNotTaken=[concept("1", "misselijk")])
    assert (read.category, read.is_active) == ("use", False)
    assert read.details["is_not_taken"] is True
    assert read.details["stop_reason"] == "misselijk"


def test_a_dispense_is_an_event_and_an_administration_agreement_is_in_force():
    dispense = medication("MedicationDispense", category=concept("373784005"), status="completed",
                          whenHandedOver="2026-05-01T10:00:00+02:00",
                          quantity={"value": 50, "unit": "stuk"})  # fmt: skip
    assert (dispense.category, dispense.is_active, dispense.value, dispense.unit) == (
        "dispense",
        False,
        "50",
        "stuk",
    )
    assert dispense.starts == "2026-05-01T10:00:00+02:00"
    agreement = medication("MedicationDispense", category=concept("422037009"), status="completed")
    assert (agreement.category, agreement.is_active) == ("administration_agreement", True)


def test_the_dosage_is_the_text_of_the_source_or_put_together():
    written = medication(dosageInstruction=[{"text": "1 maal per dag 1 tablet"}])
    assert written.details["dosage"] == "1 maal per dag 1 tablet"
    built = medication(
        version="r4",
        dosageInstruction=[
            {
                "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
                "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "tablet"}}],
                "route": concept("9", "oraal"),
                "asNeededBoolean": True,
            }
        ],
    )
    assert built.details["dosage"] == "1 tablet, 2× / d, oraal"
    assert built.details["as_needed"] == "yes"


def test_contained_medication_gives_its_code():
    read = medication(
        medicationReference={"reference": "#m"},
        contained=[{"resourceType": "Medication", "id": "m",
                    "code": concept("B01AF02", "apixaban", "urn:oid:2.16.840.1.113883.6.73")}],
    )  # fmt: skip
    assert (read.code, read.code_system, read.code_text) == (
        "B01AF02",
        "http://www.whocc.no/atc",
        "apixaban",
    )


def test_who_prescribed_stands_in_different_elements_in_stu3_and_r4():
    doctor = {"reference": "Practitioner/1", "display": "Dr. Vaste"}
    assert medication(requester={"agent": doctor}).author == "Dr. Vaste"
    assert medication(version="r4", requester=doctor).author == "Dr. Vaste"
