# SPDX-License-Identifier: EUPL-1.2
"""Tasks, call-backs, promises and discontent: given beside a contact, done, handed over, late."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from nabij.access.models import Occasion, User
from nabij.access.tests.cast import add_colleague
from nabij.contact import queries
from nabij.contact.models import Task, TaskText
from nabij.contact.tests.test_contact_page import SAID, _form, _person, _url
from nabij.core.viewer import Role
from nabij.relations.models import PersonDetail

WHAT = "CANARY-WHAT uitslag bespreken"


def _task(**given):
    return {
        "entry_key": "abcdefghijklmno2",
        "kind": "call_back",
        "text": WHAT,
        "due_on": f"{timezone.localdate():%-d-%-m-%Y}",
        "priority": "2",
        "whose": "me",
    } | given


def _new(party):
    return reverse("contact:task_new", args=[party.ref])


def _page(name="task"):
    return reverse(f"contact:{name}", args=[Task.objects.get().ref])


def test_a_call_back_goes_to_the_team_of_the_client_and_is_done_there(anja, noor, anna, greet):
    """A-93: who calls back, whom, until when, and who may be told what."""
    call = {
        "wants_call_back": "on", "call_whom": greet.ref, "call_what": WHAT, "call_who": "team",
        "call_phone": "06 1234 5678", "call_due": _task()["due_on"], "call_from": "13.30",
        "call_until": "15:00", "call_may_tell": "CANARY-TELL alleen Greet",
    }  # fmt: skip
    assert anja.post(_url(anna), _form(anna) | call).status_code == 302
    mine = noor.get(reverse("contact:tasks")).text
    assert "van Anna" in mine
    assert WHAT not in mine
    page = noor.get(_page()).text
    for shown in (WHAT, "CANARY-TELL", "06 12 34 56 78", "13:30–15:00", "van Greet"):
        assert shown in page
    called = {"entry_key": "abcdefghijklmno9", "outcome": "no_answer"}
    for _click in range(2):
        assert noor.post(_page("task_attempt"), called).status_code == 302
    assert noor.post(_page("task_end"), {"version": 1, "end": "done"}).status_code == 302
    assert "van Anna" not in noor.get(reverse("contact:tasks")).text
    steps = Task.objects.get().steps.order_by("pk")
    assert [(step.kind, step.outcome) for step in steps] == [("attempt", "no_answer"), ("done", "")]


def test_an_open_promise_stands_on_top_of_the_page(noor, anja, anna):
    yesterday = timezone.localdate() - timedelta(days=1)
    promise = {"is_promise": "on", "promise_what": WHAT, "promise_due": f"{yesterday:%-d-%-m-%Y}"}
    noor.post(_url(anna), _form(anna) | promise)
    page = noor.get(_person(anna)).text
    assert page.index(WHAT) < page.index(SAID)
    assert "te laat" in page
    before = anja.get(_person(anna)).text
    assert "toezegging" in before.lower()
    assert WHAT not in before


def test_what_belongs_to_a_tick_is_asked_for(noor, anna):
    answer = noor.post(_url(anna), _form(anna) | {"is_promise": "on"})
    assert answer.status_code == 422
    assert SAID in answer.text
    assert not Task.objects.exists()


def test_only_the_complaints_officer_closes_discontent(noor, bo, anna, log):
    given = {"is_discontent": "on", "received_on": _task()["due_on"], "manner": "written",
             "wish": "CANARY-WISH excuus"}  # fmt: skip
    noor.post(_url(anna), _form(anna) | given)
    refused = noor.post(_page("task_end"), {"version": 1, "end": "done"})
    assert refused.status_code == 409
    assert SAID not in bo.get(_page()).text
    bo.post(_page("task_open"))
    page = bo.get(_page()).text
    assert SAID in page
    assert "CANARY-WISH" in page
    assert log("task")[-1].classes == ["a"]
    assert bo.post(_page("task_end"), {"version": 1, "end": "done"}).status_code == 302
    assert Task.objects.get().due_on == timezone.localdate() + timedelta(weeks=6)


def test_who_has_a_task_for_somebody_opens_them_for_it(anja, noor, anna, log):
    noor.post(_new(anna), _task(kind="task", whose="me"))
    noor.post(_page("task_hand_over"), {"version": 1, "colleague": "anja@example.nl"})
    assert WHAT not in anja.get(_page()).text
    assert anja.post(_page("task_open")).status_code == 302
    assert WHAT in anja.get(_page()).text
    (opened,) = [entry for entry in log("task") if entry.classes]
    assert (opened.purpose, opened.way_in.split()[0]) == ("CAREMGT", "task")


def test_what_recurs_moves_on_when_it_is_done(noor, anna):
    noor.post(_new(anna), _task(kind="task", recurrence="week"))
    noor.post(_page("task_end"), {"version": 1, "end": "done"})
    task = Task.objects.get()
    assert (task.closed_at, task.due_on) == (None, timezone.localdate() + timedelta(days=7))
    noor.post(_page("task_end"), {"version": 2, "end": "cancelled"})
    assert Task.objects.get().closed_at


@pytest.mark.parametrize(
    ("first", "recurrence", "days"),
    [
        ("31-1-2098", "month", ["2098-02-28", "2098-03-31", "2098-04-30", "2098-05-31"]),
        ("29-2-2096", "year", ["2097-02-28", "2098-02-28", "2099-02-28", "2100-02-28"]),
        ("29-2-2088", "year", ["2089-02-28", "2090-02-28", "2091-02-28", "2092-02-29"]),
    ],
)
def test_what_recurs_at_the_end_of_a_month_stays_there(noor, anna, first, recurrence, days):
    noor.post(_new(anna), _task(kind="task", recurrence=recurrence, due_on=first))
    found = []
    for version in range(1, 5):
        noor.post(_page("task_end"), {"version": version, "end": "done"})
        found.append(f"{Task.objects.get().due_on}")
    assert found == days


def test_two_who_close_at_once_close_it_once(noor, anna):
    noor.post(_new(anna), _task(kind="task"))
    for status in (302, 409):
        assert noor.post(_page("task_end"), {"version": 1, "end": "done"}).status_code == status
    assert Task.objects.get().steps.count() == 1


def test_late_is_counted_by_person_and_by_team(noor, anja, anna, noord):
    yesterday = f"{timezone.localdate() - timedelta(days=1):%-d-%-m-%Y}"
    noor.post(_new(anna), _task(kind="task", due_on=yesterday))
    noor.post(_new(anna), _task(kind="task", entry_key="abcdefghijklmno3", whose=noord.ref))
    namesake = add_colleague("Nora", Role.CARE_PROFESSIONAL, noord)
    User.objects.filter(pk=namesake.user.pk).update(name="Noor")
    whose = {"colleague": namesake.user.email, "entry_key": "abcdefghijklmno4"}
    assert noor.post(_new(anna), _task(kind="task", **whose)).status_code == 302
    loads = anja.get(reverse("contact:tasks")).context["loads"]
    assert [(one.whose, one.open, one.late) for one in loads] == [
        ("Team Noord", 1, 0),
        ("Noor", 1, 1),
        ("Noor", 1, 0),
    ]


def test_of_another_team_and_for_commerce_a_task_does_not_exist(noor, carla, karim, merel, anna):
    noor.post(_new(anna), _task(kind="task"))
    nothing = reverse("contact:task", args=["Nothing-is-there"])
    for colleague in (carla, karim, merel):
        client = colleague.client
        assert client.get(_page()).content == client.get(nothing).content
        assert client.post(_page("task_open")).status_code == 404
        assert client.post(_page("task_end"), {"version": 1, "end": "done"}).status_code == 404
    assert WHAT not in merel.get(_person(anna)).text
    assert not merel.get(_person(anna)).context["section"].tasks


def test_the_database_opens_no_text_of_a_task_without_an_entry(noor, anna):
    noor.post(_new(anna), _task(kind="task"))
    with pytest.raises(ProgrammingError, match="no-access-entry"), transaction.atomic():
        list(TaskText.objects.all())


def test_a_task_for_an_organisation_is_read_by_commerce(merel, noor, linde):
    merel.post(_new(linde), _task(kind="promise"))
    for colleague in (merel, noor):
        assert WHAT in colleague.get(reverse("accounts:organisation", args=[linde.ref])).text


def test_what_follows_from_a_contact_about_two_opens_both(noor, bo, anna, greet, log):
    """Noor cares for Anna and not for Greet: different ways in, one text."""
    more = {
        "about": [anna.ref, greet.ref], "is_promise": "on", "promise_what": WHAT,
        "promise_due": _task()["due_on"], "is_discontent": "on", "manner": "oral",
        "received_on": _task()["due_on"], "wish": "CANARY-WISH excuus",
    }  # fmt: skip
    for party in (greet, anna):
        more["entry_key"] = f"abcdefghijklm{party.pk:03}"
        assert noor.post(_url(party), _form(party) | more).status_code == 302
        promise, discontent = Task.objects.filter(party=party).order_by("pk")
        for colleague, task, said in ((noor, promise, WHAT), (bo, discontent, "CANARY-WISH")):
            page = reverse("contact:task", args=[task.ref])
            assert said not in colleague.get(page).text
            colleague.post(reverse("contact:task_open", args=[task.ref]))
            assert said in colleague.get(page).text
            opened = [(entry.object_id, entry.classes) for entry in log("task")[-2:]]
            classes = ["a", "b"] if task == promise else ["a"]
            assert sorted(opened) == [(anna.pk, classes), (greet.pk, classes)]
        Occasion.objects.all().delete()


def test_a_call_back_goes_to_no_team_that_does_not_serve_whom_it_is_about(noor, anna, greet):
    """With Greet it is likeliest about Anna, but here it is about Greet herself, or about both."""
    call = {
        "wants_call_back": "on", "call_whom": greet.ref, "call_what": WHAT, "call_who": "team",
        "call_due": _task()["due_on"],
    }  # fmt: skip
    whose = []
    for number, about in enumerate(([anna], [greet], [anna, greet])):
        refs = [party.ref for party in about]
        form = _form(greet, about=refs, entry_key=f"abcdefghijklmno{number + 2}") | call
        assert noor.post(_url(greet), form).status_code == 302
        task = Task.objects.latest("pk")
        whose.append(task.unit.name if task.unit else task.owner.name)
    assert whose == ["Team Noord", "Noor", "Noor"]


@pytest.mark.parametrize(("kind", "name"), [("task", "merel"), ("promise", "bo")])
def test_a_task_is_given_to_nobody_who_could_not_read_it(noor, request, anna, linde, kind, name):
    colleague = request.getfixturevalue(name)
    whom = _task(kind=kind, colleague=f"{name}@example.nl")
    answer = noor.post(_new(anna), whom)
    assert answer.status_code == 422
    assert WHAT in answer.text
    assert "rol" in answer.context["form"].errors["colleague"][0]
    assert not Task.objects.exists()
    noor.post(_new(anna), _task(kind=kind))
    refused = noor.post(_page("task_hand_over"), {"version": 1, "colleague": whom["colleague"]})
    assert refused.status_code == 422
    assert Task.objects.get().owner == noor.user
    noor.post(_new(linde), whom | {"entry_key": "abcdefghijklmno3"})
    assert Task.objects.filter(owner=colleague.user).count() == 1


def test_discontent_is_handed_over_to_a_complaints_officer_only(noor, bo, anna, noord):
    given = {"is_discontent": "on", "received_on": _task()["due_on"], "manner": "oral"}
    noor.post(_url(anna), _form(anna) | given)
    for whom in ({"colleague": "noor@example.nl"}, {"whose": noord.ref}):
        assert bo.post(_page("task_hand_over"), {"version": 1} | whom).status_code == 422
    assert Task.objects.get().role == "complaints_officer"


def test_a_promise_is_to_who_spoke(noor, anna, greet):
    yesterday = f"{timezone.localdate() - timedelta(days=1):%-d-%-m-%Y}"
    promise = {"is_promise": "on", "promise_what": WHAT, "promise_due": yesterday}
    assert noor.post(_url(anna), _form(anna, counterpart=greet.ref) | promise).status_code == 302
    task = Task.objects.get()
    assert (task.party, task.counterpart) == (anna, greet)
    assert "Toegezegd aan" in noor.get(_page()).text
    (late,) = [news for news in queries.task_news(viewer=noor.viewer) if news.what == "late"]
    assert late.party_id == greet.pk


def test_what_recurs_reminds_as_long_before_each_time(noor, anna):
    due = timezone.localdate() + timedelta(days=2)
    noor.post(
        _new(anna),
        _task(kind="task", recurrence="week", due_on=f"{due:%-d-%-m-%Y}",
              remind_on=f"{due - timedelta(days=1):%-d-%-m-%Y}"),
    )  # fmt: skip
    noor.post(_page("task_end"), {"version": 1, "end": "done"})
    task = Task.objects.get()
    assert (task.due_on, task.remind_on) == (due + timedelta(days=7), due + timedelta(days=6))


def test_who_has_died_is_nobody_to_ring_until_that_was_a_mistake(noor, anna, greet):
    call = {"wants_call_back": "on", "call_whom": greet.ref, "call_what": WHAT, "call_who": "me",
            "call_phone": "06 1234 5678", "call_due": _task()["due_on"]}  # fmt: skip
    assert noor.post(_url(anna), _form(anna) | call).status_code == 302
    before = noor.get(_page()).text
    assert "06 12 34 56 78" in before
    PersonDetail.objects.filter(party=greet).update(is_deceased=True)
    page = noor.get(_page()).text
    assert "is overleden" in page
    assert "06 12 34 56 78" not in page
    # Nor can anybody be asked to ring them: in neither form, whatever is sent.
    assert noor.post(_url(anna), _form(anna) | call).status_code == 422
    asked = _task(kind="call_back", counterpart=greet.ref)
    assert noor.post(_new(anna), asked).status_code == 422
    assert Task.objects.count() == 1
    PersonDetail.objects.filter(party=greet).update(is_deceased=False)
    again = noor.get(_page()).text
    assert "06 12 34 56 78" in again
    assert "is overleden" not in again
