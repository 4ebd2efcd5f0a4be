# SPDX-License-Identifier: EUPL-1.2
"""Originals that leave, and lists of what came in: whose, of which source, by whom (A-117)."""

import io
import re
import zipfile

import pytest
from django.urls import reverse

from nabij.access.models import AccessEntry
from nabij.dossiers.actions import quarantine
from nabij.dossiers.models import Intake, Quarantine
from nabij.dossiers.rules.patients_named import patients_named
from nabij.dossiers.tests.making import bundle, machine, patient, source, take_in, write
from nabij.linkage.models import RecordLink

BROKEN = b'{"resourceType": "Condition", "id": "c1", "subject": {"reference": "Patient/p1"}, "co'


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (BROKEN, {"p1"}),
        (b'{"resourceType": "Patient", "id": "p2", "name": [', {"p2"}),
        (b'<Condition xmlns="x"><subject><reference value="Patient/p3"/></subject>', {"p3"}),
        (b'<Patient xmlns="x"><id value="p4"/>', {"p4"}),
        (b'{"subject": {"reference": "https://host.nl/fhir/Patient/p-5.x"}}', {"p-5.x"}),
        (b'{"resourceType": "Organization", "id": "o1"}', set()),
        (b"\xff\xfe no FHIR at all", set()),
    ],
)
def test_a_refused_resource_tells_whom_it_names_also_when_it_is_broken(content, named):
    assert patients_named(content) == named


@pytest.fixture
def broken(db, as_role, tmp_path):
    """One client who is known, and a resource about her that was cut off."""
    with as_role("nabij_intake"):
        gp = source("gp")
        take_in(gp, write(tmp_path, "a.json", bundle(patient())))
        take_in(gp, write(tmp_path, "b.json", BROKEN))
    return Quarantine.objects.get(), RecordLink.objects.get().person_id


@pytest.fixture
def psychiatric(db, as_role, tmp_path):
    with as_role("nabij_intake"):
        ggz = source("ggz", title="GGZ Oost", care_type="mental_health")
        take_in(ggz, write(tmp_path, "ggz-oost.json", BROKEN))
    return Quarantine.objects.get()


def test_a_download_names_the_client_concerned_and_the_class(as_anja, broken):
    row, person_id = broken
    assert as_anja.post(reverse("dossiers:quarantined_content", args=[row.ref])).content == BROKEN

    entry = AccessEntry.objects.get(event="quarantine-download")
    assert (entry.action, entry.object_id, entry.object_ids) == ("E", person_id, [person_id])
    assert (entry.sensitivity, entry.categories) == ("c", ["original"])
    assert entry.classes == [], "it opens no facts"


def test_the_export_names_all_clients_concerned(as_anja, broken):
    _row, person_id = broken
    as_anja.post(reverse("dossiers:quarantine_export"), {"intake": ""})

    entry = AccessEntry.objects.get(event="quarantine-export")
    assert (entry.action, entry.object_ids) == ("E", [person_id])
    assert entry.detail.startswith("all: 1 resources; sources ")


def test_a_shielded_source_has_no_name_and_gives_no_original(as_anja, psychiatric):
    pages = [
        reverse("dossiers:intakes"),
        reverse("dossiers:intake", args=[Intake.objects.get().ref]),
        reverse("dossiers:quarantine"),
        reverse("dossiers:quarantined", args=[psychiatric.ref]),
        reverse("dossiers:upload"),
    ]
    for page in pages:
        text = as_anja.get(page).text.lower()
        # As a word: three letters in a row happen in the random token of a form.
        assert not re.search(r"\bggz\b", text), page
        assert "bron afgeschermd" in text or page.endswith("upload/")

    answer = as_anja.post(reverse("dossiers:quarantined_content", args=[psychiatric.ref]))
    absent = as_anja.post(reverse("dossiers:quarantined_content", args=["x" * 16]))
    assert answer.status_code == 404
    assert answer.content == absent.content
    assert AccessEntry.objects.filter(event="quarantine-download").count() == 2
    assert not AccessEntry.objects.filter(event="quarantine-download", outcome="success").exists()

    packed = as_anja.post(reverse("dossiers:quarantine_export"), {"intake": ""}).content
    assert _names(packed) == ["refused.ndjson"]
    whole = quarantine.export(viewer=machine())
    assert len(_names(whole)) == 2
    entry = AccessEntry.objects.filter(event="quarantine-export").latest("pk")
    assert (entry.sensitivity, entry.user_id) == ("d", 0)


def test_each_list_of_what_came_in_is_one_entry(as_anja, broken):
    row, _person_id = broken
    intake = row.intake_file.intake
    for address, event, count in (
        (reverse("dossiers:intakes"), "intakes", 2),
        (reverse("dossiers:intake", args=[intake.ref]), "intake", 1),
        (reverse("dossiers:quarantine"), "quarantine", 1),
        (reverse("dossiers:quarantined", args=[row.ref]), "quarantined", 1),
    ):
        assert as_anja.get(address).status_code == 200
        entry = AccessEntry.objects.latest("pk")
        assert (entry.event, entry.object_count, entry.object_ids) == (event, count, [])
        assert entry.object_class == 2

    before = AccessEntry.objects.count()
    as_anja.get(reverse("dossiers:intake", args=[intake.ref]), headers={"HX-Request": "true"})
    assert AccessEntry.objects.count() == before, "the swap of each second shows no more"


def _names(packed):
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return sorted(archive.namelist())
