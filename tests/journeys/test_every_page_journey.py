# SPDX-License-Identifier: EUPL-1.2
"""Every page that a colleague can open: on a phone, twice as large, dark, on paper, by keyboard.

The addresses are those of the routes; who gets a page, and about whom, says the table of rights.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from nabij.web.tests.conftest import PATIENCE_MS, Complaints
from tests.matrix import routes, table
from tests.matrix.conftest import built_world, world
from tests.matrix.table import Row
from tests.matrix.world import NOBODY, World, sign_in

__all__ = ["built_world", "world"]
pytestmark = pytest.mark.xdist_group("journeys")

PHONE, TWICE_AS_LARGE, WIDE, PAPER = 360, 640, 1280, 690  # CSS pixels; paper is A4 less its margins
# Pages that are another for each role, though the table says the same of them.
OF_EACH_ROLE = {"desk:start"}
# One of each kind, for what takes long: every control by the tab key.
KINDS = (
    "desk:start", "relations:search", "relations:person_new", "clientview:person", "lists:page",
    "contact:calendar", "contact:task_new", "contact:meeting", "contact:call", "imports:columns",
    "linkage:link", "relations:network",
)  # fmt: skip
# What is asked for by its address and has no page there.
FILES = {
    "contact:calendar_feed", "contact:hours_workbook", "imports:errors", "imports:example",
    "lists:export", "privacy:request_copy", "value:download", "value:paper", "value:workbook",
}  # fmt: skip
LEADS_ON = {"lists:start", "set_language"}  # or answers what is sent only
SIGNING_IN = {
    "sign_in:lock", "sign_in:reset_choose", "sign_in:second_step", "sign_in:single_sign_on",
    "sign_in:single_sign_on_back", "sign_in:unlock",
}  # fmt: skip
# The world of the table has none of these.
NOT_THERE = {
    "clientview:after_death", "linkage:split_to", "lists:bulk", "privacy:breach",
    "privacy:explain", "privacy:find", "privacy:notice", "privacy:request", "relations:merge",
}  # fmt: skip
FOR_PROGRAMS = {"api:merge", "api:openapi", "api:split"}
WITHOUT_A_PAGE = FILES | LEADS_ON | SIGNING_IN | NOT_THERE | FOR_PROGRAMS

TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room + 1) return [];  // less than one is rounded
  const beyond = [...document.querySelectorAll("main *, header *")].filter(
    (one) => one.getBoundingClientRect().right > room + 1 && !one.closest(".scroll"));
  return [`${document.documentElement.scrollWidth} px`,
          ...beyond.slice(0, 3).map((one) => one.outerHTML.slice(0, 100))];
}"""
WRONG_ON_PAPER = """() => {
  const said = (what, one) => `${what}: ${one.outerHTML.slice(0, 100)}`;
  const seen = [...document.querySelectorAll("main *")].filter((one) => one.checkVisibility());
  const cut = seen.filter((one) => {
    if (one.matches("input, select, .visually-hidden, svg *")) return false;
    const style = getComputedStyle(one);
    return (style.overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1)
      || (style.overflowY !== "visible" && one.scrollHeight > one.clientHeight + 1);
  });
  const ways = [...document.querySelectorAll(".top, .side, .tabs, .crumbs, .button")].filter(
    (one) => one.checkVisibility());
  return [...ways.map((one) => said("navigation", one)), ...cut.map((one) => said("cut off", one))];
}"""
# Numbers what the tab key should reach: of a group of radio buttons the one that is chosen.
NUMBER_CONTROLS = """() => {
  const all = document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex='0']");
  const usable = [...all].filter((one) => one.checkVisibility({visibilityProperty: true})
    && !one.disabled && one.tabIndex >= 0);
  const groups = new Map();
  for (const one of usable.filter((one) => one.type === "radio")) {
    if (one.checked || !groups.has(one.name)) groups.set(one.name, one);
  }
  const stops = usable.filter((one) => one.type !== "radio" || groups.get(one.name) === one);
  stops.forEach((one, number) => { one.tabStop = number; });
  return stops.map((one) => one.outerHTML.slice(0, 100));
}"""

# Which stop has the focus, and whether that shows: around the control, or the box it stands in.
AT = """() => {
  const at = document.activeElement;
  const shows = [at, at.parentElement, ...(at.labels ?? [])].some((one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" || style.boxShadow !== "none";
  });
  return [at.tabStop ?? null, shows];
}"""


@dataclass(frozen=True)
class Place:
    """A page as somebody gets it."""

    name: str
    viewer: str
    url: str

    def __str__(self) -> str:
        return f"{self.name} as {self.viewer}"


@pytest.fixture
def server(world) -> Iterator[LiveServer]:
    server = LiveServer("localhost")
    try:
        yield server
    finally:
        server.stop()


