# SPDX-License-Identifier: EUPL-1.2
"""A roster by page: given, taken in by a job, told row by row; safe to kill anywhere."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from nabij.access.models import CareRelation
from nabij.core.models import Job, JobState
from nabij.core.tests.working import work
from nabij.dossiers.actions import intakes, roster_files, rosters
from nabij.dossiers.models import PlannedVisit, Roster
from nabij.dossiers.tests.conftest import sign_in
from nabij.dossiers.tests.making import facts, machine
from nabij.dossiers.tests.test_roster import HEADER, _client, _team

UPLOAD = reverse("dossiers:roster_upload")


def _rows(*rows):
    day = f"{timezone.localdate() + timedelta(days=1):%d-%m-%Y}"
    return HEADER + "".join(f"{row.format(day=day)}\n" for row in rows)


ROWS = (
    "1001;{day};8:30;9:15;Team Noord;Fatima;Wondzorg",
    "1001;31-2-2026;8:30;;Team Noord;Fatima;",
    "1002;{day};9:30;;Team Noord;Jan;",
    "1001;{day};10:30;;Team Weg;Jan;",
)


def _give(client, text, name="rooster.csv"):
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, text.encode())})


def test_a_roster_is_taken_in_by_a_job_and_its_page_tells_each_row(committing_db):
    anja = sign_in("anja")
    _team()
    client = _client("1001")
    where = _give(anja, _rows(*ROWS)).headers["Location"]
    assert 'hx-trigger="every 1s"' in anja.get(where).text
    assert b"Fatima" not in bytes(Roster.objects.get().content)

    work("intake")

    assert Job.objects.get().state == JobState.DONE
    page = anja.get(where).text
    assert 'hx-trigger="every' not in page
    for said in ("31-2-2026. Schrijf", "geen team met de naam Team Weg", "1002"):
        assert said in page
    given = Roster.objects.get()
    assert given.counts == {
        "planned": 3, "cancelled": 0, "refused": 1, "made": 1, "changed": 0,
    }  # fmt: skip
    assert given.content is None
    assert b"31-2-2026" not in bytes(given.told)
    assert [visit.person_id for visit in PlannedVisit.objects.all()] == [client.pk]
    assert "rooster.csv" in anja.get(reverse("dossiers:rosters")).text

    again = _give(anja, _rows(*ROWS)).headers["Location"]
    work("intake")
    assert "was er al: er is niets veranderd" in anja.get(again).text
    assert len(facts()) == 3


@pytest.mark.parametrize("dies_at", ["run_intake", "follow_roster"])
def test_a_roster_that_was_killed_goes_on_and_ends_the_same(
    as_intake, as_role, monkeypatch, dies_at
):
    with as_role("nabij_app"):
        _team()
        _client("1001")
    module = intakes if dies_at == "run_intake" else rosters
    given = roster_files.give_roster(viewer=machine(), data=_rows(*ROWS).encode(), name="r.csv")
    with monkeypatch.context() as patch:
        patch.setattr(module, dies_at, _die)
        with pytest.raises(KeyboardInterrupt):
            roster_files.take_in_roster(viewer=machine(), given=given)
    for _twice in range(2):
        given = Roster.objects.select_related("source", "intake").get(pk=given.pk)
        roster_files.take_in_roster(viewer=machine(), given=given)
    assert given.counts == {
        "planned": 3, "cancelled": 0, "refused": 1, "made": 1, "changed": 0,
    }  # fmt: skip
    assert not given.is_known
    assert len(facts()) == 3
    assert CareRelation.objects.count() == PlannedVisit.objects.count() == 1


def _die(**given):
    raise KeyboardInterrupt


def test_a_job_that_stopped_is_gone_on_with_from_the_page(as_anja):
    where = _give(as_anja, _rows(ROWS[0])).headers["Location"]
    Job.objects.update(state=JobState.FAILED, message="This stopped.")
    page = as_anja.get(where).text
    again = f"{where}again/"
    assert again in page
    assert as_anja.post(again).status_code == 302
    assert as_anja.post(again).status_code == 302
    assert list(Job.objects.order_by("pk").values_list("state", flat=True)) == ["failed", "waiting"]


def test_a_file_without_a_readable_row_says_so_at_the_field(as_anja):
    answer = _give(as_anja, HEADER + "1;31-2-2026;8:00;9:00;N;J;\n")
    assert answer.status_code == 422
    (said,) = answer.context["form"].errors["file"]
    assert "31-2-2026. Schrijf" in said
    assert _give(as_anja, "").status_code == 422
    assert not Roster.objects.exists()


def test_what_is_told_of_rows_is_kept_for_a_week(as_intake):
    def taken_in(rows):
        given = roster_files.give_roster(viewer=machine(), data=rows.encode(), name="r.csv")
        return roster_files.take_in_roster(viewer=machine(), given=given)

    old = taken_in(_rows(*ROWS))
    taken_in(_rows(ROWS[0]))
    assert Roster.objects.filter(told=None).count() == 0
    Roster.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=8))
    taken_in(_rows(ROWS[2]))
    assert [row.pk for row in Roster.objects.filter(told=None)] == [old.pk]


def test_for_everybody_else_there_is_no_roster(as_anja, as_somebody_else):
    where = _give(as_anja, _rows(ROWS[0])).headers["Location"]
    for address in (where, UPLOAD, reverse("dossiers:rosters")):
        assert as_somebody_else.get(address).status_code == 404
    for address in (f"{where}again/", UPLOAD):
        assert as_somebody_else.post(address).status_code == 404
