# SPDX-License-Identifier: EUPL-1.2
"""Lists, and two colleagues who change the same person, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from nabij.relations.models import Party
from tests.journeys.conftest import assert_fine, assert_fine_on_desk_and_phone, follow

pytestmark = pytest.mark.xdist_group("journeys")


def narrow(page, box, text):
    """Type in a filter, and go on when the rows that it leaves stand there."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        box.fill(text)
    rows = page.locator("#rows tbody tr")
    expect(rows.filter(has_not_text=text)).to_have_count(0)
    expect(rows.first).to_contain_text(text, ignore_case=True)


def test_two_colleagues_change_the_same_person_and_nothing_is_lost(demo, sign_in):
    """R21: the same field is shown (was, theirs, mine); different fields come together."""
    ref = Party.objects.get(client_number=demo.jo.client_number).ref
    form = f"{demo.url}/relations/persons/{ref}/edit/"
    anja, fatima = sign_in("anja"), sign_in("fatima")
    for page in (anja, fatima):
        page.goto(form)
    fatima.get_by_label("Roepnaam").fill("Jootje")
    fatima.locator("#id_language").select_option("fy")
    follow(fatima.get_by_role("button", name="Opslaan"))
    expect(fatima.locator("div.who")).to_be_visible()

    was = anja.get_by_label("Roepnaam").input_value()
    anja.get_by_label("Roepnaam").fill("Johan")
    anja.get_by_label("Tweede telefoon").fill("038 765 43 21")
    anja.complaints.expect("409 (Conflict)")  # the console tells of it, as it should
    follow(anja.get_by_role("button", name="Opslaan"))
    difference = anja.get_by_role("row", name=re.compile("Roepnaam"))
    for shown in (was, "Jootje", "Johan"):
        expect(difference).to_contain_text(shown)
    assert_fine_on_desk_and_phone(anja, "difference")
    expect(anja.get_by_label("Tweede telefoon")).to_have_value("038 765 43 21")
    follow(anja.get_by_role("button", name="Opslaan"))
    expect(anja.locator("div.who")).to_contain_text("Johan")
    party = Party.objects.select_related("person").get(ref=ref)
    assert (party.person.call_name, party.person.language) == ("Johan", "fy")

    # And in a cell of the list: what only the other changed elsewhere is no reason to stop.
    anja.goto(f"{demo.url}/lists/persons/?view=all")
    narrow(anja, anja.get_by_label("Naam begint met"), party.sort_key.split()[0])
    row = anja.get_by_role("row").filter(has=anja.locator(f"input[value='{ref}']"))
    row.locator("td[data-label=Telefoon] a").click()
    number = row.get_by_label("Telefoon")
    expect(number).to_be_visible()
    fatima.goto(form)
    fatima.get_by_label("Telefoon", exact=True).fill("038 111 11 11")
    follow(fatima.get_by_role("button", name="Opslaan"))
    expect(fatima.locator("div.who")).to_be_visible()
    number.fill("038 222 22 22")
    number.press("Enter")
    expect(row.get_by_role("alert")).to_contain_text("038 111 11 11")
    expect(row.get_by_label("Telefoon")).to_have_value("038 222 22 22")
    assert_fine(anja)
    row.get_by_role("button", name="De mijne bewaren").click()
    expect(row.get_by_role("link", name="038 222 22 22")).to_be_visible()


def test_anja_gives_a_task_for_each_of_a_view_and_takes_it_back(demo, sign_in):
    page = sign_in("anja")
    page.goto(f"{demo.url}/lists/persons/?view=all")
    narrow(page, page.get_by_role("textbox", name="Plaats", exact=True), "Kampen")
    assert "ampen" not in page.url
    assert_fine_on_desk_and_phone(page, "list")
    page.get_by_role("combobox", name="Doe").select_option(label="Een taak voor elk")
    for number in (0, 1):
        page.locator("input[name=row]").nth(number).check()
    page.get_by_role("button", name="Ga door").click()
    page.get_by_label("Wat moet er gebeuren?").fill("Bellen over het nieuwe rooster")
    page.get_by_role("button", name="Bekijk wat er gaat gebeuren").click()
    expect(page.get_by_text("Het kan voor 2 rijen.")).to_be_visible()
    assert_fine_on_desk_and_phone(page, "many")
    page.get_by_role("button", name="Doe het").click()
    page.get_by_role("button", name="Terugdraaien").click()
    expect(page.get_by_text("2 rijen zijn weer zoals ze waren.")).to_be_visible()
    assert_fine(page)
