# SPDX-License-Identifier: EUPL-1.2
"""The log as the client reads it (RELIABILITY R7): every event a sentence, every line counted."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone, translation

from nabij.access import actions as access_actions
from nabij.access.models import AccessEntry, CareRelation
from nabij.core.dates import DAY
from nabij.core.viewer import Role
from nabij.privacy import queries
from nabij.privacy.actions import objections
from nabij.privacy.choices import EVENTS, client_words
from nabij.privacy.models import Case
from nabij.privacy.queries.client_log import sentence_of
from nabij.privacy.tests.conftest import colleague, person, signed_in, viewer_of
from nabij.relations.choices.restrictions import UseGround


def test_every_event_is_told_to_the_client_or_is_never_about_one():
    told = set(client_words.ABOUT) | set(client_words.DID_ITSELF)
    silent = {event for event in EVENTS if client_words.says_nothing_of_clients(event)}
    assert set(EVENTS) - told - silent == set(), "give these a sentence in choices/client_words.py"
    assert told & silent == set()
    with translation.override("nl"):
        for event in told:
            for action in client_words.DID:
                for outcome in ("success", "refused"):
                    entry = AccessEntry(
                        event=event, action=action, outcome=outcome, user_id=3, user_name="Fatima",
                        categories=[], way_in="care_relation 1",
                    )  # fmt: skip
                    sentence = sentence_of(entry, "wijkverpleegkundige")
                    assert sentence.startswith("Fatima, wijkverpleegkundige, ")
                    assert sentence.endswith(".")


def test_a_line_reads_as_a_client_would_say_it():
    entry = AccessEntry(
        event="fact", action="R", outcome="success", user_id=3, user_name="Fatima",
        categories=["medication"], way_in="care_relation 1",
    )  # fmt: skip
    with translation.override("nl"):
        assert sentence_of(entry, "wijkverpleegkundige") == (
            "Fatima, wijkverpleegkundige, bekeek uw medicijnen, "
            "omdat deze collega of het team u zorg geeft."
        )


def test_a_line_says_on_what_ground_something_restricted_was_read():
    entry = AccessEntry(
        event="fact", action="R", outcome="success", user_id=3, user_name="Fatima",
        categories=["problem"], way_in="care_relation 1", detail="fact abc ground consent",
    )  # fmt: skip
    with translation.override("nl"):
        assert sentence_of(entry).endswith("al is het gebruik beperkt: u vond het goed.")
    assert set(client_words.USED) == set(UseGround)


def test_it_is_the_log_itself_and_names_nobody_else(noord, petra, anja, anna):
    other = person(noord, "Anders")
    viewer = viewer_of(anja)
    for _ in range(3):
        access_actions.record_event(viewer=viewer, event="person", action="R", person_id=anna.pk)
    access_actions.record_refusal(viewer=viewer, event="picture", person_ids=[anna.pk])
    access_actions.record_list(viewer=viewer, event="search", object_ids=[anna.pk, other.pk])
    access_actions.record_event(
        viewer=viewer, event="merge-preview", action="R", person_id=anna.pk, detail="Anders"
    )
    now = timezone.now()
    found = queries.client_log(
        viewer=viewer_of(petra), ref=anna.ref, since=now - DAY, until=now + DAY
    )
    told = {entry for day in found.days for line in day.lines for entry in line.entries}
    raw = AccessEntry.objects.filter(object_ids__contains=[anna.pk], is_name_only=False)
    assert told == set(raw.values_list("pk", flat=True))
    assert found.times_in_lists == 1
    lines = [line for day in found.days for line in day.lines]
    assert 3 in {line.times for line in lines}  # the same on one day is one sentence
    page = signed_in(petra).get(reverse("privacy:client_log", args=[anna.ref])).text
    assert "Anja bekeek uw naam en contactgegevens" in page
    assert "kreeg geen toegang" in page
    assert "Uw naam stond in een lijst" in page
    assert "Anders" not in page
    shown = AccessEntry.objects.get(event="log-shown")
    assert (shown.purpose, shown.object_id) == ("PATRQT", anna.pk)


def test_who_cares_for_the_client_shows_it_and_nobody_else(noord, anna, anja, petra):
    fatima = colleague("Fatima", Role.CARE_PROFESSIONAL, unit=noord)
    url = reverse("privacy:client_log", args=[anna.ref])
    assert signed_in(fatima).get(url).status_code == 404
    on = timezone.localdate() - timedelta(days=3)
    CareRelation.objects.create(
        person=anna, unit=noord, kind="care", origin="agreement", starts_on=on
    )
    assert signed_in(fatima).get(url).status_code == 200
    assert signed_in(anja).get(url).status_code == 404


def test_a_line_that_is_not_right_opens_one_case_with_a_term(noord, anna, anja, petra):
    other = person(noord, "Anders")
    for one in (anna, other):
        access_actions.record_event(
            viewer=viewer_of(anja), event="person", action="R", person_id=one.pk
        )
    line = AccessEntry.objects.get(event="person", action="R", object_id=anna.pk)
    foreign = AccessEntry.objects.get(event="person", action="R", object_id=other.pk)
    url, officer = reverse("privacy:client_log", args=[anna.ref]), signed_in(petra)
    what = {"entry": line.pk, "what": "Ik ken Anja niet"}
    assert officer.post(url, what).status_code == 302
    assert officer.post(url, what).status_code == 302
    assert officer.post(url, what | {"entry": foreign.pk}).status_code == 404
    case = Case.objects.get()
    assert (case.kind, case.person_id, case.what) == ("log_line", anna.pk, "Ik ken Anja niet")
    assert 28 <= (case.due_on - timezone.localdate()).days <= 36
    page = officer.get(reverse("privacy:cases")).text
    assert "Ik ken Anja niet" in page
    assert "Anja bekeek uw naam en contactgegevens" in page
    assert f"{reverse('privacy:person', args=[anna.ref])}?since=" in page
    closed = officer.post(reverse("privacy:cases"), {"case": case.ref, "outcome": "Uitgelegd"})
    assert closed.status_code == 302
    case.refresh_from_db()
    assert case.state == "closed"


def test_a_line_about_two_clients_gives_each_a_case_and_another_after_an_answer(
    noord, anna, anja, petra
):
    other, officer = person(noord, "Anders"), signed_in(petra)
    access_actions.record_list(
        viewer=viewer_of(anja),
        event="picture",
        object_ids=[anna.pk, other.pk],
        categories=["visits"],
    )
    line = AccessEntry.objects.get(object_ids__contains=[anna.pk, other.pk])
    for one in (anna, other, anna):
        objections.object_to_line(
            viewer=viewer_of(petra), ref=one.ref, entry=line.pk, what=f"Van {one.pk}"
        )
    assert set(Case.objects.values_list("person_id", "what")) == {
        (one.pk, f"Van {one.pk}") for one in (anna, other)
    }
    first = Case.objects.get(person=anna)
    officer.post(reverse("privacy:cases"), {"case": first.ref, "outcome": "Uitgelegd"})
    again = objections.object_to_line(
        viewer=viewer_of(petra), ref=anna.ref, entry=line.pk, what="Toch niet"
    )
    assert (again.what, again.state) == ("Toch niet", "open")
    assert Case.objects.filter(person=anna).count() == 2
