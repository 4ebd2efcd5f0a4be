# SPDX-License-Identifier: EUPL-1.2
"""Who cares for a client: the page for who plans it, standing in, and ending a call."""

import pytest
from django.urls import reverse
from django.utils import timezone

from nabij.access.models import AccessEntry, CareRelation, Occasion
from nabij.core.dates import DAY


@pytest.fixture
def page(anna):
    return reverse("clientview:care_relations", args=[anna.ref])


@pytest.fixture
def given(zuid):
    today = timezone.localdate()
    return {
        "team": zuid.ref,
        "colleague": "",
        "kind": "care",
        "starts_on": f"{today:%d-%m-%Y}",
        "last_on": f"{today + 7 * DAY:%d-%m-%Y}",
        "reason": "Vakantie",
    }


def _end(care, **more):
    return {"relation": care.pk, "version": care.version, "reason": "Klaar"} | more


def test_front_office_sees_who_cares_and_adds_a_team(anja, anna, in_care, karim, page, given):
    text = anja.get(page).text
    assert "Team Noord" in text
    assert AccessEntry.objects.filter(event="care-relations", object_id=anna.pk).count() == 1
    assert anja.post(page, given).status_code == 302
    assert karim.get(reverse("clientview:person", args=[anna.ref])).context["way_in"].kind == (
        "care_relation"
    )


