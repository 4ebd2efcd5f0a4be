# SPDX-License-Identifier: EUPL-1.2
"""The server's log says what went wrong and where, and never about whom (R33)."""

import io
import logging

import pytest
from django.conf import settings
from django.db import IntegrityError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils.log import log_response

from nabij.core.logs import PlainFormatter

CANARY = "Kanarievogel"


def _fails(request, name):
    secret_of_the_view = name
    raise ValueError(f"{CANARY} {secret_of_the_view} {request.POST}")


urlpatterns = [path("persons/<name>/", _fails)]


@pytest.fixture
def written():
    """What the handler of the settings writes while the test runs."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PlainFormatter())
    loggers = [logging.getLogger(name) for name in (None, "django", "nabij")]
    for logger in loggers:
        logger.addHandler(handler)
    yield stream.getvalue
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.mark.urls(__name__)
def test_an_error_in_a_view_tells_the_code_and_not_the_person(written, monkeypatch):
    monkeypatch.setattr(settings, "MIDDLEWARE", [])
    client = Client(raise_request_exception=False)
    answer = client.post(f"/persons/{CANARY}/?q={CANARY}", {"q": CANARY})

    assert answer.status_code == 500
    assert CANARY not in written()
    assert "500 POST /persons/<name>/" in written()
    assert "builtins.ValueError" in written()
    assert "test_logs.py" in written()
    assert "_fails" in written()


def test_an_address_that_does_not_exist_is_not_repeated(written):
    request = RequestFactory().get(f"/{CANARY}/")
    log_response("Not Found: %s", request.path, response=HttpResponse(status=404), request=request)

    assert CANARY not in written()
    assert "404 GET an address that does not exist" in written()


@pytest.mark.django_db
def test_a_refusal_of_the_database_names_the_constraint_and_not_the_row(written):
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into relations_party (ref, kind, name, sort_key, search_text, version,"
                " birth_precision, city, is_shielded) values ('r', 'robot', %s, '', '', 1, '', '',"
                " false)",
                [CANARY],
            )
    except IntegrityError:
        logging.getLogger("nabij.test").exception("It was refused.")

    assert CANARY not in written()
    assert "django.db.utils.IntegrityError" in written()
    assert "23" in written()
    assert "relations_party" in written()


@pytest.mark.parametrize(
    "telling", ["jo@example.nl", "123456782", "1234 56 782", "06-12345678", "+31 6 12345678"]
)
def test_numbers_and_addresses_in_a_message_are_hidden(written, telling):
    logging.getLogger("nabij.test").warning("Could not reach %s\nnow", telling)

    assert telling not in written()
    assert "Could not reach ••• now" in written()


def test_the_settings_write_every_log_in_this_way_and_mail_none():
    handlers = settings.LOGGING["handlers"]
    assert {handler["formatter"] for handler in handlers.values()} == {"plain"}
    assert settings.LOGGING["formatters"]["plain"] == {"()": "nabij.core.logs.PlainFormatter"}
    assert {type(handler) for handler in logging.getLogger("django").handlers} == set()
    assert not settings.LOGGING["disable_existing_loggers"]
