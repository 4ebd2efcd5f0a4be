# SPDX-License-Identifier: EUPL-1.2
"""The main job in a real browser: find a client, open the picture, follow a fact to its source."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, WIDE, assert_fine, follow, follow_by

pytestmark = pytest.mark.xdist_group("journeys")


def test_fatima_finds_jo_and_follows_a_fact_to_its_original(demo, sign_in):
    """A-102, A-104: one picture out of five dossiers; every fact with source, date and status."""
    page = sign_in("fatima")
    assert_fine(page)
    page.get_by_role("searchbox").first.fill(demo.jo.client_number)
    follow_by(page, "Enter")
    follow(page.get_by_role("link", name=re.compile("Vries")).first)

    main = page.get_by_role("main")
    expect(main).to_contain_text("Penicilline", ignore_case=True)
    expect(page.locator("body")).to_contain_text("Je ziet dit omdat")
    for source in ("Zorgdossier", "Huisarts", "Ziekenhuis", "Apothe"):
        expect(main).to_contain_text(source)
    assert_fine(page)

    follow(page.locator("main a[href*='/facts/']").first)
    expect(page.get_by_role("main")).to_contain_text("resourceType")
    assert_fine(page)


@pytest.mark.parametrize(("width", "dark"), [(WIDE, False), (PHONE, True)])
def test_the_picture_is_fine_on_desk_and_phone_by_day_and_night(demo, sign_in, width, dark):
    page = sign_in("fatima", width=width, dark=dark)
    page.goto(f"{demo.url}/relations/?q={demo.jo.client_number}")
    assert_fine(page)
    follow(page.get_by_role("link", name=re.compile("Vries")).first)
    assert_fine(page)
    page.goto(page.url.split("?")[0] + "print/")
    assert_fine(page)


def test_anja_opens_the_picture_because_somebody_calls_and_sees_no_care(demo, sign_in):
    page = sign_in("anja")
    page.goto(f"{demo.url}/relations/?q={demo.jo.client_number}")
    follow(page.get_by_role("link", name=re.compile("Vries")).first)
    assert "penicilline" not in page.content().lower()
    assert_fine(page)

    form = page.locator("form[action$='/call/']")
    form.get_by_role("combobox").select_option("relative")
    follow(form.get_by_role("button"))

    expect(page.locator("body")).to_contain_text("telefoongesprek")
    assert "penicilline" not in page.content().lower()
    assert_fine(page)


@pytest.mark.parametrize("key", ["anja", "fatima", "bram", "carla"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_every_page_of_the_menu_is_fine(demo, sign_in, key, width):
    page = sign_in(key, width=width)
    addresses = page.evaluate(
        "[...document.querySelectorAll('nav a[href]')].map(a => a.getAttribute('href'))"
    )
    assert addresses
    for address in dict.fromkeys(addresses):
        page.goto(demo.url + address)
        expect(page.get_by_role("main")).to_be_visible()
        assert_fine(page)


def test_carla_of_another_team_sees_the_card_and_nothing_else(demo, sign_in):
    """Absent and forbidden look the same.
    (For Jo she stands in, so this is about somebody else.)"""
    page = sign_in("fatima")
    page.goto(demo.url)
    clients = page.get_by_role("main").locator("a[href^='/persons/']", has_not_text="Vries")
    page.goto(demo.url + str(clients.first.get_attribute("href")))
    who = page.locator(".who")
    expect(who).to_contain_text(re.compile(r"cliënt\s+\d{6}"))
    address = page.url
    number = re.search(r"\b\d{6}\b", who.inner_text())
    assert number

    other = sign_in("carla")
    other.goto(address)
    expect(other.get_by_role("main")).to_be_visible()
    assert number[0] not in other.content()
    forbidden = other.context.request.get(address + "print/")
    absent = other.context.request.get(f"{demo.url}/persons/0000000000000000/print/")
    assert (forbidden.status, forbidden.body()) == (absent.status, absent.body())
    assert forbidden.status == 404