def test_one_colleague_is_named_by_e_mail(anja, anna, karim, page, given):
    assert anja.post(page, given | {"team": "", "colleague": "KARIM@example.nl"}).status_code == 302
    relation = CareRelation.objects.get(user=karim.user)
    assert (relation.person_id, relation.reason, relation.added_by_id) == (
        anna.pk,
        "Vakantie",
        anja.user.pk,
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"team": ""}, "team"),
        ({"colleague": "karim@example.nl"}, "team"),
        ({"team": "", "colleague": "niemand@example.nl"}, "colleague"),
        ({"kind": "stand_in"}, "kind"),
        ({"last_on": "1-1-2020"}, "__all__"),
        ({"reason": ""}, "reason"),
    ],
)
def test_what_is_wrong_stands_at_its_field(wrong, field, anja, karim, page, given):
    answer = anja.post(page, given | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not CareRelation.objects.filter(origin="hand").exists()


def test_ending_shuts_the_dossier_and_keeps_the_line(anja, fatima, anna, in_care, page):
    url = reverse("clientview:care_relation_end", args=[anna.ref])
    assert anja.post(url, _end(in_care)).status_code == 302
    text = anja.get(page).text
    assert "Klaar" in text
    assert "Team Noord" in text
    assert "way_in" not in fatima.get(reverse("clientview:person", args=[anna.ref])).context


def test_of_two_editors_the_second_is_told(anja, anna, in_care):
    url = reverse("clientview:care_relation_end", args=[anna.ref])
    anja.post(url, _end(in_care, last_on=f"{timezone.localdate():%d-%m-%Y}"))
    answer = anja.post(url, _end(in_care))
    assert answer.status_code == 422
    assert "Een collega" in answer.text


def test_what_the_second_of_two_typed_can_be_saved_over_the_change(anja, anna, in_care):
    """A newer roster gave the relation a later last day, between the form and its answer."""
    url = reverse("clientview:care_relation_end", args=[anna.ref])
    sent = _end(in_care, reason="CANARY-REASON")
    CareRelation.objects.filter(pk=in_care.pk).update(version=in_care.version + 1)
    answer = anja.post(url, sent)
    assert answer.status_code == 422
    assert "CANARY-REASON" in answer.text
    (form,) = [line.form for line in answer.context["lines"] if line.form and line.form.is_bound]
    assert (
        anja.post(url, {name: form[name].value() or "" for name in form.fields}).status_code == 302
    )


def test_a_made_up_or_foreign_relation_looks_absent(anja, anna, petra, in_care, noord):
    foreign = CareRelation.objects.create(
        person=petra, unit=noord, kind="care", origin="hand", starts_on=timezone.localdate()
    )
    url = reverse("clientview:care_relation_end", args=[anna.ref])
    bodies = {
        anja.post(url, _end(in_care, relation=wanted)).content
        for wanted in (foreign.pk, 999_999, "x")
    }
    absent = anja.get(reverse("clientview:person", args=["0" * 16])).content
    assert bodies == {absent}


def test_who_does_not_plan_this_client_finds_nothing(karim, carla, others, page, anna, in_care):
    absent = karim.get(reverse("clientview:care_relations", args=["0" * 16]))
    assert absent.status_code == 404
    for colleague in (karim, carla, *others.values()):
        assert colleague.get(page).content == absent.content
        url = reverse("clientview:care_relation_end", args=[anna.ref])
        assert colleague.post(url, _end(in_care)).status_code == 404


# Standing in


@pytest.fixture
def stand_in(anna):
    return reverse("clientview:stand_in", args=[anna.ref])


@pytest.fixture
def person_page(anna):
    return reverse("clientview:person", args=[anna.ref])


def test_one_click_opens_the_picture_and_says_until_when(
    karim, dossier, in_care, stand_in, person_page
):
    assert "Ik neem waar" in karim.get(person_page).text
    assert karim.post(stand_in).status_code == 302
    text = karim.get(person_page).text
    assert "Je neemt waar voor deze cliënt tot morgen" in text
    assert "CANARY-C-ALLERGY" in text
    assert "CANARY-D" not in text
    assert "CANARY-GGZ-NAME" not in text
    entry = AccessEntry.objects.get(event="picture", outcome="success", user_id=karim.user.pk)
    assert entry.way_in.startswith("stand_in ")
    assert entry.sensitive_records == []


def test_nobody_stands_in_for_a_shielded_client(karim, fatima, anna, in_care, stand_in):
    anna.is_shielded = True
    anna.save(update_fields=["is_shielded"])
    assert karim.post(stand_in).status_code == 404
    # Now team Zuid cares; that Fatima's team registered the client is no way in.
    CareRelation.objects.filter(person=anna).update(unit=karim.user.unit_memberships.get().unit)
    assert fatima.post(stand_in).status_code == 404
    assert not CareRelation.objects.filter(kind="stand_in").exists()


@pytest.mark.parametrize("who", ["account_manager", "marketeer", "manager", "administrator"])
def test_other_roles_see_no_button_and_cannot_stand_in(who, others, in_care, stand_in, person_page):
    assert "Ik neem waar" not in others[who].get(person_page).text
    assert others[who].post(stand_in).status_code == 404
    assert not CareRelation.objects.filter(kind="stand_in").exists()


def test_front_office_does_not_stand_in(anja, in_care, stand_in):
    assert anja.post(stand_in).status_code == 404


def test_who_cares_already_has_no_button(fatima, dossier, in_care, stand_in, person_page):
    assert "Ik neem waar" not in fatima.get(person_page).text
    assert fatima.post(stand_in).status_code == 404


# A call


def test_the_form_of_a_call_chooses_nobody_by_itself(anja, anna, person_page):
    text = anja.get(person_page).text
    assert '<option value="" selected>' in text
    answer = anja.post(reverse("clientview:call", args=[anna.ref]), {"caller": ""})
    assert answer.status_code == 422
    assert not Occasion.objects.exists()


def test_a_call_is_ended_by_hand_and_shuts_the_dossier_at_once(anja, anna, dossier, person_page):
    anja.post(reverse("clientview:call", args=[anna.ref]), {"caller": "client"})
    assert "Gesprek afronden" in anja.get(person_page).text
    end = reverse("clientview:call_end", args=[anna.ref])
    assert anja.post(end).status_code == 302
    assert anja.get(person_page).context.get("way_in") is None
    assert anja.post(end).status_code == 404
    assert AccessEntry.objects.filter(event="call-end", object_id=anna.pk).count() == 2


def test_nobody_ends_the_call_of_a_colleague(anja, fatima, carla, anna, in_care):
    anja.post(reverse("clientview:call", args=[anna.ref]), {"caller": "client"})
    end = reverse("clientview:call_end", args=[anna.ref])
    assert {fatima.post(end).status_code, carla.post(end).status_code} == {404}
    assert Occasion.objects.get().ends_at > timezone.now()
