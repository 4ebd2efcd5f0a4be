# SPDX-License-Identifier: EUPL-1.2
"""Daily work in a real browser, by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, WIDE, assert_fine

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
