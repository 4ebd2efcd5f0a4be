# SPDX-License-Identifier: EUPL-1.2
"""The exchange tells of a call, the right colleague's page shows it, and the card opens by it."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from nabij.access.models import Occasion
from nabij.contact import tasks
from nabij.contact.models import IncomingCall, Interaction
from nabij.contact.tests.test_contact_page import SAID, _form, _person, _url
from nabij.relations.models import ContactPoint, Party
from nabij.relations.queries.callers import MOST_CLIENTS

TOKEN = "t" * 40
NUMBER = "+31612345678"  # Greet's
MOST_QUERIES = 14  # session and user, the card, its log


@pytest.fixture(autouse=True)
def _exchange(settings):
    settings.NABIJ_EXCHANGES = {"front": TOKEN}


def tell(token=TOKEN, **said):
    said = {
        "id": "1",
        "state": "ringing",
        "number": "06-12345678",
        "colleague": "anja@example.nl",
    } | said
    return Client().post(
        reverse("contact:exchange"),
        json.dumps(said),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )


def _card():
    return reverse("contact:call", args=[IncomingCall.objects.get().ref])


def _poll(colleague):
    """Return the link to the call that rings, '' when none does."""
    text = colleague.get(reverse("desk:pulse"), headers={"HX-Request": "true"}).text
    return text if "/calls/" in text else ""


def test_a_call_rings_at_the_right_colleague_and_names_nobody(anja, noor, greet):
    """A-94."""
    assert not _poll(anja)
    for _ in range(2):
        assert tell().status_code == 204
    assert IncomingCall.objects.get().number == NUMBER
    rings = _poll(anja)
    assert _card() in rings
    assert "Greet" not in rings
    assert "612345678" not in rings
    assert not _poll(noor)
    assert noor.get(_card()).status_code == 404


def test_the_card_shows_who_calls_about_whom_and_nothing_of_a_dossier(anja, noor, anna, greet, log):
    noor.post(_url(anna), _form(anna) | {"is_promise": "on", "promise_what": "CANARY-PROMISE",
                                         "promise_due": "1-1-2099"})  # fmt: skip
    tell()
    page = anja.get(_card()).text
    for shown in ("van Greet", "van Anna", "06 12 34 56 78", "toezegging"):
        assert shown in page
    for hidden in (SAID, "CANARY-PROMISE"):
        assert hidden not in page
    (entry,) = log("call-card")
    assert entry.object_ids == sorted([anna.pk, greet.pk])
    assert not _poll(anja)


def test_a_card_costs_as_much_for_three_callers_as_for_one(anja, anna, greet, person, relate):
    client, counts = anja.client, []
    tell()
    client.get(_card())
    for name in ("", "Hugo", "Iris"):
        if name:
            relate(person(name, phone=NUMBER), anna, "child")
        with CaptureQueriesContext(connection) as captured:
            page = client.get(_card())
        counts.append(len(captured))
    assert len(page.context["call"].callers) == 3
    assert len(set(counts)) == 1
    assert counts[0] <= MOST_QUERIES


def test_a_child_who_is_mentor_too_calls_as_mentor(anja, anna, greet, relate):
    relate(greet, anna, "mentor")
    tell()
    (caller,) = anja.get(_card()).context["call"].callers
    (about,) = [one for one in caller.about if one.card.ref == anna.ref]
    assert about.relation == "mentor"


def test_two_right_answers_open_what_the_role_may_see(anja, noor, anna, greet, log):
    noor.post(_url(anna), _form(anna))
    tell()
    one = anja.post(_card(), {"person": anna.ref, "checked": ["birth_date"]})
    assert one.status_code == 422
    assert not Occasion.objects.exists()
    two = anja.post(_card(), {"person": anna.ref, "checked": ["birth_date", "client_number"]})
    assert two.headers["Location"] == _person(anna)
    assert SAID in anja.get(_person(anna)).text
    (entry,) = log("call")
    assert entry.detail == "caller relative checked birth_date client_number"


def _open(colleague, person):
    """Open a person for the call that rings."""
    checked = ["birth_date", "client_number"]
    assert colleague.post(_card(), {"person": person.ref, "checked": checked}).status_code == 302


def _filled_in(colleague, person):
    section = colleague.get(_person(person)).context["section"]
    names = ("counterpart", "about", "channel", "direction")
    return {name: section.form[name].initial for name in names}, section


def test_the_form_has_the_caller_filled_in_until_the_call_is_recorded(noor, anna, greet):
    before, _ = _filled_in(noor, anna)
    tell(colleague="noor@example.nl")
    _open(noor, anna)
    found, section = _filled_in(noor, anna)
    assert before["counterpart"] == anna.ref
    assert before["direction"] == "out"
    assert found == {
        "counterpart": greet.ref, "about": [anna.ref], "channel": "phone", "direction": "in"
    }  # fmt: skip
    assert section.follow_up["call_whom"].initial == greet.ref
    initial = {name: section.form[name].initial for name in section.form.fields}
    assert noor.post(_url(anna), initial | {"text": SAID}).status_code == 302
    assert Interaction.objects.get().counterpart == greet
    assert _filled_in(noor, anna)[0] == before


def test_who_is_filled_in_is_of_the_colleague_who_took_the_call(anja, noor, anna, greet):
    tell()
    _open(anja, anna)
    assert _filled_in(anja, anna)[0]["counterpart"] == greet.ref
    assert _filled_in(noor, anna)[0]["counterpart"] == anna.ref


def test_a_provider_who_calls_is_no_relative(anja, anna, ivo, relate, log):
    relate(ivo, anna, "contact_person")
    tell(number="+31384567890")
    _open(anja, anna)
    assert log("call")[0].detail == "caller provider checked birth_date client_number"
    assert _filled_in(anja, anna)[0]["counterpart"] == ivo.ref


def test_somebody_who_is_not_near_the_caller_is_not_opened(anja, greet, person, noord):
    other = person("Bea", unit=noord)
    tell()
    answer = anja.post(_card(), {"person": other.ref, "checked": ["birth_date", "address"]})
    assert answer.status_code == 422
    assert not Occasion.objects.exists()


def test_an_unknown_number_leads_to_the_search(anja, anna):
    tell(number="+4930123456")
    page = anja.get(_card())
    assert page.context["form"] is None
    assert reverse("relations:search") in page.text


def test_a_call_of_yesterday_is_forgotten_though_no_other_rings(anja, greet):
    tell()
    IncomingCall.objects.update(at=timezone.now() - timedelta(hours=23))
    tasks.forget_calls()
    assert IncomingCall.objects.exists()
    IncomingCall.objects.update(at=timezone.now() - timedelta(hours=25))
    tasks.forget_calls()
    assert not IncomingCall.objects.exists()
    assert ("contact.forget_calls", "default") in {
        (name, task.task.queue)
        for (name, _id), task in app.periodic_registry.periodic_tasks.items()
    }


def test_a_call_that_is_over_rings_no_longer(anja, greet):
    tell()
    assert tell(state="ended").status_code == 204
    assert not _poll(anja)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"token": "wrong"}, 403),
        ({"token": ""}, 403),
        ({"colleague": "nobody@example.nl"}, 422),
        ({"id": ""}, 400),
        ({"id": "x" * 81}, 400),
        ({"state": "other"}, 400),
        ({"number": "x" * 3_000}, 413),
    ],
)
def test_what_an_exchange_may_not_say_changes_nothing(anja, said, status):
    assert tell(**said).status_code == status
    assert not IncomingCall.objects.exists()


def test_wrong_tokens_are_counted(anja):
    statuses = [tell(token=f"wrong{n}").status_code for n in range(21)]
    assert statuses == [403] * 20 + [429]
    assert tell().status_code == 204


def _give_task(colleague, party):
    what = {"kind": "task", "text": "CANARY-WHAT", "due_on": "1-1-2020", "priority": "2"}
    colleague.post(reverse("contact:task_new", args=[party.ref]), what | {"whose": "me"})


def test_who_else_approaches_is_shown_to_all_units_and_no_more_than_that(
    noor, anja, carla, merel, anna
):
    """A-87: the left hand knows what the right hand does."""
    noor.post(_url(anna), _form(anna))
    _give_task(noor, anna)
    near = reverse("contact:near", args=[anna.ref])
    for colleague in (anja, carla, merel):
        text = colleague.get(near, headers={"HX-Request": "true"}).text
        assert "Noor" in text
        for hidden in (SAID, "CANARY-WHAT", "Team", "van Anna"):
            assert hidden not in text
    assert "Noor" not in noor.get(near, headers={"HX-Request": "true"}).text


def test_commerce_hears_of_contact_with_a_client_and_not_how_or_what_is_to_come(
    noor, anja, merel, anna, linde
):
    noor.post(_url(anna), _form(anna))
    _give_task(noor, anna)
    _give_task(noor, linde)

    def approaches(colleague, party):
        page = colleague.get(reverse("contact:near", args=[party.ref]))
        return [one.sentence.split(maxsplit=1)[1] for one in page.context["near"].approaches]

    assert approaches(merel, anna) == ["had %(when)s contact"]
    assert approaches(anja, anna) == ["heeft hier iets te doen: %(when)s", "belde %(when)s"]
    assert approaches(merel, linde) == ["heeft hier iets te doen: %(when)s"]


def test_who_has_the_page_open_too_is_named(noor, anja, anna):
    noor.get(_person(anna))
    assert "Noor" in anja.get(reverse("contact:near", args=[anna.ref])).text


def test_a_practice_that_calls_may_be_asked_about_its_clients(anja, anna, linde, relate, log):
    relate(anna, linde, "client")
    ContactPoint.objects.create(party=linde, system="phone", value="+31384440000")
    tell(number="+31384440000")
    assert [ref for ref, _ in anja.get(_card()).context["form"].fields["person"].choices] == [
        anna.ref
    ]
    _open(anja, anna)
    assert log("call")[0].detail == "caller provider checked birth_date client_number"
    assert _filled_in(anja, anna)[0]["counterpart"] == linde.ref


def test_of_clients_whom_the_viewer_may_not_see_a_practice_offers_none(
    carla, anna, person, linde, relate
):
    relate(anna, linde, "client")
    ContactPoint.objects.create(party=linde, system="phone", value="+31384440000")
    tell(number="+31384440000", colleague="carla@example.nl")
    page = carla.get(_card())
    assert page.context["form"] is None
    assert anna.name not in page.text


def test_a_practice_with_many_clients_names_none_of_them(anja, noord, person, linde, relate):
    for number in range(MOST_CLIENTS + 1):
        relate(person(f"Cor{number}", unit=noord), linde, "client")
    ContactPoint.objects.create(party=linde, system="phone", value="+31384440000")
    tell(number="+31384440000")
    assert anja.get(_card()).context["form"] is None


def test_who_of_a_practice_is_on_the_phone_is_chosen_and_filled_in(anja, linde, ivo, log):
    ContactPoint.objects.create(party=linde, system="phone", value="+31384440000")
    tell(number="+31384440000")
    assert ivo.name in anja.get(_card()).text
    chosen = anja.post(_card(), {"organisation": linde.ref, "speaker": ivo.ref})
    page = reverse("accounts:organisation", args=[linde.ref])
    assert chosen.headers["Location"] == page
    section = anja.get(page).context["section"]
    assert section.form["counterpart"].initial == ivo.ref
    assert not Occasion.objects.exists()


def test_nobody_speaks_for_an_organisation_that_did_not_call(anja, greet, linde, ivo):
    tell()
    refused = anja.post(_card(), {"organisation": linde.ref, "speaker": ivo.ref})
    assert refused.status_code == 404


def test_what_was_done_for_whom_was_merged_is_seen_under_the_name_that_stays(
    noor, anja, anna, person, noord
):
    """Rows keep the key of before a merge: who approaches the one that stays must know too."""
    double = person("Annie", unit=noord)
    Interaction.objects.all().delete()
    noor.post(_url(double), _form(double))
    noor.get(_person(double))
    Party.objects.filter(pk=double.pk).update(canonical_id=anna.pk)
    shown = anja.get(reverse("contact:near", args=[anna.ref]), headers={"HX-Request": "true"}).text
    assert shown.count("Noor") == 2


def test_a_call_that_rings_at_several_or_is_put_through_has_a_card_for_each(anja, carla, greet):
    for _ in range(2):
        tell()
        tell(colleague="carla@example.nl")
    assert IncomingCall.objects.count() == 2
    for colleague in (anja, carla):
        call = IncomingCall.objects.get(colleague=colleague.user)
        assert reverse("contact:call", args=[call.ref]) in _poll(colleague)
    tell(state="ended")
    assert not _poll(anja)
    assert not _poll(carla)


def test_what_was_promised_before_a_merge_stands_on_the_card(anja, noor, anna, bert, greet):
    noor.post(_url(bert), _form(bert) | {"is_promise": "on", "promise_what": "CANARY-PROMISE",
                                         "promise_due": "1-1-2099"})  # fmt: skip
    Party.objects.filter(pk=bert.pk).update(canonical_id=anna.pk)
    tell()
    (task,) = anja.get(_card()).context["call"].tasks
    assert (task.kind, task.card.ref) == ("promise", anna.ref)
