# SPDX-License-Identifier: EUPL-1.2
"""To what facts refer, and about whom they are (A-103): found later, elsewhere, by number,
or never."""

from nabij.dossiers.models import SourceResource
from nabij.dossiers.tests.making import (
    BSN,
    as_owner,
    bundle,
    facts,
    patient,
    problem,
    references,
    take_in,
    write,
)
from nabij.linkage.models import PatientRecord


def test_references_find_what_comes_later_in_other_files(gp, tmp_path):
    encounter = {"resourceType": "Encounter", "id": "e1", "subject": {"reference": "Patient/p1"}}
    by = {"reference": "Practitioner/a1", "display": "J. Visser"}
    written = problem(encounter={"reference": "Encounter/e1"}, asserter=by)
    write(tmp_path, "1.json", written)
    write(tmp_path, "2.json", encounter)
    write(tmp_path, "3.json", {"resourceType": "Practitioner", "id": "a1"}, patient())
    take_in(gp, tmp_path)
    found = {row["role"]: row for row in references("fact.type = 'Condition'")}
    assert set(found) == {"encounter", "asserter"}  # the subject is the record of the fact
    assert {row["state"] for row in found.values()} == {"resolved"}
    (encounter_fact,) = facts("fact.type = 'Encounter'")
    assert found["encounter"]["target_fact_id"] == encounter_fact["id"]
    assert (
        found["asserter"]["target_resource_id"]
        == SourceResource.objects.values_list("pk", flat=True).get()
    )


def test_references_follow_the_newest_version(gp, tmp_path):
    doctor = {"resourceType": "Practitioner", "id": "a1", "name": [{"family": "Visser"}]}
    by = {"reference": "Practitioner/a1"}
    take_in(gp, write(tmp_path, "1.json", bundle(patient(), doctor, problem(asserter=by))))
    take_in(gp, write(tmp_path, "2.json", doctor | {"name": [{"family": "Visser-Smit"}]}))
    (reference,) = references("role = 'asserter'")
    newest = SourceResource.objects.values_list("version", "superseded_at")
    assert newest.get(pk=reference["target_resource_id"]) == (2, None)


def test_what_did_not_come_along_is_dangling_until_it_comes(gp, tmp_path):
    by = {"reference": "Practitioner/a1"}
    intake = take_in(gp, write(tmp_path, "1.json", bundle(patient(), problem(asserter=by))))
    assert [row["state"] for row in references("role = 'asserter'")] == ["dangling"]
    assert intake.report["dangling"] == 1
    take_in(gp, write(tmp_path, "2.json", {"resourceType": "Practitioner", "id": "a1"}))
    assert [row["state"] for row in references("role = 'asserter'")] == ["resolved"]


def test_urns_of_a_transaction_are_resolved_within_the_file(gp, tmp_path):
    """O-10, and resources without an id: the key is the hash of the content."""
    one, two, three = (f"urn:uuid:0000000{n}-0000-4000-8000-000000000000" for n in range(3))
    person = patient()
    del person["id"]
    visit = {
        "resourceType": "Appointment",
        "id": "v1",
        "status": "booked",
        "start": "2026-11-24T09:00:00+01:00",
        "participant": [{"actor": {"reference": one}, "status": "accepted"}],
    }
    written = problem(subject=one, encounter={"reference": three})
    encounter = {"resourceType": "Encounter", "id": "e1", "subject": {"reference": one}}
    delivered = bundle(visit, written, encounter, person, urls=["", two, three, one])
    intake = take_in(gp, write(tmp_path, "1.json", delivered))
    record = PatientRecord.objects.get()
    assert record.source_key.startswith("sha256:")
    assert {fact["subject"] for fact in facts()} == {record.source_key}
    assert [row["state"] for row in references("role = 'encounter'")] == ["resolved"]
    assert intake.report["without_subject"] == 0


def test_an_absolute_reference_to_another_server_does_not_land_on_our_patient(gp, tmp_path):
    here, there = "https://ehr.example/fhir", "https://elders.example/fhir"
    known = problem("c1", subject=f"{here}/Patient/p1")
    foreign = problem("c2", subject=f"{there}/Patient/p1")
    delivered = bundle(patient(), known, foreign, urls=[f"{here}/Patient/p1"])
    intake = take_in(gp, write(tmp_path, "1.json", delivered))
    assert [(fact["source_key"], fact["subject"]) for fact in facts()] == [
        ("c1", "p1"),
        ("c2", None),
    ]
    assert intake.report["without_subject"] == 1


def test_a_subject_named_by_number_is_found_even_when_it_comes_later(gp, tmp_path):
    number = {"system": BSN, "value": "999911120"}
    logical = problem("c1", subject="")
    logical["subject"] = {"identifier": number, "display": "999911120"}
    by_client_number = problem("c2", subject="")
    by_client_number["subject"] = {"identifier": {"system": "urn:x:clientnummer", "value": "77"}}
    take_in(gp, write(tmp_path, "1.json", logical, by_client_number))
    assert [fact["subject"] for fact in facts()] == [None, None]
    known = patient(identifier=[number, {"system": "urn:x:clientnummer", "value": "77"}])
    intake = take_in(gp, write(tmp_path, "2.json", known))
    assert [fact["subject"] for fact in facts()] == ["p1", "p1"]
    assert {row["patient_record_id"] for row in references()} == {PatientRecord.objects.get().pk}
    records = as_owner("select distinct patient_record_id from dossiers_original")
    assert [row["patient_record_id"] for row in records] == [PatientRecord.objects.get().pk]
    assert intake.report["subjects_found"] == 2


def test_a_number_that_two_records_share_names_neither(gp, tmp_path):
    """O-3: equal BSNs at one source are no proof."""
    number = {"system": BSN, "value": "999911120"}
    logical = problem("c1", subject="")
    logical["subject"] = {"identifier": number}
    persons = [patient(key, identifier=[number]) for key in ("p1", "p2")]
    take_in(gp, write(tmp_path, "1.json", *persons, logical))
    assert [fact["subject"] for fact in facts()] == [None]


def test_a_bsn_is_nowhere_readable(gp, tmp_path):
    number = {"system": BSN, "value": "999911120"}
    written = problem(asserter={"identifier": number, "display": "BSN 999911120"})
    written["subject"] = {"identifier": number}
    written["note"] = [{"text": "Gebeld over 999911120"}]
    take_in(gp, write(tmp_path, "1.json", bundle(patient(identifier=[number]), written)))
    for table in ("fact", "original", "reference", "intakefile", "sourceresource", "quarantine"):
        rows = as_owner(f"select t::text as line from dossiers_{table} t")
        assert not any("999911120" in row["line"] for row in rows), table
