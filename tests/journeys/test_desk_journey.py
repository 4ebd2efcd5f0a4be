# SPDX-License-Identifier: EUPL-1.2
"""Daily work in a real browser, by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from nabij.access.models import Session
from tests.journeys.conftest import PHONE, WIDE, assert_fine

pytestmark = pytest.mark.xdist_group("journeys")
WAIT = 2_000  # a moment longer than the page waits before it keeps what is typed


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_box_on_top_finds_goes_and_does_without_a_mouse(demo, sign_in, width):
    """A-02: Ctrl K, what one wants, arrow down, Enter."""
    page = sign_in("anja", width=width)
    found = page.locator("#found")
    expect(found).to_be_hidden()

    page.keyboard.press("Control+k")
    expect(found.get_by_role("link", name="Relaties")).to_be_visible()
    assert_fine(page)
    page.keyboard.type("vries")
    expect(found.get_by_role("link", name=re.compile("Vries")).first).to_be_visible()
    expect(found.get_by_role("link", name="Relaties")).to_be_hidden()
    assert_fine(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vries")

    page.keyboard.press("Control+k")
    page.keyboard.type("nieuwe pers")
    page.keyboard.press("Escape")
    expect(found).to_be_hidden()
    page.keyboard.press("Control+k")
    page.keyboard.press("Control+a")
    page.keyboard.type("nieuwe pers")
    expect(page.locator("#found-relations")).to_contain_text("Geen persoon")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nieuwe persoon")


def test_what_was_typed_before_the_session_ended_is_offered_again(demo, sign_in):
    """W-25: nothing that was typed is lost by a time-out."""
    page = sign_in("anja")
    page.goto(f"{demo.url}/relations/persons/new/")
    with page.expect_response(lambda answer: "draft" in answer.url and answer.ok):
        page.get_by_label("Achternaam bij geboorte").first.fill("Halverwege")
        page.wait_for_timeout(WAIT)
    Session.objects.filter(user__email=demo.email("anja")).delete()
    page.goto(f"{demo.url}/relations/persons/new/")
    expect(page).to_have_url(re.compile("/sign-in/"))

    page = sign_in("anja")
    page.goto(f"{demo.url}/relations/persons/new/")
    page.get_by_role("button", name="Terugzetten").click()
    expect(page.get_by_label("Achternaam bij geboorte").first).to_have_value("Halverwege")
    assert_fine(page)
