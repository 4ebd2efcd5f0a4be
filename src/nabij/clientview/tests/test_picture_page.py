# SPDX-License-Identifier: EUPL-1.2
"""The person page with a way in: A-102, A-104, A-105, A-106, A-107, A-119."""

import platform

import pytest
from django.urls import reverse
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.clientview.tests.conftest import _person
from nabij.relations import actions as relations_actions
from nabij.relations.models import Party

pytestmark = pytest.mark.usefixtures("petra", "in_care", "dossier")


def test_fatima_sees_the_whole_picture_in_one_logged_opening(fatima, url, log, anna, records):
    client = fatima.client
    log(since_now=True)
    response = client.get(url)
    page = response.text
    assert response.status_code == 200
    for told in (
        "Anna de Vries-van den Berg",
        "CANARY-B-VISIT",
        "CANARY-C-ALLERGY",
        "CANARY-C-PROBLEM",
        "Metoprolol 50 mg",
        "Reanimatie",
        "Petra de Vries",
        "06 12 34 56 78",
        "Fatima El Amrani",
        "Zorgkantoor Oost",
        "Huisartsenpraktijk De Linde",
    ):
        assert told in page, told
    (entry,) = log()
    assert (entry.event, entry.outcome, entry.object_id) == ("picture", "success", anna.pk)
    assert sorted(entry.records) == sorted(records[name].pk for name in ("own", "gp", "hospital"))
    assert entry.classes == ["a", "b", "c"]
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", ["person", "print", "fact"])
def test_purpose_and_ground_stand_with_each_processing(fatima, anna, dossier, page, log):
    """A-119: on the page for who looks, in the log for who is looked at."""
    more = [dossier["allergy"].ref] if page == "fact" else []
    client = fatima.client
    log(since_now=True)
    shown = client.get(reverse(f"clientview:{page}", args=[anna.ref, *more])).text
    assert "Doel: behandeling." in shown
    assert "omdat jij of je team voor deze cliënt zorgt" in shown
    (entry,) = log()
    assert (entry.purpose, entry.way_in.split()[0]) == ("TREAT", "care_relation")
    ground = "consent" if page == "fact" else "own_record"
    assert ground in entry.consent_profile


def test_what_is_shielded_shut_or_sensitive_is_not_in_the_bytes(fatima, url):
    page = fatima.get(url).text
    for canary in (
        "CANARY-D-FACT",
        "CANARY-SHUT",
        "CANARY-GGZ-FACT",
        "CANARY-GGZ-NAME",
        "CANARY-GGZ-REFERRED",
    ):
        assert canary not in page


def test_a_refused_source_is_told_and_a_sensitive_one_not_even_counted(fatima, url):
    page = fatima.get(url).text
    assert "1 bron is niet open" in page
    assert "Apotheek Zuid" in page
    assert "geweigerd door de cliënt" in page


def test_consent_for_the_sensitive_opens_it_for_who_gives_care(fatima, url, records):
    records["ggz"].grounds.update(includes_sensitive=True)
    records["gp"].grounds.update(includes_sensitive=True)
    page = fatima.get(url).text
    assert "CANARY-GGZ-FACT" in page
    assert "CANARY-GGZ-NAME" in page
    assert "CANARY-D-FACT" in page
    assert "CANARY-GGZ-REFERRED" in page


def test_a_contradiction_stands_side_by_side(fatima, url):
    page = fatima.get(url).text
    assert "bronnen spreken elkaar tegen" in page
    assert "weerlegd" in page


def test_a_refusal_of_treatment_is_never_shown_as_a_permission(fatima, url):
    """O-12."""
    page = fatima.get(url).text
    assert "nee, geweigerd" in page
    assert "ja, toegestaan" not in page


def test_what_was_not_understood_or_taken_back_is_visible_as_such(fatima, url):
    page = fatima.get(url).text
    assert "Niet helemaal begrepen" in page
    assert "1 foutief ingevoerd" in page
    assert "zonder datum" in page  # the medicine without a date says so


def test_two_sources_that_say_the_same_stand_there_once(fatima, url):
    page = fatima.get(url).text
    panels = page.split('id="what-happened"')[0]
    assert panels.count("Diabetes CANARY-C-PROBLEM") == 1
    assert "sinds mei 2011" in panels


def test_a_nurse_of_another_team_sees_the_card_only(karim, url, log):
    client = karim.client
    log(since_now=True)
    page = client.get(url).text
    assert "Vries" in page
    for canary in ("CANARY", "Metoprolol", "Kerkstraat", "038", "10023"):
        assert canary not in page
    (entry,) = log()
    assert (entry.event, entry.is_name_only) == ("card", True)


def test_carla_of_another_team_sees_the_card_only(carla, url):
    page = carla.get(url).text
    for canary in ("CANARY", "Metoprolol", "Kerkstraat", "038 123", "10023", "Petra"):
        assert canary not in page


def test_anja_sees_contact_data_and_no_facts_until_somebody_calls(anja, url, log):
    client = anja.client
    log(since_now=True)
    page = client.get(url).text
    assert "Kerkstraat" in page
    assert "Petra" in page
    assert "CANARY" not in page
    assert "Belt er iemand over deze cliënt?" in page
    (entry,) = log()
    assert (entry.event, entry.object_id is not None) == ("person", True)


