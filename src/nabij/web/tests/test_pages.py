# SPDX-License-Identifier: EUPL-1.2
"""How pages, pieces and errors answer; none of it touches a database."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from nabij.core.errors import DomainError, NotFound
from nabij.core.viewer import Viewer
from nabij.web import context, views
from nabij.web.errors import CODES, error_page
from nabij.web.pages import DomainErrorMiddleware, no_store, render_page
from nabij.web.security import HEADERS, SecurityHeadersMiddleware
from nabij.web.tests.site import ClosedBefore, components

SWAP = {"HX-Request": "true"}
RESTORE = {"HX-Request": "true", "HX-History-Restore-Request": "true"}


def ask(path="/", *, cookies=None, headers=None, data=None):
    factory = RequestFactory(headers=headers or {})
    request = factory.get(path) if data is None else factory.post(path, data)
    request.COOKIES.update(cookies or {})
    request.viewer = Viewer(user_id=1, name="Robin de Wit", at=datetime.now(UTC))
    return request


@pytest.fixture
def test_site(settings):
    settings.ROOT_URLCONF = "nabij.web.tests.urls"
    settings.NABIJ_NAVIGATION = "nabij.web.tests.site.navigation"
    settings.TEMPLATES = [
        settings.TEMPLATES[0] | {"DIRS": [__file__.removesuffix("test_pages.py") + "templates"]}
    ]


class Odd(DomainError):
    code = "odd"
    message = "Odd: <b>%(what)s</b>"
    http_status = 422


@pytest.mark.usefixtures("test_site")
def test_htmx_gets_the_piece_and_a_browser_the_page():
    whole, piece = components(ask("/?filter=anna")), components(ask("/?filter=anna", headers=SWAP))

    assert "<html" in whole.text
    assert "Anna Bakker" in whole.text
    assert "<html" not in piece.text
    assert "Anna Bakker" in piece.text
    assert "HX-Request" in whole.headers["Vary"]
    assert "HX-History-Restore-Request" in piece.headers["Vary"]


@pytest.mark.usefixtures("test_site")
def test_a_history_restore_gets_the_whole_page():
    assert "<html" in components(ask(headers=RESTORE)).text


@pytest.mark.usefixtures("test_site")
def test_a_page_without_a_piece_answers_htmx_whole():
    answer = render_page(ask(headers=SWAP), "web/error.html", {"error": "x"}, status=409)

    assert "<html" in answer.text
    assert answer.status_code == 409


def test_care_pages_stay_in_no_cache():
    assert no_store(HttpResponse("care")).headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("test_site")
def test_a_refusal_is_a_page_with_its_own_status_and_escaped_words():
    answer = DomainErrorMiddleware(components).process_exception(ask(), Odd(what="<i>x</i>"))

    assert answer.status_code == 422
    assert "&lt;b&gt;&lt;i&gt;x" in answer.text
    assert "<h1" in answer.text


@pytest.mark.usefixtures("test_site")
def test_a_refused_swap_is_a_notice_at_the_place_for_messages():
    answer = DomainErrorMiddleware(components).process_exception(ask(headers=SWAP), ClosedBefore())

    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#messages"
    assert "<html" not in answer.text


def test_what_nobody_expected_rises():
    assert DomainErrorMiddleware(components).process_exception(ask(), ValueError("x")) is None


class _Told(NotFound):
    message = "This one exists and is not yours."


def test_a_swap_does_not_tell_absent_from_forbidden():
    middleware = DomainErrorMiddleware(components)
    answers = {
        middleware.process_exception(
            ask("/persons/a/", headers={"HX-Request": "true"}), error
        ).content
        for error in (NotFound(), _Told())
    }
    assert len(answers) == 1
    assert b"not yours" not in answers.pop()


def test_absent_and_forbidden_give_the_same_bytes_to_everyone():
    by_rule = DomainErrorMiddleware(components).process_exception(ask("/persons/a/"), NotFound())
    by_address = views.not_found(ask("/nowhere/", cookies={"nabij_theme": "dark"}))

    assert by_rule.content == by_address.content
    assert by_rule.status_code == by_address.status_code == 404
    assert by_rule.headers == by_address.headers


@pytest.mark.parametrize("status", CODES)
def test_an_error_page_needs_no_database_session_or_request(status):
    answer = error_page(status)

    assert answer.status_code == status
    assert "<h1>" in answer.text
    assert 'lang="en"' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert ("Retry-After" in answer.headers) == (status in {429, 503})


def test_too_much_sent_is_413_and_other_bad_requests_400():
    assert views.bad_request(ask(), RequestDataTooBig()).status_code == 413
    assert views.bad_request(ask(), SuspiciousOperation()).status_code == 400


@pytest.mark.parametrize(("failure", "status"), [(OperationalError, 503), (KeyError, 500)])
def test_a_database_out_of_reach_is_503_and_another_failure_500(failure, status):
    def fail():
        raise failure

    try:
        fail()
    except failure:
        assert views.server_error(ask()).status_code == status


def test_a_missing_token_and_a_missing_right_are_403():
    assert views.csrf_failure(ask(), reason="x").status_code == 403
    assert views.forbidden(ask()).status_code == 403


def test_preferences_are_kept_in_cookies_that_script_cannot_read():
    answer = views.preferences(
        ask("/", data={"theme": "dark", "keys": "off", "next": "/relations/"})
    )

    assert answer.url == "/relations/"
    assert answer.cookies["nabij_theme"].value == "dark"
    assert answer.cookies["nabij_theme"]["httponly"]
    assert answer.cookies["nabij_keys"].value == "off"
    assert "nabij_density" not in answer.cookies


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""]
)
def test_preferences_never_lead_to_another_site(back):
    assert views.preferences(ask("/", data={"theme": "pink", "next": back})).url == "/"
    assert not views.preferences(ask("/", data={"theme": "pink", "next": back})).cookies


def test_a_cookie_with_nonsense_counts_as_no_choice():
    assert context.chosen(ask(cookies={"nabij_theme": '"><script>'}), "theme") == "auto"
    assert context.chosen(ask(cookies={"nabij_theme": "dark"}), "theme") == "dark"


def test_the_frame_names_the_colleague_and_nobody_else():
    request = ask()
    assert context.shell(request)["colleague"] == "Robin de Wit"
    request.viewer = Viewer(user_id=0, name="worker", at=datetime.now(UTC))
    assert context.shell(request)["colleague"] == ""


def test_every_answer_tells_the_browser_what_to_refuse():
    answer = SecurityHeadersMiddleware(lambda request: HttpResponse("x"))(ask())

    assert HEADERS.items() <= dict(answer.headers).items()
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_an_answer_that_set_a_header_itself_keeps_it():
    answer = HttpResponse("x", headers={"Referrer-Policy": "no-referrer"})

    kept = SecurityHeadersMiddleware(lambda request: answer)(ask())
    assert kept.headers["Referrer-Policy"] == "no-referrer"
