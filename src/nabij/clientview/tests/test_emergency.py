# SPDX-License-Identifier: EUPL-1.2
"""The emergency button: what it opens and what not, and how it is tried by who may not."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.access import tasks as access_tasks
from nabij.access.models import Emergency
from nabij.access.tests.cast import add_colleague
from nabij.contact.models import Task
from nabij.core.models import Job
from nabij.core.viewer import Role

REASON = "Found on the floor, does not answer"
BOTH = {
    "cannot_decide": "on",
    "harm_threatens": "on",
    "shut_reason": "Which medicines from the hospital?",
}
SHUT = ("CANARY-SHUT", "CANARY-GGZ-FACT", "CANARY-D-FACT")


@pytest.fixture
def button(anna):
    return reverse("clientview:emergency", args=[anna.ref])


def push(colleague, button, key="the-form-of-karim", reason=REASON, **more):
    return colleague.post(button, {"key": key, "reason": reason, **more})


def hours_later(hours):
    """Move what was pushed back in time, as if so long had passed."""
    for row in Emergency.objects.all():
        row.starts_at -= timedelta(hours=hours)
        row.ends_at -= timedelta(hours=hours)
        row.save()


def test_it_opens_the_dossier_of_one_client_and_the_log_says_so(
    karim, button, url, in_care, dossier, log
):
    assert "CANARY-C-PROBLEM" not in karim.get(url).text
    answer = push(karim, button)
    assert (answer.status_code, answer.url) == (302, url)
    page = karim.get(url).text
    assert "CANARY-C-PROBLEM" in page
    entry = log("picture")[-1]
    assert (entry.purpose, entry.checks) == ("ETREAT", "TFTT")  # some of it is open by consent
    assert entry.way_in == f"emergency {Emergency.objects.get().pk}"
    assert (entry.classes, entry.sensitive_records) == (["a", "b", "c"], [])


def test_what_the_client_shut_stays_shut(karim, button, url, dossier):
    push(karim, button)
    page = karim.get(url).text
    assert not [canary for canary in SHUT if canary in page]


def test_both_statements_and_a_reason_open_what_the_client_shut(karim, button, url, dossier, log):
    push(karim, button, **BOTH)
    page = karim.get(url).text
    assert not [canary for canary in SHUT if canary not in page]
    assert "emergency" in log("picture")[-1].consent_profile
    assert log("picture")[-1].checks == "TFFT"


def test_one_statement_or_no_reason_opens_nothing(karim, button, url):
    for left_out in BOTH:
        given = {name: value for name, value in BOTH.items() if name != left_out}
        answer = push(karim, button, **given)
        assert answer.status_code == 422
        assert REASON in answer.text  # nothing typed is lost
    for reason in ("", "emergency", "a b c d e f", "... ... ..."):
        assert push(karim, button, reason=reason).status_code == 422
    assert not Emergency.objects.exists()
    push(karim, button)
    with pytest.raises(DatabaseError):  # nor by the database itself
        Emergency.objects.update(cannot_decide=True)


def test_who_cares_for_the_client_needs_it_only_for_what_is_shut(
    fatima, button, url, in_care, dossier
):
    answer = push(fatima, button)
    assert answer.status_code == 422
    assert "CANARY-SHUT" not in fatima.get(url).text
    push(fatima, button, **BOTH)
    assert "CANARY-SHUT" in fatima.get(url).text


def test_nobody_but_care_professionals_has_it(anja, carla, others, button, log):
    for colleague in (anja, carla, *others.values()):
        assert colleague.get(button).status_code == 404
        assert push(colleague, button, **BOTH).status_code == 404
    assert not Emergency.objects.exists()
    assert {entry.event for entry in log() if entry.outcome == "refused"} == {"emergency"}


def test_somebody_shielded_is_as_absent_as_nobody(karim, anna, button):
    anna.is_shielded = True
    anna.save()
    absent = push(karim, reverse("clientview:emergency", args=["Nobody-has-this1"]))
    hidden = push(karim, button, **BOTH)
    assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert not Emergency.objects.exists()


def test_after_an_hour_it_is_over_and_the_form_sent_again_opens_nothing(
    karim, button, url, dossier
):
    push(karim, button, **BOTH)
    hours_later(1)
    assert "CANARY" not in karim.get(url).text
    assert push(karim, button, **BOTH).status_code == 302
    assert "CANARY" not in karim.get(url).text
    assert Emergency.objects.count() == 1


def test_the_form_of_another_colleague_is_not_theirs(karim, button, url, dossier, zuid):
    push(karim, button)
    other = add_colleague("Kees", Role.CARE_PROFESSIONAL, zuid)
    assert "CANARY" not in other.get(url).text
    running = Emergency.objects.get()
    end = reverse("clientview:emergency_end", args=[running.ref])
    assert other.post(end).status_code == 404
    assert "CANARY-C-PROBLEM" in karim.get(url).text


def test_it_stands_on_every_page_and_stops_by_a_click(karim, button, url, dossier):
    push(karim, button)
    running = Emergency.objects.get()
    end = reverse("clientview:emergency_end", args=[running.ref])
    for page in (reverse("desk:start"), reverse("relations:search"), url):
        assert end in karim.get(page).text
    assert karim.post(end).status_code == 302
    assert "CANARY" not in karim.get(url).text
    assert end not in karim.get(reverse("desk:start")).text
    assert karim.post(end).status_code == 404


def test_it_is_one_client_at_a_time_and_goes_with_the_role(karim, button, petra, url, dossier):
    push(karim, button)
    other = reverse("clientview:emergency", args=[petra.ref])
    answer = push(karim, other, key="another-form-of-his")
    assert answer.status_code == 422
    assert Emergency.objects.count() == 1
    karim.user.role_assignments.all().delete()
    assert "CANARY" not in karim.get(url).text


def test_a_fourth_in_a_day_is_refused_and_the_privacy_officer_is_mailed(karim, noord, button, log):
    add_colleague("Petra", Role.PRIVACY_OFFICER, noord)
    for number in range(3):
        assert push(karim, button, key=f"form-number-{number}-of-him").status_code == 302
        hours_later(2)
    for number in range(2):
        answer = push(karim, button, key=f"form-number-{number + 7}-of-him")
        assert answer.status_code == 422
    assert Emergency.objects.count() == 3
    assert [entry.outcome for entry in log("emergency")][-2:] == ["refused", "refused"]
    assert Job.objects.filter(kind="access.mail_emergency_alarm").count() == 1
    access_tasks.mail_emergency_alarm(None, user_id=karim.user.pk)
    (letter,) = mail.outbox
    assert letter.to == ["petra@example.nl"]
    assert "Karim" in letter.body
    assert "Berg" not in letter.body


def test_the_team_has_to_tell_the_client_and_the_officer_to_review(karim, button, in_care, noord):
    push(karim, button)
    task = Task.objects.get()
    assert (task.unit_id, task.kind) == (noord.pk, "task")
    push(karim, button)
    assert Task.objects.count() == 1
    days = (Emergency.objects.get().review_by - timezone.localdate()).days
    assert 3 <= days <= 8


def test_a_viewer_of_later_has_it_no_more(karim, anna, button):
    push(karim, button)
    viewer = access_queries.viewer_of(user=karim.user, at=timezone.now(), access_point="10.0.0.7")
    assert access_queries.way_in(viewer=viewer, person_id=anna.pk).kind == "emergency"
    later = replace(viewer, at=viewer.at + timedelta(minutes=60))
    assert access_queries.way_in(viewer=later, person_id=anna.pk) is None
    earlier = replace(viewer, at=viewer.at - timedelta(minutes=1))
    assert access_queries.way_in(viewer=earlier, person_id=anna.pk) is None


def test_it_is_reached_from_a_search_by_who_gives_care_only(karim, anja, anna, zuid, url, button):
    """Somebody of another team is found as a card; the way to the button starts there."""
    type(anna).objects.filter(pk=anna.pk).update(unit=zuid)
    found = karim.post(reverse("relations:search"), {"q": anna.name}, follow=True).text
    assert f'href="{url}"' in found
    assert f'href="{button}"' in karim.get(url).text
    found = anja.post(reverse("relations:search"), {"q": anna.name}, follow=True).text
    assert f'href="{url}"' in found
    assert button not in anja.get(url).text
