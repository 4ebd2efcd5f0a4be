# SPDX-License-Identifier: EUPL-1.2
"""R11: five wrong tries of an account and twenty of a place in a quarter of an hour,
and no more."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from nabij.access import queries
from nabij.access.actions.tries import PER_ACCOUNT, TooManyTries, take_try
from nabij.access.authentication.passwords import Argon2idHasher
from nabij.access.models import SignInTry


def test_after_five_wrong_tries_the_right_password_waits_too(browser, noor, app, clock):
    for _ in range(5):
        assert browser.password(password="fout").status_code == 200
        clock.move(minutes=1)
    answer = browser.password()
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == str(14 * 60)
    assert "14 minuten" in answer.text
    clock.move(minutes=14)
    assert browser.password().status_code == 302


def test_the_limit_comes_before_the_hash(browser, noor, clock, monkeypatch):
    for _ in range(5):
        browser.password(password="fout")
    hashed = []
    monkeypatch.setattr(Argon2idHasher, "verify", lambda *given: hashed.append(1))
    monkeypatch.setattr(Argon2idHasher, "encode", lambda *given: hashed.append(1))
    assert browser.password().status_code == 429
    assert hashed == []


def test_an_account_that_does_not_exist_is_limited_like_one_that_does(browser, noor, clock):
    def answers(email):
        return [browser.password(email, "fout").status_code for _ in range(6)]

    assert answers("niemand@example.nl") == answers("noor@example.nl") == [200] * 5 + [429]


def test_a_place_has_twenty_wrong_tries_whoever_is_tried(browser, noor, clock):
    answers = [browser.password(f"a{n}@example.nl", "fout").status_code for n in range(21)]
    assert answers == [200] * 20 + [429]
    assert browser.password().status_code == 429


def test_right_ones_do_not_count(browser, noor, app, clock):
    for _ in range(3):
        for _ in range(4):
            browser.password(password="fout")
        assert browser.password().status_code == 302
    assert browser.password(password="fout").status_code == 200


def test_waiting_in_vain_does_not_lengthen_the_wait(browser, noor, clock):
    for _ in range(5):
        browser.password(password="fout")
    clock.move(minutes=10)
    assert browser.password().headers["Retry-After"] == "300"
    clock.move(minutes=5)
    assert browser.password().status_code == 302


def test_no_quarter_of_an_hour_holds_more_than_five(browser, noor, clock):
    """One try, then four at its end: the fifteenth minute does not bring five new ones."""
    browser.password(password="fout")
    clock.move(minutes=14)
    for _ in range(4):
        assert browser.password(password="fout").status_code == 200
    clock.move(minutes=1)
    assert browser.password(password="fout").status_code == 429


def test_five_wrong_codes_end_the_trying(browser, noor, app, clock):
    browser.password()
    wrong = f"{(int(app.code()) + 1) % 1_000_000:06}"
    for _ in range(5):
        assert browser.code(wrong).status_code == 200
    assert browser.code(app.code()).status_code == 429
    assert not browser.is_in()


def test_letters_are_limited_as_well(browser, noor, clock):
    answers = [
        browser.post("/sign-in/password/", {"email": noor.email}).status_code for _ in range(4)
    ]
    assert answers == [302, 302, 302, 429]


def test_asking_for_letters_uses_up_no_sign_in_of_others(browser, noor, app, clock):
    for number in range(20):
        browser.post("/sign-in/password/", {"email": f"someone{number}@example.nl"})
    late = browser.post("/sign-in/password/", {"email": "another@example.nl"})
    assert late.status_code == 429
    assert browser.password().status_code == 302


def test_the_table_names_nobody(browser, noor, clock):
    browser.password(password="fout")
    kept = " ".join(SignInTry.objects.values_list("key", flat=True))
    assert "noor" not in kept
    assert "127.0.0.1" not in kept


def _accepted(tries, workers):
    viewer = queries.nobody(at=timezone.now(), access_point="127.0.0.1")

    def one(_):
        try:
            take_try(viewer=viewer, limit=PER_ACCOUNT, of="noor@example.nl")
        except TooManyTries:
            return 0
        else:
            return 1

    def some(numbers):
        try:
            return sum(map(one, numbers))
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return sum(pool.map(some, [range(n, tries, workers) for n in range(workers)]))


def test_fifty_tries_at_the_same_moment_are_five(committing_db):
    assert _accepted(50, 10) == 5


@pytest.mark.faults
def test_a_thousand_tries_at_the_same_moment_are_five(committing_db):
    assert _accepted(1000, 50) == 5
