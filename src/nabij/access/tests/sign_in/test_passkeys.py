# SPDX-License-Identifier: EUPL-1.2
"""Passkeys: made, given, and every way in which an answer can be wrong."""

import pytest

from nabij.access.actions.letters import MAIL_CHANGE
from nabij.access.models import SecondFactor, Session
from nabij.access.tests.sign_in.device import PRESENT, Device
from nabij.core.models import Job

QUESTION, ANSWER = "/sign-in/passkey/question/", "/sign-in/passkey/"


def _json(browser, address, body=None):
    return browser.post(address, body or {}, content_type="application/json")


def _make(browser, device, name="telefoon"):
    asked = _json(browser, "/sign-in/set-up/passkey/question/").json()
    return _json(
        browser,
        "/sign-in/set-up/passkey/answer/",
        {"name": name, "credential": device.make(asked)},
    )


def _give(browser, device, **changes):
    asked = _json(browser, QUESTION).json() | changes
    return _json(browser, ANSWER, {"credential": device.give(asked)})


@pytest.fixture
def device(noor, signed_in):
    """Noor's phone, with a passkey."""
    device = Device()
    assert _make(signed_in(noor), device).status_code == 200
    return device


def test_a_first_passkey_is_the_second_step_of_this_session_too(noor, signed_in):
    browser = signed_in(noor, is_proven=False)
    assert _make(browser, Device()).json()["next"] == "/sign-in/set-up/codes/"
    assert browser.is_in()
    assert "telefoon" in browser.get("/sign-in/mine/").text


def test_a_passkey_alone_signs_in(browser, device, logged):
    answer = _give(browser, device)
    assert answer.json()["next"] == "/"
    assert browser.is_in()
    assert logged()[-1] == ("sign-in", "success", "passkey")


def test_it_is_the_second_step_after_a_password(browser, device):
    browser.password(next="/relations/")
    assert _give(browser, device).json()["next"] == "/relations/"
    assert browser.is_in()


def test_it_opens_a_locked_page_in_the_same_session(noor, device, signed_in):
    browser = signed_in(noor)
    browser.post("/sign-in/lock/")
    session = browser.session.signed_in().ref
    assert _give(browser, device).json()["colleague"] == "Noor"
    assert browser.is_in()
    assert Session.objects.get(ref=session).locked_at is None


def test_after_the_session_ended_one_touch_begins_another_in_the_same_page(
    noor, device, signed_in, clock
):
    browser = signed_in(noor)
    browser.post("/sign-in/lock/")
    clock.move(minutes=40)
    answer = _give(browser, device).json()
    assert (answer["colleague"], len(answer["csrf"])) == ("Noor", 64)
    assert browser.is_in()


def test_somebody_elses_passkey_is_no_second_step_for_this_password(
    browser, device, colleague, signed_in
):
    other = Device()
    bram = colleague("Bram")
    _make(signed_in(bram), other)
    browser.password()
    assert _give(browser, other).status_code == 400
    assert not browser.is_in()


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://testserver.kwaad.example"},
        {"origin": "http://testserver"},
        {"host": "kwaad.example"},
        {"flags": PRESENT},
        {"flags": 0},
    ],
    ids=["other site", "no https", "other host", "nobody verified", "nobody there"],
)
def test_an_answer_that_is_not_right_in_every_part_opens_nothing(browser, device, wrong):
    for name, value in wrong.items():
        setattr(device, name, value)
    assert _give(browser, device).status_code == 400
    assert not browser.is_in()


def test_an_answer_to_another_question_opens_nothing(browser, device):
    assert _give(browser, device, challenge="A" * 43).status_code == 400


def test_an_answer_is_good_for_one_question_only(browser, new_browser, device):
    asked = _json(browser, QUESTION).json()
    answer = {"credential": device.give(asked)}
    assert _json(browser, ANSWER, answer).status_code == 200
    browser.post("/sign-in/out/")
    assert _json(browser, ANSWER, answer).status_code == 400
    assert _json(new_browser(), ANSWER, answer).status_code == 400


def test_another_key_under_the_same_name_opens_nothing(browser, device):
    thief = Device()
    thief.credential_id = device.credential_id
    assert _give(browser, thief).status_code == 400


def test_a_copied_passkey_shows_by_its_count(browser, new_browser, noor, signed_in, logged):
    device = Device(counts=True)
    _make(signed_in(noor), device)
    assert _give(browser, device).status_code == 200
    device.uses = 0
    assert _give(new_browser(), device).status_code == 400
    assert logged()[-1] == ("second-factor", "refused", "passkey copied")


def test_the_passkey_of_who_left_opens_nothing(browser, noor, device):
    noor.is_active = False
    noor.save()
    assert _give(browser, device).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"credential": None},
        {"credential": {}},
        {"credential": {"rawId": "x"}},
        {"credential": {"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}},
        [],
    ],
)
def test_nonsense_is_a_wrong_answer_and_no_error(browser, device, body):
    _json(browser, QUESTION)
    assert _json(browser, ANSWER, body).status_code == 400


def test_one_device_makes_one_passkey_for_one_colleague(noor, device, signed_in, colleague):
    assert _make(signed_in(noor), device).status_code == 400
    assert _make(signed_in(colleague("Bram")), device).status_code == 400
    assert SecondFactor.objects.count() == 1


def test_the_question_names_nobody(browser, device):
    asked = _json(browser, QUESTION).json()
    assert sorted(asked) == ["challenge", "rpId", "userVerification"]
    assert asked["userVerification"] == "required"


def test_a_letter_tells_of_a_passkey_added_and_of_a_step_removed(noor, app, signed_in):
    browser = signed_in(noor)
    _make(browser, Device())
    letters = Job.objects.filter(kind=MAIL_CHANGE)
    assert letters.count() == 1
    ref = noor.second_factors.get(kind="app").ref
    assert browser.post(f"/sign-in/mine/factors/{ref}/remove/").status_code == 302
    assert letters.count() == 2
