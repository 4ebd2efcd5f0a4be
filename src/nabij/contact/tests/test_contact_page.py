# SPDX-License-Identifier: EUPL-1.2
"""Contact is recorded on the page of the party, and shows there to whom may know what was said."""

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from nabij.contact.models import Interaction, InteractionParty, InteractionText

SAID = "CANARY-SAID wond ziet er goed uit"


def _form(party, **given):
    now = localtime(timezone.now())
    return {
        "entry_key": "abcdefghijklmno1",
        "text": SAID,
        "counterpart": party.ref,
        "channel": "phone",
        "direction": "in",
        "on": f"{now:%-d-%-m-%Y}",
        "time": f"{now:%H:%M}",
        "topic": "care",
        "outcome": "done",
        "about": [party.ref],
        "data_class": "b",
    } | given


def _person(party):
    return reverse("clientview:person", args=[party.ref])


def _url(party):
    return reverse("contact:party", args=[party.ref])


def test_noor_records_a_call_on_the_page_and_reads_it_there(noor, anna, log):
    answer = noor.post(_url(anna), _form(anna), headers={"HX-Request": "true"})
    assert answer.status_code == 201
    assert SAID in answer.text
    assert "<html" not in answer.text
    assert SAID in noor.get(_person(anna)).text
    (interaction,) = Interaction.objects.all()
    assert (interaction.is_guarded, interaction.colleague) == (True, noor.user)
    assert [(entry.action, entry.object_id) for entry in log("interaction")] == [("C", anna.pk)]
    (opened,) = log("contacts")
    assert (opened.categories, opened.object_id) == (["interactions"], anna.pk)


def test_without_script_it_leads_back_to_the_page_of_the_person(noor, anna):
    answer = noor.post(_url(anna), _form(anna), follow=True)
    assert answer.redirect_chain[-1][0] == _person(anna)
    assert SAID in answer.text


def test_the_form_is_filled_in_but_for_the_text(noor, anna):
    """Two clicks at most: the text and the button; the page itself gives all the rest."""
    form = noor.get(_person(anna)).context["section"].form
    initial = {name: form[name].initial for name in form.fields}
    answer = noor.post(_url(anna), initial | {"text": SAID})
    assert answer.status_code == 302
    assert Interaction.objects.get().counterpart == anna


def test_the_same_form_sent_twice_is_one_contact(noor, anna):
    for _ in range(2):
        assert noor.post(_url(anna), _form(anna)).status_code == 302
    assert Interaction.objects.count() == 1


