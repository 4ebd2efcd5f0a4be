# SPDX-License-Identifier: EUPL-1.2
"""Importing a file with a real browser: errors, mend, retry, take back."""

import pytest
from playwright.sync_api import expect

from nabij.core.tests.working import work
from tests.journeys.conftest import assert_fine, follow

pytestmark = pytest.mark.xdist_group("journeys")

HEADER = "cliëntnummer;voornamen;achternaam;geboortedatum;geslacht;plaats"
ROWS = (
    "771001;Wendelina;Proefkonijn;9/3/41;v;Zwolle",
    "771002;Koert;Proefkonijn;31-2-1938;m;Zwolle",
)


def _upload(page, content):
    page.get_by_label("Bestand").set_input_files(
        {"name": "clienten.csv", "mimeType": "text/csv", "buffer": content}
    )
    follow(page.get_by_role("button", name="Ga door"))
    expect(page.get_by_role("heading", name="Zo worden de eerste rijen begrepen")).to_be_visible()
    assert_fine(page)
    follow(page.get_by_role("button", name="Alle rijen controleren"))
    expect(page.get_by_text("Wacht op zijn beurt.")).to_be_visible()
    work("bulk")
    expect(page.get_by_text("gecontroleerd, nog niets vastgelegd")).to_be_visible()
    assert_fine(page)


def _import(page):
    follow(page.get_by_role("button", name="1 nieuwe importeren"))
    work("bulk")
    expect(page.get_by_text("klaar", exact=True)).to_be_visible()
    assert_fine(page)


def test_anja_imports_mends_retries_and_takes_back(demo, sign_in):
    """A-78: nothing is lost on the way, and nothing is left behind."""
    page = sign_in("anja")
    page.goto(f"{demo.url}/imports/")
    assert_fine(page)
    follow(page.get_by_role("link", name="Bestand importeren").first)
    assert_fine(page)
    _upload(page, "\r\n".join([HEADER, *ROWS]).encode("cp1252"))
    expect(page.get_by_text("deze dag bestaat niet: 31-2-1938.")).to_be_visible()
    _import(page)

    with page.expect_download() as download:
        page.get_by_role("link", name="Foutbestand").click()
    content = download.value.path().read_bytes()
    lines = content.decode("cp1252").splitlines()
    assert lines[0] == f"{HEADER};besluit;fout"
    assert len(lines) == 2
    follow(page.get_by_role("link", name="Herstelde rijen uploaden"))
    assert_fine(page)
    _upload(page, content.replace(b"31-2-1938", b"28-2-1938"))
    _import(page)

    page.goto(f"{demo.url}/imports/")
    for place in (0, 1):
        follow(page.get_by_role("link", name="clienten.csv").nth(place))
        follow(page.get_by_role("link", name="Deze import terugdraaien"))
        assert_fine(page)
        follow(page.get_by_role("button", name="Ongedaan maken"))
        work("bulk")
        expect(page.get_by_text("teruggedraaid", exact=True)).to_be_visible()
        page.goto(f"{demo.url}/imports/")
