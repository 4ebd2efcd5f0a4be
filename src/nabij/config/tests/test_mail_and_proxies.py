# SPDX-License-Identifier: EUPL-1.2
"""The settings of mail and of proxies, in a process of their own against real servers."""

import os
import subprocess
import sys

import pytest

from nabij.access.tests.sign_in.mail_server import mail_server
from nabij.config.proxies import behind_proxies

SEND = """
import django
from django.core.mail import send_mail

django.setup()
send_mail("Proef", "Een brief.", None, ["noor@example.nl"])
"""


def send(server, **more):
    """Send a letter by the settings of a new process."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "nabij.config.settings",
        "NABIJ_MAIL_HOST": "127.0.0.1",
        "NABIJ_MAIL_PORT": str(server.port),
        "NABIJ_MAIL_FROM": "nabij@rietkraag.example",
        **more,
    }
    return subprocess.run(
        [sys.executable, "-c", SEND],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_letter_goes_by_the_server_of_the_settings():
    with mail_server() as server:
        assert send(server, NABIJ_MAIL_TLS="false").returncode == 0
    (letter,) = server.letters
    assert letter["From"] == "nabij@rietkraag.example"
    assert letter["To"] == "noor@example.nl"


def test_no_letter_goes_in_the_clear_unless_the_settings_say_so():
    with mail_server() as server:
        found = send(server)
    assert found.returncode != 0
    assert "STARTTLS" in found.stderr
    assert server.letters == []


@pytest.fixture
def address_of():
    """Return what address the application sees of who asks through `peer`."""

    def application(environ, start_response):
        return [environ["REMOTE_ADDR"].encode()]

    def address_of(peer, forwarded, trusted=("10.0.0.1", "10.1.0.0/16")):
        asked = {"REMOTE_ADDR": peer, "wsgi.url_scheme": "http"}
        if forwarded is not None:
            asked["HTTP_X_FORWARDED_FOR"] = forwarded
        return b"".join(behind_proxies(application, trusted)(asked, None)).decode()

    return address_of


def test_a_trusted_proxy_says_who_asks(address_of):
    assert address_of("10.0.0.1", "192.0.2.7") == "192.0.2.7"
    assert address_of("10.1.2.3", "192.0.2.7") == "192.0.2.7"
    assert address_of("10.0.0.1", None) == "10.0.0.1"


def test_nobody_else_may_say_who_asks(address_of):
    """Else a thief of passwords has a fresh address for every try."""
    assert address_of("198.51.100.9", "192.0.2.7") == "198.51.100.9"
    assert address_of("198.51.100.9", "10.0.0.1") == "198.51.100.9"
    assert address_of("10.0.0.1", "192.0.2.7", trusted=()) == "10.0.0.1"


def test_what_a_caller_writes_before_a_trusted_proxy_does_not_count(address_of):
    assert address_of("10.0.0.1", "203.0.113.5, 192.0.2.7") == "192.0.2.7"
    assert address_of("10.0.0.1", "203.0.113.5, 192.0.2.7, 10.1.2.3") == "192.0.2.7"
