# SPDX-License-Identifier: EUPL-1.2
"""One cell is changed in the list.

What two colleagues change in one cell is shown to the second.
"""

import pytest
from django.urls import reverse

from nabij.access.models import AccessEntry
from nabij.relations import queries
from nabij.relations.tests.test_person_form_page import fields_in

BY_HTMX = {"HX-Request": "true"}


@pytest.fixture
def jo(people):
    return people[0]


def url(party, column="phone", listing="persons"):
    return reverse("lists:cell", args=[listing, party.ref, column])


def opened(colleague, party, column="phone"):
    answer = colleague.client.get(url(party, column), headers=BY_HTMX)
    assert "<html" not in answer.text
    return fields_in(answer.text)


def phone(colleague, party):
    return queries.person(viewer=colleague.viewer, ref=party.ref).phones[0].value


def test_a_phone_number_is_changed_in_its_cell(anja, jo):
    answer = anja.client.post(
        url(jo), {**opened(anja, jo), "phone": "038-1234567"}, headers=BY_HTMX
    )
    assert "038 123 45 67" in answer.text
    assert phone(anja, jo) == "+31381234567"
    kept = queries.person(viewer=anja.viewer, ref=jo.ref)
    assert (kept.home.city, kept.unit_id, str(kept.birth)) == ("Kampen", jo.unit_id, "9-3-1940")
    last = AccessEntry.objects.filter(event="person", action="U").latest("pk")
    assert last.object_id == jo.pk


def test_what_is_no_phone_number_stays_in_the_cell_with_what_to_do(anja, jo):
    answer = anja.client.post(url(jo), {**opened(anja, jo), "phone": "abc"}, headers=BY_HTMX)
    assert answer.status_code == 422
    assert fields_in(answer.text)["phone"] == "abc"
    assert "Dit is geen telefoonnummer" in answer.text


def test_different_fields_merge_without_a_word(anja, carla, noord, jo):
    mine = opened(anja, jo)
    theirs = opened(anja, jo, "email") | {"email": "jo@example.nl"}
    assert anja.client.post(url(jo, "email"), theirs, headers=BY_HTMX).status_code == 200
    answer = anja.client.post(url(jo), {**mine, "phone": "0381234567"}, headers=BY_HTMX)
    assert answer.status_code == 200
    assert queries.person(viewer=anja.viewer, ref=jo.ref).emails[0].value == "jo@example.nl"


def test_the_same_field_shows_what_it_was_theirs_and_mine(anja, jo):
    mine, theirs = opened(anja, jo), opened(anja, jo)
    anja.client.post(url(jo), {**theirs, "phone": "0381111111"}, headers=BY_HTMX)
    answer = anja.client.post(url(jo), {**mine, "phone": "0382222222"}, headers=BY_HTMX)
    assert answer.status_code == 409
    for seen in ("06 12 34 56 00", "038 111 11 11", "0382222222", "Anja"):
        assert seen in answer.text
    assert phone(anja, jo) == "+31381111111"
    again = anja.client.post(url(jo), fields_in(answer.text), headers=BY_HTMX)
    assert again.status_code == 200
    assert phone(anja, jo) == "+31382222222"


def test_without_script_a_cell_is_a_page(anja, jo):
    page = anja.client.get(url(jo))
    assert "<html" in page.text
    answer = anja.client.post(url(jo), {**fields_in(page.text), "phone": "0381234567"})
    assert answer.status_code == 302
    assert phone(anja, jo) == "+31381234567"


def test_who_may_not_change_it_finds_no_cell(bram, carla, anja, jo):
    for colleague in (bram, carla):
        assert colleague.client.get(url(jo)).status_code == 404
        assert colleague.client.post(url(jo), {"phone": "1"}).status_code == 404
    for column in ("changed", "bsn", "nothing"):
        assert anja.client.get(url(jo, column)).status_code == 404
