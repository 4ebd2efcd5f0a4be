# SPDX-License-Identifier: EUPL-1.2
"""One action on many rows: tried, done, taken back; safe to stop anywhere.

A reason for each row.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from nabij.contact.models import Task
from nabij.core import jobs
from nabij.core.models import Job
from nabij.lists import actions, queries
from nabij.lists.choices import RunState
from nabij.lists.models import BulkRow, BulkRun
from nabij.lists.tests.test_pages import PERSONS
from nabij.relations.models import ContactInstruction, Party

START = reverse("lists:bulk_start", args=["persons"])


def url(run, name="bulk"):
    return reverse(f"lists:{name}", args=[run.ref])


def begun(colleague, action, rows=(), **given):
    answer = colleague.client.post(
        START, {"action": action, "row": [row.ref for row in rows], **given}
    )
    assert answer.status_code == 302
    return BulkRun.objects.latest("pk")


def tried(colleague, run, typed):
    assert colleague.client.post(url(run, "bulk_try"), typed).status_code == 302
    return colleague.client.get(url(run)).text


def in_states(run):
    return sorted(run.rows.values_list("state", flat=True))


@pytest.fixture
def oost(anja):
    from django.apps import apps

    unit = apps.get_model("access", "Unit").objects.create(name="Team Oost", kind="team")
    anja.user.unit_memberships.create(unit=unit, starts_on=timezone.localdate() - timedelta(1))
    return unit


def units(people):
    return set(Party.objects.filter(pk__in=[p.pk for p in people]).values_list("unit", flat=True))


def test_persons_go_to_another_team_and_back(anja, people, noord, oost):
    run = begun(anja, "team", people[:3])
    page = tried(anja, run, {"team": oost.pk})
    assert "Het kan voor 3 rijen." in page
    assert units(people) == {noord.pk}, "tried is not done"
    anja.client.post(url(run, "bulk_do"))
    assert units(people[:3]) == {oost.pk}
    assert units(people[3:]) == {noord.pk}
    anja.client.post(url(run, "bulk_undo"))
    assert units(people) == {noord.pk}
    assert in_states(run) == ["undone"] * 3


def test_a_row_that_cannot_be_done_is_skipped_with_the_reason(anja, people, noord, oost):
    run = begun(anja, "team", people[:3])
    tried(anja, run, {"team": noord.pk})
    page = anja.client.get(url(run)).text
    assert "Hoort al bij dit team." in page
    assert "Aalbers01" in page
    assert in_states(run) == ["skipped"] * 3


def test_what_changed_since_stays_and_says_so(anja, people, noord, oost):
    run = begun(anja, "team", people[:2])
    tried(anja, run, {"team": oost.pk})
    anja.client.post(url(run, "bulk_do"))
    cell = reverse("lists:cell", args=["persons", people[0].ref, "phone"])
    anja.client.post(cell, {"phone": "0381234567", "initial-phone": "06 12 34 56 00", "version": 2})
    anja.client.post(url(run, "bulk_undo"))
    assert in_states(run) == ["stays", "undone"]
    assert "Dit is sindsdien gewijzigd" in anja.client.get(url(run)).text
    assert units(people[:1]) == {oost.pk}


def test_everybody_of_a_view_gets_a_task_and_its_text_is_sealed_until_it_is_done(anja, people):
    at = anja.client.post(PERSONS, {"city": "Zwolle"}).url.partition("?")[2]
    anja.client.post(f"{START}?{at}", {"action": "task", "which": "all"})
    run = BulkRun.objects.get()
    typed = {"text": "CANARY-BULK", "due_on": f"{timezone.localdate():%-d-%-m-%Y}", "whose": "me"}
    tried(anja, run, typed)
    run.refresh_from_db()
    assert b"CANARY" not in bytes(run.filled_in)
    assert not Task.objects.exists()
    assert "CANARY-BULK" in anja.client.get(url(run)).text
    anja.client.post(url(run, "bulk_do"))
    run.refresh_from_db()
    assert run.filled_in is None
    assert Task.objects.filter(closed_at__isnull=True, is_guarded=True).count() == 5
    anja.client.post(url(run, "bulk_undo"))
    assert set(Task.objects.values_list("end", flat=True)) == {"cancelled"}


def test_an_instruction_for_each_holds_on_no_day_once_taken_back(anja, people):
    run = begun(anja, "instruction", people[:2])
    today = timezone.localdate()
    typed = {"kind": "hearing", "text": "Hard spreken", "starts_on": f"{today:%-d-%-m-%Y}",
             "ends_on": f"{today + timedelta(90):%-d-%-m-%Y}"}  # fmt: skip
    tried(anja, run, typed)
    anja.client.post(url(run, "bulk_do"))
    assert ContactInstruction.objects.filter(ends_on__gt=today).count() == 2
    anja.client.post(url(run, "bulk_undo"))
    assert not ContactInstruction.objects.filter(ends_on__gt=today).exists()


def test_what_is_filled_in_wrong_is_said_at_the_field(anja, people):
    run = begun(anja, "instruction", people[:1])
    answer = anja.client.post(url(run, "bulk_try"), {"kind": "hearing", "text": ""})
    assert answer.status_code == 422
    run.refresh_from_db()
    assert run.state == RunState.ASKED


def test_many_rows_go_on_in_a_job_where_a_killed_one_stopped(anja, people, oost, monkeypatch):
    monkeypatch.setattr(actions.bulk, "FEW_ROWS", 2)
    run = begun(anja, "team", people)
    tried(anja, run, {"team": oost.pk})
    run.refresh_from_db()
    assert run.state == RunState.TRYING
    viewer = anja.viewer

    def die(done, total):
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.work_on(viewer=viewer, run=run, tell=die)
    assert in_states(run).count("ready") == 3
    told = []
    actions.work_on(viewer=viewer, run=run, tell=lambda done, total: told.append((done, total)))
    assert (told[0], told[-1]) == ((4, 10), (10, 10))
    actions.do_bulk(viewer=viewer, ref=run.ref)
    run.refresh_from_db()
    for _again in range(2):  # a job may run twice
        actions.work_on(viewer=viewer, run=run, tell=lambda done, total: None)
    assert units(people) == {oost.pk}
    assert set(Party.objects.filter(unit=oost).values_list("version", flat=True)) == {2}
    assert Job.objects.filter(kind=actions.bulk.WORK).count() == 2
    assert jobs.latest_of(subject_ref=run.ref) is not None


def _killed(monkeypatch, *, at):
    """Let the process die at a row, as when the server stops in the middle of a request."""
    work, left = actions.bulk._one, [at]

    def one(*given):
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt
        work(*given)

    monkeypatch.setattr(actions.bulk, "_one", one)


@pytest.mark.parametrize("few", [25, 2])
def test_what_was_killed_half_way_goes_on_where_it_stopped(anja, people, oost, monkeypatch, few):
    monkeypatch.setattr(actions.bulk, "FEW_ROWS", few)
    viewer, run = anja.viewer, begun(anja, "team", people[:4])

    def work(address="", typed=None):
        if address:
            anja.client.post(address, typed)
        if few < 4:
            # A job that failed for good, such as one whose process died eight times.
            Job.objects.update(state="running")
            run.refresh_from_db()
            actions.work_on(viewer=viewer, run=run, tell=lambda done, total: None)

    def fail():
        Job.objects.update(state="failed")

    for name, typed in (("try", {"team": oost.pk}), ("do", {}), ("undo", {})):
        address = url(run, f"bulk_{name}")
        with monkeypatch.context() as patch:
            _killed(patch, at=3)
            with pytest.raises(KeyboardInterrupt):
                work(address, typed)
        if few < 4:
            assert anja.client.post(address, typed).status_code == 409, "its job still lives"
            fail()
        page = anja.client.get(url(run)).text
        assert "gestopt voordat het klaar was" in page
        assert "every 1s" not in page
        assert address in page
        work(address, typed)
        Job.objects.update(state="done")
        assert "gestopt voordat" not in anja.client.get(url(run)).text
    assert in_states(run) == ["undone"] * 4
    versions = set(Party.objects.filter(pk__in=[p.pk for p in people[:4]]).values_list("version"))
    assert versions == {(3,)}, "no row is done or taken back twice"


def test_a_few_rows_that_are_being_done_look_busy_in_another_tab(anja, people, oost, monkeypatch):
    run, work, pages = begun(anja, "team", people[:3]), actions.bulk._one, []

    def one(*given):
        pages.append(anja.client.get(url(run)).text)
        work(*given)

    monkeypatch.setattr(actions.bulk, "_one", one)
    assert "gestopt voordat" not in tried(anja, run, {"team": oost.pk})
    assert len(pages) == 3
    assert all("every 1s" in page and "gestopt voordat" not in page for page in pages)
    assert 'value="2" max="3"' in pages[2]


def test_two_tabs_do_not_work_on_one_run(anja, people, oost):
    run = begun(anja, "team", people[:2])
    other_tab = connection.copy()
    try:
        with other_tab.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [queries.bulk.ONE_AT_A_RUN, run.pk])
        assert anja.client.post(url(run, "bulk_try"), {"team": oost.pk}).status_code == 409
    finally:
        other_tab.close()
    assert "Het kan voor 2 rijen." in tried(anja, run, {"team": oost.pk})


def test_what_no_longer_holds_skips_the_rest_and_ends(anja, people, oost):
    run = begun(anja, "team", people[:3])
    tried(anja, run, {"team": oost.pk})
    anja.user.unit_memberships.filter(unit=oost).delete()
    assert anja.client.post(url(run, "bulk_do")).status_code == 302
    assert "kan niet meer" in anja.client.get(url(run)).text
    assert in_states(run) == ["skipped"] * 3


def test_a_run_is_done_once_and_by_who_began_it(anja, bram, people, oost):
    run = begun(anja, "team", people[:1])
    for name in ("bulk_try", "bulk_do", "bulk_undo"):
        assert bram.client.post(url(run, name), {"team": oost.pk}).status_code == 404
    assert bram.client.get(url(run)).status_code == 404
    with pytest.raises(actions.NotNow):
        actions.do_bulk(viewer=anja.viewer, ref=run.ref)
    tried(anja, run, {"team": oost.pk})
    anja.client.post(url(run, "bulk_do"))
    assert anja.client.post(url(run, "bulk_do")).status_code == 409


def test_rows_of_others_cannot_be_smuggled_in_and_too_many_are_refused(
    anja, bram, people, zuid, monkeypatch
):
    theirs = Party.objects.get(unit=zuid)
    begun(anja, "team", [people[0], theirs])
    assert list(BulkRow.objects.values_list("subject_id", flat=True)) == [people[0].pk]
    monkeypatch.setattr(actions.bulk, "MOST_ROWS", 3)
    client = anja.client
    answer = client.post(START, {"action": "team", "which": "all"})
    assert "Hooguit 3 rijen tegelijk" in client.get(answer.url).text
    answer = client.post(START, {"action": "team"})
    assert "Kruis eerst de rijen aan" in client.get(answer.url).text
    assert bram.client.post(START, {"action": "team", "which": "all"}).status_code == 404


def test_tasks_are_handed_over_and_back(anja, people, oost):
    due = f"{timezone.localdate():%-d-%-m-%Y}"
    run = begun(anja, "task", people[:2])
    tried(anja, run, {"text": "x", "due_on": due, "whose": "me"})
    anja.client.post(url(run, "bulk_do"))
    listing = queries.listing_named(viewer=anja.viewer, name="tasks")
    assert "Taak: Aalbers00" in anja.client.get(reverse("lists:page", args=["tasks"])).text
    over = actions.start_bulk(
        viewer=anja.viewer, listing=listing, action="hand_over",
        refs=list(Task.objects.values_list("ref", flat=True)),
    )  # fmt: skip
    tried(anja, over, {"unit": oost.pk})
    anja.client.post(url(over, "bulk_do"))
    assert set(Task.objects.values_list("unit", "owner")) == {(oost.pk, None)}
    anja.client.post(url(over, "bulk_undo"))
    assert set(Task.objects.values_list("unit", "owner")) == {(None, anja.user.pk)}
