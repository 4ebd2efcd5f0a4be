# SPDX-License-Identifier: EUPL-1.2
"""The search box of every page: relations as one types, by the rules of the search page."""

import pytest
from django.apps import apps

from nabij.access.tests.cast import add_colleague
from nabij.core.viewer import Role

URL = "/find/"


def _lines():
    entries = apps.get_model("access", "AccessEntry").objects.filter(event="search")
    return list(entries.values_list("object_ids", flat=True))


def test_what_is_typed_finds_relations_and_is_one_line_in_the_log(noor, noord, client_of):
    client = client_of(noord, "Bakker")
    found = noor.client.post(URL, {"q": "bak"})
    assert f"/persons/{client.ref}/" in found.text
    assert "<html" not in found.text
    assert found.headers["Cache-Control"] == "no-store"
    assert _lines() == [[client.pk]]


@pytest.mark.parametrize("text", ["", " ", "b"])
def test_one_letter_is_not_a_search_yet(noor, noord, client_of, text):
    client_of(noord, "Bakker")
    assert noor.client.post(URL, {"q": text}).text == ""
    assert _lines() == []


def test_somebody_of_another_team_is_a_card_that_leads_to_their_page(noor, zuid, client_of):
    """There a colleague sees who is in touch with them, and how to stand in or help at once."""
    client = client_of(zuid, "Elders")
    type(client).objects.filter(pk=client.pk).update(unit=zuid)
    found = noor.client.post(URL, {"q": "elders"}).text
    assert "alleen kaartje" in found
    assert f"/persons/{client.ref}/" in found
    page = noor.client.get(f"/persons/{client.ref}/").text
    assert "Elders" in page
    assert "Dorpsstraat" not in page


def test_who_sees_no_cards_finds_nothing_and_has_no_box(noord, client_of):
    client_of(noord, "Bakker")
    admin = add_colleague("Ad Min", Role.ADMINISTRATOR, noord)
    assert admin.client.post(URL, {"q": "bakker"}).status_code == 404
    assert 'id="found"' not in admin.client.get("/").text


def test_under_the_box_stand_the_pages_and_actions_of_the_role(noor, anja):
    office, nurse = anja.client.get("/").text, noor.client.get("/").text
    assert "Nieuwe organisatie" in office.partition('id="found"')[2]
    assert "Rondelijst" in nurse.partition('id="found"')[2]
    assert "Rondelijst" not in office
