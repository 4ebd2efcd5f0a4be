# SPDX-License-Identifier: EUPL-1.2
"""One timeline for who live together: each contact once, and no more than each page shows."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from nabij.contact.tests.test_contact_page import SAID, _form, _url
from nabij.relations.models import Household, HouseholdMember, Party


@pytest.fixture
def together(anna, person, noord):
    """Anna lives with Piet, of whom nobody of team Noord takes care."""
    piet = person("Piet", unit=noord)
    household = Household.objects.create(label="CANARY-LABEL")
    since = timezone.localdate() - timedelta(days=400)
    for one in (anna, piet):
        HouseholdMember.objects.create(household=household, person=one, starts_on=since)
    return household, piet


def _page(colleague, household):
    return colleague.get(reverse("contact:household", args=[household.ref]))


def test_what_was_said_with_each_stands_on_one_line_of_time(noor, anna, together, log):
    household, piet = together
    noor.post(_url(anna), _form(anna) | {"about": [anna.ref]})
    noor.post(_url(piet), _form(piet, entry_key="abcdefghijklmno2", text="Piet belde zelf"))
    page = _page(noor, household)
    assert page.status_code == 200
    lines = page.context["section"]["timeline"].page.rows
    assert len(lines) == 2
    assert SAID in page.text
    assert "Piet belde zelf" not in page.text  # he does not open to Noor
    assert "CANARY-LABEL" not in page.text
    (entry,) = log("household")
    assert (entry.object_id, entry.categories) == (anna.pk, ["interactions"])


def test_a_contact_with_one_about_the_other_is_one_line(noor, anna, together, relate):
    household, piet = together
    relate(piet, anna, "partner")
    noor.post(_url(anna), _form(anna) | {"counterpart": piet.ref, "about": [anna.ref]})
    (line,) = _page(noor, household).context["section"]["timeline"].page.rows
    assert line.counterpart.name == piet.name
    assert line.text == SAID


def test_without_a_way_in_nothing_that_was_said_shows(anja, noor, anna, together):
    household, _piet = together
    noor.post(_url(anna), _form(anna))
    page = _page(anja, household)
    assert page.status_code == 200
    assert SAID not in page.text
    assert page.context["section"]["timeline"].page.rows[0].is_shut


def test_who_sees_none_of_them_and_commerce_get_the_same_as_for_nothing(
    carla, karim, merel, anna, together
):
    household, _piet = together
    for colleague in (carla, karim, merel):
        answer = _page(colleague, household)
        assert answer.status_code == 404
    assert "nabij" in _page(carla, household).text


def test_who_is_shielded_is_not_named(noor, anna, zuid, together):
    household, piet = together
    Party.objects.filter(pk=piet.pk).update(is_shielded=True, unit=zuid)
    page = _page(noor, household)
    assert page.status_code == 200
    assert piet.name not in page.text