def test_a_call_opens_visits_and_team_and_never_the_content_of_care(anja, url, anna, log):
    call = reverse("clientview:call", args=[anna.ref])
    client = anja.client
    assert client.post(call, {"caller": "relative"}).status_code == 302
    log(since_now=True)
    page = client.get(url).text
    assert "CANARY-B-VISIT" in page
    assert "Zorgkantoor Oost" in page
    for canary in ("CANARY-C", "CANARY-D", "CANARY-SHUT", "CANARY-GGZ", "Metoprolol", "Reanimatie"):
        assert canary not in page
    assert "De inhoud van de zorg gaat" in page
    (entry,) = log()
    assert (entry.event, entry.classes, entry.purpose) == ("picture", ["a", "b"], "CAREMGT")
    assert entry.categories == ["contact", "visits", "timeline", "interactions"]
    assert entry.source_location == platform.node()[:80]


def test_a_relative_without_a_team_is_not_callable_by_another_team(karim, carla, petra, log):
    """Nobody's relative opens to everybody by a phone call: to who organises care only."""
    Party.objects.filter(pk=petra.pk).update(unit=None)
    address = reverse("clientview:person", args=[petra.ref])
    call = reverse("clientview:call", args=[petra.ref])
    client = karim.client
    assert "Belt er iemand over" not in client.get(address).text
    log(since_now=True)
    assert client.post(call, {"caller": "relative"}).status_code == 404
    assert [entry.outcome for entry in log()] == ["refused"]
    assert carla.post(call, {"caller": "relative"}).status_code == 302


def test_a_call_needs_to_know_who_calls(anja, anna):
    call = reverse("clientview:call", args=[anna.ref])
    response = anja.post(call, {"caller": "burglar"})
    assert response.status_code == 422
    assert "CANARY" not in response.text


def test_who_has_no_right_to_a_call_is_refused_and_that_is_logged(others, carla, anna, log):
    call = reverse("clientview:call", args=[anna.ref])
    for colleague in (others["account_manager"], others["administrator"], carla):
        client = colleague.client
        log(since_now=True)
        response = client.post(call, {"caller": "relative"})
        assert response.status_code == 404
        assert [entry.outcome for entry in log()] == ["refused"]


def test_commerce_sees_contact_data_without_anything_about_care(others, url):
    for role in ("account_manager", "marketeer"):
        page = others[role].get(url).text
        assert "Kerkstraat" in page
        for canary in (
            "CANARY",
            "Metoprolol",
            "10023",
            "Petra",
            "Belt er iemand",
            "Team Noord wijk",
        ):
            assert canary not in page, canary


def test_manager_and_administrator_cannot_tell_that_she_exists(others, url, log, anna):
    absent = reverse("clientview:person", args=["x" * 16])
    for role in ("manager", "administrator"):
        client = others[role].client
        log(since_now=True)
        response = client.get(url)
        assert response.status_code == 404
        assert response.content == client.get(absent).content
        assert [(e.outcome, e.event, e.object_id) for e in log()] == [
            ("refused", "picture", anna.pk),
            ("refused", "picture", None),
        ]


def test_a_care_relation_that_ended_opens_nothing(fatima, url, in_care):
    in_care.ends_on = in_care.starts_on
    in_care.save()
    assert "CANARY" not in fatima.get(url).text


def test_the_picture_of_a_client_without_sources_is_honest(fatima, url, records):
    for record in records.values():
        record.links.update(state="rejected")
    page = fatima.get(url).text
    assert "Nog geen bron kent deze cliënt" in page
    assert "Geen open bron zegt hier iets" in page


def test_the_address_of_a_merged_person_leads_on_to_the_other(
    fatima, carla, others, url, anna, noord
):
    twin = _person(noord, own_name="Dubbel")
    twin.canonical = anna
    twin.save(update_fields=["canonical"])
    address = reverse("clientview:person", args=[twin.ref])
    assert fatima.get(address).headers["Location"] == url
    assert others["administrator"].get(address).status_code == 404
    for page in ("clientview:print", "clientview:call"):
        assert "CANARY" not in fatima.get(reverse(page, args=[twin.ref])).text


def test_somebody_who_was_archived_opens_for_who_cared_for_them_and_says_so(
    fatima, carla, url, anna
):
    anna.archived_at = timezone.now()
    anna.save(update_fields=["archived_at"])
    assert "gearchiveerd" in fatima.get(url).text
    assert carla.get(url).status_code == 404


def test_the_key_safe_is_behind_a_click(fatima, url, anna):
    machine = access_queries.machine(at=timezone.now(), command="test")
    relations_actions.set_key_safe(
        viewer=machine, ref=anna.ref, code="CANARY-9417", place="naast de deur"
    )
    client = fatima.client
    page = client.get(url).text
    assert "naast de deur" in page
    assert "CANARY-9417" not in page
    assert reverse("relations:key_safe_show", args=[anna.ref]) in page


def test_allergies_and_resuscitation_stand_on_top_of_the_page(fatima, anja, url, dossier, anna):
    page = fatima.get(url).text
    top = page.partition('class="safety"')[2].partition("</dl>")[0]
    assert "CANARY-C-ALLERGY" in top
    assert "Reanimatie" in top
    assert page.index('class="safety"') < page.index('id="now"')
    anja.post(reverse("clientview:call", args=[anna.ref]), {"caller": "client"})
    assert 'class="safety"' not in anja.get(url).text
