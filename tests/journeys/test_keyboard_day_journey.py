# SPDX-License-Identifier: EUPL-1.2
"""A day of a front-office colleague by keyboard alone: find, take a call, log it,
call back, edit."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import assert_fine, follow_by
from tests.journeys.test_call_journey import TOKEN, ring

pytestmark = pytest.mark.xdist_group("journeys")
MOST_TABS = 150
WHERE = """() => {
  const at = document.activeElement;
  const labels = [...(at.labels ?? [])].map((label) => label.innerText);
  return [at.getAttribute("aria-label"), ...labels, at.innerText, at.id].join(" ");
}"""
SHOWS = """() => {
  const at = document.activeElement;
  const own = [at, at.closest("label"), ...(at.labels ?? [])].filter(Boolean);
  return own.some((one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" || style.boxShadow !== "none";
  });
}"""


@pytest.fixture(autouse=True)
def _exchange(settings):
    settings.NABIJ_EXCHANGES = {"front": TOKEN}


def tab_to(page: Page, words: str) -> None:
    """Press the tab key until what has these words has the focus, and shows that it has."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if words in page.evaluate(WHERE):
            assert page.evaluate(SHOWS), f"the focus on {words} cannot be seen"
            return
    raise AssertionError(f"the tab key does not lead to {words}")


def find(page: Page, words: str, choice: str) -> None:
    """Open something from the box on top: Ctrl K, type, arrow down, enter."""
    page.keyboard.press("Control+k")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type(words)
    expect(page.locator("#found").get_by_text(choice).first).to_be_visible()
    for _ in range(20):
        page.keyboard.press("ArrowDown")
        if choice in page.evaluate(WHERE):
            break
    follow_by(page, "Enter")


def test_a_day_at_the_front_office_by_keyboard_alone(demo, sign_in):
    page = sign_in("anja")
    expect(page.locator("#id_q")).to_be_focused()
    name = demo.jo.person.name.own_name

    # The list of keys opens by a key, and shuts by one.
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    tab_to(page, "Nieuwe persoon")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    assert_fine(page)
    page.keyboard.press("Escape")

    # The phone rings: who is it, and about whom?
    ring(demo, key="keyboard-day")
    expect(page.get_by_role("link", name="Wie is het?")).to_be_visible()
    follow_by(page, "g")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wie belt er?")
    tab_to(page, "over zichzelf")
    page.keyboard.press("Space")
    for check in ("geboortedatum", "cliëntnummer"):
        tab_to(page, check)
        page.keyboard.press("Space")
    follow_by(page, "o")
    expect(page.locator("#contact")).to_contain_text("Aan de telefoon:")

    # What was said is logged, and Anja calls back herself.
    tab_to(page, "Wat is er besproken?")
    page.keyboard.type("Vraagt of het bezoek later kan.")
    tab_to(page, "Terugbellen, toezegging, onvrede")
    page.keyboard.press("Enter")
    tab_to(page, "Iemand belt terug")
    page.keyboard.press("Space")
    tab_to(page, "Wie belt")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Waarvoor")
    page.keyboard.type("Terugbellen over het bezoek")
    tab_to(page, "Vastleggen")
    page.keyboard.press("Enter")
    said = page.locator("#contact").get_by_text("Het contact is vastgelegd.")
    expect(said).to_be_visible()
    page.wait_for_function(f"({WHERE})().includes('vastgelegd')")

    # The call-back is found in the list, done and closed.
    find(page, "te doen", "Te doen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Te doen")
    tab_to(page, name)
    follow_by(page, "Enter")
    expect(page.locator("main")).to_contain_text("Terugbellen over het bezoek")
    tab_to(page, "Hoe ging het?")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Vastleggen")
    follow_by(page, "Enter")
    expect(page.locator("main")).to_contain_text("gebeld")
    tab_to(page, "Klaar")
    page.keyboard.press("Enter")
    expect(page.get_by_text("De taak is gesloten.")).to_be_visible()

    # A person is changed.
    find(page, demo.jo.client_number, name)
    tab_to(page, "Wijzigen")
    follow_by(page, "Enter")
    expect(page.get_by_label("Roepnaam")).to_be_visible()
    tab_to(page, "Roepnaam")
    page.keyboard.type("Jootje")
    follow_by(page, "Enter")
    expect(page.locator("main")).to_contain_text("Jootje")
    assert_fine(page)
