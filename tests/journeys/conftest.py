# SPDX-License-Identifier: EUPL-1.2
"""Journeys through the whole product: a small demo institution, a real server, a real browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.test import Client as TestClient
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from nabij.access import queries as access_queries
from nabij.access.models import User
from nabij.database.testing.scratch import connected
from nabij.demo import actions
from nabij.demo.generator import institution as generator
from nabij.demo.generator import roster
from nabij.demo.generator.shapes import Client, Institution
from nabij.demo.generator.write import write_dossiers
from nabij.web.tests.conftest import CHROMIUM_ARGUMENTS, PATIENCE_MS, Complaints

# Playwright keeps an event loop in this thread; our own calls to the database are ordinary ones.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CLIENTS = 40
WIDE, PHONE = 1280, 390


@dataclass(frozen=True)
class Demo:
    """A filled database with its server, and who can sign in there."""

    database: str
    institution: Institution
    url: str

    def email(self, key: str) -> str:
        """Return the sign-in of a colleague of the cast."""
        wanted = self.institution.cast.get(key, key)
        return next(c.email for c in self.institution.colleagues if c.key == wanted)

    @property
    def jo(self) -> Client:
        """The client of the tour, with five dossiers."""
        number = self.institution.cast["jo"]
        return next(c for c in self.institution.clients if c.client_number == number)


@pytest.fixture(scope="session")
def demo_database(cluster, template_database, django_db_blocker, tmp_path_factory):
    """A database with a small institution, filled by the same doors as `nabij demo`."""
    folder: Path = tmp_path_factory.mktemp("demo")
    institution = generator.generate(seed=2026, clients=CLIENTS, today=timezone.localdate())
    with (
        cluster.copy_of(template_database) as name,
        django_db_blocker.unblock(),
    ):
        with connected(cluster, name):
            viewer = access_queries.machine(at=timezone.now(), command="demo")
            actions.load_institution(viewer=viewer, institution=institution)
        folders = write_dossiers(institution, folder)
        roster.write_roster(institution, folder / "rooster.csv")
        with connected(cluster, name, role="nabij_intake"), Path(os.devnull).open("w") as silence:
            for written in folders:
                call_command(
                    "intake",
                    str(folder / written.folder),
                    source=written.source.name,
                    stdout=silence,
                    stderr=silence,
                )
            call_command("roster", str(folder / "rooster.csv"), stdout=silence, stderr=silence)
        with connected(cluster, name):
            actions.load_grounds(viewer=viewer, institution=institution)
            actions.load_statements(viewer=viewer, institution=institution)
        yield name, institution


@pytest.fixture(scope="module")
def own_database(demo_database, cluster):
    """A copy for the journeys of one module: what others did and left is not in it."""
    name, institution = demo_database
    with cluster.copy_of(name) as copy:
        yield copy, institution


@pytest.fixture
def demo(own_database, cluster, django_db_setup, django_db_blocker) -> Iterator[Demo]:
    name, institution = own_database
    with django_db_blocker.unblock(), connected(cluster, name):
        server = LiveServer("localhost")
        try:
            yield Demo(name, institution, server.url)
        finally:
            server.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS
        )
        yield browser
        browser.close()


Visit = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, demo: Demo) -> Iterator[Visit]:
    """Open an empty page of a browser of its own: `page = open_page(width=390)`."""
    with ExitStack() as contexts:

        def open_page(*, width: int = WIDE, dark: bool = False) -> Page:
            context: BrowserContext = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme="dark" if dark else "light",
                locale="nl-NL",
                reduced_motion="reduce",
                accept_downloads=True,
            )
            contexts.callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            page = context.new_page()
            page.complaints = Complaints(page)  # type: ignore[attr-defined]
            return page

        yield open_page


def session_cookie(demo: Demo, key: str) -> dict[str, str]:
    """Return the cookie of a colleague who has signed in with both steps."""
    client = TestClient()
    client.force_login(User.objects.get(email=demo.email(key)))
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": demo.url}


@pytest.fixture
def sign_in(open_page: Visit, demo: Demo) -> Visit:
    """Open the desk of a colleague: `page = sign_in("fatima", width=390)`.

    The session is made beside the pages; how people sign in is walked in test_sign_in_journey.py.
    """

    def sign_in(key: str, *, width: int = WIDE, dark: bool = False) -> Page:
        page = open_page(width=width, dark=dark)
        page.context.add_cookies([session_cookie(demo, key)])  # type: ignore[list-item]
        page.goto(demo.url + "/")
        return page

    return sign_in


def follow(target: Locator) -> None:
    """Press what leads to another page, and go on when that one stands there whole.

    A click alone can return while the page before it is still there: on a busy machine what
    follows would then look at the wrong one.
    """
    with target.page.expect_navigation():
        target.click()


def follow_by(page: Page, key: str) -> None:
    """Press a key that leads to another page, as `follow` does."""
    with page.expect_navigation():
        page.keyboard.press(key)


def assert_fine(page: Page) -> None:
    """Assert that axe, the security policy and the console have nothing to say of this page."""
    page.wait_for_load_state()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.complaints.all() == []  # type: ignore[attr-defined]
    too_wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert too_wide <= 0, f"{page.url} scrolls sideways by {too_wide} px"


def assert_fine_on_desk_and_phone(page: Page, name: str) -> None:
    """Look at both widths, and leave pictures where they are asked for (`NABIJ_PICTURES`)."""
    for width in (PHONE, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        assert_fine(page)
        if folder := os.environ.get("NABIJ_PICTURES"):
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
