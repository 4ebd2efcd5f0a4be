# SPDX-License-Identifier: EUPL-1.2
"""R9: a password and a second step, for every colleague, on every way in."""

import base64
import re

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password
from django.urls import URLPattern, URLResolver, get_resolver

from nabij.access.authentication import passwords, totp
from nabij.access.models import RecoveryCode, SecondFactor

BEFORE_THE_SECOND_STEP = {
    "sign_in:confirm",
    "sign_in:enrol",
    "sign_in:new_app",
    "sign_in:new_passkey",
    "sign_in:new_passkey_answer",
    "sign_in:new_passkey_question",
    "sign_in:out",
    "sign_in:unlock",
}
WAYS_IN = {
    "sign_in:passkey",
    "sign_in:passkey_question",
    "sign_in:reset",
    "sign_in:reset_asked",
    "sign_in:reset_choose",
    "sign_in:second_step",
    "sign_in:single_sign_on",
    "sign_in:single_sign_on_back",
    "sign_in:start",
}


def _routes(resolver=None, names="", path="/"):
    for pattern in (resolver or get_resolver()).url_patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _routes(pattern, names + space, here)
        elif isinstance(pattern, URLPattern):
            filled = re.sub(r"<int:[^>]*>", "1", here)
            yield f"{names}{pattern.name}", re.sub(r"<[^>]*>", "a" * 16, filled), pattern.callback


ROUTES = {name: (path, view) for name, path, view in _routes()}


def test_the_ways_in_are_the_ones_listed_and_nothing_else_opens_without_signing_in():
    public = {name for name, (_, view) in ROUTES.items() if view.door.is_public}
    # The telephone exchange shows a token of its own, and so does the address of a calendar.
    tokens = {"contact:exchange", "contact:calendar_feed"}
    assert public == WAYS_IN | tokens | {"set_language", "web:preferences"}


def test_only_setting_up_a_second_step_opens_before_it_is_given():
    opening = {
        name
        for name, (_, view) in ROUTES.items()
        if getattr(view, "opens_before_second_factor", False)
    }
    assert opening == BEFORE_THE_SECOND_STEP


@pytest.mark.parametrize("has_app", [False, True])
def test_a_session_without_second_step_reaches_nothing(noor, signed_in, request, has_app):
    if has_app:
        request.getfixturevalue("app")
    browser = signed_in(noor, is_proven=False)
    step = "/sign-in/confirm/" if has_app else "/sign-in/set-up/"
    for name, (path, view) in ROUTES.items():
        if view.door.is_public or name in BEFORE_THE_SECOND_STEP:
            continue
        for answer in (browser.get(path), browser.post(path), browser.head(path)):
            wanted = (401, None) if path.startswith("/api/") else (302, step)
            assert (answer.status_code, answer.headers.get("Location")) == wanted, name


def test_the_password_alone_opens_nothing(browser, noor, app):
    answer = browser.password()
    assert answer.headers["Location"] == "/sign-in/second-step/"
    assert not browser.is_in()
    assert "_auth_user_id" not in browser.session


def test_the_second_step_leads_to_the_page_that_was_asked_for(browser, noor, app):
    browser.password(next="/relations/")
    answer = browser.code(app.code())
    assert answer.headers["Location"] == "/relations/"
    assert browser.is_in()


@pytest.mark.parametrize("address", ["//kwaad.example/", "https://kwaad.example", "javascript:1"])
def test_signing_in_never_leads_away_from_here(browser, noor, app, address):
    browser.password(next=address)
    assert browser.code(app.code()).headers["Location"] == "/"


def test_half_way_lasts_ten_minutes(browser, noor, app, clock):
    browser.password()
    clock.move(minutes=10, seconds=1)
    assert browser.code(app.code()).headers["Location"] == "/sign-in/"
    assert not browser.is_in()


def test_a_code_works_once_in_whatever_browser(browser, new_browser, noor, app):
    other = new_browser()
    browser.password()
    other.password()
    code = app.code()
    assert browser.code(code).status_code == 302
    assert "eerder gebruikt" in other.code(code).text
    assert not other.is_in()


def test_an_older_code_is_of_no_use_after_a_newer_one(browser, new_browser, noor, app):
    browser.password()
    browser.code(app.code())
    other = new_browser()
    other.password()
    assert other.code(app.code(steps=-1)).status_code == 200


