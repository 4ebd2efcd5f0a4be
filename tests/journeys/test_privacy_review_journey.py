# SPDX-License-Identifier: EUPL-1.2
"""A day of the privacy officer: a look that was not right, and a client who wants a copy."""

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from nabij.access.models import AccessEntry
from nabij.privacy.models import Breach, Find, PrivacyRequest
from nabij.relations.models import Party
from tests.journeys.conftest import PHONE, WIDE, assert_fine, follow

pytestmark = pytest.mark.xdist_group("journeys")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_look_that_was_not_right_becomes_a_breach_that_is_assessed(demo, sign_in, width):
    """R8: what was found gets a verdict; improper starts the 72 hours, and they are decided on."""
    page = sign_in("saskia", width=width)
    follow(page.locator("main").get_by_role("link", name="Bekijken").nth(1))
    page.wait_for_url("**/who-looked/review/")
    assert_fine(page)
    follow(page.locator("main table a").first)
    page.wait_for_url("**/who-looked/review/*/")
    assert_fine(page)
    ref = page.url.rstrip("/").rpartition("/")[2]
    page.get_by_label("onterecht").check()
    page.complaints.expect("422 (Unprocessable Content)")
    follow(page.get_by_role("button", name="Leg het oordeel vast"))
    expect(page.get_by_label("onterecht")).to_be_checked()  # nothing is lost, and it asks why
    assert_fine(page)
    page.get_by_label("Reden").last.fill("De cliënt was niet in nood, het was de buurman.")
    follow(page.get_by_role("button", name="Leg het oordeel vast"))
    expect(page.get_by_text("De 72 uur lopen.").first).to_be_visible()
    assert_fine(page)
    find = Find.objects.get(ref=ref)
    assert find.verdict == "improper"
    breach = Breach.objects.get(find=find)
    page.get_by_label("inhoud van de zorg").check()
    page.get_by_label("Van hoeveel mensen?").select_option("one")
    page.get_by_label("Wie heeft het nu?").select_option("colleague")
    page.get_by_label("Is het ongedaan gemaakt?").select_option("no")
    page.get_by_label("Wat is eraan gedaan?").fill("Met de collega gesproken.")
    follow(page.get_by_role("button", name="Opslaan", exact=True))
    expect(page.get_by_text("Advies:").first).to_be_visible()
    assert_fine(page)
    breach.refresh_from_db()
    assert breach.risk
    page.goto(f"{demo.url}/who-looked/breaches/")
    expect(page.get_by_role("link", name=f"{breach.pk}.")).to_be_visible()
    assert_fine(page)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_client_asks_for_a_copy_and_gets_an_answer_within_the_term(demo, sign_in, width):
    """A-118: it is taken in from the client, decided once it is known who asks, and carried out."""
    page = sign_in("saskia", width=width)
    person = Party.objects.get(client_number=demo.jo.client_number)
    page.goto(f"{demo.url}/who-looked/persons/{person.ref}/")
    follow(page.get_by_role("link", name="Verzoek vastleggen"))
    assert_fine(page)
    page.get_by_label("Wat wordt er gevraagd?").select_option("access")
    page.get_by_label("In hun woorden").fill("Alles wat u van mij hebt, graag.")
    follow(page.get_by_role("button", name="Vastleggen"))
    expect(page.get_by_text("We moeten eerst weten", exact=False).first).to_be_visible()
    page.get_by_label("Besluit").select_option("granted")
    page.complaints.expect("422 (Unprocessable Content)")
    follow(page.get_by_role("button", name="Beslissen"))
    page.get_by_label("Hoe weten we wie het vraagt?").select_option("document")
    assert_fine(page)
    follow(page.get_by_role("button", name="Beslissen"))
    expect(page.get_by_text("Ons besluit: toegewezen.").first).to_be_visible()
    follow(page.get_by_role("button", name="Het is uitgevoerd"))
    expect(page.get_by_role("status")).to_contain_text("Het is uitgevoerd.")
    assert_fine(page)
    for listed in ("requests", "changes"):
        page.goto(f"{demo.url}/who-looked/{listed}/")
        expect(page.get_by_role("link", name=person.name).first).to_be_visible()
        assert_fine(page)
    request = PrivacyRequest.objects.filter(person=person).latest("pk")
    assert (request.state, request.decision, request.identity) == ("done", "granted", "document")
    assert request.due_on > localdate()
    logged = AccessEntry.objects.filter(event="privacy-request", object_id=person.pk)
    assert {"C", "U"} <= set(logged.values_list("action", flat=True))
