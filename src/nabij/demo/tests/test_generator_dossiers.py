# SPDX-License-Identifier: EUPL-1.2
"""The written dossiers: FHIR that our own intake reads whole, with the faults of real life."""

import hashlib
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from nabij.demo.generator import providers
from nabij.demo.generator.institution import generate
from nabij.demo.generator.write import write_dossiers
from nabij.dossiers.fhir.canonical import canonical
from nabij.dossiers.fhir.columns import read_columns
from nabij.dossiers.fhir.reading import read_file
from nabij.dossiers.fhir.tree import nodes
from nabij.dossiers.fhir.types import DirectoryColumns, FactColumns, PatientColumns, Refused
from nabij.dossiers.fhir.version import decide_version

TODAY = date(2026, 11, 22)
CLIENTS = 300
ALL_TYPES = {
    "Patient", "RelatedPerson", "Practitioner", "PractitionerRole", "Organization", "Condition",
    "AllergyIntolerance", "MedicationStatement", "MedicationRequest", "MedicationDispense", "Medication",
    "Observation", "Procedure", "Immunization", "Encounter", "EpisodeOfCare", "CarePlan", "Goal", "CareTeam",
    "Appointment", "Task", "Consent", "Coverage", "Flag", "Device", "DeviceUseStatement", "DocumentReference",
    "DiagnosticReport", "NutritionOrder", "QuestionnaireResponse", "Composition", "Communication",
}  # fmt: skip


@pytest.fixture(scope="module")
def institution():
    return generate(seed=3, clients=CLIENTS, today=TODAY)


@pytest.fixture(scope="module")
def folders(institution, tmp_path_factory):
    folder = tmp_path_factory.mktemp("dossiers")
    return {
        written.source.name: written
        for written in write_dossiers(institution, folder, with_bad_files=True)
    }


@pytest.fixture(scope="module")
def read(folders):
    """Return (source, found, columns) of everything our own intake reads; it refuses nothing."""
    found = []
    for name, written in folders.items():
        for path in _files(Path(written.folder)):
            for one in read_file(path):
                assert not isinstance(one, Refused), f"{path.name}: {one.sentence}"
                version = decide_version(one, source_version=written.source.fhir_version)
                assert version == written.source.fhir_version, f"{path.name} {one.pointer}"
                found.append((name, one, read_columns(one, version)))
    return found


def _files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _digest(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in _files(folder)
    }


def test_the_same_seed_writes_the_same_bytes(tmp_path):
    for name in ("one", "other"):
        institution = generate(seed=9, clients=40, today=TODAY)
        write_dossiers(institution, tmp_path / name, with_bad_files=True)
    assert _digest(tmp_path / "one") == _digest(tmp_path / "other")


def test_the_summary_tells_what_was_written(folders, read):
    per_source = Counter(source for source, _, _ in read)
    for name, written in folders.items():
        files = _files(Path(written.folder))
        assert written.files == len(files)
        assert written.bytes == sum(path.stat().st_size for path in files)
        assert written.resources == per_source[name]


def test_our_own_intake_reads_every_resource_without_a_warning(read):
    """A-111: STU3 and R4, JSON, XML and NDJSON."""
    warnings = [columns.warnings for _, _, columns in read if columns.warnings]
    assert warnings == []
    assert {one.media for _, one, _ in read} == {"json", "xml"}


def test_every_type_that_an_intake_must_know_occurs(read):
    assert {one.type for _, one, _ in read} == ALL_TYPES


