# SPDX-License-Identifier: EUPL-1.2
"""The test site in a process of its own, and a real browser that looks at it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

SOURCE = Path(__file__).resolve().parents[3]
# On a busy machine an answer takes long; who waits for it goes on as soon as it is there.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WATCH = """
window.complaints = [];
document.addEventListener("securitypolicyviolation", (event) => {
  complaints.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the test site."""
    paths = [str(SOURCE), *filter(None, [os.environ.get("PYTHONPATH")])]
    command = [sys.executable, "-m", "nabij.web.tests.site", "0"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        assert port, "the test site did not start"
        yield f"http://127.0.0.1:{port}"
        process.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Module scope: the event loop inside must be gone before a test that uses the database.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS
        )
        yield browser
        browser.close()


class Complaints(list[str]):
    """What browser and policy complained about on a page."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.expected: list[str] = []
        page.add_init_script(WATCH)
        page.on("pageerror", lambda error: self.append(f"error: {error}"))
        page.on("console", self._hear)

    def _hear(self, message) -> None:
        if message.type in {"error", "warning"} and not self._expects(message.text):
            self.append(f"{message.type}: {message.text}")

    def _expects(self, text: str) -> bool:
        return any(part in text for part in self.expected)

    def expect(self, part: str) -> None:
        """Say nothing from now on about what the browser tells of a refusal that is right."""
        self.expected.append(part)

    def all(self) -> list[str]:
        return [*self, *self.page.evaluate("window.complaints ?? []")]


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Open a page of the test site: `visit("/", width=390, dark=True, script=False)`."""
    with ExitStack() as contexts:

        def open_page(path: str = "/", *, width=1280, dark=False, script=True, cookies=None):
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme="dark" if dark else "light",
                java_script_enabled=script,
                has_touch=width < 600,
                reduced_motion="reduce",
                locale="nl-NL",
            )
            contexts.callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            for name, value in (cookies or {}).items():
                context.add_cookies([{"name": name, "value": value, "url": site}])
            page = context.new_page()
            page.complaints = Complaints(page)  # type: ignore[attr-defined]
            page.goto(site + path)
            return page

        yield open_page
