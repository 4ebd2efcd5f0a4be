# SPDX-License-Identifier: EUPL-1.2
"""kill -9 in the middle and start again: exactly the same rows as without (A-02, R16)."""

import hashlib
import os
import subprocess
import sys
import time

import pytest

from nabij.core import crypto
from nabij.dossiers.rules import originals
from nabij.dossiers.tests.making import BSN, bundle, patient, problem, write

KILLS = 5
PERSONS = 30

# What has no meaning of its own is left out: keys given by the database, refs, moments.
ROWS = {
    "facts": """
        select f.type, f.source_key, f.version, encode(f.hash, 'hex'), f.kind, f.data_class,
          f.code_text, f.status, f.starts_on, f.details, f.superseded_at is null,
          record.source_key, file.name
        from dossiers_fact f
        left join linkage_patientrecord record on record.id = f.patient_record_id
        join dossiers_intakefile file on file.id = f.intake_file_id
    """,
    "directory": """
        select type, source_key, version, encode(hash, 'hex'), name, superseded_at is null
        from dossiers_sourceresource
    """,
    "references": """
        select f.type, f.source_key, f.version, r.position, r.role, r.target_type, r.target_key,
          r.target_identifier, r.display, r.is_subject, r.state, target.source_key,
          target.version, resource.source_key, resource.version, record.source_key, own.source_key
        from dossiers_reference r join dossiers_fact f on f.id = r.fact_id
        left join dossiers_fact target on target.id = r.target_fact_id
        left join dossiers_sourceresource resource on resource.id = r.target_resource_id
        left join linkage_patientrecord record on record.id = r.target_record_id
        left join linkage_patientrecord own on own.id = r.patient_record_id
    """,
    "records": """
        select source_key, own_name, birth_on, has_identity, bsn_state, encode(hash, 'hex')
        from linkage_patientrecord
    """,
    "links": """
        select record.source_key, link.state, party.name
        from linkage_recordlink link
        join linkage_patientrecord record on record.id = link.patient_record_id
        join relations_party party on party.id = link.person_id
    """,
    "grounds": """
        select record.source_key, g.kind, g.decision
        from linkage_ground g join linkage_patientrecord record on record.id = g.patient_record_id
    """,
    "notices": """
        select party.name, n.kind
        from dossiers_dossiernotice n join relations_party party on party.id = n.person_id
    """,
    "quarantine": """
        select file.name, q.position, q.pointer, q.code from dossiers_quarantine q
        join dossiers_intakefile file on file.id = q.intake_file_id
    """,
    "files": "select name, encode(sha256, 'hex'), entries_done, is_done, counts, targets from dossiers_intakefile",
    "intakes": "select state, report, known_files from dossiers_intake",
}
ORIGINALS = """
    select f.source_id, f.type, f.source_key, f.version, f.hash, o.content
    from dossiers_fact f join dossiers_original o on o.fact_id = f.id
"""


@pytest.fixture(scope="module")
def delivery(tmp_path_factory):
    """Bundles with everything in them: urns, forward references, versions, refusals, numbers."""
    folder = tmp_path_factory.mktemp("delivery")
    for number in range(PERSONS):
        key, url = f"p{number:02}", f"urn:uuid:{number:08}-0000-4000-8000-000000000000"
        bsn = {"system": BSN, "value": f"{900_000_000 + number}"}
        person = patient(key, identifier=[bsn], birthDate=f"19{number + 20}-03-09")
        person["name"] = [{"family": f"Persoon {number}", "given": ["Anna"]}]
        doctor = {"resourceType": "Practitioner", "id": "a1", "name": [{"text": f"dr. {number}"}]}
        conditions = [
            problem(
                f"c{number}-{n}",
                subject=url if n % 2 else f"Patient/{key}",
                asserter={"reference": "Practitioner/a1"},
                encounter={"reference": f"Encounter/e{(number + 7) % PERSONS}"},
            )
            for n in range(8)
        ]
        logical = problem(f"l{number}", subject="")
        logical["subject"] = {"identifier": bsn}
        encounter = {
            "resourceType": "Encounter",
            "id": f"e{number}",
            "subject": {"reference": f"Patient/{key}"},
        }
        changed = problem("shared", subject=f"Patient/{key}", name=f"versie {number}")
        refused = {"resourceType": "Condition", "id": "no good id"}
        everything = [person, doctor, *conditions, logical, encounter, changed, refused]
        write(folder, f"{number:02}.json", bundle(*everything, urls=[url]))
    return folder


def _start(database, folder, readers):
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "nabij.dossiers.tests.intake_process",
            database,
            folder,
            str(readers),
        ],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stderr=subprocess.PIPE,
        text=True,
    )


def _finish(database, folder, readers):
    process = _start(database, folder, readers)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors[-2000:]


def _kill_when_it_is_on_its_way(connection, database, folder, readers, entries):
    """Kill the process as soon as `entries` entries are stored; tell whether it was still at it."""
    process = _start(database, folder, readers)
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end:
        (done,) = connection.execute(
            "select coalesce(sum(entries_done), 0) from dossiers_intakefile"
        ).fetchone()
        if done >= entries:
            break
        time.sleep(0.002)
    was_running = process.poll() is None
    process.kill()
    process.communicate(timeout=30)
    return was_running


def _rows(connection):
    found = {}
    for name, statement in ROWS.items():
        lines = sorted(repr(row) for row in connection.execute(statement).fetchall())
        found[name] = lines
    found["originals"] = sorted(
        (
            type_,
            key,
            version,
            hashlib.sha256(
                originals.unpack(
                    content,
                    context=originals.resource_context(
                        source_id=source, type=type_, source_key=key, hash=bytes(hash_)
                    ),
                    keys=crypto.keyring(),
                )
            ).hexdigest(),
        )
        for source, type_, key, version, hash_, content in connection.execute(ORIGINALS)
    )
    return found


def test_killed_again_and_again_it_ends_with_exactly_the_same_rows(
    cluster, template_database, delivery
):
    """Reading in the process itself and beside it by turns: neither may show in the outcome."""
    total = PERSONS * 13
    with cluster.copy_of(template_database) as calm, cluster.copy_of(template_database) as rough:
        _finish(calm, delivery, 0)
        kills = 0
        with cluster.admin(rough) as connection:
            for number in range(1, KILLS + 1):
                kills += _kill_when_it_is_on_its_way(
                    connection, rough, delivery, number % 2 * 2, number * total // (KILLS + 1)
                )
        _finish(rough, delivery, 2)
        # And once more when all is done: nothing may change.
        _finish(rough, delivery, 0)
        with cluster.admin(calm) as connection:
            expected = _rows(connection)
        with cluster.admin(rough) as connection:
            found = _rows(connection)
    assert kills >= KILLS // 2
    assert len(expected["originals"]) > PERSONS * 11
    for name, rows in expected.items():
        assert found[name] == rows, name
