# SPDX-License-Identifier: EUPL-1.2
"""What holds for all of the API: who may ask, in which words it refuses, and its description."""

import json
from collections import Counter
from pathlib import Path

import pytest
from django.test import Client
from ninja import Schema

from nabij.access.tests.cast import add_colleague, add_team
from nabij.config import api
from nabij.core.viewer import Role

ADDRESS = "/api/relations/merges/Nothing-is-there/undo/"
DESCRIPTION = Path(__file__).parents[4] / "docs" / "openapi.json"


@pytest.fixture
def anja(db):
    return add_colleague("Anja", Role.FRONT_OFFICE, add_team("Team Noord"))


def ask(client, text='{"reason": "x"}', address=ADDRESS, **headers):
    return client.post(address, text, content_type="application/json", headers=headers)


def code(answer):
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert problem["detail"]
    return answer.status_code, problem["code"]


def test_who_is_not_signed_in_hears_so_in_json(client, db):
    assert code(ask(client)) == (401, "sign-in-first")


def test_a_session_without_second_step_or_locked_opens_nothing(anja):
    client = anja.client
    session = client.session.signed_in()
    session.locked_at = session.started_at
    session.save(update_fields=["locked_at"])
    assert code(ask(client)) == (423, "locked")

    session.locked_at = session.proven_at = None
    session.save(update_fields=["locked_at", "proven_at"])
    assert code(ask(client)) == (401, "sign-in-first")


def test_a_forged_request_is_refused(anja):
    client = Client(enforce_csrf_checks=True)
    client.force_login(anja.user)
    assert code(ask(client)) == (403, "token-missing")


@pytest.mark.parametrize(
    "text", ["", "no json", '{"reason": "\\ud800"}', '{"reason": "a\\u0000b"}', "[" * 100_000]
)
def test_what_is_no_text_that_can_be_stored_is_unreadable(anja, text):
    status, _code = code(ask(anja.client, text))
    assert status in {400, 422}


def test_a_form_is_unreadable_too(anja):
    assert code(anja.client.post(ADDRESS, {"reason": "x"})) == (400, "unreadable")


def test_what_does_not_fit_is_said_by_field_and_never_repeated(anja):
    answer = ask(anja.client, '{"raeson": "Geheim"}')

    assert code(answer) == (422, "not-valid")
    assert answer.json()["errors"] == [
        {"field": "reason", "detail": "Dit ontbreekt."},
        {"field": "raeson", "detail": "Dit is hier niet bekend."},
    ]
    assert "Geheim" not in answer.text


def test_a_sentence_comes_in_the_language_asked_for(anja):
    sentences = {
        language: ask(anja.client, **{"Accept-Language": language}).json()["detail"]
        for language in ("nl", "en")
    }
    assert sentences == {
        "nl": "Hier is niets, of je mag het niet zien.",
        "en": "There is nothing here, or you may not see it.",
    }


def test_an_address_that_is_not_there_looks_as_what_is_not_there(anja):
    absent = ask(anja.client, address="/api/no/such/thing/")
    assert code(absent) == (404, "not-found")
    assert absent.content == ask(anja.client).content


def test_a_method_that_is_not_there_is_said(anja):
    answer = anja.client.get(ADDRESS)
    assert code(answer) == (405, "method-unknown")
    assert answer.headers["Allow"] == "POST"


def test_the_description_is_the_one_in_the_documentation(anja):
    found = anja.client.get("/api/openapi.json").json()
    assert found["openapi"].startswith("3.1")
    assert found == json.loads(DESCRIPTION.read_text()), "write it with `nabij openapi`"


def test_no_two_shapes_have_one_name():
    """The description would show one of them for both."""
    names = Counter(shape.__name__ for shape in Schema.__subclasses__() if _is_ours(shape))
    assert [name for name, number in names.items() if number > 1] == []


def _is_ours(shape):
    return shape.__module__.startswith("nabij.")


def test_all_that_is_done_at_one_address_has_one_rule():
    assert {address.name for address in api.urls[0]} >= {"merge", "unmerge", "split", "undo_split"}
    for address in api.urls[0]:
        assert not getattr(address.callback, "csrf_exempt", False)
