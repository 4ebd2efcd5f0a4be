# SPDX-License-Identifier: EUPL-1.2
"""Every reference is found, with its role, its kind and whom it names."""

import pytest

from nabij.dossiers.fhir.columns import read_columns
from nabij.dossiers.fhir.references import PRACTITIONER_ROLE, parse
from nabij.dossiers.fhir.types import DirectoryColumns, FactColumns
from nabij.dossiers.tests.fhir.making import (
    PATIENT,
    columns,
    concept,
    extension,
    observation,
    only,
    xml,
)

BSN = "http://fhir.nl/fhir/NamingSystem/bsn"


@pytest.mark.parametrize(
    ("written", "kind", "target_type", "key"),
    [
        ("Patient/1", "relative", "Patient", "1"),
        ("Patient/a_b.c-D~/_history/3", "relative", "Patient", "a_b.c-D~"),
        ("https://host/fhir/Patient/1", "absolute", "Patient", "1"),
        ("http://host:8080/Patient/1/_history/2", "absolute", "Patient", "1"),
        ("https://host/something", "absolute", None, None),
        (
            "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0",
            "urn",
            None,
            "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0",
        ),
        ("urn:oid:1.2.3", "urn", None, "urn:oid:1.2.3"),
        ("#p1", "contained", None, "p1"),
        ("Patient?identifier=http://x|1", "logical", "Patient", None),
        ("not a reference", "unreadable", None, None),
        ("patient/1", "unreadable", None, None),
    ],
)
def test_every_form_of_reference_is_told_apart(written, kind, target_type, key):
    """O-10."""
    assert parse(written) == (kind, target_type, key)


def found_in(resource, version="r4"):
    return {r.path: r for r in columns(resource, version).references}


def test_roles_are_elements_and_paths_are_json_pointers():
    refs = found_in(
        observation(
            performer=[{"reference": "Practitioner/1"}, {"reference": "Organization/2"}],
            component=[{"valueReference": {"reference": "Device/3"}}],
        )
    )
    assert {path: (r.role, r.target_type) for path, r in refs.items()} == {
        "/subject": ("subject", "Patient"),
        "/performer/0": ("performer", "Practitioner"),
        "/performer/1": ("performer", "Organization"),
        "/component/0/valueReference": ("component", "Device"),
    }


def test_a_reference_with_only_a_name_or_only_an_identifier_counts():
    """O-10: display-only and logical."""
    refs = found_in(
        observation(
            subject={
                "identifier": {"system": "urn:oid:2.16.840.1.113883.2.4.6.3", "value": "999911120"}
            },
            performer=[{"display": "wijkverpleegkundige"}],
            specimen={"identifier": {"value": "s1"}, "type": "Specimen"},
        )
    )
    subject = refs["/subject"]
    assert (subject.kind, subject.identifier_system, subject.identifier_value) == (
        "logical",
        "bsn",
        "999911120",
    )
    assert (refs["/performer/0"].kind, refs["/performer/0"].display) == (
        "display_only",
        "wijkverpleegkundige",
    )
    assert (refs["/specimen"].kind, refs["/specimen"].target_type) == ("logical", "Specimen")


def test_a_code_with_only_a_display_is_no_reference():
    resource = observation(
        code={"coding": [{"display": "gewicht"}]},
        valueCodeableConcept={"coding": [{"display": "zwaar"}]},
    )
    encounter = {
        "resourceType": "Encounter",
        "id": "e",
        "class": {"display": "thuis"},
        "subject": PATIENT,
    }
    assert list(found_in(resource)) == list(found_in(encounter)) == ["/subject"]


def test_a_conditional_reference_gives_its_identifier():
    refs = found_in(observation(subject={"reference": f"Patient?identifier={BSN}|999911120"}))
    assert (refs["/subject"].identifier_system, refs["/subject"].identifier_value) == (
        "bsn",
        "999911120",
    )


def test_a_contained_target_gives_its_type_name_and_bsn():
    """O-10: `#contained`."""
    resource = observation(
        subject={"reference": "#p"},
        performer=[{"reference": "#d"}, {"reference": "#gone"}],
        contained=[
            {"resourceType": "Patient", "id": "p", "name": [{"text": "Jo de Boer"}],
             "identifier": [{"system": "x", "value": "1"}, {"system": BSN, "value": "999911120"}]},
            {"resourceType": "Practitioner", "id": "d", "name": [{"family": "Vries", "given": ["A."]}]},
        ],
    )  # fmt: skip
    refs = found_in(resource)
    subject = refs["/subject"]
    assert (subject.kind, subject.target_type, subject.display) == (
        "contained",
        "Patient",
        "Jo de Boer",
    )
    assert (subject.identifier_system, subject.identifier_value) == ("bsn", "999911120")
    assert refs["/performer/0"].display == "A. Vries"
    assert refs["/performer/1"].target_type is None


def test_references_inside_a_contained_resource_have_a_role_of_their_own():
    contained = {"resourceType": "ServiceRequest", "id": "s", "subject": {"reference": "Patient/2"}}
    read = columns(observation(contained=[contained]))
    assert read.subject.target_key == "p1"
    assert {r.role for r in read.references} == {"subject", "contained.subject"}


def stu3_encounter(individual):
    return {"resourceType": "Encounter", "id": "e", "status": "finished", "subject": PATIENT,
            "participant": [{"individual": individual}]}  # fmt: skip


