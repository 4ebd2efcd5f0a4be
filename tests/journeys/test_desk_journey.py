# SPDX-License-Identifier: EUPL-1.2
"""Daily work in a real browser, by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from nabij.access.models import Session
from tests.journeys.conftest import PHONE, WIDE, assert_fine, follow, follow_by

pytestmark = pytest.mark.xdist_group("journeys")


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
    follow_by(page, "Enter")
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
    follow_by(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nieuwe persoon")


def test_what_was_typed_is_offered_again_after_time_out_and_after_signing_out(demo, sign_in):
    """W-25: nothing that was typed is lost."""
    form = f"{demo.url}/relations/persons/new/"

    def typed(page, name):
        with page.expect_response(lambda answer: _is_kept(answer, name)):
            page.get_by_label("Achternaam bij geboorte").first.fill(name)

    def offered():
        page = sign_in("anja")
        page.goto(form)
        page.get_by_role("button", name="Terugzetten").click()
        return page

    page = sign_in("anja")
    page.goto(form)
    typed(page, "Halverwege")
    Session.objects.filter(user__email=demo.email("anja")).delete()
    page.goto(form)
    expect(page).to_have_url(re.compile("/sign-in/"))

    page = offered()
    expect(page.get_by_label("Achternaam bij geboorte").first).to_have_value("Halverwege")
    assert_fine(page)
    typed(page, "Verder")
    page.goto(f"{demo.url}/sign-in/out/")
    follow(page.locator("main").get_by_role("button", name="Afmelden"))

    page = offered()
    expect(page.get_by_label("Achternaam bij geboorte").first).to_have_value("Verder")


def _is_kept(answer, name):
    return answer.ok and "draft" in answer.url and name in (answer.request.post_data or "")
