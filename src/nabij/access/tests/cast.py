# SPDX-License-Identifier: EUPL-1.2
"""Colleagues, teams and the log as the tests of every package have them.

Who is who says their conftest.
"""

from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.utils import timezone

from nabij.access import queries
from nabij.access.models import AccessEntry, Unit, User
from nabij.core.dates import DAY
from nabij.core.viewer import Role, Viewer


@dataclass(frozen=True)
class Colleague:
    """A user, as who looks and as a browser in which they are signed in."""

    user: User

    @property
    def viewer(self) -> Viewer:
        return queries.viewer_of(user=self.user, at=timezone.now(), access_point="127.0.0.1")

    @property
    def client(self) -> Client:
        client = Client()
        client.force_login(self.user)
        return client

    def get(self, url: str, **more: Any):
        return self.client.get(url, **more)

    def post(self, url: str, data: Any = None, **more: Any):
        return self.client.post(url, data or {}, **more)


def add_colleague(name: str, role: Role | None, *units: Unit) -> Colleague:
    """Record a colleague who has a role and belongs to teams since yesterday."""
    user = User.objects.create_user(f"{name.lower().replace(' ', '.')}@example.nl", name)
    yesterday = timezone.localdate() - DAY
    if role:
        user.role_assignments.create(role=role, starts_on=yesterday)
    for unit in units:
        user.unit_memberships.create(unit=unit, starts_on=yesterday)
    return Colleague(user)


def add_team(name: str, **more: Any) -> Unit:
    return Unit.objects.create(name=name, **{"kind": "team"} | more)


class Log:
    """The lines of the access log since this was made, or since now; oldest first."""

    def __init__(self) -> None:
        self.start = 0
        self(since_now=True)

    def __call__(self, event: str = "", *, since_now: bool = False) -> list[AccessEntry]:
        rows = AccessEntry.objects.order_by("pk")
        if since_now:
            last = rows.last()
            self.start = last.pk if last else 0
        rows = rows.filter(pk__gt=self.start)
        return list(rows.filter(event=event) if event else rows)