def test_the_practitioner_role_of_stu3_has_the_role_of_the_reference_it_stands_on():
    """O-10: 131 times in GP data."""
    role = extension(
        PRACTITIONER_ROLE, valueReference={"reference": "PractitionerRole/r", "display": "huisarts"}
    )
    individual = {"extension": [role], "reference": "Practitioner/p", "display": "Dr. Vaste"}
    read = columns(stu3_encounter(individual), "stu3")
    by_type = {r.target_type: (r.role, r.path) for r in read.references}
    assert by_type["Practitioner"] == ("participant.individual", "/participant/0/individual")
    assert by_type["PractitionerRole"] == (
        "participant.individual",
        "/participant/0/individual/extension/0/valueReference",
    )
    assert read.author == "Dr. Vaste"


def test_a_reference_that_is_only_the_practitioner_role_extension_gives_its_name():
    role = extension(
        PRACTITIONER_ROLE, valueReference={"reference": "PractitionerRole/r", "display": "huisarts"}
    )
    read = columns(stu3_encounter({"extension": [role]}), "stu3")
    assert read.author == "huisarts"
    assert read.details["participants"] == [{"name": "huisarts"}]


def test_a_reference_in_another_extension_has_the_name_of_the_extension_as_role():
    url = "http://nictiz.nl/fhir/StructureDefinition/zib-MedicationUse-Author"
    resource = {"resourceType": "MedicationStatement", "id": "m", "subject": PATIENT,
                "extension": [extension(url, valueReference={"reference": "Patient/p1"})]}  # fmt: skip
    assert found_in(resource)["/extension/0/valueReference"].role == "zib-MedicationUse-Author"


def test_xml_gives_the_same_references_as_json():
    text = xml(
        '<id value="e"/><subject><reference value="Patient/p1"/></subject>'
        '<participant><individual><reference value="Practitioner/a"/></individual></participant>'
        '<participant><individual><reference value="Practitioner/b"/></individual></participant>',
        "Encounter",
    )
    assert [(r.role, r.target_key) for r in columns(text, "stu3").references] == [
        ("subject", "p1"),
        ("participant.individual", "a"),
        ("participant.individual", "b"),
    ]


@pytest.mark.parametrize(
    ("kind", "field"),
    [("Observation", "subject"), ("AllergyIntolerance", "patient"), ("Coverage", "beneficiary"),
     ("Task", "for"), ("Claim", "patient"), ("BodySite", "patient"), ("List", "subject")],
)  # fmt: skip
def test_the_person_a_resource_is_about_stands_in_different_elements(kind, field):
    read = columns({"resourceType": kind, "id": "x", field: PATIENT})
    assert isinstance(read, FactColumns)
    assert read.subject.target_key == "p1"


def test_the_person_of_an_appointment_is_the_participant_that_is_a_patient():
    people = [{"actor": {"reference": "Practitioner/1"}}, {"actor": {"reference": "Patient/p1"}}]
    assert (
        columns(
            {"resourceType": "Appointment", "id": "a", "participant": people}
        ).subject.target_key
        == "p1"
    )
    two = [*people, {"actor": {"reference": "Patient/p2"}}]
    assert columns({"resourceType": "Appointment", "id": "a", "participant": two}).subject is None


@pytest.mark.parametrize(
    "subject",
    [{"reference": "Location/1"}, {"reference": "Group/1"}, {"reference": "Practitioner/1"}],
)
def test_a_subject_that_is_no_patient_is_no_person(subject):
    assert columns(observation(subject=subject)).subject is None


def test_a_resource_of_an_unknown_kind_without_a_person_stays_a_closed_fact():
    for kind in ("Binary", "Provenance", "AuditEvent", "Linkage", "Parameters", "Person", "Group"):
        read = columns({"resourceType": kind, "id": "x"})
        assert isinstance(read, FactColumns), kind
        assert read.subject is None


def test_providers_products_and_terms_belong_to_the_directory():
    for kind in ("Practitioner", "PractitionerRole", "Organization", "Location", "HealthcareService",
                 "Medication", "Substance", "Endpoint", "Questionnaire", "CodeSystem", "ValueSet",
                 "Device"):  # fmt: skip
        assert isinstance(columns({"resourceType": kind, "id": "x"}), DirectoryColumns), kind
    own = columns(
        {"resourceType": "Device", "id": "x", "patient": PATIENT, "type": concept("1", "rollator")}
    )
    assert isinstance(own, FactColumns)


def test_a_resource_without_id_is_known_by_its_content_however_it_is_written():
    one = only(b'{"resourceType":"Flag","status":"active"}')
    other = only(b'{ "status": "active",  "resourceType": "\\u0046lag" }')
    changed = only(b'{"resourceType":"Flag","status":"inactive"}')
    keys = [read_columns(found, "r4").source_key for found in (one, other, changed)]
    assert keys[0].startswith("sha256:")
    assert keys[0] == keys[1] != keys[2]


@pytest.mark.parametrize(
    ("url", "kind", "key"),
    [
        ("Binary/b1", "relative", "b1"),
        ("https://host/fhir/Binary/b1", "absolute", "b1"),
        ("urn:uuid:1", "urn", "urn:uuid:1"),
        ("#b1", "contained", "b1"),
    ],
)
def test_a_document_that_stands_apart_is_a_reference_too(url, kind, key):
    resource = {
        "resourceType": "DocumentReference",
        "id": "d",
        "subject": PATIENT,
        "content": [{"attachment": {"url": url, "title": "brief", "contentType": "x"}}],
    }
    found = found_in(resource)["/content/0/attachment"]
    assert (found.role, found.kind, found.target_key) == ("content.attachment", kind, key)
    assert found.display == "brief"


def test_a_document_on_the_web_is_no_reference():
    attachment = {"attachment": {"url": "https://site.example/brief.pdf"}}
    resource = {"resourceType": "DocumentReference", "id": "d", "content": [attachment]}
    assert found_in(resource) == {}
