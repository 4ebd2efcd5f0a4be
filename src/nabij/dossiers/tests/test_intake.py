# SPDX-License-Identifier: EUPL-1.2
"""What becomes of a delivery (A-02, A-103, A-111): facts, versions, references,
subjects, counts."""

import json
import zipfile

import pytest

from nabij.dossiers.actions import intakes
from nabij.dossiers.models import DossierNotice, Intake, IntakeFile, SourceResource
from nabij.dossiers.tests.making import (
    as_owner,
    bundle,
    contents,
    facts,
    front_office,
    machine,
    patient,
    problem,
    source,
    take_in,
    write,
)
from nabij.linkage.models import Ground, PatientRecord, RecordLink


def test_one_file_becomes_a_record_facts_and_a_person(gp, tmp_path):
    practitioner = {"resourceType": "Practitioner", "id": "a1", "name": [{"family": "Visser"}]}
    intake = take_in(gp, write(tmp_path, "d.json", bundle(patient(), problem(), practitioner)))

    (fact,) = facts()
    assert (fact["kind"], fact["code_text"], fact["subject"]) == ("problem", "Hypertensie", "p1")
    assert (str(fact["starts_on"]), fact["starts_precision"]) == ("2019-02-01", "month")
    assert RecordLink.objects.get().patient_record.source_key == "p1"
    assert SourceResource.objects.values_list("type", "version").get() == ("Practitioner", 1)
    assert intake.state == "done"
    report = intake.report
    assert report["facts"] == {"Condition": 1}
    assert (report["records"], report["directory"]) == (1, {"Practitioner": 1})
    assert (report["entries"], report["persons"], report["closed"]) == (3, 1, 0)


def test_originals_come_back_byte_for_byte(gp, tmp_path):
    written = '{ "resourceType":"Condition",  "id":"c1","note":[{"text":"1.50 \\u00e9 é"}]}'
    take_in(gp, write(tmp_path, "d.json", written))
    assert contents()["Condition", "c1", 1] == written.encode()


def test_an_original_opens_in_its_own_place_only(gp, tmp_path):
    from nabij.core import crypto
    from nabij.core.crypto import SealBroken
    from nabij.dossiers.rules import originals

    take_in(gp, write(tmp_path, "d.json", bundle(patient(), problem())))
    (row,) = as_owner(
        "select f.*, o.content from dossiers_fact f"
        " join dossiers_original o on o.fact_id = f.id where f.type = 'Condition'"
    )
    other = originals.resource_context(
        source_id=row["source_id"], type="Condition", source_key="c2", hash=bytes(row["hash"])
    )
    with pytest.raises(SealBroken):
        originals.unpack(row["content"], context=other, keys=crypto.keyring())


def test_the_same_file_twice_changes_nothing(gp, tmp_path):
    path = write(tmp_path, "d.json", bundle(patient(), problem()))
    first = take_in(gp, path)
    before = as_owner("select md5(string_agg(f::text, '|' order by id)) from dossiers_fact f")
    second = take_in(gp, path)
    assert second.pk == first.pk
    assert (
        as_owner("select md5(string_agg(f::text, '|' order by id)) from dossiers_fact f") == before
    )
    assert Intake.objects.count() == IntakeFile.objects.count() == 1


def test_the_same_bytes_under_another_name_are_known(gp, tmp_path):
    take_in(gp, write(tmp_path, "a.json", bundle(patient(), problem())))
    again = take_in(
        gp,
        write(tmp_path, "b.json", bundle(patient(), problem())),
        write(tmp_path, "c.json", problem("c2")),
    )
    assert again.known_files == 1
    assert again.report["entries"] == 1


def test_a_resource_that_did_not_change_adds_no_version(gp, tmp_path):
    take_in(gp, write(tmp_path, "a.json", bundle(patient(), problem())))
    spaced = json.dumps(bundle(problem(), patient()), indent=2, sort_keys=True)
    again = take_in(gp, write(tmp_path, "b.json", spaced))
    assert [fact["version"] for fact in facts()] == [1]
    assert again.report["unchanged"] == 2


def test_a_changed_resource_adds_a_version_and_the_earlier_one_stays(gp, tmp_path):
    take_in(gp, write(tmp_path, "a.json", bundle(patient(), problem(name="Hoge bloeddruk"))))
    again = take_in(gp, write(tmp_path, "b.json", problem(name="Hypertensie")))
    first, second = facts()
    assert (first["version"], first["code_text"]) == (1, "Hoge bloeddruk")
    assert (second["version"], second["code_text"]) == (2, "Hypertensie")
    assert first["superseded_at"] is not None
    assert second["superseded_at"] is None
    assert {key[2] for key in contents() if key[0] == "Condition"} == {1, 2}
    assert again.report["changed"] == 1


