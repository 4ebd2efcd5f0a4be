# SPDX-License-Identifier: EUPL-1.2
"""O-1 to O-15 in docs/known-odd-data.md, as far as storing is concerned (A-103, A-111).

How each is read stands in the tests of the engine (`tests/fhir`); here is what comes to lie in the
database.
"""

import pytest

from nabij.dossiers.models import Quarantine
from nabij.dossiers.tests.making import (
    BSN,
    as_owner,
    bundle,
    contents,
    facts,
    patient,
    problem,
    references,
    source,
    take_in,
    write,
)
from nabij.linkage.choices import LinkState
from nabij.linkage.models import PatientRecord, RecordLink

OID = "urn:oid:2.16.840.1.113883.2.4.6.3"
MASKED = {
    "system": BSN,
    "_value": {
        "extension": [
            {
                "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
                "valueCode": "masked",
            }
        ]
    },
}
STU3_PROFILE = "http://fhir.nl/fhir/StructureDefinition/nl-core-patient"


def test_1_the_version_is_never_guessed(as_intake, tmp_path):
    unknown = source("unknown", fhir_version="")
    intake = take_in(unknown, write(tmp_path, "1.json", bundle(patient(), problem())))
    assert facts() == []
    assert intake.report["quarantined"] == {"unknown-version": 2}


def test_1_a_profile_tells_the_version_and_contradicts_a_wrong_setting(as_intake, tmp_path):
    told = patient(meta={"profile": [STU3_PROFILE]})
    take_in(source("silent", fhir_version=""), write(tmp_path, "1.json", told))
    assert PatientRecord.objects.get().fhir_version == "stu3"
    intake = take_in(source("wrong", fhir_version="r4"), write(tmp_path, "2.json", told))
    assert intake.report["quarantined"] == {"other-version": 1}


def test_2_an_xml_comment_does_not_hinder(gp, tmp_path):
    xml = (
        '<!-- first --><Condition xmlns="http://hl7.org/fhir"><!-- id --><id value="c1"/>'
        '<code><!-- text --><text value="Artrose"/></code></Condition>'
    )
    take_in(gp, write(tmp_path, "1.xml", xml))
    assert [fact["code_text"] for fact in facts()] == ["Artrose"]


@pytest.mark.parametrize(
    "other", [{"birthDate": "1998-05-02"}, {"name": [{"family": "Pietersen", "given": ["Bo"]}]}]
)
def test_3_one_bsn_with_two_names_or_birth_dates_is_not_one_person(gp, tmp_path, other):
    number = {"system": BSN, "value": "999911120"}
    hospital = source("hospital", care_type="hospital")
    take_in(gp, write(tmp_path, "1.json", patient(identifier=[number])))
    take_in(hospital, write(tmp_path, "2.json", patient(identifier=[number], **other)))
    active = RecordLink.objects.filter(state__in=[LinkState.AUTOMATIC, LinkState.CONFIRMED])
    assert active.values("person_id").distinct().count() == 2


def test_4_both_addresses_of_the_bsn_system_are_one(gp, tmp_path):
    hospital = source("hospital", care_type="hospital")
    for source_, system in ((gp, BSN), (hospital, OID)):
        number = {"system": system, "value": "999911120"}
        take_in(source_, write(tmp_path, f"{source_.name}.json", patient(identifier=[number])))
    assert len({bytes(index) for (index,) in PatientRecord.objects.values_list("bsn_index")}) == 1
    assert RecordLink.objects.values("person_id").distinct().count() == 1


def test_5_a_masked_bsn_is_unknown_and_not_different(gp, tmp_path):
    take_in(gp, write(tmp_path, "1.json", patient(identifier=[MASKED])))
    record = PatientRecord.objects.get()
    assert (record.bsn_state, record.bsn_index) == ("masked", None)


def test_6_near_twins_stay_apart(gp, tmp_path):
    twins = [
        patient(f"p{number}", name=[{"family": "Mutter", "given": [given]}], birthDate="1964-02-08")
        for number, given in enumerate(("Fiona", "Freya"))
    ]
    take_in(gp, write(tmp_path, "1.json", *twins))
    active = RecordLink.objects.filter(state__in=[LinkState.AUTOMATIC, LinkState.CONFIRMED])
    assert active.values("person_id").distinct().count() == 2


def test_7_a_patient_with_only_a_name_is_kept(gp, tmp_path):
    only_a_name = {"resourceType": "Patient", "id": "p1", "name": [{"family": "de Graaff"}]}
    intake = take_in(gp, write(tmp_path, "1.json", only_a_name))
    record = PatientRecord.objects.get()
    assert (record.birth_on, record.gender) == (None, "")
    assert "Graaff" in f"{record.own_name} {record.name}"
    assert intake.report["records"] == 1


def test_8_names_come_to_lie_in_parts(gp, tmp_path):
    family = {
        "family": "van Putten-van der Giessen",
        "_family": {
            "extension": [
                {
                    "url": f"http://hl7.org/fhir/StructureDefinition/humanname-{part}",
                    "valueString": value,
                }
                for part, value in (
                    ("own-prefix", "van der"),
                    ("own-name", "Giessen"),
                    ("partner-prefix", "van"),
                    ("partner-name", "Putten"),
                )
            ]
        },
    }
    take_in(gp, write(tmp_path, "1.json", patient(name=[family])))
    record = PatientRecord.objects.get()
    assert (record.own_prefix, record.own_name) == ("van der", "Giessen")
    assert (record.partner_prefix, record.partner_name) == ("van", "Putten")