def test_what_was_typed_wrong_is_said_at_the_field_and_nothing_is_lost(noor, anna):
    answer = noor.post(_url(anna), _form(anna, on="31-2-2026"), headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert SAID in answer.text
    assert not Interaction.objects.exists()


def test_anja_sees_that_there_was_contact_and_what_was_said_only_when_on_the_phone(
    noor, anja, anna, request
):
    noor.post(_url(anna), _form(anna))
    before = anja.get(_person(anna))
    assert "Noor" in before.text
    assert SAID not in before.text
    (line,) = before.context["section"].timeline.page.rows
    assert (line.is_shut, line.channel, line.direction, line.topic) == (True, "", "", "")
    request.getfixturevalue("on_the_phone")
    assert SAID in anja.get(_person(anna)).text


def test_content_of_care_stays_shut_for_the_front_office(noor, anja, anna, on_the_phone):
    noor.post(_url(anna), _form(anna, data_class="c"))
    page = anja.get(_person(anna)).text
    assert SAID not in page
    assert SAID in noor.get(_person(anna)).text


def test_commerce_sees_date_and_colleague_and_records_nothing_with_a_client(noor, merel, anna):
    noor.post(_url(anna), _form(anna))
    page = merel.get(_person(anna))
    section = page.context["section"]
    (line,) = section.timeline.page.rows
    assert (line.colleague, line.text, line.channel, line.topic) == ("Noor", "", "", "")
    assert SAID not in page.text
    assert section.form is None
    assert merel.post(_url(anna), _form(anna)).status_code == 403


def test_a_call_with_the_daughter_about_the_client_stands_with_both(noor, anja, anna, greet):
    """Who opens the daughter only sees that there was contact, not about whom."""
    noor.post(_url(anna), _form(anna, counterpart=greet.ref))
    assert (
        "Greet" in noor.get(_person(anna)).context["section"].timeline.page.rows[0].counterpart.name
    )
    (line,) = anja.get(_person(greet)).context["section"].timeline.page.rows
    assert (line.is_with, line.text, line.subjects, line.is_shut) == (True, "", (), True)
    assert not anja.get(_person(anna)).context["section"].timeline.page.rows


def test_with_a_relative_it_is_about_the_client_by_itself(anja, anna, greet):
    form = anja.get(_person(greet)).context["section"].form
    assert form["about"].initial == [anna.ref]


def test_an_interaction_about_two_opens_only_for_who_may_open_both(noor, karim, anna, greet, zuid):
    noor.post(_url(anna), _form(anna, about=[anna.ref, greet.ref]))
    (line,) = noor.get(_person(anna)).context["section"].timeline.page.rows
    assert line.is_shut
    url = reverse("contact:interaction", args=[line.ref])
    assert noor.get(url).status_code == 404


def test_business_is_read_by_commerce_too(merel, noor, linde, ivo):
    answer = merel.post(_url(linde), _form(linde, counterpart=ivo.ref, about=[]))
    assert answer.status_code == 302
    page = reverse("accounts:organisation", args=[linde.ref])
    for colleague in (merel, noor):
        assert SAID in colleague.get(page).text
    parties = InteractionParty.objects.order_by("party_id")
    assert [(row.party, row.is_counterpart, row.is_on_behalf_of) for row in parties] == [
        (linde, False, True),
        (ivo, True, False),
    ]


def test_a_correction_keeps_the_old_text(noor, anna, log):
    """A-92: one text on the page of the person; corrections keep the old one."""
    noor.post(_url(anna), _form(anna))
    url = reverse("contact:interaction", args=[Interaction.objects.get().ref])
    answer = noor.post(url, {"text": "CANARY-NEW", "version": 1}, follow=True)
    assert "CANARY-NEW" in answer.text
    assert SAID in answer.text
    page = noor.get(_person(anna)).text
    assert "CANARY-NEW" in page
    assert SAID not in page
    assert [entry.action for entry in log("interaction")] == ["C", "R", "U", "R"]


def test_two_who_correct_at_once_both_keep_their_words(noor, anna):
    noor.post(_url(anna), _form(anna))
    url = reverse("contact:interaction", args=[Interaction.objects.get().ref])
    noor.post(url, {"text": "first", "version": 1})
    answer = noor.post(url, {"text": "CANARY-SECOND", "version": 1})
    assert answer.status_code == 409
    assert "CANARY-SECOND" in answer.text
    assert Interaction.objects.get().version == 2
    again = answer.context["form"]
    noor.post(url, {name: again[name].value() for name in ("text", "version")})
    assert Interaction.objects.get().version == 3
    assert "CANARY-SECOND" in noor.get(_person(anna)).text


def test_the_database_opens_no_text_without_an_entry(noor, anna):
    noor.post(_url(anna), _form(anna))
    with pytest.raises(ProgrammingError, match="no-access-entry"), transaction.atomic():
        list(InteractionText.objects.all())
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        InteractionText.objects.update(text="changed")


def test_of_another_team_nobody_can_tell_that_it_exists(noor, carla, karim, anna):
    noor.post(_url(anna), _form(anna))
    absent = reverse("contact:party", args=["Nothing-is-there"])
    moment = reverse("contact:interaction", args=[Interaction.objects.get().ref])
    nothing = reverse("contact:interaction", args=["Nothing-is-there"])
    for colleague in (carla, karim):
        client = colleague.client
        assert client.get(_url(anna)).content == client.get(absent).content
        assert client.get(moment).content == client.get(nothing).content
        assert client.post(_url(anna), _form(anna)).status_code == 404


def test_what_was_said_in_private_stays_shut_when_somebody_is_known_by_work(
    noor, merel, anna, greet, linde, relate
):
    give = reverse("contact:task_new", args=[greet.ref])
    what = {"kind": "task", "text": SAID, "due_on": "1-1-2099", "priority": "2", "whose": "me"}
    noor.post(_url(greet), _form(anna, about=[greet.ref]))
    noor.post(give, what)
    relate(greet, linde, "employee")
    section = merel.get(_person(greet)).context["section"]
    assert not section.around.is_private
    assert not section.timeline.page.rows
    assert not section.tasks


def _practice_form(linde, **given):
    return _form(linde, about=[]) | given


def test_what_a_practice_says_about_a_client_is_no_text_of_business(noor, merel, anna, linde, ivo):
    """Also with who works there: guarded, read with the client, and not told at the practice."""
    for number, party in enumerate((linde, ivo)):
        key = f"abcdefghijklmno{number}"
        asked = noor.post(_url(party), _practice_form(party, client="Anna", entry_key=key))
        assert asked.status_code == 422
        assert "Vink aan wie" in asked.text
        assert SAID in asked.text
        sent = {name: asked.context["section"].form[name].value() for name in ("about", "text")}
        assert sent["about"] == [anna.ref]
        made = noor.post(_url(party), _practice_form(party, entry_key=key, **sent))
        assert made.status_code == 302
        told = Interaction.objects.latest("pk")
        assert (told.counterpart, told.is_guarded) == (party, True)
        for colleague in (merel, noor):
            assert SAID not in colleague.get(_url(party)).text
    lines = noor.get(_url(anna)).context["section"].timeline.page.rows
    assert [line.text for line in lines] == [SAID, SAID]


def test_a_client_is_named_only_by_who_may_see_them(carla, merel, anna, linde):
    by_name = carla.post(_url(linde), _practice_form(linde, client="Anna"))
    assert "Niemand gevonden" in by_name.text
    for colleague in (carla, merel):
        forged = colleague.post(_url(linde), _practice_form(linde, about=[anna.ref]))
        assert forged.status_code == 422
        assert "niet over iedereen" in forged.text
    assert not Interaction.objects.exists()
