# SPDX-License-Identifier: EUPL-1.2
"""A client who does not agree: the statement beside a fact, and what was said in confidence."""

import pytest
from playwright.sync_api import expect

from nabij.contact.models import Interaction
from nabij.relations.models import Party
from tests.journeys.conftest import PHONE, WIDE, assert_fine, follow

pytestmark = pytest.mark.xdist_group("journeys")
WORDS = "Dat klopt niet: ik ben toen nooit opgenomen geweest."


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_carer_writes_down_what_the_client_states(sign_in, demo, width):
    page = sign_in("fatima", width=width)
    person = Party.objects.get(client_number=demo.jo.client_number)
    page.goto(f"{demo.url}/persons/{person.ref}/")
    follow(page.get_by_role("link", name="verklaring van de cliënt").first)
    expect(page.get_by_role("heading", name="Wat de cliënt verklaart")).to_be_visible()
    assert_fine(page)
    follow(page.get_by_role("link", name="Verklaring toevoegen"))
    page.complaints.expect("422 (Unprocessable Content)")
    follow(page.get_by_role("button", name="Opslaan"))
    expect(page.get_by_role("alert")).to_be_visible()
    assert_fine(page)
    page.get_by_label("Wat verklaart de cliënt?").fill(WORDS)
    follow(page.get_by_role("button", name="Opslaan"))
    expect(page.get_by_text(WORDS)).to_be_visible()
    follow(page.get_by_role("link", name="Aanpassen of intrekken").first)
    assert_fine(page)
    page.get_by_text("De cliënt trekt haar in").click()
    follow(page.get_by_role("button", name="Intrekken"))
    expect(page.get_by_text("ingetrokken").first).to_be_visible()
    assert_fine(page)


def test_in_confidence_is_set_and_lifted(sign_in, demo):
    page = sign_in("fatima", width=PHONE)
    moment = Interaction.objects.filter(is_guarded=True, in_confidence_at=None).first()
    page.goto(f"{demo.url}/contact/moments/{moment.ref}/")
    page.get_by_text("In vertrouwen gezegd").last.click()
    page.get_by_label("wie het zei, vraagt erom").check()
    follow(page.locator("details[open]").get_by_role("button", name="Opslaan"))
    expect(page.get_by_text("In vertrouwen gezegd door", exact=False)).to_be_visible()
    assert_fine(page)
