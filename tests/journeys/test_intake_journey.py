# SPDX-License-Identifier: EUPL-1.2
"""Taking dossiers in with a real browser: upload, see it go, mend what was refused."""

import json

import pytest
from playwright.sync_api import expect

from nabij.core.tests.working import work
from nabij.dossiers.models import Intake, Quarantine
from nabij.dossiers.tests.making import bundle, patient, problem
from tests.journeys.conftest import PHONE, WIDE, assert_fine, follow, session_cookie

pytestmark = pytest.mark.xdist_group("journeys")


def _upload(page, demo, name, *resources):
    """Upload one file for the hospital and return on the page of its intake."""
    page.goto(f"{demo.url}/dossiers/upload/")
    page.get_by_label("Bron").select_option(index=1)
    page.get_by_label("FHIR-versie").select_option("r4")
    page.get_by_label("Bestanden").set_input_files(
        {
            "name": name,
            "mimeType": "application/json",
            "buffer": json.dumps(bundle(*resources)).encode(),
        }
    )
    page.get_by_role("button", name="Innemen").click()
    page.wait_for_url(f"{demo.url}/dossiers/intakes/*/")


def test_anja_takes_dossiers_in_and_mends_what_was_refused(demo, sign_in):
    """A-02: the page goes on by itself, the report counts, and nothing is lost."""
    page = sign_in("anja")
    follow(page.get_by_role("link", name="Dossiers").first)
    expect(page.get_by_role("heading", level=1, name="Dossiers")).to_be_visible()
    assert_fine(page)
    follow(page.get_by_role("link", name="Dossiers innemen"))
    assert_fine(page)

    _upload(
        page, demo, "reis.json", patient("reis-1"), problem("reis-2", "Patient/reis-1"), {"id": "x"}
    )
    expect(page.get_by_text("Wacht op zijn beurt.")).to_be_visible()
    assert_fine(page)
    work("intake")
    # Nobody reloads: the page asks by itself.
    expect(page.get_by_role("heading", name="Wat er binnenkwam")).to_be_visible()
    expect(page.get_by_role("cell", name="Condition")).to_be_visible()
    assert_fine(page)

    follow(page.get_by_role("link", name="Dit is geen FHIR-gegeven"))
    expect(page.get_by_text("/entry/2/resource").first).to_be_visible()
    assert_fine(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download zoals het kwam").click()
    assert json.loads(download.value.path().read_text()) == {"id": "x"}
    page.get_by_label("Hersteld bestand").set_input_files(
        {
            "name": "hersteld.json",
            "mimeType": "application/json",
            "buffer": json.dumps(problem("reis-3", "Patient/reis-1")).encode(),
        }
    )
    page.get_by_role("button", name="Innemen").click()
    page.wait_for_url(f"{demo.url}/dossiers/intakes/*/")
    work("intake")
    intake = Intake.objects.get(name="reis.json")
    assert intake.report["facts"] == {"Condition": 2}
    assert not Quarantine.objects.filter(intake_file__intake=intake, mended_at=None).exists()


@pytest.mark.parametrize(("width", "dark"), [(WIDE, False), (PHONE, True)])
def test_the_pages_of_intakes_are_fine_on_desk_and_phone_by_day_and_night(
    demo, sign_in, width, dark
):
    page = sign_in("anja", width=width, dark=dark)
    name = f"breed-{width}-{dark}.json"
    _upload(page, demo, name, patient(name), {"id": name})
    work("intake")
    refused = Quarantine.objects.get(intake_file__intake__name=name)
    for address in (
        "/dossiers/",
        "/dossiers/upload/",
        f"/dossiers/intakes/{refused.intake_file.intake.ref}/",
        "/dossiers/quarantine/",
        f"/dossiers/quarantine/{refused.ref}/",
    ):
        page.goto(demo.url + address)
        assert_fine(page)


def test_without_script_an_upload_works_too(demo, browser):
    """The page asks again by itself with a refresh; every button is a form."""
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    try:
        page = context.new_page()
        context.add_cookies([session_cookie(demo, "anja")])
        _upload(page, demo, "zonder script.json", patient("zs-1"))
        work("intake")
        expect(page.get_by_role("heading", name="Wat er binnenkwam")).to_be_visible(timeout=15_000)
    finally:
        context.close()