def test_clients_have_some_forty_facts_and_a_few_have_very_many(read, institution):
    """A-102: the picture has something to show."""
    owners = {
        (record.source, record.patient_id): client.client_number
        for client in institution.clients
        for record in client.records
    }
    per_client = Counter(
        owners.get((source, one.id.rsplit("-", 2)[0]))
        for source, one, columns in read
        if isinstance(columns, FactColumns)
    )
    assert per_client.pop(None) == len(institution.strangers)
    counts = sorted(per_client.values())
    assert 25 <= counts[len(counts) // 2] <= 60
    assert counts[-1] > 150


def test_no_file_is_larger_than_five_megabytes(folders):
    for written in folders.values():
        assert max(path.stat().st_size for path in _files(Path(written.folder))) < 5_000_000


def test_all_kinds_of_bundles_and_files_occur(folders):
    kinds = Counter()
    for written in folders.values():
        for path in _files(Path(written.folder)):
            if path.suffix == ".json":
                kinds[json.loads(path.read_bytes())["type"]] += 1
            else:
                kinds[path.suffix] += 1
    assert set(kinds) == {
        "collection",
        "searchset",
        "transaction",
        "document",
        ".xml",
        ".ndjson",
    }


def test_a_resource_sent_twice_is_the_same_both_times(read):
    """The nursing handoff carries the patient once more: the intake must change nothing."""
    first = {}
    again = 0
    for source, one, columns in read:
        key = (source, one.type, columns.source_key)
        content = canonical(one.original, one.media)
        again += key in first
        assert first.setdefault(key, content) == content
    assert again > 3


def _references(node):
    if isinstance(node, dict):
        if isinstance(node.get("reference"), str):
            yield node["reference"]
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def test_references_lead_somewhere_but_for_the_few_that_are_meant_to_dangle(read):
    """O-10: relative, absolute, urn:uuid, contained, by number, and dangling ones."""
    known = {}
    for source, one, _ in read:
        known.setdefault(source, set()).update(
            name for name in (f"{one.type}/{one.id}", one.full_url) if name
        )
    styles = Counter()
    for source, one, _ in read:
        contained = {item["id"] for item in nodes(one.tree, "contained")}
        for target in _references(one.tree):
            if "/vervallen-" in target:
                styles["dangling"] += 1
            elif target.startswith("#"):
                styles["contained"] += 1
                assert target[1:] in contained
            elif "/Questionnaire/" in target:
                styles["form"] += 1
            else:
                style = (
                    "urn"
                    if target.startswith("urn:")
                    else "absolute"
                    if "://" in target
                    else "relative"
                )
                styles[style] += 1
                short = "/".join(target.split("/")[-2:])
                assert target in known[source] or short in known[source], (source, one.id, target)
        styles["logical"] += b'"informationSource":{"identifier"' in one.original
    assert set(styles) == {
        "dangling",
        "contained",
        "form",
        "urn",
        "absolute",
        "relative",
        "logical",
    }
    assert styles["dangling"] < styles["relative"] * 0.05


def test_bsns_come_in_every_way_that_sources_send_them(read):
    """O-4, O-5 and O-7: two systems, masked, missing, mistyped."""
    states = Counter(
        columns.bsn_state for _, _, columns in read if isinstance(columns, PatientColumns)
    )
    assert set(states) == {"present", "masked", "absent"}
    patients = b"".join(one.original for _, one, _ in read if one.type == "Patient")
    assert b"http://fhir.nl/fhir/NamingSystem/bsn" in patients
    assert b"urn:oid:2.16.840.1.113883.2.4.6.3" in patients


def test_who_refused_a_source_has_no_facts_from_it(institution, read):
    refused = {
        (record.source, record.patient_id)
        for client in institution.clients
        for record in client.records
        if record.ground is not None and record.ground.decision == "refused"
    }
    assert any(source == providers.GP for source, _ in refused)
    for source, one, columns in read:
        if isinstance(columns, FactColumns) and one.id:
            assert (source, one.id.rsplit("-", 2)[0]) not in refused


def test_a_refusal_of_treatment_is_never_read_as_permission(read, institution):
    """O-12: the modifierExtension decides."""
    directives = [
        columns
        for _, _, columns in read
        if isinstance(columns, FactColumns) and columns.kind == "directive"
    ]
    assert {columns.value for columns in directives} >= {"deny", "permit"}
    jo = institution.cast["jo"]
    resuscitation = [
        columns
        for source, one, columns in read
        if one.type == "Consent" and one.id.startswith(f"{jo}-wens-1") and source == providers.OWN
    ]
    assert [columns.value for columns in resuscitation] == ["deny"]


def test_some_facts_are_not_understood_and_some_were_made_in_error(read):
    facts = [columns for _, _, columns in read if isinstance(columns, FactColumns)]
    strange = [columns for columns in facts if not columns.is_understood]
    assert 0 < len(strange) < len(facts) * 0.01
    assert any(columns.is_entered_in_error for columns in facts)


def test_sensitive_facts_are_labelled_wherever_they_stand(read):
    """Class d follows the fact, not the source alone."""
    sensitive = {"35489007", "13746004", "7200002", "197480006"}
    titles = ("depressie", "bipolaire", "alcohol", "angststoornis")
    seen = Counter()
    for source, one, columns in read:
        text = one.original.decode().lower()
        if any(code in text for code in sensitive) or any(title in text for title in titles):
            seen[source] += 1
            assert columns.data_class == "d", (source, one.id)
    assert set(seen) >= {providers.GP, providers.MENTAL_HEALTH}


def test_organisations_and_professionals_are_read_as_directory(read):
    types = {one.type for _, one, columns in read if isinstance(columns, DirectoryColumns)}
    assert types == {"Organization", "Practitioner", "PractitionerRole", "Medication"}


def test_bad_files_are_refused_and_what_is_good_in_them_is_kept(folders):
    folder = Path(next(iter(folders.values())).folder).parent / "bad"
    outcomes = {path.name: list(read_file(path)) for path in _files(folder)}
    assert len(outcomes) == 8
    kept = {
        name: sum(not isinstance(one, Refused) for one in found) for name, found in outcomes.items()
    }
    assert kept.pop("half-goed.ndjson") == 2
    assert kept.pop("onbekend-soort.json") == 1  # kept and listed, its type is its own affair
    assert set(kept.values()) == {0}
    assert all(any(isinstance(one, Refused) for one in outcomes[name]) for name in kept)
