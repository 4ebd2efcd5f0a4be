# SPDX-License-Identifier: EUPL-1.2
"""The pages of the officers in a real browser: who looked, and help with signing in."""

import pytest

from nabij.access.models import SecondFactor, User
from nabij.relations.models import Party
from tests.journeys.conftest import PHONE, WIDE, assert_fine, follow

pytestmark = pytest.mark.xdist_group("journeys")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_privacy_officer_reads_who_looked(sign_in, demo, width):
    page = sign_in("saskia", width=width)
    page.goto(demo.url + "/who-looked/")
    assert_fine(page)
    page.locator("main input[type=search]").fill("ruiter")
    follow(page.locator("main").get_by_role("button", name="Zoeken"))
    follow(page.locator("main .results a, main .people a, main #rows a").first)
    assert "/who-looked/" in page.url
    assert_fine(page)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_every_page_of_the_officers_is_fine(sign_in, demo, width):
    page = sign_in("saskia", width=width)
    person = Party.objects.get(client_number=demo.jo.client_number)
    pages = (
        "cases", "register", "colleagues", "review", "review/rules", "breaches", "breaches/new",
        "changes", "requests", "past-term", f"persons/{person.ref}", f"persons/{person.ref}/shown",
        f"requests/of/{person.ref}", f"requests/of/{person.ref}/restrict",
    )  # fmt: skip
    for address in pages:
        page.goto(f"{demo.url}/who-looked/{address}/")
        assert_fine(page)
    for listed, link in (("breaches", "/breaches/"), ("requests", "/requests/")):
        page.goto(f"{demo.url}/who-looked/{listed}/")
        follow(page.locator(f"main table a[href*='{link}']").first)
        assert_fine(page)
    page.goto(f"{demo.url}/persons/{person.ref}/statements/new/")
    assert_fine(page)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_who_leads_sees_the_rules_of_review(sign_in, demo, width):
    page = sign_in("henriette", width=width)
    page.goto(f"{demo.url}/who-looked/review/rules/")
    assert_fine(page)


def test_the_administrator_resets_a_second_step(sign_in, demo):
    page = sign_in("ties")
    page.goto(demo.url + "/sign-in/colleagues/")
    assert_fine(page)
    page.get_by_label("Naam of e-mailadres van een collega").fill("nadia")
    page.locator("main").get_by_role("button", name="Zoeken").click()
    follow(page.get_by_role("link", name="Terugzetten Nadia"))
    assert_fine(page)
    page.set_viewport_size({"width": PHONE, "height": 900})
    assert_fine(page)
    page.complaints.expect("422 (Unprocessable Content)")
    follow(page.get_by_role("button", name="Terugzetten"))
    page.get_by_text("Waarom zet je de stap terug?").first.wait_for()
    page.get_by_label("telefoon of passkey kapot").check()
    follow(page.get_by_role("button", name="Terugzetten"))
    page.get_by_text("stelt bij de volgende keer aanmelden").wait_for()
    assert_fine(page)
    nadia = User.objects.get(email=demo.email("nadia"))
    assert not SecondFactor.objects.filter(user=nadia).exists()
