# SPDX-License-Identifier: EUPL-1.2
"""A copy, and what goes, from the request to the letter, in a real browser."""

import pytest
from playwright.sync_api import expect

from nabij.core.tests.working import work
from nabij.privacy.models import PrivacyRequest
from tests.journeys.conftest import PHONE, assert_fine, follow

pytestmark = pytest.mark.xdist_group("journeys")


def test_a_copy_is_taken_and_what_goes_is_approved_by_a_second_person(demo, sign_in):
    """A-118: the copy as two files; the list, its approval, and the letter that tells the rest."""
    rows = PrivacyRequest.objects.filter(entry_key__startswith="demo-request-")
    copied, destroyed = rows.get(kind="portability"), rows.get(kind="destruction")
    work()
    page = sign_in("saskia")
    page.goto(f"{demo.url}/who-looked/requests/{copied.ref}/")
    assert_fine(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Om te lezen (PDF)").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    page.goto(f"{demo.url}/who-looked/requests/{destroyed.ref}/")
    expect(page.get_by_role("heading", name="Wat weggaat en wat blijft")).to_be_visible()
    expect(page.get_by_text("Uw dossier (").first).to_be_visible()
    expect(page.get_by_role("button", name="Goedkeuren en uitvoeren")).to_have_count(0)
    assert_fine(page)
    page.get_by_text("Tegenhouden").first.click()
    page.get_by_role("textbox", name="Wat het tegenhoudt").fill("Klacht van de dochter")
    follow(page.get_by_role("button", name="Tegenhouden"))
    expect(page.get_by_text("Klacht van de dochter")).to_be_visible()
    follow(page.get_by_role("button", name="Beëindigen"))
    follow(page.get_by_role("button", name="Lijst opnieuw maken"))
    work()
    other = sign_in("govert", width=PHONE)
    other.goto(f"{demo.url}/who-looked/requests/{destroyed.ref}/")
    assert_fine(other)
    follow(other.get_by_role("button", name="Goedkeuren en uitvoeren"))
    expect(other.locator("#messages")).to_contain_text("goedgekeurd")
    work()
    other.reload()
    expect(other.get_by_text("Wat wegging en wat bleef")).to_be_visible()
    expect(other.get_by_text("Dit is weg:").first).to_be_visible()
    assert_fine(other)
