# SPDX-License-Identifier: EUPL-1.2
"""An authorised daughter, a financial administrator and a son who is shut out try what they may.

Greet is Anna's daughter, Bob her son; office Kas looks after her money.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from nabij.access import actions as access_actions
from nabij.access.actions import RepresentationFields
from nabij.access.models import Occasion
from nabij.contact.models import IncomingCall, Task
from nabij.contact.tests.test_contact_page import _form, _url
from nabij.core.refs import new_ref
from nabij.relations import actions as relations_actions
from nabij.relations.types import ContactPointFields, OrganisationFields

CHECKED = ["birth_date", "client_number"]


@pytest.fixture
def stands(machine, anna):
    """Record that somebody stands for Anna; the proof was seen."""

    def stands(other, kind, *tells, decides=(), days=None, **more):
        today = timezone.localdate(machine.at)
        return access_actions.add_representation(
            viewer=machine,
            person_id=anna.pk,
            other_id=other.pk,
            fields=RepresentationFields(
                kind=kind,
                tells=tells,
                decides=decides,
                starts_on=today - timedelta(days=30),
                ends_on=today + timedelta(days=days) if days else None,
                evidence="akte",
                is_checked=True,
                **more,
            ),
        )

    return stands


@pytest.fixture
def bob(person, anna, relate, stands):
    bob = person("Bob", phone="+31687654321")
    relate(bob, anna, "child")
    stands(bob, "shut_out")
    return bob


@pytest.fixture
def kas(machine, anna, stands):
    kas = relations_actions.create_organisation(
        viewer=machine,
        fields=OrganisationFields(
            name="Kantoor Kas",
            contact_points=(ContactPointFields(system="phone", value="+31384440000"),),
        ),
    )
    relations_actions.add_relationship(
        viewer=machine,
        subject_ref=kas.ref,
        object_ref=anna.ref,
        kind="financial_administrator",
    )
    stands(kas, "financial_administrator", "money", decides=["money"])
    return kas


def _card_of(colleague, number):
    call = IncomingCall.objects.create(
        exchange="front", key=new_ref(), number=number, colleague=colleague.user, at=timezone.now()
    )
    return reverse("contact:call", args=[call.ref])


def _told(colleague, number, client):
    """Return what the card of a call from this number says may be told of a client."""
    page = colleague.get(_card_of(colleague, number))
    (caller,) = page.context["call"].callers
    found = [one for one in caller.about if one.card.ref == client.ref]
    return found[0].may_know if found else None


def test_the_card_of_a_call_says_what_the_daughter_may_be_told(anja, anna, greet, stands):
    stands(greet, "authorised", "appointments", days=14)
    until = timezone.localdate() + timedelta(days=14)
    told = _told(anja, "+31612345678", anna)
    assert told == f"alles over afspraken, niets medisch, tot {until:%-d-%-m-%Y}"


def test_a_paper_that_nobody_saw_or_that_has_lapsed_opens_nothing(anja, noor, anna, greet, machine):
    today = timezone.localdate()
    fields = RepresentationFields(kind="mentor", tells=["medical"], starts_on=today)
    made = access_actions.add_representation(
        viewer=machine, person_id=anna.pk, other_id=greet.pk, fields=fields
    )
    assert _told(anja, "+31612345678", anna) == "nog niets: niemand heeft het bewijs gezien"
    change = reverse("clientview:representation_change", args=[anna.ref, made.ref])
    assert noor.post(change, {"do": "check"}).status_code == 302
    assert (
        _told(anja, "+31612345678", anna) == "alles over gezondheid en zorg, niets over afspraken"
    )
    assert noor.post(change, {"do": "end"}).status_code == 302
    assert "niets afgesproken" in _told(anja, "+31612345678", anna)


def test_an_office_for_money_hears_of_money_only(anja, anna, kas):
    told = _told(anja, "+31384440000", anna)
    assert told == "alles over geld, niets over afspraken, niets medisch, beslist over geld"


def test_the_son_who_is_shut_out_learns_nothing_and_opens_nothing(anja, anna, bob):
    card = _card_of(anja, "+31687654321")
    page = anja.get(card)
    assert "de cliënt wil dit niet" in page.text
    assert anna.ref not in str(page.context["form"])
    answer = anja.post(card, {"person": anna.ref, "checked": CHECKED})
    assert answer.status_code == 422
    assert not Occasion.objects.exists()


def test_the_page_of_the_son_and_of_the_daughter_says_what_they_may_be_told(
    noor, carla, anna, greet, bob, stands
):
    stands(greet, "authorised", "appointments")
    for other, told in ((bob, "niets: de cliënt wil dit niet"), (greet, "alles over afspraken")):
        page = noor.get(reverse("clientview:person", args=[other.ref]))
        assert f"Krijgt over {anna.name} te horen: {told}" in page.text, other
        network = noor.get(reverse("relations:network", args=[other.ref]))
        assert f"te horen: {told}" in network.text, other
        assert told not in carla.get(reverse("clientview:person", args=[other.ref])).text


def test_the_page_of_the_client_says_to_whom_nothing_is_told(anja, noor, carla, anna, bob, greet):
    page = reverse("clientview:person", args=[anna.ref])
    for colleague in (anja, noor):
        assert f"Vertel {bob.name} niets." in colleague.get(page).text
        assert f"Vertel {greet.name} niets." not in colleague.get(page).text
    assert f"Vertel {bob.name} niets." not in carla.get(page).text


def test_who_is_shut_out_is_nobody_to_ring(anja, noor, anna, greet, bob, on_the_phone):
    for colleague in (anja, noor):
        page = colleague.get(reverse("clientview:person", args=[anna.ref]))
        names = {contact.name for contact in page.context["picture"].contacts}
        assert "Greet van Greet" in names or "G. van Greet" in names
        assert "+31687654321" not in page.text
    form = _form(anna) | {
        "wants_call_back": "on", "call_whom": bob.ref, "call_what": "Terugbellen",
        "call_due": "1-1-2099", "call_who": "me",
    }  # fmt: skip
    assert noor.post(_url(anna), form).status_code == 422
    assert not Task.objects.exists()
    # What he said himself is still written down.
    assert noor.post(_url(anna), _form(anna) | {"counterpart": bob.ref}).status_code == 302


def test_a_call_back_that_waited_says_who_is_shut_out_since(noor, anna, person, relate, stands):
    bob = person("Bob", phone="+31687654321")
    relate(bob, anna, "child")
    form = _form(anna) | {
        "wants_call_back": "on", "call_whom": bob.ref, "call_what": "Terugbellen",
        "call_phone": "0687654321", "call_due": "1-1-2099", "call_who": "me",
    }  # fmt: skip
    assert noor.post(_url(anna), form).status_code == 302
    task = reverse("contact:task", args=[Task.objects.get().ref])
    assert "06 87 65 43 21" in noor.get(task).text
    stands(bob, "shut_out")
    page = noor.get(task).text
    assert "de cliënt wil dit niet" in page
    assert "06 87 65 43 21" not in page


def test_the_timeline_of_contact_says_who_may_be_told_what(noor, anna, greet, stands):
    stands(greet, "authorised", "appointments")
    page = noor.get(_url(anna)).text
    assert "alles over afspraken, niets medisch" in page


def test_a_search_by_the_son_finds_his_card_and_nothing_of_the_client(anja, anna, bob):
    found = anja.post(reverse("relations:search"), {"q": "0687654321"}, follow=True).text
    assert "van Bob" in found
    assert "van Anna" not in found


def test_another_team_can_neither_read_nor_record_it(carla, karim, anna, greet, stands):
    made = stands(greet, "authorised", "appointments")
    absent = carla.get(reverse("clientview:representation", args=["a" * 16])).content
    for colleague in (carla, karim):
        page = reverse("clientview:representation", args=[anna.ref])
        change = reverse("clientview:representation_change", args=[anna.ref, made.ref])
        assert colleague.get(page).content == absent
        assert colleague.post(page, {}).status_code == 404
        assert colleague.post(change, {"do": "end"}).status_code == 404
    made.refresh_from_db()
    assert made.ended_at is None


def test_the_page_refuses_what_a_kind_can_never_be(anja, anna, kas, greet):
    page = reverse("clientview:representation", args=[anna.ref])
    asked = {"other": greet.ref, "kind": "financial_administrator", "tells": ["medical"],
             "evidence_kind": "court", "starts_on": "1-1-2026"}  # fmt: skip
    answer = anja.post(page, asked)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"tells", "evidence"}
    out = anja.post(page, {"other": kas.ref, "kind": "shut_out", "evidence_kind": "spoken",
                           "starts_on": "1-1-2026"})  # fmt: skip
    assert "De rechter heeft deze persoon benoemd" in out.text


@pytest.fixture
def judged(anja, anna):
    """Let Anja record what was judged of what Anna can decide."""

    def judged(matter, can_decide="cannot", on="1-11-2026"):
        given = {"matter": matter, "can_decide": can_decide, "judged_on": on,
                 "judged_by": "Jansen, huisarts"}  # fmt: skip
        answer = anja.post(reverse("clientview:capacity", args=[anna.ref]), given)
        assert answer.status_code == 302

    return judged


@pytest.fixture
def piet(person, anna, relate, stands):
    piet = person("Piet", phone="+31611112222")
    relate(piet, anna, "partner")
    stands(piet, "partner", "medical", "appointments", decides=["medical"])
    return piet


@pytest.mark.usefixtures("piet")
def test_a_judgement_about_one_matter_lets_the_partner_decide(anja, anna, judged):
    assert "de cliënt beslist" in _told(anja, "+31611112222", anna)
    judged("treatment")
    assert "beslist over zorg" in _told(anja, "+31611112222", anna)
    judged("treatment", "can", on="2-11-2026")
    assert "de cliënt beslist" in _told(anja, "+31611112222", anna)


@pytest.mark.usefixtures("piet")
def test_who_cannot_decide_about_money_still_decides_about_care(anja, anna, judged):
    judged("money")
    judged("move")
    assert "de cliënt beslist" in _told(anja, "+31611112222", anna)
    judged("sharing")
    assert (
        _told(anja, "+31611112222", anna) == "alles over afspraken, alles over gezondheid en zorg"
    )


def test_a_partner_who_died_no_longer_stands_before_the_daughter(
    anja, noor, anna, greet, piet, stands, judged
):
    judged("care_plan")
    stands(greet, "family", "medical", decides=["medical"])
    assert "gaat voor" in _told(anja, "+31612345678", anna)
    found = {"on": "20-11-2026", "source": "family", "told": "Greet", "is_sure": "on",
             "contact": noor.user.email}  # fmt: skip
    recorded = anja.post(reverse("clientview:death", args=[piet.ref]), found)
    assert recorded.status_code == 302
    assert "beslist over zorg" in _told(anja, "+31612345678", anna)
    assert _told(anja, "+31611112222", anna) == "niets: deze persoon is overleden"


def test_a_mentor_decides_before_the_daughter_who_is_authorised(
    anja, anna, greet, person, relate, stands
):
    stands(greet, "authorised", "medical", decides=["medical"])
    assert "beslist over zorg" in _told(anja, "+31612345678", anna)
    mien = person("Mien")
    relate(mien, anna, "mentor")
    stands(mien, "mentor", "medical", decides=["medical"])
    told = _told(anja, "+31612345678", anna)
    assert told == "alles over gezondheid en zorg, niets over afspraken"


def test_a_paper_of_a_court_that_nobody_saw_does_not_let_the_son_in(anja, noor, anna, bob, machine):
    paper = RepresentationFields(
        kind="mentor", tells=["medical"], decides=["medical"], starts_on=timezone.localdate()
    )
    made = access_actions.add_representation(
        viewer=machine, person_id=anna.pk, other_id=bob.pk, fields=paper
    )
    assert _told(anja, "+31687654321", anna) == "niets: de cliënt wil dit niet"
    page = noor.get(reverse("clientview:person", args=[anna.ref])).text
    assert "+31687654321" not in page
    change = reverse("clientview:representation_change", args=[anna.ref, made.ref])
    assert noor.post(change, {"do": "check"}).status_code == 302
    assert "beslist over zorg" in _told(anja, "+31687654321", anna)


def test_the_client_may_shut_out_whose_paper_nobody_saw(anja, anna, greet, machine):
    access_actions.add_representation(
        viewer=machine,
        person_id=anna.pk,
        other_id=greet.pk,
        fields=RepresentationFields(
            kind="mentor", tells=["medical"], starts_on=timezone.localdate()
        ),
    )
    out = {"other": greet.ref, "kind": "shut_out", "evidence_kind": "spoken",
           "starts_on": "1-1-2026"}  # fmt: skip
    page = reverse("clientview:representation", args=[anna.ref])
    assert anja.post(page, out).status_code == 302
    assert _told(anja, "+31612345678", anna) == "niets: de cliënt wil dit niet"
