# SPDX-License-Identifier: EUPL-1.2
"""What holds for every address alike: a token on every write, and no error by odd parameters."""

import pytest
from django.test import Client

from nabij.access.models import User
from nabij.access.tests import signing_in
from nabij.core.viewer import Role
from tests.matrix import routes, table

VIEWER = "care professional of noord"
ODD = {
    "long": "x" * 5_000,
    "number": "9" * 400,
    "no number": "-1e309",
    "not utf-8": b"\xff\xfe\x00x",
    "surrogate": "%ed%a0%80",
    "right to left": "\u202etxt.exe",
    "not a cursor": "eyJhIjoxfQ",
    "quote": "' or 1=1 --",
    "list": "[]",
    "braces": "{{7*7}}${7*7}%s%(x)s",
}
PARAMETERS = ("page", "q", "s", "kind", "source", "since", "until", "team", "before", "after",
              "other", "relate_to", "intake", "next")  # fmt: skip


def test_a_write_without_a_token_is_refused_on_every_address(world):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    signing_in.sign_in(client, User.objects.get(pk=world.users[VIEWER]))
    answers = {
        route.name: client.post(routes.absent_address(route), {"q": "x"}).status_code
        for route in routes.routes()
    }
    assert {name: status for name, status in answers.items() if status != 403} == {}


@pytest.mark.parametrize("kind", ODD)
def test_no_odd_parameter_is_an_error_of_ours(world, walker, kind):
    wrong = []
    for row in table.rows():
        if row.method != "GET" or row.way or row.asks_for == "self":
            continue
        route = walker.routes[row.address]
        owner = "" if row.asks_for in routes.ABOUT_NOBODY else "anna"
        url = routes.address(world, route, row.asks_for, owner)
        if url is None:
            continue
        for viewer in (VIEWER, "front office of noord"):
            answer = walker.ask(viewer, "GET", url, dict.fromkeys(PARAMETERS, ODD[kind]))
            if answer.status >= 500:
                wrong.append(f"{answer.status} {url} as {viewer}")
    assert not wrong


def test_the_rule_of_every_view_agrees_with_the_table():
    """Whom the rule keeps out sees nothing in the table; whom it lets in sees something."""
    wrong = []
    for route in routes.routes():
        door = route.view.door
        rows = [row for row in table.rows() if row.address == route.name]
        if any(row.is_public for row in rows) != door.is_public:
            wrong.append(f"{route.name}: signing in")
        if any(row.is_public or row.asks_for == "self" for row in rows):
            continue
        for role in Role:
            who = role.value.replace("_", " ")
            names = [who, *(name for name in table.members("everybody") if name.startswith(who))]
            cells = {
                row.cell(name, relation)
                for row in rows
                for name in names
                for relation in table.COLUMNS
            }
            is_written = bool(cells - {"-"})
            if is_written and not door.allows(frozenset({role})):
                wrong.append(f"{route.name}: the rule keeps out {who}, the table does not")
    assert not wrong
