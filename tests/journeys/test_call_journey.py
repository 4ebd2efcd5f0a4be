# SPDX-License-Identifier: EUPL-1.2
"""A call comes in, is logged, and leads to a call-back that is done: two colleagues,
two browsers."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from nabij.relations.models import ContactPoint
from tests.journeys.conftest import PHONE, assert_fine, follow

pytestmark = pytest.mark.xdist_group("journeys")
TOKEN = "j" * 40


@pytest.fixture(autouse=True)
def _exchange(settings):
    settings.NABIJ_EXCHANGES = {"front": TOKEN}


def ring(demo, *, key: str) -> None:
    """Let the exchange tell that a client of Fatima's team, Jo, rings at Anja."""
    points = ContactPoint.objects.filter(system="phone", party__client_number=demo.jo.client_number)
    number = points.values_list("value", flat=True)[0]
    told = {"id": key, "state": "ringing", "number": number, "colleague": demo.email("anja")}
    answer = Client().post(
        reverse("contact:exchange"),
        json.dumps(told),
        content_type="application/json",
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    assert answer.status_code == 204


def test_a_call_comes_in_is_logged_and_leads_to_a_call_back_that_is_done(demo, sign_in):
    """A-92, A-93, A-94: the phone rings and the right card opens; nothing is written twice."""
    anja = sign_in("anja")
    ring(demo, key="call-journey")
    follow(anja.get_by_role("link", name="Wie is het?"))
    expect(anja.get_by_role("heading", level=1)).to_have_text("Wie belt er?")
    assert_fine(anja)
    anja.get_by_label("over zichzelf").check()
    anja.get_by_label("geboortedatum").check()
    anja.get_by_label("cliëntnummer").check()
    follow(anja.get_by_role("button", name="Openen voor dit gesprek"))

    contact = anja.locator("#contact")
    expect(contact).to_contain_text("Aan de telefoon:")
    contact.get_by_label("Wat is er besproken?").fill("Vraagt of het bezoek later kan.")
    contact.get_by_text("Terugbellen, toezegging, onvrede").click()
    contact.get_by_label("Iemand belt terug").check()
    contact.get_by_label("Waarvoor").fill("Laten weten of het later kan")
    assert_fine(anja)
    contact.get_by_role("button", name="Vastleggen").click()
    expect(contact.get_by_text("Het contact is vastgelegd.")).to_be_visible()
    # What is still to do stands on top of the page, once, with what was asked just now.
    expect(anja.locator("#open-tasks")).to_have_count(1)
    expect(anja.locator("#open-tasks")).to_contain_text("Terugbelverzoek")
    expect(contact).not_to_contain_text("Aan de telefoon:")
    expect(contact.locator(".timeline")).to_contain_text("Vraagt of het bezoek later kan.")
    anja.get_by_role("button", name="Gesprek afronden").click()
    expect(anja.get_by_role("button", name="Gesprek afronden")).to_have_count(0)

    fatima = sign_in("fatima", width=PHONE)
    fatima.goto(f"{demo.url}{reverse('contact:tasks')}")
    assert_fine(fatima)
    today = fatima.locator("section", has=fatima.get_by_role("heading", name="Vandaag"))
    follow(today.get_by_role("link").first)
    expect(fatima.locator("main")).to_contain_text("Laten weten of het later kan")
    assert_fine(fatima)
    fatima.get_by_label("Hoe ging het?").select_option("reached")
    follow(fatima.get_by_role("button", name="Vastleggen"))
    expect(fatima.locator("main")).to_contain_text("gesproken")
    follow(fatima.get_by_role("button", name="Klaar"))
    expect(fatima.get_by_text("De taak is gesloten.")).to_be_visible()
