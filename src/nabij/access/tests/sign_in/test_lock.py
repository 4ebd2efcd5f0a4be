# SPDX-License-Identifier: EUPL-1.2
"""A locked session: the server refuses everything until it is opened again."""

import pytest

from nabij.access.models import Session
from nabij.access.tests.sign_in.test_steps import ROUTES

WHEN_LOCKED = {"sign_in:lock", "sign_in:out", "sign_in:unlock"}
JSON = {"Accept": "application/json"}


@pytest.fixture
def locked(noor, app, signed_in):
    browser = signed_in(noor)
    assert browser.post("/sign-in/lock/", headers=JSON).status_code == 204
    return browser


def test_every_page_is_refused_while_it_is_locked(locked):
    for name, (path, view) in ROUTES.items():
        if view.door.is_public or name in WHEN_LOCKED:
            continue
        for answer in (locked.get(path), locked.post(path)):
            assert (answer.status_code, answer.headers["Cache-Control"]) == (423, "no-store"), name
            assert "vergrendeld" in answer.text.lower()


def test_what_opens_while_locked_is_listed():
    opening = {
        name for name, (_, view) in ROUTES.items() if getattr(view, "opens_when_locked", False)
    }
    assert opening == WHEN_LOCKED


def test_the_password_opens_it_and_leads_back(locked):
    page = locked.get("/sign-in/mine/?x=1").text
    assert 'value="/sign-in/mine/?x=1"' in page
    answer = locked.post(
        "/sign-in/unlock/", {"secret": "vier-fietsen-in-de-schuur", "next": "/sign-in/mine/?x=1"}
    )
    assert answer.headers["Location"] == "/sign-in/mine/?x=1"
    assert locked.is_in()


def test_a_code_opens_it_for_the_script(locked, app):
    answer = locked.post("/sign-in/unlock/", {"secret": app.code()}, headers=JSON)
    assert answer.json()["colleague"] == "Noor"
    assert len(answer.json()["csrf"]) == 64
    assert locked.is_in()


def test_a_wrong_one_says_so_and_is_counted(locked, app):
    answers = [locked.post("/sign-in/unlock/", {"secret": "fout"}, headers=JSON) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [400] * 5 + [429]
    assert "klopt niet" in answers[0].json()["error"]
    assert locked.post("/sign-in/unlock/", {"secret": "fout"}).status_code == 429
    assert not locked.is_in()


def test_without_script_a_wrong_one_is_said_on_the_page(locked):
    answer = locked.post("/sign-in/unlock/", {"secret": "fout", "next": "/sign-in/mine/"})
    assert answer.status_code == 423
    assert "klopt niet" in answer.text
    assert 'value="/sign-in/mine/"' in answer.text


def test_a_locked_session_still_ends_by_itself(locked, clock):
    clock.move(minutes=15)
    assert locked.get("/sign-in/mine/").headers["Location"].startswith("/sign-in/?next=")


def test_refused_requests_are_no_work(locked, clock):
    (row,) = Session.objects.filter(user__email="noor@example.nl")
    clock.move(minutes=5)
    locked.get("/sign-in/mine/")
    assert Session.objects.get(pk=row.pk).seen_at == row.seen_at


def test_a_page_in_which_somebody_types_stays_signed_in(noor, app, signed_in, clock):
    browser = signed_in(noor)
    for _ in range(3):
        clock.move(minutes=10)
        assert browser.post("/sign-in/lock/still-here/").status_code == 204
    assert browser.is_in()
