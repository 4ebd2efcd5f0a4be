# SPDX-License-Identifier: EUPL-1.2
"""What changed of a person, and how it was before, in a real browser."""

import pytest
from playwright.sync_api import expect

from nabij.relations.models import Party, PersonDetail
from tests.journeys.conftest import assert_fine

pytestmark = pytest.mark.xdist_group("journeys")


def test_anja_puts_a_name_back_that_was_changed(demo, sign_in):
    page = sign_in("anja")
    person = Party.objects.get(client_number=demo.jo.client_number)
    before = PersonDetail.objects.get(party=person).call_name
    page.goto(f"{demo.url}/relations/persons/{person.ref}/edit/")
    page.get_by_label("Roepnaam").fill("Johanneke")
    page.locator("main form button.primary").first.click()
    page.wait_for_url(f"**/persons/{person.ref}/")
    page.goto(f"{demo.url}/who-looked/history/{person.ref}/")
    expect(page.get_by_text("Johanneke").first).to_be_visible()
    assert_fine(page)
    page.get_by_role("button", name="Zet terug").first.click()
    expect(page.get_by_role("status")).to_contain_text("Het is teruggezet.")
    assert PersonDetail.objects.get(party=person).call_name == before
    assert_fine(page)
