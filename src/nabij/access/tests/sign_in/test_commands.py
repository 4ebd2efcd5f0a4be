# SPDX-License-Identifier: EUPL-1.2
"""What an administrator does for a colleague from the command line; and the codes of the demo."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from nabij.access import queries
from nabij.access.tests.sign_in.conftest import App
from nabij.demo import queries as demo_queries


def _user(*arguments):
    out = StringIO()
    call_command("user", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_who_lost_the_phone_sets_up_another_at_the_next_sign_in(noor, app, signed_in, browser):
    there = signed_in(noor)
    assert _user(noor.email, "--reset-factors")["removed"] == 1
    assert not there.is_in()
    assert browser.password().headers["Location"] == "/sign-in/set-up/"


def test_a_lost_laptop_is_signed_out(noor, app, signed_in):
    there = signed_in(noor)
    assert _user(noor.email, "--sign-out")["ended"] == 1
    assert not there.is_in()


def test_who_leaves_is_out_at_once(noor, app, signed_in):
    there = signed_in(noor)
    assert _user(noor.email, "--deactivate")["is_active"] is False
    assert not there.is_in()


def test_it_says_what_is_missing(noor):
    with pytest.raises(CommandError, match="--name"):
        _user(noor.email)
    with pytest.raises(CommandError, match=r"niemand@example\.nl"):
        _user("niemand@example.nl", "--sign-out")


def test_the_demo_prints_codes_of_invented_colleagues_only(db, clock, colleague):
    """The code of a real colleague is never printed, by whatever name it is asked."""
    real = colleague("Anja")
    App(clock, real)
    with pytest.raises(CommandError):
        call_command("demo", "code", "anja", stdout=StringIO())


def test_the_demo_fills_no_installation_that_is_in_use(db, clock, colleague):
    machine = queries.machine(at=clock.at, command="test")
    assert not demo_queries.is_in_use(viewer=machine)
    colleague()
    assert demo_queries.is_in_use(viewer=machine)