@pytest.mark.parametrize(("steps", "is_right"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_phone_may_be_half_a_minute_off(browser, noor, app, steps, is_right):
    browser.password()
    browser.code(app.code(steps=steps))
    assert browser.is_in() == is_right


def test_the_secret_is_not_in_the_table_in_clear(app):
    (factor,) = SecondFactor.objects.all()
    assert app.secret not in bytes(factor.secret)


def test_who_has_no_second_step_sets_up_an_app_first(browser, noor, clock, logged):
    assert browser.password().headers["Location"] == "/sign-in/set-up/"
    page = browser.get("/sign-in/set-up/app/").text
    assert 'src="data:image/svg+xml;base64,' in page
    secret = _secret_on(page)
    assert browser.post("/sign-in/set-up/app/", {"code": "000000"}).status_code == 200
    code = totp.code(secret, totp.step_of(clock.at))
    answer = browser.post("/sign-in/set-up/app/", {"code": code})
    assert answer.headers["Location"] == "/sign-in/set-up/codes/"
    assert browser.is_in()
    assert ("factor-added", "success", "app") in logged()


def _secret_on(page):
    shown = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    return base64.b32decode(shown + "=" * (-len(shown) % 8))


def test_recovery_codes_are_shown_once_kept_hashed_and_work_once(browser, noor, app, signed_in):
    owner = signed_in(noor)
    codes = re.findall(r"<code>([A-Z2-9-]{14})</code>", owner.post("/sign-in/set-up/codes/").text)
    assert len(set(codes)) == 10
    assert codes[0] not in owner.get("/sign-in/set-up/codes/").text
    kept = b"".join(bytes(code.digest) for code in RecoveryCode.objects.all())
    assert not any(totp.plain(code).encode() in kept for code in codes)
    browser.password()
    browser.code(codes[0].lower())
    assert browser.is_in()
    browser.post("/sign-in/out/")
    browser.password()
    browser.code(codes[0])
    assert not browser.is_in()


def test_new_recovery_codes_end_the_old_ones(browser, noor, app, signed_in):
    owner = signed_in(noor)
    old = re.findall(r"<code>([A-Z2-9-]{14})</code>", owner.post("/sign-in/set-up/codes/").text)
    owner.post("/sign-in/set-up/codes/")
    browser.password()
    browser.code(old[0])
    assert not browser.is_in()


def test_the_last_second_step_cannot_be_removed(noor, app, signed_in):
    (factor,) = SecondFactor.objects.all()
    answer = signed_in(noor).post(f"/sign-in/mine/factors/{factor.ref}/remove/")
    assert answer.status_code == 409
    assert SecondFactor.objects.count() == 1


def test_changing_how_one_signs_in_asks_the_second_step_again(noor, app, signed_in, clock):
    browser = signed_in(noor)
    clock.move(minutes=11)
    for path in ("set-up/app/", "set-up/passkey/", "set-up/codes/", "mine/password/"):
        answer = browser.get(f"/sign-in/{path}")
        assert answer.headers["Location"].startswith("/sign-in/confirm/?next="), path
    browser.post("/sign-in/confirm/", {"code": app.code()})
    assert browser.get("/sign-in/mine/password/").status_code == 200


def test_an_unknown_address_gets_the_same_answer_and_costs_the_same_work(
    browser, noor, app, colleague, monkeypatch
):
    gone = colleague("Gerda")
    gone.is_active = False
    gone.save()
    hashed = []
    for name in ("encode", "verify"):
        plain = getattr(passwords.Argon2idHasher, name)
        monkeypatch.setattr(
            passwords.Argon2idHasher,
            name,
            lambda self, *given, plain=plain: hashed.append(1) or plain(self, *given),
        )
    answers = []
    for email in ("noor@example.nl", "niemand@example.nl", "gerda@example.nl"):
        hashed.clear()
        page = browser.password(email, "een ander wachtwoord").text
        answers.append((len(hashed), re.sub(r'value="[^"]*"|X-CSRFToken[^}]*', "", page)))
    assert answers[0][0] == 1
    assert answers[1:] == answers[:1] * 2


def test_asking_for_a_new_password_says_the_same_to_everybody(browser, noor):
    known = browser.post("/sign-in/password/", {"email": "noor@example.nl"})
    unknown = browser.post("/sign-in/password/", {"email": "niemand@example.nl"})
    assert known.headers["Location"] == unknown.headers["Location"] == "/sign-in/password/asked/"


def test_signing_in_and_out_stands_in_the_log_without_what_was_typed(browser, noor, app, logged):
    browser.password(password="een-geheim-woord")
    browser.password()
    browser.code("123")
    browser.code(app.code())
    browser.post("/sign-in/out/")
    assert logged()[1:] == [
        ("sign-in", "refused", "password"),
        ("second-factor", "refused", "wrong-code"),
        ("sign-in", "success", "password, app"),
        ("sign-out", "success", "this device"),
    ]


def test_a_password_is_kept_as_argon2id_and_an_older_hash_is_renewed(noor):
    assert noor.password.startswith("argon2id$argon2id$v=19$m=19456,t=2,p=1$")
    old = PBKDF2PasswordHasher().encode("oud", "zout" * 6, iterations=1000)
    renewed = []
    assert check_password("oud", old, setter=renewed.append)
    assert renewed == ["oud"]
    assert not check_password("anders", noor.password)