def test_versions_within_one_delivery_follow_the_order_of_its_files(gp, tmp_path):
    """O-13: the same id in two files is the same resource, the later one counts."""
    write(tmp_path, "1.json", bundle(patient(), problem(name="eerst")))
    write(tmp_path, "2.json", problem(name="daarna"))
    write(tmp_path, "3.json", problem(name="daarna"))
    write(tmp_path, "4.json", problem(name="ten slotte"))
    take_in(gp, tmp_path)
    assert [(f["version"], f["code_text"], f["superseded_at"] is None) for f in facts()] == [
        (1, "eerst", False),
        (2, "daarna", False),
        (3, "ten slotte", True),
    ]


def test_two_sources_may_use_the_same_ids(gp, tmp_path):
    hospital = source("hospital", care_type="hospital")
    take_in(gp, write(tmp_path, "a.json", bundle(patient(), problem())))
    take_in(hospital, write(tmp_path, "b.json", bundle(patient(), problem())))
    assert [(f["source_id"], f["version"]) for f in facts()] == [(gp.pk, 1), (hospital.pk, 1)]
    assert PatientRecord.objects.count() == 2


def test_a_fact_of_a_sensitive_source_has_class_d(as_intake, tmp_path):
    ggz = source("ggz", care_type="mental_health")
    visit = {
        "resourceType": "Appointment",
        "id": "v1",
        "status": "booked",
        "participant": [{"actor": {"reference": "Patient/p1"}, "status": "accepted"}],
    }
    take_in(ggz, write(tmp_path, "1.json", bundle(patient(), problem(), visit)))
    for table in ("fact", "original", "reference"):
        rows = as_owner(f"select distinct data_class from dossiers_{table}")
        assert {row["data_class"] for row in rows} <= {"d"}, table


def test_what_somebody_labelled_sensitive_has_class_d(gp, tmp_path):
    labelled = problem("c2", meta={"security": [{"code": "PSY"}]})
    take_in(gp, write(tmp_path, "1.json", bundle(patient(), problem(), labelled)))
    assert [(f["source_key"], f["data_class"]) for f in facts()] == [("c1", "c"), ("c2", "d")]


def test_a_patient_that_was_only_referred_to_belongs_to_nobody_until_it_comes(gp, tmp_path):
    take_in(gp, write(tmp_path, "1.json", problem()))
    record = PatientRecord.objects.get()
    assert not record.has_identity
    assert not RecordLink.objects.exists()
    take_in(gp, write(tmp_path, "2.json", patient()))
    record.refresh_from_db()
    assert record.has_identity
    assert RecordLink.objects.get().patient_record == record


def test_what_a_patient_says_beside_its_record_is_a_fact_of_identity(gp, tmp_path):
    contact = {
        "relationship": [{"text": "Dochter"}],
        "name": {"family": "Bakker"},
        "telecom": [{"system": "phone", "value": "0612345678"}],
    }
    written = patient(
        contact=[contact],
        communication=[{"language": {"text": "Turks"}, "preferred": True}],
        generalPractitioner=[{"reference": "Organization/o1", "display": "Praktijk Vecht"}],
    )
    take_in(gp, write(tmp_path, "1.json", written))
    (fact,) = as_owner("select * from dossiers_fact where kind = 'identity'")
    details = json.loads(fact["details"]) if isinstance(fact["details"], str) else fact["details"]
    assert details["contacts"][0]["relationships"] == ["Dochter"]
    assert details["contacts"][0]["telecoms"][0]["value"] == "0612345678"
    assert details["languages"][0]["text"] == "Turks"
    assert details["general_practitioners"] == ["Praktijk Vecht"]
    assert fact["data_class"] == "b"


def test_facts_without_a_ground_are_stored_closed_and_counted(as_intake, tmp_path):
    hospital = source("hospital", default_ground="")
    intake = take_in(hospital, write(tmp_path, "1.json", bundle(patient(), problem())))
    assert (intake.report["closed_records"], intake.report["closed"]) == (1, 1)
    assert not Ground.objects.exists()


def test_the_ground_given_with_a_delivery_opens_its_records(as_intake, tmp_path):
    hospital = source("hospital", default_ground="")
    path = write(tmp_path, "1.json", bundle(patient(), problem()))
    intake = take_in(hospital, path, ground="handoff")
    assert Ground.objects.values_list("kind", "decision").get() == ("handoff", "given")
    assert intake.report["closed"] == 0


