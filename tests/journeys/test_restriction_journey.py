# SPDX-License-Identifier: EUPL-1.2
"""What a client does not want to be used goes out of sight, in a real browser."""

import pytest
from playwright.sync_api import expect

from nabij.relations.models import Party
from tests.journeys.conftest import assert_fine_on_desk_and_phone, follow

pytestmark = pytest.mark.xdist_group("journeys")


def test_a_problem_that_is_contested_is_kept_and_not_used(sign_in, demo):
    """A-118, AVG 18: pointed out where it stands, out of the picture, read on a stated ground."""
    page = sign_in("fatima")
    jo = Party.objects.get(client_number=demo.jo.client_number)
    page.goto(f"{demo.url}/persons/{jo.ref}/")
    problems = page.locator("section", has=page.get_by_role("heading", name="Problemen"))
    address = problems.locator("a[href*='/facts/']").first.get_attribute("href")
    page.goto(demo.url + address)
    follow(page.get_by_role("link", name="De cliënt wil niet dat dit gebruikt wordt"))
    assert_fine_on_desk_and_phone(page, "restrict")
    page.complaints.expect("422 (Unprocessable Content)")
    follow(page.get_by_role("button", name="Beperken"))
    expect(page.get_by_role("alert").first).to_be_visible()
    page.get_by_label("Waarom niet?").select_option("accuracy")
    page.get_by_label("In hun woorden").fill("Dat heb ik niet.")
    follow(page.get_by_role("button", name="Beperken"))
    expect(page.get_by_text("Het wordt bewaard en niet meer gebruikt.").first).to_be_visible()
    # Only the card that says so still leads to it.
    expect(page.locator(f"main a[href='{address}']")).to_have_count(1)
    assert_fine_on_desk_and_phone(page, "unused")

    page.goto(demo.url + address)
    expect(page.get_by_role("button", name="Lezen", exact=True)).to_be_visible()
    assert_fine_on_desk_and_phone(page, "shut")
