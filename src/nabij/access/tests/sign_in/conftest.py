# SPDX-License-Identifier: EUPL-1.2
"""A colleague with a password, an app that shows codes, and a clock that can be moved."""

from datetime import timedelta
from functools import cache

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from nabij.access import actions, queries
from nabij.access.authentication import totp
from nabij.access.models import AccessEntry, User
from nabij.access.tests.signing_in import sign_in
from nabij.core.viewer import Role

PASSWORD = "vier-fietsen-in-de-schuur"


@cache
def _hashed():
    """Return the password as it is kept; a hash takes a tenth of a second, so it is made once."""
    return make_password(PASSWORD)


class Clock:
    """Stands still until it is moved."""

    def __init__(self):
        self.at = timezone.now()

    def move(self, **by):
        self.at += timedelta(**by)


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.at)
    return clock


@pytest.fixture
def colleague(db, clock):
    def colleague(name="Noor", role=Role.CARE_PROFESSIONAL):
        user = User(email=f"{name.lower()}@example.nl", name=name, password=_hashed())
        user.save()
        user.role_assignments.create(role=role, starts_on=timezone.localdate() - timedelta(days=1))
        return user

    return colleague


@pytest.fixture
def noor(colleague):
    return colleague()


class App:
    """An authenticator app on somebody's phone."""

    def __init__(self, clock, user):
        self.clock, self.secret = clock, totp.new_secret()
        machine = queries.machine(at=clock.at, command="test")
        actions.keep_app(viewer=machine, user=user, secret=self.secret)

    def code(self, steps=0):
        return totp.code(self.secret, totp.step_of(self.clock.at) + steps)


@pytest.fixture
def app(clock, noor):
    return App(clock, noor)


class Browser(Client):
    """A browser of the test, with the steps of signing in as words."""

    def password(self, email="noor@example.nl", password=PASSWORD, **more):
        return self.post("/sign-in/", {"email": email, "password": password} | more)

    def code(self, code):
        return self.post("/sign-in/second-step/", {"code": code})

    def is_in(self):
        """Tell whether a page behind the sign-in opens."""
        return self.get("/sign-in/mine/").status_code == 200


@pytest.fixture
def browser():
    return Browser(raise_request_exception=False)


@pytest.fixture
def new_browser():
    return lambda: Browser(raise_request_exception=False)


@pytest.fixture
def signed_in(new_browser):
    """Return a browser in which this colleague has signed in with both steps
    (or only the first)."""

    def signed_in(user, *, is_proven=True):
        browser = new_browser()
        sign_in(browser, user, is_proven=is_proven)
        return browser

    return signed_in


@pytest.fixture
def logged(db):
    """Return (event, outcome, detail) of what the log has about signing in, oldest first."""

    def logged():
        return [
            (entry.event, entry.outcome, entry.detail)
            for entry in AccessEntry.objects.filter(object_type="User").order_by("id")
        ]

    return logged
