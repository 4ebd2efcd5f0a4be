# SPDX-License-Identifier: EUPL-1.2
"""A meeting with minutes to tasks: planned, kept, decided, and done by another colleague."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, assert_fine, follow, follow_by

pytestmark = pytest.mark.xdist_group("journeys")


def test_a_meeting_is_planned_and_its_actions_are_tasks(demo, sign_in):
    """A-05, A-88, A-100: from a free place in the calendar to a task on a colleague's phone."""
    bram = sign_in("bram")
    bram.goto(f"{demo.url}{reverse('contact:calendar')}?view=week")
    expect(bram.get_by_role("heading", level=1)).to_have_text("Mijn agenda")
    assert_fine(bram)
    follow_by(bram, "a")
    expect(bram.get_by_role("heading", level=1)).to_have_text("Nieuwe afspraak")
    bram.get_by_label("Waar het over gaat, in het kort").fill("Voorjaarsplan")
    bram.get_by_label("Soort").select_option("meeting")
    bram.get_by_text("Collega's en team").click()
    bram.get_by_label("Of één collega").fill(demo.email("anja"))
    assert_fine(bram)
    follow(bram.get_by_role("button", name="Afspraak maken"))
    expect(bram.get_by_text("De afspraak staat in de agenda.")).to_be_visible()
    assert_fine(bram)

    follow(bram.get_by_role("button", name="Workshop"))
    expect(bram.get_by_role("heading", level=1)).to_have_text("Voorjaarsplan")
    bram.get_by_role("textbox", name="Notulen").fill(
        "Drie ideeën; valpreventie heeft het meeste effect."
    )
    bram.get_by_label("Anja Bakker").select_option("present")
    follow(bram.get_by_role("button", name="Bewaren"))
    expect(bram.get_by_text("De notulen zijn bewaard.")).to_be_visible()
    bram.get_by_label("Wat is er besloten?").fill("We beginnen met valpreventie.")
    follow(bram.get_by_role("button", name="Besluit vastleggen"))
    expect(bram.locator("section", has_text="Besluiten").first).to_contain_text("valpreventie")
    bram.get_by_label("Wat moet er gebeuren?").fill("Huisartsen uitnodigen voor valpreventie")
    bram.get_by_label("Wie doet het").select_option(label="Anja Bakker")
    follow(bram.get_by_role("button", name="Taak geven"))
    expect(bram.get_by_text("De taak is gegeven.")).to_be_visible()
    assert_fine(bram)

    anja = sign_in("anja", width=PHONE)
    anja.goto(f"{demo.url}{reverse('contact:meetings')}")
    follow(anja.get_by_role("link", name="Workshop").first)
    expect(anja.get_by_role("textbox", name="Notulen")).to_contain_text("Drie ideeën")
    assert_fine(anja)
    follow(anja.get_by_role("link", name="Huisartsen uitnodigen"))
    follow(anja.get_by_role("button", name="Klaar"))
    expect(anja.get_by_text("De taak is gesloten.")).to_be_visible()
    anja.goto(f"{demo.url}{reverse('contact:calendar')}")
    assert_fine(anja)
