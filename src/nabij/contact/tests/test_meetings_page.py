# SPDX-License-Identifier: EUPL-1.2
"""Meetings: agenda, minutes, who was there, decisions that are found again,
actions that are tasks."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from nabij.contact.models import Decision, DecisionText, Meeting, MeetingAttendance, Task
from nabij.contact.tests.test_appointments_page import _form, _make, _monday, _url
from nabij.relations.models import Party

MINUTES, DECISION, ACTION = "CANARY-MINUTES", "CANARY-DECISION", "CANARY-ACTION"


def _ready(colleague, made, template="account", on=None):
    answer = colleague.post(_url(made, "meeting_new", on), {"template": template})
    assert answer.status_code == 302
    return Meeting.objects.latest("pk")


def _at(meeting, name="meeting"):
    return reverse(f"contact:{name}", args=[meeting.ref])


def _keep(colleague, meeting, version=1, **given):
    return colleague.post(
        _at(meeting), {"version": version, "agenda": "Stand", "text": MINUTES} | given
    )


def _decide(colleague, meeting, key="abcdefghijklmno7"):
    return colleague.post(
        _at(meeting, "meeting_decision"), {"entry_key": key, "decision": DECISION}
    )


def _give(colleague, meeting, owner, **given):
    due = f"{localdate() + timedelta(days=3):%-d-%-m-%Y}"
    sent = {"entry_key": "abcdefghijklmno8", "action": ACTION, "owner": owner.user.pk,
            "due_on": due} | given  # fmt: skip
    return colleague.post(_at(meeting, "meeting_action"), sent)


def test_an_account_meeting_has_minutes_a_decision_and_a_task(merel, anja, linde):
    """A-05, A-88: the decision is found again from the organisation, the action is a task."""
    made = _make(merel, linde, mates=[anja.user.pk], kind="meeting")
    meeting = _ready(merel, made)
    page = merel.get(_at(meeting)).text
    assert "Wie benadert wie" in page
    who = {f"u{merel.user.pk}": "present", f"u{anja.user.pk}": "excused"}
    assert _keep(merel, meeting, **who).status_code == 302
    states = MeetingAttendance.objects.order_by("user__name").values_list("user__name", "state")
    assert list(states) == [("Anja", "excused"), ("Merel", "present")]
    for _ in range(2):
        assert _decide(merel, meeting).status_code == 302
        assert _give(merel, meeting, anja, about=linde.ref).status_code == 302
    assert (Decision.objects.count(), Task.objects.count()) == (1, 1)
    page = anja.get(_at(meeting)).text
    for shown in (MINUTES, DECISION, ACTION, "afwezig met bericht"):
        assert shown in page
    assert DECISION in merel.get(reverse("accounts:organisation", args=[linde.ref])).text
    task = Task.objects.get()
    assert (task.owner, task.party) == (anja.user, linde)
    assert ACTION in anja.get(reverse("contact:task", args=[task.ref])).text


def test_a_meeting_about_nobody_gives_tasks_too(merel, anja, karim):
    meeting = _ready(merel, _make(merel, mates=[anja.user.pk]), template="workshop")
    assert _give(merel, meeting, anja).status_code == 302
    task = reverse("contact:task", args=[Task.objects.get().ref])
    page = anja.get(task).text
    assert ACTION in page
    assert "iemand die is afgeschermd" not in page
    assert karim.get(task).status_code == 404
    assert "taak" in anja.get(reverse("contact:tasks")).text.lower()


def test_minutes_about_a_client_are_guarded(noor, anja, karim, merel, anna, log):
    made = _make(noor, anna, kind="meeting", mates=[anja.user.pk])
    meeting = _ready(noor, made, template="plain")
    _keep(noor, meeting)
    _decide(noor, meeting)
    _give(noor, meeting, noor, about=anna.ref)
    page = noor.get(_at(meeting)).text
    for shown in (MINUTES, DECISION, ACTION):
        assert shown in page
    assert log("meeting")[-1].object_id == anna.pk
    shut = anja.get(_at(meeting)).text
    for hidden in (MINUTES, DECISION, ACTION):
        assert hidden not in shut
    assert _keep(anja, meeting, version=2).status_code == 404
    for colleague in (karim, merel):
        assert colleague.get(_at(meeting)).status_code == 404
        assert _decide(colleague, meeting).status_code == 404
    with pytest.raises(ProgrammingError, match="no-access-entry"), transaction.atomic():
        list(DecisionText.objects.all())


def test_an_action_opens_everybody_whom_the_meeting_is_about(noor, anja, anna, bert):
    visit = _make(noor, anna, bert, kind="meeting", mates=[anja.user.pk])
    meeting = _ready(noor, visit, template="plain")
    assert _give(noor, meeting, anja, about=bert.ref).status_code == 302
    task = Task.objects.get()
    assert task.party == bert
    page = reverse("contact:task", args=[task.ref])
    assert ACTION not in anja.get(page).text
    anja.post(reverse("contact:task_open", args=[task.ref]))
    assert ACTION in anja.get(page).text


def test_who_came_and_was_merged_since_still_came(noor, anna, bert):
    meeting = _ready(noor, _make(noor, bert, kind="meeting"), template="plain")
    assert _keep(noor, meeting, **{f"p{bert.pk}": "excused"}).status_code == 302
    Party.objects.filter(pk=bert.pk).update(canonical_id=anna.pk)
    came = noor.get(_at(meeting)).context["meeting"].attendees
    assert (f"p{anna.pk}", "excused") in [(one.code, one.state) for one in came]
    assert _keep(noor, meeting, version=2, **{f"p{anna.pk}": "present"}).status_code == 302
    (kept,) = MeetingAttendance.objects.filter(party__isnull=False)
    assert (kept.party_id, kept.state) == (bert.pk, "present")


def test_an_action_about_a_client_goes_to_nobody_who_could_not_read_it(noor, bo, anna):
    visit = _make(noor, anna, kind="meeting", mates=[bo.user.pk])
    refused = _give(noor, _ready(noor, visit, template="plain"), bo, about=anna.ref)
    assert refused.status_code == 422
    assert "Kies een andere collega" in refused.text
    assert ACTION in refused.text
    assert not Task.objects.exists()


def test_two_who_keep_minutes_at_once_see_each_others(merel, anja, linde):
    meeting = _ready(merel, _make(merel, linde, mates=[anja.user.pk]))
    assert _keep(merel, meeting).status_code == 302
    late = _keep(anja, meeting, text="CANARY-LATE")
    assert late.status_code == 409
    assert "CANARY-LATE" in late.text
    assert MINUTES in late.text
    assert _keep(anja, meeting, version=2, text="CANARY-LATE").status_code == 302


def test_each_time_of_what_recurs_has_minutes_that_follow_when_it_moves(noor, linde):
    made = _make(noor, linde, repeats="FREQ=WEEKLY")
    first, second = _monday(), _monday() + timedelta(weeks=1)
    one, two = (_ready(noor, made, on=on) for on in (first, second))
    assert one != two
    assert _ready(noor, made, on=second) == two
    change = _form(second + timedelta(days=1), version=1, repeats="FREQ=WEEKLY", which="following")
    noor.post(_url(made, "appointment_edit", second), change)
    two.refresh_from_db()
    assert two.on == second + timedelta(days=1)
    for meeting in (one, two):
        assert noor.get(_at(meeting)).status_code == 200
    assert len(noor.get(reverse("contact:meetings")).context["meetings"]) == 2


@pytest.mark.parametrize("how", ["monthly", "last_on", "never", "off"])
def test_minutes_stay_whatever_becomes_of_the_rule(noor, linde, how):
    made = _make(noor, linde, repeats="FREQ=WEEKLY")
    second = _monday() + timedelta(weeks=1)
    meeting = _ready(noor, made, on=second)
    assert _keep(noor, meeting).status_code == 302
    given = {
        "monthly": {"repeats": "FREQ=MONTHLY"},
        "last_on": {"repeats": "FREQ=WEEKLY", "last_on": f"{_monday():%-d-%-m-%Y}"},
        "never": {"repeats": ""},
    }
    if how == "off":
        off = {"version": 1, "reason": "we", "which": "following"}
        assert noor.post(_url(made, "appointment_off", second), off).status_code == 302
    else:
        change = _form(version=1, which="all") | given[how]
        assert noor.post(_url(made, "appointment_edit", _monday()), change).status_code == 302
    page = noor.get(_at(meeting))
    assert page.status_code == 200
    assert MINUTES in page.text
    assert localdate(page.context["meeting"].appointment.starts_at) == second
    assert noor.get(_url(made, on=second)).status_code == 200
    assert _decide(noor, meeting).status_code == 302
    assert Decision.objects.get().taken_on == second


def test_minutes_of_what_has_been_keep_their_day_when_all_of_it_moves(noor, linde):
    """A decision says on which day it was taken: its minutes say the same for good."""
    past = _monday() - timedelta(weeks=4)
    made = _make(noor, linde, repeats="FREQ=WEEKLY", on=past)
    held, ahead = _ready(noor, made, on=past), _ready(noor, made, on=_monday())
    assert _decide(noor, held).status_code == 302
    change = _form(_monday() + timedelta(days=1), version=1, repeats="FREQ=WEEKLY", which="all")
    assert noor.post(_url(made, "appointment_edit", _monday()), change).status_code == 302
    for meeting, on in ((held, past), (ahead, _monday() + timedelta(days=1))):
        meeting.refresh_from_db()
        assert meeting.on == on
        shown = noor.get(_at(meeting)).context["meeting"].appointment
        assert localdate(shown.starts_at) == on
    assert Decision.objects.get().taken_on == past
