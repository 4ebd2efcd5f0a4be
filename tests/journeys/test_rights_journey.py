# SPDX-License-Identifier: EUPL-1.2
"""What a person asks, and what changed of them, in a real browser."""

import pytest
from playwright.sync_api import expect

from nabij.privacy.models import PrivacyRequest
from nabij.relations.models import Party, PersonDetail
from tests.journeys.conftest import PHONE, WIDE, assert_fine

pytestmark = pytest.mark.xdist_group("journeys")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_officer_settles_a_request_to_its_letter(demo, sign_in, width):
    """A-118: who asks, the clock, a decision with its ground, the letter."""
    page = sign_in("saskia", width=width)
    person = Party.objects.get(client_number=demo.jo.client_number)
    page.goto(f"{demo.url}/who-looked/requests/of/{person.ref}/")
    assert_fine(page)
    page.get_by_label("Wat wordt er gevraagd?").select_option("erasure")
    page.get_by_label("In hun woorden").fill("Haal mij eruit.")
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.get_by_role("status")).to_contain_text("Het is vastgelegd.")
    assert_fine(page)
    page.get_by_label("Besluit").select_option("refused")
    page.get_by_label("Uitleg voor wie het vroeg").fill("U krijgt zorg van ons.")
    page.get_by_role("button", name="Beslissen").click()
    expect(
        page.get_by_text("Kies de grond waarop je weigert of iets bewaart.").first
    ).to_be_visible()
    assert_fine(page)
    page.get_by_label("Grond").select_option("wgbo_454")
    page.get_by_role("button", name="Beslissen").click()
    expect(page.get_by_text("Ons besluit: geweigerd.").first).to_be_visible()
    expect(page.get_by_text("20 jaar bewaard").first).to_be_visible()
    assert_fine(page)
    page.goto(f"{demo.url}/who-looked/requests/")
    assert_fine(page)
    assert PrivacyRequest.objects.filter(person=person, decision="refused").exists()
    page.goto(f"{demo.url}/who-looked/changes/")
    assert_fine(page)


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