class Walk:
    """A browser in which everybody of the world opens pages, each in a context of their own."""

    def __init__(self, browser: Browser, server: LiveServer, world: World) -> None:
        self.browser, self.server, self.world = browser, server, world
        self.contexts: dict[tuple[str, bool], BrowserContext] = {}
        self.page: Page | None = None

    def open(self, place: Place) -> Page:
        """Open a page; nothing of the one before is left."""
        if self.page:
            self.page.close()
        key = place.viewer, place.name in routes.ENDS_SESSIONS
        if key not in self.contexts:
            self.contexts[key] = self._context(place.viewer)
        page = self.page = self.contexts[key].new_page()
        page.complaints = Complaints(page)  # type: ignore[attr-defined]
        page.goto(self.server.url + place.url)
        return page

    def _context(self, viewer: str) -> BrowserContext:
        context = self.browser.new_context(
            viewport={"width": WIDE, "height": 900}, locale="nl-NL", reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE_MS)
        cookie = sign_in(self.world, viewer).cookies.get("sessionid")
        if cookie:
            context.add_cookies(
                [{"name": "sessionid", "value": cookie.value, "url": self.server.url}]
            )
        return context


@pytest.fixture
def walk(browser, server, world) -> Walk:
    return Walk(browser, server, world)


def places(world: World, *, names: Collection[str] = ()) -> Iterator[Place]:
    """Return one page for each thing that the table says of an address, by who gets it first.

    Of all addresses, or of those with these names.
    """
    by_name = {route.name: route for route in routes.routes()}
    clients = {viewer: sign_in(world, viewer) for viewer in world.viewers}
    seen: set[tuple[str, ...]] = set()
    for row in table.rows():
        if row.method != "GET" or row.way or (names and row.address not in names):
            continue
        for viewer in world.viewers:
            for owner, cell in _cells(world, row, viewer):
                what: tuple[str, ...] = (row.address, row.asks_for, cell)
                if row.address in OF_EACH_ROLE:
                    what = (row.address, world.who(viewer))
                url = routes.address(world, by_name[row.address], row.asks_for, owner)
                if what not in seen and url and _is_page(clients[viewer], url):
                    seen.add(what)
                    yield Place(row.address, viewer, url)


def _cells(world: World, row: Row, viewer: str) -> Iterator[tuple[str, str]]:
    """Return whom a page shows to somebody, and what the table says of it."""
    if row.is_public or viewer == NOBODY:
        if row.is_public and viewer == NOBODY:
            yield "", "."
        return
    who = world.who(viewer)
    if row.asks_for in routes.ABOUT_NOBODY:
        if any(row.cell(who, relation) != "-" for relation in table.COLUMNS):
            yield "", "."
        return
    for owner in world.refs:
        cell = row.cell(who, world.relation(viewer, owner))
        if cell not in {"-", "!", ">"}:
            yield owner, cell


def _is_page(client: Client, url: str) -> bool:
    answer = client.get(url)
    answer.close()
    return (
        answer.status_code == 200
        and answer.headers["Content-Type"].startswith("text/html")
        and "<main" in answer.text
    )


def looks(page: Page) -> Iterator[str]:
    """Return what is wrong with a page on a phone, enlarged, and on paper."""
    for width in (PHONE, TWICE_AS_LARGE):
        page.set_viewport_size({"width": width, "height": 900})
        yield from (f"{width} px wide: {what}" for what in page.evaluate(TOO_WIDE))
    page.set_viewport_size({"width": PAPER, "height": 900})
    page.emulate_media(media="print")
    yield from (f"on paper: {what}" for what in page.evaluate(TOO_WIDE))
    yield from (f"on paper: {what}" for what in page.evaluate(WRONG_ON_PAPER))
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": WIDE, "height": 900})
    yield from page.complaints.all()  # type: ignore[attr-defined]


def violations(page: Page) -> Iterator[str]:
    """Return what axe says of a page, in light and in dark."""
    ways = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}
    for scheme, only in ways.items():
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(page, options={"resultTypes": ["violations"], **only}).response
        for one in found["violations"]:
            yield f"{scheme}: {one['id']} {[node['html'][:100] for node in one['nodes'][:3]]}"


def unreached(page: Page) -> Iterator[str]:
    """Return the controls that the tab key does not reach, or where it does not show."""
    page.evaluate("document.activeElement.blur()")
    controls = dict(enumerate(page.evaluate(NUMBER_CONTROLS)))
    for _press in range(2 * len(controls) + 30):  # what opens on the way has stops of its own
        if not controls:
            return
        page.keyboard.press("Tab")
        at, shows = page.evaluate(AT)
        if (control := controls.pop(at, None)) and not shows:
            yield f"does not show its focus: {control}"
    yield from (f"not by the tab key: {what}" for what in controls.values())


@pytest.mark.faults
def test_every_page_is_fine_in_every_way(walk, world):
    """Some minutes; the test below looks at one of each kind."""
    found = list(places(world))
    told = {row.address for row in table.rows() if row.method == "GET" and not row.way}
    missing = told - {place.name for place in found}
    wrong = [f"{name}: has a page now, or none" for name in sorted(missing ^ WITHOUT_A_PAGE)]
    for place in found:
        page = walk.open(place)
        wrong += [f"{place}: {what}" for what in (*looks(page), *violations(page))]
    assert not wrong, f"{len(wrong)} wrong:\n" + "\n".join(wrong)


def test_a_page_of_each_kind_is_fine_in_every_way_and_by_the_tab_key(walk, world):
    found = {place.name: place for place in places(world, names=KINDS)}
    assert set(found) == set(KINDS)
    wrong = []
    for place in found.values():
        page = walk.open(place)
        told = (*looks(page), *violations(page), *unreached(page))
        wrong += [f"{place}: {what}" for what in told]
    assert not wrong, f"{len(wrong)} wrong:\n" + "\n".join(wrong)
