# SPDX-License-Identifier: EUPL-1.2
"""Judging links in a real browser: from the desk, by keyboard, and taken back again."""

import pytest
from playwright.sync_api import expect

from nabij.linkage.models import RecordLink
from tests.journeys.conftest import PHONE, WIDE, assert_fine, follow, follow_by

pytestmark = pytest.mark.xdist_group("journeys")


def test_anja_judges_links_by_keyboard_and_takes_one_back(demo, sign_in):
    """A-103: propose, decide, undo; the next link opens after each decision."""
    waiting = RecordLink.objects.filter(needs_review=True).count()
    assert waiting >= 3, "the demo has nothing to judge"
    page = sign_in("anja")
    assert_fine(page)
    follow(page.get_by_role("link", name="Begin met beoordelen"))
    assert_fine(page)
    follow(page.get_by_role("link", name="Begin met beoordelen"))
    heading = page.get_by_role("heading", level=1, name="Dezelfde persoon of niet?")
    expect(heading).to_be_visible()
    assert_fine(page)

    first = page.url
    page.keyboard.press("l")  # later
    expect(page.get_by_text("Uitgesteld: tot die dag staat het achteraan.")).to_be_visible()
    expect(page).not_to_have_url(first)
    second = page.url
    expect(heading).to_be_focused()
    assert_fine(page)
    page.keyboard.press("o")  # taken back
    expect(page.get_by_role("status")).to_contain_text("Je laatste besluit is ongedaan gemaakt")
    expect(page).to_have_url(first)
    page.wait_for_load_state()
    assert RecordLink.objects.filter(needs_review=True, put_off_until=None).count() == waiting
    follow_by(page, "ArrowRight")  # skip
    expect(page).to_have_url(second)
    page.keyboard.press("j")  # yes, the same person
    expect(page.get_by_text("Vastgelegd: dezelfde persoon")).to_be_visible()
    expect(page).not_to_have_url(second)
    page.wait_for_load_state()
    page.keyboard.press("n")
    expect(page.get_by_text("Vastgelegd: niet dezelfde persoon")).to_be_visible()
    assert RecordLink.objects.filter(needs_review=True).count() == waiting - 2

    link = RecordLink.objects.select_related("person").get(ref=second.rstrip("/").split("/")[-1])
    confirmed = link if link.state == "confirmed" else RecordLink.objects.get(state="confirmed")
    page.goto(f"{demo.url}/linkage/persons/{confirmed.person.ref}/")
    assert_fine(page)
    row = page.get_by_role("row").filter(has_text="Bevestigd door een collega")
    follow(row.get_by_role("link", name="Ontkoppelen"))
    assert_fine(page)
    page.get_by_role("button", name="Ontkoppelen").click()
    expect(page.get_by_role("status")).to_contain_text("Alles is weer zoals het was")
    assert RecordLink.objects.get(pk=link.pk).state == "rejected"


@pytest.mark.parametrize(("width", "dark"), [(WIDE, False), (PHONE, True)])
def test_the_pages_of_links_are_fine_on_desk_and_phone_by_day_and_night(demo, sign_in, width, dark):
    page = sign_in("anja", width=width, dark=dark)
    assert_fine(page)
    link = RecordLink.objects.filter(needs_review=True).select_related("person").first()
    record = RecordLink.objects.filter(
        person=link.person, state__in=["automatic", "confirmed"]
    ).first()
    for address in (
        "/linkage/",
        "/linkage/?queue=risk",
        "/linkage/quality/",
        f"/linkage/{link.ref}/",
        f"/linkage/persons/{link.person.ref}/",
        f"/linkage/{record.ref}/unlink/",
        f"/linkage/records/{record.patient_record.ref}/ground/",
    ):
        page.goto(demo.url + address)
        assert_fine(page)
