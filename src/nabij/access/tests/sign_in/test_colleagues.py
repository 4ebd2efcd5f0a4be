# SPDX-License-Identifier: EUPL-1.2
"""The page on which an administrator resets the second step of a colleague."""

import pytest

from nabij.access.actions.letters import MAIL_CHANGE
from nabij.access.tests.sign_in.conftest import App
from nabij.core.models import Job
from nabij.core.viewer import Role

URL = "/sign-in/colleagues/"


@pytest.fixture
def ada(colleague):
    return colleague("Ada", Role.ADMINISTRATOR)


@pytest.fixture
def desk(ada, clock, signed_in):
    """The browser of the administrator, who has just given the second step."""
    App(clock, ada)
    return signed_in(ada)


def test_a_lost_phone_is_reset_with_a_reason_that_the_log_keeps(
    desk, noor, app, signed_in, browser, logged
):
    there = signed_in(noor)
    assert "Noor" in desk.post(URL, {"text": "noo"}).text
    address = f"{URL}{noor.pk}/reset/"
    assert "noor@example.nl" in desk.get(address).text
    assert desk.post(address, {"reason": "replaced"}).headers["Location"] == URL
    assert not there.is_in()
    assert browser.password().headers["Location"] == "/sign-in/set-up/"
    assert ("factors-reset", "success", "replaced") in logged()
    assert Job.objects.filter(kind=MAIL_CHANGE).count() == 1


def test_without_a_reason_nothing_is_reset(desk, noor, app):
    answer = desk.post(f"{URL}{noor.pk}/reset/", {})
    assert answer.status_code == 422
    assert "Waarom" in answer.text
    assert noor.second_factors.count() == 1


def test_nobody_gets_round_their_own_second_step(desk, ada):
    answer = desk.post(f"{URL}{ada.pk}/reset/", {"reason": "lost"})
    assert answer.status_code == 409
    assert ada.second_factors.count() == 1


def test_it_asks_the_second_step_again_after_ten_minutes(desk, noor, app, clock):
    clock.move(minutes=11)
    answer = desk.post(f"{URL}{noor.pk}/reset/", {"reason": "lost"})
    assert answer.headers["Location"].startswith("/sign-in/confirm/")
    assert noor.second_factors.count() == 1


def test_only_an_administrator_finds_it(noor, app, colleague, signed_in):
    officer = signed_in(colleague("Olga", Role.PRIVACY_OFFICER))
    assert officer.get(URL).status_code == 404
    assert officer.post(f"{URL}{noor.pk}/reset/", {"reason": "lost"}).status_code == 404
    assert noor.second_factors.count() == 1


def test_whoever_is_gone_is_nobody_here(desk, noor, app):
    noor.is_active = False
    noor.save()
    assert "Noor" not in desk.post(URL, {"text": "noor"}).text
    gone = desk.get(f"{URL}{noor.pk}/reset/")
    assert gone.status_code == 404
    assert gone.content == desk.get(f"{URL}999999/reset/").content


def test_the_list_costs_the_same_for_one_and_for_many(
    desk, colleague, django_assert_max_num_queries
):
    for number in range(30):
        colleague(f"Collega{number}")
    with django_assert_max_num_queries(6):
        assert desk.post(URL, {"text": "collega"}).text.count("Collega") >= 20