def test_a_ground_given_later_with_the_same_files_opens_them(as_intake, tmp_path):
    hospital = source("hospital", default_ground="")
    path = write(tmp_path, "1.json", bundle(patient(), problem()))
    assert take_in(hospital, path).report["closed"] == 1
    again = take_in(hospital, path, ground="consent")
    assert (again.state, again.report["closed"]) == ("done", 0)
    assert [fact["version"] for fact in facts()] == [1]


def test_each_person_gets_a_notice_without_content(gp, tmp_path):
    take_in(gp, write(tmp_path, "1.json", bundle(patient(), problem())))
    notice = as_owner("select * from dossiers_dossiernotice")
    assert len(notice) == 1
    assert set(notice[0]) == {field.column for field in DossierNotice._meta.concrete_fields}
    assert notice[0]["kind"] == "changed"


def test_folders_zips_and_every_kind_of_file_are_read(gp, tmp_path):
    write(tmp_path / "in", "sub/b.json", problem("c1"))
    write(tmp_path / "in", "a.ndjson", problem("c2"), problem("c3"))
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?><!-- x --><Condition xmlns="http://hl7.org/fhir">'
        '<id value="c4"/><subject><reference value="Patient/p1"/></subject></Condition>'
    )
    write(tmp_path / "in", "c.xml", xml)
    write(tmp_path / "in", "README.md", "no dossier")
    with zipfile.ZipFile(tmp_path / "in" / "z.zip", "w") as archive:
        archive.writestr("d.json", json.dumps(bundle(patient(), problem("c5"))))
    intake = take_in(gp, tmp_path / "in")
    assert [(f["source_key"], f["subject"]) for f in facts()] == [
        (key, "p1") for key in ("c1", "c2", "c3", "c4", "c5")
    ]
    assert intake.skipped_files == 1


def test_of_xml_the_whole_file_is_kept_too(gp, tmp_path):
    from nabij.core import crypto
    from nabij.dossiers.rules import originals

    xml = '<Patient xmlns="http://hl7.org/fhir"><!-- said --><id value="p1"/></Patient>'
    take_in(gp, write(tmp_path, "p.xml", xml))
    file = IntakeFile.objects.get()
    context = originals.file_context(source_id=gp.pk, sha256=bytes(file.sha256))
    whole = originals.unpack(bytes(file.content), context=context, keys=crypto.keyring())
    assert whole == xml.encode()
    assert b"<!--" not in contents()["Patient", "p1", 1]


def test_reading_in_processes_beside_gives_the_same_rows(as_intake, tmp_path):
    here, beside = source("here"), source("beside")
    for number in range(40):
        key = f"p{number}"
        write(
            tmp_path,
            f"{number}.json",
            bundle(patient(key), problem(f"c{number}", f"Patient/{key}")),
        )
    write(tmp_path, "99.json", problem("c1", "Patient/p1", "later"))
    first = take_in(here, tmp_path, readers=0)
    second = take_in(beside, tmp_path, readers=2)
    assert first.report | {"persons": 0} == second.report | {"persons": 0}
    columns = ("type", "source_key", "version", "code_text", "subject")

    def told(source_):
        return [[f[name] for name in columns] for f in facts("fact.source_id = %s", source_.pk)]

    assert told(here) == told(beside)


def test_nobody_but_who_may_takes_dossiers_in(gp, tmp_path):
    path = write(tmp_path, "1.json", patient())
    for roles in (frozenset(), frozenset({"care_professional"})):
        with pytest.raises(intakes.IntakeNotAllowed):
            intakes.start_intake(
                viewer=front_office(user_id=7, roles=roles),
                source=gp,
                deliveries=[intakes.Delivery(path)],
            )
    assert not Intake.objects.exists()


def test_an_empty_folder_says_so(gp, tmp_path):
    write(tmp_path, "notes.md", "x")
    with pytest.raises(intakes.NothingToTakeIn):
        take_in(gp, tmp_path)


def test_two_intakes_of_one_source_wait_for_each_other(committing_db, as_role, tmp_path):
    from django.db import connections

    with as_role("nabij_intake"):
        gp = source("gp")
        started = intakes.start_intake(
            viewer=machine(),
            source=gp,
            deliveries=[intakes.Delivery(write(tmp_path, "1.json", patient()))],
        )
        other = connections.create_connection("default")
        try:
            with other.cursor() as cursor:
                key = intakes.ONE_INTAKE_PER_SOURCE | gp.pk
                cursor.execute("select pg_advisory_lock(%s)", [key])
            with pytest.raises(intakes.SourceIsBusy):
                intakes.run_intake(
                    viewer=machine(),
                    intake=started.intake,
                    openers=started.openers,
                    patience_seconds=0.1,
                )
        finally:
            other.close()
        done = intakes.run_intake(viewer=machine(), intake=started.intake, openers=started.openers)
    assert done.state == "done"
