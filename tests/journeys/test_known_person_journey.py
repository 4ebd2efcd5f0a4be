# SPDX-License-Identifier: EUPL-1.2
"""Record somebody who may be known: by keyboard, on a phone, and without script."""

from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.core.dates import PartialDate
from nabij.core.viewer import Role
from nabij.relations import actions
from nabij.relations.types import ContactPointFields, PersonFields, PersonName
from nabij.web.tests.conftest import PATIENCE_MS

NEW = reverse("relations:person_new")


@pytest.fixture
def cookie(committing_live_server):
    """Carla of team Zuid; Anna and Greet, who is shielded, are clients of team Noord."""
    unit, machine = (
        apps.get_model("access", "Unit"),
        access_queries.machine(at=timezone.now(), command="test"),
    )
    noord, zuid = (unit.objects.create(name=f"Team {n}", kind="team") for n in ("Noord", "Zuid"))
    for name, given in (("Vries", {}), ("Stil", {"is_shielded": True})):
        point = ContactPointFields(system="phone", value="+31381234567")
        fields = PersonFields(
            name=PersonName(call_name="Anna", own_name=name),
            birth=PartialDate(date(1941, 3, 9)),
            unit_id=noord.pk,
            contact_points=(point,),
            **given,
        )
        actions.create_person(viewer=machine, fields=fields)
    user = apps.get_model("access", "User").objects.create_user("carla@example.nl", "Carla")
    on = timezone.localdate() - timedelta(days=1)
    user.role_assignments.create(role=Role.FRONT_OFFICE, starts_on=on)
    user.unit_memberships.create(unit=zuid, starts_on=on)
    client = Client()
    client.force_login(user)
    session = client.cookies["sessionid"].value
    return {"name": "sessionid", "value": session, "url": committing_live_server.url}


@pytest.fixture
def open_form(browser, committing_live_server, cookie):
    contexts = []

    def open_form(*, width, script=True):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale="nl-NL",
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto(committing_live_server.url + NEW)
        return page

    yield open_form
    for context in contexts:
        context.close()


def test_by_keyboard_a_card_comes_up_while_typing_and_the_hint_on_recording(open_form):
    page = open_form(width=390)
    page.get_by_label("Roepnaam").focus()
    page.keyboard.type("Anna")
    page.get_by_label("Achternaam bij geboorte").focus()
    page.keyboard.type("Vries")
    page.get_by_label("Geboortedatum").focus()
    page.keyboard.type("1941")
    page.keyboard.press("Tab")
    page.locator("#known").get_by_text("mogelijk dezelfde").wait_for()
    assert "zeer waarschijnlijk" not in page.locator("#known").inner_text()

    # Another name with her number: only on recording, and it says nothing of whom.
    page.get_by_label("Achternaam bij geboorte").fill("Stil")
    page.get_by_label("Geboortedatum").fill("")
    page.get_by_label("Telefoon", exact=True).fill("038-1234567")
    page.keyboard.press("Tab")
    page.locator("#known", has_not_text="mogelijk dezelfde").wait_for(state="attached")
    page.wait_for_function("!document.querySelector('#known').textContent.trim()")
    page.get_by_role("button", name="Persoon vastleggen").focus()
    page.keyboard.press("Enter")
    hint = page.locator("#hinted")
    hint.get_by_text("Dit kan iemand zijn die jij niet mag zien").wait_for()
    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    hint.get_by_role("button", name="Vraag het de beheerder").focus()
    page.keyboard.press("Enter")
    hint.get_by_text("Je hebt het de beheerder gevraagd").wait_for()
    assert page.get_by_label("Telefoon", exact=True).input_value() == "038-1234567"


def test_without_script_what_was_typed_stays_and_one_says_that_it_is_someone_else(open_form):
    page = open_form(width=1280, script=False)
    page.get_by_label("Achternaam bij geboorte").fill("Stil")
    page.get_by_label("Roepnaam").fill("Anna")
    page.get_by_label("Geboortedatum").fill("9-3-1941")
    page.get_by_role("button", name="Persoon vastleggen").click()
    page.get_by_text("Dit kan iemand zijn die jij niet mag zien").wait_for()
    page.get_by_role("button", name="Vraag het de beheerder").click()
    page.get_by_text("Je hebt het de beheerder gevraagd").wait_for()
    assert page.get_by_label("Roepnaam").input_value() == "Anna"

    page.get_by_label("Ik weet zeker: dit is iemand anders").check()
    page.get_by_role("button", name="Persoon vastleggen").click()
    page.wait_for_url("**/persons/*/")
