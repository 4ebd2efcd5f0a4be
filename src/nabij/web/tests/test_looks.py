# SPDX-License-Identifier: EUPL-1.2
"""Every component in a real browser: readable for all, on every width, without a complaint."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

WAYS = {
    "wide": {},
    "dark": {"dark": True},
    "phone": {"width": 390},
    "dark phone": {"width": 390, "dark": True},
    "large": {"cookies": {"nabij_density": "large"}},
}


def violations(page):
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
    found = Axe().run(page, options=options).response["violations"]
    return [(v["id"], node["target"], node["failureSummary"]) for v in found for node in v["nodes"]]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", ["/", "/?wrong&message"])
def test_axe_finds_nothing_on_the_page_of_all_components(visit, path, way):
    page = visit(path, **WAYS[way])

    assert violations(page) == []


@pytest.mark.parametrize("way", WAYS)
def test_axe_finds_nothing_on_a_page_for_who_is_not_signed_in(visit, way):
    page = visit("/plain/", **WAYS[way])
    page.get_by_text("Taal en weergave").click()

    assert violations(page) == []
    assert page.complaints.all() == []


@pytest.mark.parametrize("status", [400, 403, 404, 413, 429, 500, 503])
def test_axe_finds_nothing_on_an_error_page(visit, status):
    page = visit(f"/error/{status}/", width=390)

    assert violations(page) == []


def test_axe_finds_nothing_in_open_menus_and_dialogs(visit):
    page = visit("/")
    page.get_by_role("button", name="Je instellingen").click()
    assert violations(page) == []

    page.keyboard.press("Escape")
    page.get_by_role("link", name="Ontkoppel").click()
    assert violations(page) == []


@pytest.mark.parametrize("density", ["compact", "comfortable", "large"])
def test_no_width_needs_scrolling_sideways(visit, density):
    page = visit("/?wrong&message", width=1280, cookies={"nabij_density": density})

    for width in (320, 360, 390, 640, 768, 1024, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["/", "/?wrong", "/error/404/"])
def test_the_browser_has_nothing_to_complain_about(visit, path):
    page = visit(path)
    if path == "/":
        page.get_by_label("Tekst").fill("anna")
        expect(page.locator("#rows li")).to_have_count(1)

    failed = [text for text in page.complaints.all() if "404" not in text]
    assert failed == []


def test_the_header_demands_trusted_types_and_allows_nothing_unsafe(visit):
    page = visit("/")
    policy = page.request.get(page.url).headers["content-security-policy"]

    assert "require-trusted-types-for 'script'" in policy
    assert "trusted-types nabij" in policy
    assert "unsafe" not in policy


def test_a_page_for_who_is_not_signed_in_uses_the_width_of_a_phone(visit):
    page = visit("/plain/", width=390)

    box = page.get_by_role("main").bounding_box()
    assert box["x"] == 390 - box["x"] - box["width"]
    assert box["width"] > 340


def test_colours_follow_the_device_until_the_colleague_chooses(visit):
    page = visit("/", dark=True)
    dark = page.evaluate("getComputedStyle(document.body).color")
    page.get_by_role("button", name="Je instellingen").click()
    page.get_by_role("button", name="Licht").click()
    page.wait_for_url("**/")

    assert page.locator("html").get_attribute("data-theme") == "light"
    assert page.evaluate("getComputedStyle(document.body).color") != dark


def test_on_paper_there_is_no_navigation_but_a_line_saying_who_printed(visit):
    page = visit("/")
    page.emulate_media(media="print")

    expect(page.get_by_role("navigation", name="Hoofdmenu")).to_be_hidden()
    expect(page.get_by_role("banner")).to_be_hidden()
    expect(page.get_by_text("door Robin de Wit")).to_be_visible()


def test_colours_forced_by_the_reader_keep_states_apart(visit):
    page = visit("/")
    page.emulate_media(forced_colors="active")

    assert page.locator(".tag.ok").first.evaluate("e => getComputedStyle(e).borderStyle") == "solid"
    current = page.locator(".side a[aria-current]")
    assert current.evaluate("e => getComputedStyle(e).borderTopWidth") == "2px"
