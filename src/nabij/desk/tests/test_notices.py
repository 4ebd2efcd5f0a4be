# SPDX-License-Identifier: EUPL-1.2
"""What a colleague must know: derived from the work, read or not, and never what changed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from nabij.contact import actions as contact_actions
from nabij.contact import queries as contact_queries
from nabij.contact.models import Task
from nabij.contact.types import TaskFields
from nabij.desk import queries
from nabij.desk.models import NoticeRead
from nabij.relations import actions as relations_actions
from nabij.relations import queries as relations_queries
from nabij.relations.models import DuplicateQuestion, Party
from nabij.relations.types import OrganisationFields

pytestmark = pytest.mark.django_db
SECRET = "CANARY-WHAT"


@pytest.fixture
def linde(machine):
    return relations_actions.create_organisation(
        viewer=machine, fields=OrganisationFields(name="Praktijk De Linde")
    )


def _task(giver, receiver, linde, **fields):
    around = contact_queries.around(viewer=giver.viewer, ref=linde.ref)
    given = {"kind": "task", "text": SECRET, "due_on": timezone.localdate()} | fields
    return contact_actions.add_task(
        viewer=giver.viewer,
        around=around,
        fields=TaskFields(owner_id=receiver.user.pk, **given),
        entry_key=f"key{Task.objects.count()}",
    )


def _keys(colleague):
    return [notice.key.split(":")[0] for notice in queries.notices(viewer=colleague.viewer)]


def _pulse(colleague):
    return colleague.client.get(reverse("desk:pulse"), headers={"HX-Request": "true"}).text


def test_what_is_given_reminded_or_late_is_told_by_name_and_never_what_it_is(
    anja, noor, linde, log
):
    on = timezone.localdate()
    _task(anja, noor, linde)
    _task(noor, noor, linde, remind_on=on)
    _task(noor, noor, linde, kind="promise", due_on=on - timedelta(days=1))
    assert sorted(_keys(noor)) == ["given", "late", "reminder"]
    assert queries.unread(viewer=noor.viewer) == 3
    page = noor.client.get(reverse("desk:notices")).text
    assert "Anja Smit gaf je iets te doen" in page
    assert "Praktijk De Linde" in page
    assert SECRET not in page
    assert not _keys(anja)


def test_who_gave_a_promise_away_hears_that_it_is_late(anja, noor, linde):
    yesterday = timezone.localdate() - timedelta(days=1)
    _task(anja, noor, linde, kind="promise", due_on=yesterday)
    assert _keys(anja) == ["late"]


def test_what_was_handed_over_is_told_once_more_and_a_closed_task_no_longer(anja, noor, linde):
    task = _task(anja, anja, linde)
    found = contact_queries.task(viewer=anja.viewer, ref=task.ref)
    contact_actions.hand_over_task(
        viewer=anja.viewer, found=found, version=1, owner_id=noor.user.pk, unit_id=None
    )
    assert _keys(noor) == ["given"]
    Task.objects.update(closed_at=timezone.now(), end="done")
    assert _keys(noor) == []


def test_a_notice_opens_the_thing_and_is_read_by_that(anja, noor, linde):
    task = _task(anja, noor, linde)
    (notice,) = queries.notices(viewer=noor.viewer)
    assert ">1<" in _pulse(noor)
    other = anja.client.post(reverse("desk:notice_read"), {"key": notice.key})
    assert other.status_code == 404
    opened = noor.client.post(reverse("desk:notice_read"), {"key": notice.key})
    assert opened.headers["Location"] == reverse("contact:task", args=[task.ref])
    assert queries.unread(viewer=noor.viewer) == 0
    assert queries.notices(viewer=noor.viewer)[0].is_read
    assert "count" not in _pulse(noor).replace("bell-count", "")
    assert NoticeRead.objects.get().colleague == noor.user


def test_all_are_read_at_once(anja, noor, linde):
    for _ in range(3):
        _task(anja, noor, linde)
    noor.client.post(reverse("desk:notice_read"))
    assert queries.unread(viewer=noor.viewer) == 0


def test_who_follows_somebody_hears_that_another_changed_them_and_not_what(anja, noor, linde):
    url = reverse("desk:watch", args=[linde.ref])
    assert 'aria-pressed="false"' in noor.client.get(url).text
    assert 'aria-pressed="true"' in noor.client.post(url, headers={"HX-Request": "true"}).text
    assert not _keys(noor)
    _rename(anja, linde, "Praktijk De Nieuwe Linde")
    assert _keys(noor) == ["changed"]
    noor.client.post(reverse("desk:notice_read"))
    assert queries.unread(viewer=noor.viewer) == 0
    _rename(anja, linde, "Praktijk De Oude Linde")
    assert queries.unread(viewer=noor.viewer) == 1
    noor.client.post(url, {"follow": "no"})
    assert not _keys(noor)


def test_what_one_changes_oneself_is_no_news(noor, linde):
    noor.client.post(reverse("desk:watch", args=[linde.ref]))
    _rename(noor, linde, "Praktijk De Nieuwe Linde")
    assert not _keys(noor)


def test_who_is_seen_by_the_card_only_cannot_be_followed(noor, zuid, client_of):
    stranger = client_of(zuid, "Weg")
    Party.objects.filter(pk=stranger.pk).update(unit=zuid)
    url = reverse("desk:watch", args=[stranger.ref])
    assert noor.client.get(url).status_code == 404
    assert noor.client.post(url).status_code == 404


def test_an_answer_of_the_administrator_is_told(anja, linde):
    person = Party.objects.create(kind="person", name="A", sort_key="a", search_text="a")
    DuplicateQuestion.objects.create(
        party=person,
        asked_by=anja.user,
        answer="other",
        answered_at=timezone.now(),
        answered_by=anja.user,
    )
    assert _keys(anja) == ["answer"]
    assert person.name not in queries.notices(viewer=anja.viewer)[0].text.split()


def test_a_manager_has_none_and_asks_all_the_same(mia):
    assert queries.unread(viewer=mia.viewer) == 0
    assert mia.client.get(reverse("desk:notices")).status_code == 200
    assert mia.client.get(reverse("desk:pulse")).status_code == 200


def _rename(colleague, linde, name):
    found = relations_queries.organisation(viewer=colleague.viewer, ref=linde.ref)
    relations_actions.change_organisation(
        viewer=colleague.viewer,
        ref=linde.ref,
        version=found.version,
        fields=OrganisationFields(name=name),
    )
