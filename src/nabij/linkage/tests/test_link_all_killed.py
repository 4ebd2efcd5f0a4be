# SPDX-License-Identifier: EUPL-1.2
"""kill -9 while everybody is linked, and start again: exactly the same links as without (R16)."""

import os
import subprocess
import sys
import time

import pytest

RECORDS = 400
# What has no meaning of its own is left out: keys given by the database, refs, moments. A person is
# named by the record that it was made of.
ROWS = {
    "links": """
        select record.source_key, made.source_key, link.state, link.score, link.evidence::text,
          link.has_conflict, link.needs_review, link.is_origin, record.examined_at is null
        from linkage_recordlink link
        join linkage_patientrecord record on record.id = link.patient_record_id
        join linkage_recordlink origin on origin.person_id = link.person_id and origin.is_origin
        join linkage_patientrecord made on made.id = origin.patient_record_id
    """,
    "persons": "select name, birth_on, city, search_text, client_number from relations_party",
    "BSNs": "select encode(blind_index, 'hex') from relations_identifier",
    "runs": "select state, records, pairs, counts, planned, written from linkage_linkrun",
    "left of the plan": "select count(*) from linkage_plannedlink",
}


def _start(database, records=0):
    return subprocess.Popen(
        [sys.executable, "-m", "nabij.linkage.tests.link_process", database, str(records)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def _finish(database, records=0):
    process = _start(database, records)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors[-2000:]


def _kill_when(connection, database, written):
    """Kill a run when it wrote so much (0: as soon as it began).

    Tell whether it was still at it.
    """
    process = _start(database)
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end:
        far = connection.execute("select written from linkage_linkrun where state <> 'done'")
        if any(done >= written for (done,) in far):
            break
        time.sleep(0.002)
    was_running = process.poll() is None
    process.kill()
    process.communicate(timeout=30)
    return was_running


def _rows(connection):
    return {name: sorted(map(repr, connection.execute(rows))) for name, rows in ROWS.items()}


def _killed(cluster, template, places):
    """Return what an undisturbed run and one killed at these places left, and the kills."""
    with cluster.copy_of(template) as calm:
        _finish(calm, RECORDS)
        with cluster.copy_of(calm) as rough:
            _finish(calm)
            with cluster.admin(rough) as connection:
                kills = sum(_kill_when(connection, rough, place) for place in places)
            _finish(rough)
            with cluster.admin(calm) as one, cluster.admin(rough) as other:
                return _rows(one), _rows(other), kills


def _check(expected, found):
    assert len(expected["links"]) >= RECORDS
    assert expected["left of the plan"] == ["(0,)"]
    for name, rows in expected.items():
        assert found[name] == rows, name


def test_killed_at_the_start_and_halfway_it_ends_with_exactly_the_same_links(
    cluster, template_database
):
    expected, found, kills = _killed(cluster, template_database, [0, 150])
    assert kills == 2
    _check(expected, found)


@pytest.mark.faults
def test_killed_anywhere_it_ends_with_exactly_the_same_links(cluster, template_database):
    expected, found, kills = _killed(cluster, template_database, [0, 0, *range(25, 420, 30)])
    assert kills > 10
    _check(expected, found)
