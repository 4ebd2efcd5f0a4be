# SPDX-License-Identifier: EUPL-1.2
"""The pages about what comes in (A-02): upload, progress, report, quarantine."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from nabij.access.models import AccessEntry
from nabij.core import jobs
from nabij.core.models import LONGEST_SILENCE, Job, JobState
from nabij.core.tests.working import work
from nabij.dossiers.models import Intake, IntakeFile, Quarantine
from nabij.dossiers.tests.conftest import sign_in
from nabij.dossiers.tests.making import (
    bundle,
    facts,
    front_office,
    machine,
    patient,
    problem,
    source,
    take_in,
    write,
)
from nabij.linkage.models import Ground


def _file(name, content):
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return SimpleUploadedFile(name, data)


def _upload(client, gp, *files, **more):
    return client.post(
        reverse("dossiers:upload"), {"source": gp.ref, "uploads": list(files), **more}
    )


@pytest.fixture
def some_source(db):
    return source("gp")


@pytest.fixture
def refused(db, as_role, tmp_path):
    with as_role("nabij_intake"):
        intake = take_in(
            source("gp"), write(tmp_path, "CANARY.json", bundle(patient(), {"id": "x"}))
        )
    return intake, Quarantine.objects.get()


def test_an_upload_becomes_facts_by_a_job_and_the_page_shows_it(committing_db):
    anja, gp = sign_in("anja"), source("gp", default_ground="")
    answer = _upload(anja, gp, _file("d.json", bundle(patient(), problem())), ground="handoff")
    intake = Intake.objects.get()
    assert answer.headers["Location"] == reverse("dossiers:intake", args=[intake.ref])
    page = anja.get(answer.headers["Location"]).text
    assert 'hx-trigger="every 1s"' in page
    assert '<noscript><meta http-equiv="refresh"' in page

    work("intake")

    assert Job.objects.get().state == JobState.DONE
    page = anja.get(answer.headers["Location"]).text
    assert 'hx-trigger="every' not in page
    assert "Condition" in page
    assert facts()[0]["subject"] == "p1"
    assert Ground.objects.get().kind == "handoff"
    # The upload itself is not kept once it was read.
    assert IntakeFile.objects.values_list("content", flat=True).get() is None


def test_htmx_gets_the_state_only(as_anja, some_source):
    where = _upload(as_anja, some_source, _file("d.json", patient())).headers["Location"]
    piece = as_anja.get(where, headers={"HX-Request": "true"}).text
    assert 'id="status"' in piece
    assert "<html" not in piece


def test_an_upload_lies_sealed_until_it_is_read(as_anja, some_source):
    _upload(as_anja, some_source, _file("d.json", patient(id="CANARY")))
    content = bytes(IntakeFile.objects.get().content)
    assert b"CANARY" not in content


def test_the_same_upload_twice_is_one_intake_and_one_job(as_anja, some_source):
    for _ in range(2):
        _upload(as_anja, some_source, _file("d.json", patient()))
    assert Intake.objects.count() == Job.objects.count() == 1
    page = as_anja.get(reverse("dossiers:intake", args=[Intake.objects.get().ref])).text
    assert "Deze bestanden zijn al eens aangeleverd." in page


@pytest.mark.parametrize(
    ("files", "wrong"),
    [([], "uploads"), ([_file("notes.txt", b"")], "uploads")],
)
def test_an_upload_without_a_dossier_is_told_at_the_field(as_anja, some_source, files, wrong):
    answer = _upload(as_anja, some_source, *files)
    assert answer.status_code == 422
    assert wrong in answer.context["form"].errors
    assert not Intake.objects.exists()


def test_a_source_must_be_chosen(as_anja, some_source):
    given = {"source": "nonsense", "uploads": [_file("d.json", patient())]}
    answer = as_anja.post(reverse("dossiers:upload"), given)
    assert answer.status_code == 422
    assert "source" in answer.context["form"].errors


def test_the_list_shows_what_came_in(as_anja, refused):
    intake, _row = refused
    page = as_anja.get(reverse("dossiers:intakes")).text
    assert intake.name in page
    assert reverse("dossiers:intake", args=[intake.ref]) in page


def test_the_list_goes_on_behind_fifty(as_anja, some_source):
    Intake.objects.bulk_create(
        Intake(source=some_source, name=f"levering {n:02}", key=bytes([n])) for n in range(60)
    )
    first = as_anja.get(reverse("dossiers:intakes")).text
    assert "levering 59" in first
    assert "levering 09" not in first
    (older,) = re.findall(r"\?before=([\w-]{16})", first)
    second = as_anja.get(reverse("dossiers:intakes"), {"before": older}).text
    assert "levering 09" in second
    assert "levering 59" not in second


def test_the_list_needs_few_queries(as_anja, some_source, django_assert_max_num_queries):
    Intake.objects.bulk_create(
        Intake(source=some_source, name=f"levering {n}", key=bytes([n])) for n in range(50)
    )
    with django_assert_max_num_queries(8):
        as_anja.get(reverse("dossiers:intakes"))


def test_what_was_refused_is_shown_by_reason_and_place_never_by_content(as_anja, refused):
    _intake, row = refused
    for address in (
        reverse("dossiers:quarantine"),
        reverse("dossiers:quarantined", args=[row.ref]),
        reverse("dossiers:intake", args=[row.intake_file.intake.ref]),
    ):
        page = as_anja.get(address)
        assert row.sentence in page.text
        assert "/entry/1" in page.text
        assert page.headers["Cache-Control"] == "no-store"


def test_a_download_is_an_attachment_that_no_browser_runs_and_is_logged(as_anja, refused):
    _intake, row = refused
    answer = as_anja.post(reverse("dossiers:quarantined_content", args=[row.ref]))
    assert answer.content == b'{"id": "x"}'
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert (
        AccessEntry.objects.filter(event="quarantine-download", detail__startswith=row.ref).count()
        == 1
    )
    export = as_anja.post(reverse("dossiers:quarantine_export"), {"intake": ""})
    assert export.content.startswith(b"PK")
    assert AccessEntry.objects.filter(event="quarantine-export").count() == 1


def test_a_mended_file_is_taken_in_by_a_job(committing_db, as_role, tmp_path):
    anja = sign_in("anja")
    with as_role("nabij_intake"):
        take_in(source("gp"), write(tmp_path, "a.json", bundle(patient(), {"id": "x"})))
    row = Quarantine.objects.get()
    anja.post(reverse("dossiers:quarantined", args=[row.ref]), {"file": _file("c.json", b"{")})
    work("intake")
    page = anja.get(reverse("dossiers:quarantined", args=[row.ref])).text
    assert Job.objects.get().state == JobState.FAILED
    assert str(Job.objects.get().values["reason"])[:30] in page

    anja.post(reverse("dossiers:quarantined", args=[row.ref]), {"file": _file("c.json", problem())})
    work("intake")
    row.refresh_from_db()
    assert row.mended_at is not None
    assert row.mended_by.name == "Anja"
    assert row.mended_content is None
    assert [fact["code_text"] for fact in facts()] == ["Hypertensie"]


def test_an_intake_that_stopped_can_go_on(committing_db):
    anja, gp = sign_in("anja"), source("gp")
    where = _upload(anja, gp, _file("d.json", patient())).headers["Location"]
    intake = Intake.objects.get()
    anja.post(reverse("dossiers:stop", args=[intake.ref]))
    work("intake")
    intake.refresh_from_db()
    assert intake.state == "cancelled"
    assert Job.objects.get().state == JobState.CANCELLED

    anja.post(reverse("dossiers:again", args=[intake.ref]))
    work("intake")
    intake.refresh_from_db()
    assert intake.state == "done"
    assert anja.get(where).status_code == 200


def test_an_intake_whose_command_was_killed_does_not_look_busy(as_anja, refused):
    intake, _row = refused
    job = jobs.new_job(kind="x", viewer=machine(), subject_ref=intake.ref)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, heartbeat_at=timezone.now() - LONGEST_SILENCE
    )
    page = as_anja.get(reverse("dossiers:intake", args=[intake.ref])).text
    assert 'hx-trigger="every' not in page
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now())
    page = as_anja.get(reverse("dossiers:intake", args=[intake.ref])).text
    assert 'hx-trigger="every' in page


def test_for_everybody_else_there_is_nothing_here(as_somebody_else, refused):
    intake, row = refused
    addresses = [
        reverse("dossiers:intakes"),
        reverse("dossiers:upload"),
        reverse("dossiers:intake", args=[intake.ref]),
        reverse("dossiers:quarantine"),
        reverse("dossiers:quarantined", args=[row.ref]),
    ]
    absent = as_somebody_else.get(reverse("dossiers:intake", args=["x" * 16]))
    for address in addresses:
        answer = as_somebody_else.get(address)
        assert answer.status_code == 404, address
        assert intake.name not in answer.text
        assert len(answer.content) == len(absent.content) or address.endswith("/upload/")
    for name, ref in (
        ("upload", None),
        ("stop", intake.ref),
        ("again", intake.ref),
        ("quarantine_export", None),
        ("quarantined", row.ref),
        ("quarantined_content", row.ref),
    ):
        address = reverse(f"dossiers:{name}", args=[ref] if ref else [])
        assert as_somebody_else.post(address).status_code == 404, address
    assert not Job.objects.exists()


def test_who_is_not_signed_in_is_asked_to(client, db):
    assert client.get(reverse("dossiers:intakes")).status_code == 302


def test_somebody_elses_job_cannot_be_stopped(as_anja, some_source):
    jobs.new_job(kind="x", viewer=machine())
    job = Job.objects.get()
    with pytest.raises(jobs.JobNotFound):
        jobs.request_cancel(viewer=front_office(user_id=99), ref=job.ref)
