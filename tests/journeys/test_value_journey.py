# SPDX-License-Identifier: EUPL-1.2
"""A controller gets from nothing to a page for the board, in a real browser (A-21 to A-29)."""

import pytest
from playwright.sync_api import expect

from nabij.value.models import Estimate, Run
from tests.journeys.conftest import PHONE, assert_fine, follow

pytestmark = pytest.mark.xdist_group("journeys")


def test_a_controller_fills_an_example_moves_a_lever_and_prints_for_the_board(demo, sign_in):
    page = sign_in("henriette")
    follow(page.get_by_role("link", name="Waardemodel"))
    expect(page.get_by_role("heading", name="Begin met een voorbeeld")).to_be_visible()
    expect(page.get_by_text("Verdienen betere cliënten een betere behandeling?")).to_be_visible()
    assert_fine(page)

    follow(page.get_by_role("button", name="Klein: één groep"))
    expect(page.get_by_text("In 36 van de 100 gevallen verliest dit plan geld.")).to_be_visible()
    expect(page.get_by_text("250 cliënten op opbrengst per cliënt")).to_be_visible()
    assert_fine(page)

    # The slider and its field say the same, and the answer follows without a click.
    page.get_by_label("Opbrengst per cliënt, in procenten").fill("6")
    expect(page.get_by_label("Opbrengst per cliënt", exact=True)).to_have_value("6")
    expect(page.get_by_text("Naar beste schatting levert dit plan in 3 jaar")).not_to_contain_text(
        "10.811"
    )
    expect(page.get_by_role("heading", name="Wat moeten we eerst testen?")).to_be_visible()
    follow(page.get_by_role("link", name="Terug naar het plan"))
    expect(page.get_by_text("10.811").first).to_be_visible()

    # Every number opens to where it comes from.
    follow(page.get_by_role("link", name="Geschat op 4%"))
    expect(page.get_by_text("Voorbeeld: een verzonnen getal")).to_be_visible()
    assert_fine(page)
    page.get_by_label("Slechtste geval").fill("1")
    page.get_by_label("Beste schatting").fill("5")
    page.get_by_label("Hoe weten we dat?").select_option("tested")
    page.get_by_label("Aantal waarnemingen").fill("250")
    page.get_by_label("Bron").fill("Proef met 250 cliënten")
    follow(page.get_by_role("button", name="Vastleggen"))
    expect(page.get_by_text("Vastgelegd: Opbrengst per cliënt.")).to_be_visible()
    assert_fine(page)
    assert Estimate.objects.get(code="lever.revenue", version=2).n == 250

    follow(page.get_by_role("link", name="Voor het bestuur"))
    assert_fine(page)
    follow(page.get_by_role("button", name="Hele plan"))
    expect(page.get_by_text("Proef met 250 cliënten")).to_be_visible()
    expect(page.get_by_text("tot het laatste bit gelijk")).to_be_visible()
    assert_fine(page)
    assert len(page.pdf(format="A4")) > 20_000
    with page.expect_download() as paper:
        page.get_by_role("link", name="Als PDF").click()
    assert paper.value.suggested_filename.endswith(".pdf")
    assert Run.objects.count() == 1


def test_the_model_is_readable_on_a_phone_in_the_dark_and_for_who_only_reads(demo, sign_in):
    page = sign_in("henriette", width=PHONE, dark=True)
    page.goto(demo.url + "/value/")
    follow(page.locator("button[value=home-care]"))
    expect(page.get_by_role("heading", name="In woorden")).to_be_visible()
    assert_fine(page)
    for part in ("Schattingen", "Opzet", "Voor het bestuur"):
        follow(page.get_by_role("link", name=part, exact=True))
        expect(page.get_by_role("link", name=part, exact=True)).to_have_attribute(
            "aria-current", "page"
        )
        assert_fine(page)

    page = sign_in("lotte", width=PHONE)
    page.goto(demo.url + "/value/")
    follow(page.get_by_role("link", name="thuiszorg"))
    expect(page.get_by_role("heading", name="In woorden")).to_be_visible()
    expect(page.get_by_role("button", name="Bewaren")).to_have_count(0)
    assert_fine(page)
