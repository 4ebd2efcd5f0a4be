# SPDX-License-Identifier: EUPL-1.2
"""The organisation page: /organisations/<ref>/ (capability A-02)."""

import pytest
from django.apps import apps

pytestmark = pytest.mark.django_db


def url(party):
    return f"/organisations/{party.ref}/"


def test_it_shows_who_they_are_and_how_to_reach_them(as_bram, hospital):
    page = as_bram.get(url(hospital))

    for shown in (
        "Ziekenhuis Oost", "Stichting Ziekenhuis Oost", "038 424 00 00", "info@oost.example",
        "Kadelaan 1", "8025 AB", "06012345", "12345678", "www.ziekenhuis-oost.example",
    ):  # fmt: skip
        assert shown in page.text
    assert "no-store" in page.headers["Cache-Control"]


def test_it_shows_what_stands_above_and_below(as_bram, hospital, organisation, relate):
    holding, branch = organisation("Zorggroep Oost"), organisation("Polikliniek Ommen")
    partner = organisation("Huisartsenpost Oost")
    relate(hospital, holding, "subsidiary")
    relate(branch, hospital, "branch")
    relate(partner, hospital, "partner_organisation")

    page = as_bram.get(url(hospital)).text
    assert all(party.name in page for party in (holding, branch, partner))
    assert hospital.name in as_bram.get(url(branch)).text


def test_who_works_there_is_shown_and_who_is_in_care_is_not(as_anja, hospital, person, relate):
    """A relation with a provider is care data: a name on this page would be a diagnosis."""
    contact, patient = person("Balie", "+31384240001"), person("Patiënt")
    relate(contact, hospital, "employee")
    relate(patient, hospital, "client")

    page = as_anja.get(url(hospital)).text
    assert "Balie" in page
    assert "038 424 00 01" in page
    assert "Patiënt" not in page


def test_the_log_names_the_people_who_were_shown(as_bram, hospital, person, relate):
    contact = person("Balie")
    relate(contact, hospital, "employee")
    as_bram.get(url(hospital))

    line = apps.get_model("access", "AccessEntry").objects.order_by("id").last()
    assert (line.event, line.object_ids) == ("organisation", [contact.pk])


def test_it_takes_at_most_twenty_queries_however_many_belong_to_it(
    as_anja, hospital, organisation, person, relate, django_assert_max_num_queries
):
    for number in range(10):
        relate(person(f"Collega{number}", f"+3138424010{number}"), hospital, "employee")
        relate(organisation(f"Locatie {number}"), hospital, "branch")
    with django_assert_max_num_queries(20):
        page = as_anja.get(url(hospital)).text

    assert page.partition('id="people-heading"')[2].count("Collega") == 10
    assert page.count("Locatie") == 10


def test_only_who_may_change_it_is_offered_so(as_anja, as_bram, hospital):
    assert "/edit/" in as_anja.get(url(hospital)).text
    assert "/edit/" not in as_bram.get(url(hospital)).text


def test_a_person_an_unknown_ref_and_a_role_without_relations_find_no_page(
    as_bram, as_xander, hospital, person
):
    assert as_bram.get(url(person("Iemand"))).status_code == 404
    assert as_bram.get("/organisations/aaaaaaaaaaaaaaaa/").status_code == 404
    assert as_xander.get(url(hospital)).status_code == 404


def test_an_empty_organisation_has_a_page_too(as_bram, organisation):
    assert as_bram.get(url(organisation("Leeg"))).status_code == 200
