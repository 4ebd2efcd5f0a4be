# SPDX-License-Identifier: EUPL-1.2
"""Who may know what, who may see what, and a death, in a real browser: Fatima at work."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from nabij.access.models import Representation
from nabij.relations.models import Party
from tests.journeys.conftest import PHONE, assert_fine, follow

pytestmark = pytest.mark.xdist_group("journeys")


def test_a_client_decides_who_knows_what_and_a_mistaken_death_is_taken_back(demo, sign_in):
    """A-114, A-116: one line where it matters; a no closes at once; a mistake is taken back."""
    jo = Party.objects.get(client_number=demo.jo.client_number)
    page = sign_in("fatima")
    page.goto(demo.url + reverse("clientview:person", args=[jo.ref]))
    contacts = page.locator("section", has=page.get_by_role("heading", name="Contactpersonen"))
    expect(contacts).to_contain_text("Alles over afspraken, niets medisch")
    shut = Representation.objects.select_related("other").get(person=jo, kind="shut_out")
    expect(contacts).to_contain_text(f"Vertel {shut.other.name} niets.")
    near = contacts.get_by_role("listitem").filter(has_text=shut.other.name)
    expect(near).to_have_count(0)  # nobody to ring
    assert_fine(page)

    follow(contacts.get_by_role("link", name="Wie mag wat weten"))
    expect(page.locator("main")).to_contain_text(f"{shut.other.name}: niets")
    page.set_viewport_size({"width": PHONE, "height": 900})
    assert_fine(page)
    page.get_by_text("Iemand vastleggen").click()
    page.get_by_label("Als wat").select_option("financial_administrator")
    page.get_by_label("gezondheid en zorg").check()
    page.complaints.expect("422 (Unprocessable Content)")
    follow(page.locator("main").get_by_role("button", name="Opslaan").first)
    expect(page.get_by_text("Met dit recht mag deze persoon dat niet horen").first).to_be_visible()
    assert_fine(page)

    page.goto(demo.url + reverse("clientview:consent", args=[jo.ref]))
    assert_fine(page)
    copy = page.locator("article", has_text="Huisartsen in de regio")
    follow(copy.get_by_role("link", name="Leg een besluit van de cliënt vast"))
    assert_fine(page)
    page.get_by_label("Geweigerd: het blijft dicht").check()
    page.get_by_label("Hoe weten we dat?").fill("gesprek aan de keukentafel")
    follow(page.get_by_role("button", name="Opslaan"))
    expect(copy).to_contain_text("geweigerd")
    assert_fine(page)

    page.goto(demo.url + reverse("clientview:death", args=[jo.ref]))
    assert_fine(page)
    page.get_by_label("Van wie, of waar").fill("verkeerd verstaan aan de telefoon")
    page.get_by_label("Eén collega voor de naasten").fill(demo.email("fatima"))
    page.get_by_label("Ik weet zeker dat dit de juiste persoon is").check()
    follow(page.get_by_role("button", name="Overlijden vastleggen"))
    expect(page.get_by_role("note")).to_contain_text("is overleden")
    assert_fine(page)
    follow(page.get_by_role("link", name="Wat is vastgelegd"))
    follow(page.get_by_role("button", name="Ongedaan maken"))
    expect(page.get_by_text("Het is teruggedraaid.")).to_be_visible()
    expect(page.get_by_text("is overleden")).to_have_count(0)
