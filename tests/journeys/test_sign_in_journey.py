# SPDX-License-Identifier: EUPL-1.2
"""Signing in as people do it: a code, a passkey, and a page that hides itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.access.actions import reset_factors
from nabij.access.choices import ResetReason
from nabij.access.models import SecondFactor, Session, User
from nabij.demo import choices, queries
from tests.journeys.conftest import PHONE, WIDE, assert_fine, follow

pytestmark = pytest.mark.xdist_group("journeys")


@pytest.fixture
def code(demo):
    """Return the code that the app of a colleague shows now; it counts as not used before."""

    def code(key):
        email = demo.email(key)
        SecondFactor.objects.filter(user__email=email).update(counter=0)
        machine = access_queries.machine(at=timezone.now(), command="test")
        (now,) = queries.codes_now(viewer=machine, institution=demo.institution, who=email)
        return now.code

    return code


def _give_password(page, demo, key):
    page.goto(demo.url + "/sign-in/")
    page.get_by_label("E-mailadres").fill(demo.email(key))
    page.get_by_label("Wachtwoord").fill(choices.PASSWORD)
    page.get_by_role("button", name="Aanmelden", exact=True).click()


def _virtual_passkey(page):
    """Give this browser a device that makes passkeys and knows its owner."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_password_and_a_code_lead_to_the_desk(open_page, demo, code, width):
    page = open_page(width=width)
    page.goto(demo.url + "/relations/")
    assert_fine(page)
    _give_password(page, demo, "fatima")
    page.wait_for_url("**/second-step/")
    assert_fine(page)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Ga door").click()
    page.get_by_text("Deze code klopt niet").first.wait_for()
    page.get_by_label("Code").fill(code("fatima"))
    page.get_by_role("button", name="Ga door").click()
    page.wait_for_url(demo.url + "/")
    page.goto(demo.url + "/sign-in/mine/")
    assert page.get_by_text("dit apparaat").is_visible()
    assert_fine(page)


def test_a_new_colleague_makes_a_passkey_and_signs_in_with_it(open_page, demo):
    bram = User.objects.get(email=demo.email("bram"))
    machine = access_queries.machine(at=timezone.now(), command="test")
    reset_factors(viewer=machine, user=bram, reason=ResetReason.LOST)
    page = open_page()
    _virtual_passkey(page)
    _give_password(page, demo, "bram")
    page.wait_for_url("**/set-up/")
    assert_fine(page)
    page.goto(demo.url + "/relations/")
    assert page.url.endswith("/sign-in/set-up/"), "nothing opens before the second step"
    follow(page.get_by_role("link", name="Stel een app in"))
    assert page.get_by_role("img", name="Plaatje met de sleutel").is_visible()
    assert_fine(page)
    page.goto(demo.url + "/sign-in/set-up/")
    follow(page.get_by_role("link", name="Maak een passkey"))
    assert_fine(page)
    page.get_by_label("Naam van deze passkey").fill("laptop")
    page.get_by_role("button", name="Maak een passkey").click()
    page.wait_for_url("**/set-up/codes/")
    follow(page.get_by_role("button", name="Laat mijn codes zien"))
    assert page.locator(".codes code").count() == 10
    assert_fine(page)
    page.get_by_role("link", name="Ik bewaar ze goed").click()
    page.wait_for_url(demo.url + "/")
    page.get_by_role("button", name="Je instellingen").click()
    page.locator("#user-menu").get_by_role("button", name="Afmelden").click()
    page.wait_for_url("**/sign-in/")
    page.get_by_role("button", name="Gebruik een passkey").click()
    page.wait_for_url(demo.url + "/")
    assert_fine(page)


def _add_passkey(page, demo):
    _virtual_passkey(page)
    page.goto(demo.url + "/sign-in/set-up/passkey/")
    page.get_by_role("button", name="Maak een passkey").click()
    page.wait_for_url("**/set-up/codes/")


def _half_typed(page, demo):
    """Stand half-way down a long page with something typed in, and return where."""
    page.set_viewport_size({"width": WIDE, "height": 320})
    page.goto(demo.url + "/relations/persons/new/")
    # A moment after somebody stops typing it is kept.
    with page.expect_response(lambda answer: "draft" in answer.url):
        page.locator("main input[type=text]").first.fill("Half getypt")
    page.evaluate("scrollTo(0, 240)")
    return page.evaluate("scrollY")


def _lock(page):
    """Let the time without work pass."""
    # A question under way when the page hides itself is refused, and the console tells of it.
    page.complaints.expect("423 (Locked)")
    page.evaluate(
        """() => {
        const now = Date.now;
        Date.now = () => now() + 301_000;
        document.dispatchEvent(new Event("visibilitychange"));
        Date.now = now;
    }"""
    )
    page.locator("#lock[open]").wait_for()


def _assert_hidden(page):
    assert page.title() == "Vergrendeld · nabij"
    shown = page.evaluate(
        """[...document.querySelectorAll("body *")].filter((element) =>
        !element.closest("#lock") && getComputedStyle(element).visibility !== "hidden").length"""
    )
    assert shown == 0
    field = page.locator("main input[type=text]").first
    assert not field.is_visible()
    assert "Half getypt" not in page.locator("body").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("#lock[open]").is_visible()


def test_a_page_nobody_works_in_hides_and_one_touch_brings_it_back(sign_in, demo):
    page = sign_in("carla")
    _add_passkey(page, demo)
    scrolled = _half_typed(page, demo)
    _lock(page)
    _assert_hidden(page)
    assert_fine(page)
    assert Session.objects.filter(user__email=demo.email("carla"), locked_at__isnull=False).exists()
    page.locator("#lock").get_by_role("button", name="Gebruik een passkey").click()
    page.locator("#lock").wait_for(state="hidden")
    assert page.locator("main input[type=text]").first.input_value() == "Half getypt"
    assert page.evaluate("scrollY") == scrolled
    assert "Vergrendeld" not in page.title()
    assert page.complaints.all() == []
    # The session ended meanwhile: one touch begins another, in the same page, and the form goes on.
    _lock(page)
    long_ago = timezone.now() - timedelta(hours=1)
    Session.objects.filter(user__email=demo.email("carla")).update(seen_at=long_ago)
    page.locator("#lock").get_by_role("button", name="Gebruik een passkey").click()
    page.locator("#lock").wait_for(state="hidden")
    assert page.locator("main input[type=text]").first.input_value() == "Half getypt"
    token = page.locator("main form [name=csrfmiddlewaretoken]").first.input_value()
    answer = page.request.post(
        demo.url + "/sign-in/lock/still-here/",
        headers={"X-CSRFToken": token, "Referer": page.url},
    )
    assert answer.status == 204


def test_the_password_unlocks_too_in_all_tabs(sign_in, demo):
    page = sign_in("anja")
    other = page.context.new_page()
    other.goto(demo.url + "/sign-in/mine/")
    scrolled = _half_typed(page, demo)
    _lock(page)
    other.locator("#lock[open]").wait_for()
    _assert_hidden(page)
    page.get_by_label("Wachtwoord of code").fill("niet dit")
    page.get_by_role("button", name="Ontgrendelen").click()
    page.get_by_text("Dat klopt niet").wait_for()
    page.get_by_label("Wachtwoord of code").fill(choices.PASSWORD)
    page.get_by_role("button", name="Ontgrendelen").click()
    page.locator("#lock").wait_for(state="hidden")
    other.locator("#lock").wait_for(state="hidden")
    assert page.locator("main input[type=text]").first.input_value() == "Half getypt"
    assert page.evaluate("scrollY") == scrolled