@pytest.mark.parametrize(
    ("sent", "earliest", "precision"),
    [("1941", "1941-01-01", "year"), ("1941-03", "1941-03-01", "month")],
)
def test_9_a_partial_date_keeps_its_precision(gp, tmp_path, sent, earliest, precision):
    written = problem(onsetDateTime=sent)
    take_in(gp, write(tmp_path, "1.json", bundle(patient(birthDate=sent), written)))
    record = PatientRecord.objects.get()
    assert (str(record.birth_on), record.birth_precision) == (earliest, precision)
    (fact,) = facts()
    assert (str(fact["starts_on"]), fact["starts_precision"]) == (earliest, precision)


def test_10_every_sort_of_reference_is_kept(gp, tmp_path):
    written = problem(
        contained=[{"resourceType": "Practitioner", "id": "x", "name": [{"text": "dr. X"}]}],
        asserter={"reference": "#x"},
        recorder={"display": "Zuster Clivia"},
        encounter={"reference": "Encounter/gone"},
    )
    take_in(gp, write(tmp_path, "1.json", bundle(patient(), written)))
    states = {row["role"]: row["state"] for row in references("fact.type = 'Condition'")}
    assert states == {
        "asserter": "contained",
        "recorder": "display_only",
        "encounter": "dangling",
    }
    displays = {row["role"]: row["display"] for row in references()}
    assert (displays["asserter"], displays["recorder"]) == ("dr. X", "Zuster Clivia")


def test_11_a_date_that_is_a_macro_is_no_date(gp, tmp_path):
    macro = "${DATE, T, D, -7}"
    take_in(gp, write(tmp_path, "1.json", bundle(patient(), problem(onsetDateTime=macro))))
    (fact,) = facts()
    assert (fact["starts_on"], fact["starts_precision"]) == (None, "")
    assert macro.encode() in contents()["Condition", "c1", 1]


def test_12_an_unknown_modifier_is_stored_as_not_understood(gp, tmp_path):
    odd = problem("c2", modifierExtension=[{"url": "http://x.example/not", "valueBoolean": True}])
    take_in(gp, write(tmp_path, "1.json", bundle(patient(), problem(), odd)))
    assert [(f["source_key"], f["is_understood"]) for f in facts()] == [("c1", True), ("c2", False)]
    (fact,) = facts("fact.source_key = 'c2'")
    assert "http://x.example/not" in str(fact["details"])


def test_13_one_id_in_two_files_is_one_resource_and_in_one_file_a_question(gp, tmp_path):
    take_in(gp, write(tmp_path, "1.json", problem(name="eerst")))
    take_in(gp, write(tmp_path, "2.json", problem(name="daarna")))
    assert [fact["version"] for fact in facts()] == [1, 2]
    twice = bundle(problem("c9", name="dit"), problem("c9", name="dat"))
    intake = take_in(gp, write(tmp_path, "3.json", twice))
    assert [f["code_text"] for f in facts("fact.source_key = 'c9'")] == ["dit"]
    assert intake.report["quarantined"] == {"duplicate-id": 1}


def test_14_codes_of_an_unknown_list_are_kept_as_sent(gp, tmp_path):
    coding = {"system": "urn:oid:2.16.840.1.113883.2.4.3.11.60.1", "code": "COD163-7"}
    written = problem(code={"coding": [coding]})
    take_in(gp, write(tmp_path, "1.json", bundle(patient(), written)))
    (fact,) = facts()
    assert (fact["code_system"], fact["code"]) == (coding["system"], coding["code"])


def test_15_an_address_comes_to_lie_in_parts(gp, tmp_path):
    part = "http://hl7.org/fhir/StructureDefinition/iso21090-ADXP-"
    line = {
        "extension": [
            {"url": f"{part}streetName", "valueString": "Dorpsstraat"},
            {"url": f"{part}houseNumber", "valueString": "12"},
            {"url": f"{part}buildingNumberSuffix", "valueString": "a"},
        ]
    }
    address = {
        "line": ["Dorpsstraat 12 a"],
        "_line": [line],
        "postalCode": "8011 AB",
        "city": "Zwolle",
    }
    take_in(gp, write(tmp_path, "1.json", patient(address=[address])))
    record = PatientRecord.objects.get()
    assert (record.street, record.house_number, record.house_number_suffix) == (
        "Dorpsstraat",
        "12",
        "a",
    )
    assert (record.postcode.replace(" ", ""), record.city) == ("8011AB", "Zwolle")


def test_nothing_of_these_is_lost(gp, tmp_path):
    """Whatever is odd about a resource, it is a fact, a record, in the directory or refused."""
    delivered = [patient(), problem(), {"resourceType": "Nonsense", "id": "n1"}, {"a": 1}]
    intake = take_in(gp, write(tmp_path, "1.ndjson", *delivered))
    rows = as_owner("select (select count(*) from dossiers_original) as facts")
    assert rows[0]["facts"] + Quarantine.objects.count() == len(delivered)
    assert intake.report["entries"] == len(delivered)
