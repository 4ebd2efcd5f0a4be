# SPDX-License-Identifier: EUPL-1.2
"""Making one of two, and two of one, in a real browser."""

import pytest
from playwright.sync_api import expect

from nabij.linkage.models import RecordLink
from nabij.relations.models import Party
from tests.journeys.conftest import assert_fine, assert_fine_on_desk_and_phone, follow

pytestmark = pytest.mark.xdist_group("journeys")


def test_anja_merges_two_of_the_same_and_takes_it_apart(demo, sign_in):
    """W-01 and W-02: find, compare, choose per field, merge, unmerge."""
    page = sign_in("anja")
    page.goto(f"{demo.url}/relations/persons/new/")
    page.get_by_label("Roepnaam").fill("Grietje")
    page.get_by_label("Achternaam bij geboorte").fill("Dubbelman")
    page.get_by_label("Geboortedatum").first.fill("9-3-1941")
    follow(page.get_by_role("button", name="Persoon vastleggen"))
    expect(page.locator("div.who")).to_be_visible()
    kept = page.url.rstrip("/").rsplit("/", 1)[-1]
    page.goto(f"{demo.url}/relations/persons/new/")
    page.get_by_label("Roepnaam").fill("Greet")
    page.get_by_label("Achternaam bij geboorte").fill("Dubbelman")
    page.get_by_label("Telefoon", exact=False).first.fill("038 765 43 21")
    follow(page.get_by_role("button", name="Persoon vastleggen"))
    someone_else = page.locator("input[name=is_someone_else]")
    expect(someone_else.or_(page.locator("div.who")).first).to_be_visible()
    if someone_else.count():
        someone_else.check()
        follow(page.get_by_role("button", name="Persoon vastleggen"))
    expect(page.locator("div.who")).to_be_visible()

    page.goto(f"{demo.url}/persons/{kept}/")
    follow(page.get_by_role("link", name="Dubbel vastgelegd?"))
    assert_fine(page)
    page.get_by_label("Wie is dezelfde?").fill("Greet Dubbelman")
    follow(page.get_by_role("button", name="Zoeken").last)
    assert_fine(page)
    follow(page.get_by_role("link", name="Greet Dubbelman"))
    assert_fine_on_desk_and_phone(page, "merge")
    page.get_by_role("radio").nth(1).check()
    page.get_by_label("Hoe weet je dit?").fill("Haar dochter zegt het")
    follow(page.get_by_role("button", name="Maak er één van"))
    expect(page.get_by_role("status")).to_contain_text("Deze twee zijn nu één")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Greet")
    expect(page.get_by_text("038 765 43 21").first).to_be_visible()

    follow(page.get_by_role("link", name="Dubbel vastgelegd?"))
    page.get_by_text("Het zijn er toch twee").click()
    page.get_by_label("Hoe weet je dit?").fill("Twee nichten")
    assert_fine_on_desk_and_phone(page, "merges")
    follow(page.get_by_role("button", name="Haal uit elkaar"))
    expect(page.get_by_role("status")).to_contain_text("Het zijn er weer twee")
    assert_fine(page)
    assert Party.objects.get(ref=kept).name.startswith("Grietje")


def test_the_page_that_splits_is_fine(demo, sign_in):
    page = sign_in("anja")
    link = RecordLink.objects.filter(
        state="automatic", person__archived_at=None, person__canonical=None
    ).first()
    page.goto(f"{demo.url}/linkage/persons/{link.person.ref}/split/")
    assert_fine_on_desk_and_phone(page, "split")
