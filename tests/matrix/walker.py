# SPDX-License-Identifier: EUPL-1.2
"""Ask an address as everybody about everybody, and tell what the answer does not do as written."""

from collections.abc import Iterator
from typing import Any

from django.test import Client
from django.utils import timezone

from nabij.access.models import AccessEntry, Session
from tests.matrix import judge, routes
from tests.matrix.judge import Answer
from tests.matrix.routes import Route
from tests.matrix.table import Row
from tests.matrix.world import NOBODY, World, open_ways, sign_in

# About whom those are asked whom the rule of the view keeps out, whoever it is about.
FEW = {"", "anna", "cor", "els", "linde", "team noord", "source gp",
       "source rooster", "value model", "value file", "import checked", "import done", "import back"}  # fmt: skip

# About whom forms are sent: the same question was asked about everybody to see the form.
FORMS_ABOUT = {"anna", "bea", "cor", "dora", "els", "greet", "hans", "linde"}


class Walker:
    """Everybody with a browser of their own, and the last line of the log that was looked at."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.clients: dict[str, Client] = {
            viewer: sign_in(world, viewer) for viewer in world.viewers
        }
        self.last = self.newest_line()
        self.routes = {route.name: route for route in routes.routes()}

    @staticmethod
    def newest_line() -> int:
        """Return the key of the newest line of the log."""
        return AccessEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def ask(self, viewer: str, method: str, url: str, data: Any = None, **headers: str) -> Answer:
        """Return what somebody gets."""
        more: Any = {"headers": headers}
        if method == "POST" and url.startswith(routes.API):
            data, more["content_type"] = data or {}, "application/json"
        response = getattr(self.clients[viewer], method.lower())(url, data, **more)
        return judge.read(self.world, response)

    def keep_signed_in(self) -> None:
        """Let nobody fall idle, nor have given the second step long ago, on a slow machine."""
        at = timezone.now()
        Session.objects.filter(proven_at__isnull=False).update(seen_at=at, proven_at=at)

    def new_lines(self) -> list[AccessEntry]:
        """Return the lines of the log since the last look."""
        found = judge.entries_since(self.last)
        if found:
            self.last = found[-1].pk
        return found

    def wrong_cells(self, route: Route, row: Row) -> Iterator[str]:
        """Yield one line for each cell of a row of which the answer is another."""
        self.keep_signed_in()
        is_about_many = row.asks_for in routes.ABOUT_NOBODY

        owners = (
            [""] if is_about_many else [o for o in self.world.refs if self._address(route, row, o)]
        )
        absent = None if is_about_many else routes.absent_address(route)
        if row.method == "POST" and row.asks_for == "person":
            owners = [owner for owner in owners if owner in FORMS_ABOUT]
        for viewer in self.world.viewers:
            asked = owners if self._may_come_in(viewer, route) else [o for o in owners if o in FEW]
            nothing = self._nothing(viewer, row, absent) if absent else None
            for owner in asked:
                url = self._address(route, row, owner)
                assert url
                for wrong in self._wrong(viewer, row, owner, url, nothing):
                    about = f" about {owner}" if owner else ""
                    yield f"{row.method} {row.way} {row.address} ({row.asks_for}) as {viewer}{about}: {wrong}"
                if row.address in routes.CHANGES_WAYS:
                    open_ways(self.world)
                    self.new_lines()
                if row.address in routes.ENDS_SESSIONS:
                    self.clients[viewer] = sign_in(self.world, viewer)

    def _may_come_in(self, viewer: str, route: Route) -> bool:
        return viewer != NOBODY and bool(route.view.door.allows(self.world.roles(viewer)))

    def _address(self, route: Route, row: Row, owner: str) -> str | None:
        return routes.address(self.world, route, row.asks_for, owner)

    def _nothing(self, viewer: str, row: Row, absent: str) -> Answer:
        answer = self.asked(viewer, row, absent)
        self.new_lines()
        return answer

    def asked(self, viewer: str, row: Row, url: str) -> Answer:
        """Return what somebody gets who asks an address as a row of the table says."""
        headers = routes.BY_HTMX if row.way == "swap" else {}
        return self.ask(viewer, row.method, _from_page(row, url), self.payload(row), **headers)

    def payload(self, row: Row) -> Any:
        return routes.PAYLOADS.get(row.address, {}) if row.method == "POST" else None

    def _wrong(
        self, viewer: str, row: Row, owner: str, url: str, nothing: Answer | None
    ) -> Iterator[str]:
        answer = self.asked(viewer, row, url)
        if row.address in routes.LEADS_ON and answer.status == 302 and not answer.is_sign_in:
            answer = self.ask(viewer, "GET", _from_page(row, answer.location))
        entries = self.new_lines()
        if row.asks_for == "self" or row.is_public:
            yield from self._wrong_about_self(viewer, row, answer)
            return
        yield from self._wrong_cell(viewer, row, owner, answer)
        if nothing is not None and answer.status == 404 and answer.bytes != nothing.bytes:
            yield "what is not shown differs from what does not exist"
        yield from judge.too_much(self.world, viewer, answer)
        page_of = owner if row.way == "swap" else ""
        yield from judge.wrong_log(self.world, viewer, answer, entries, on_page_of=page_of)

    def _wrong_about_self(self, viewer: str, row: Row, answer: Answer) -> Iterator[str]:
        is_turned_away = answer.is_sign_in and "next=" in answer.location
        should_be = viewer == NOBODY and not row.is_public
        if answer.shown or answer.status >= 500 or is_turned_away != should_be:
            shown = sorted(map(str, answer.shown))
            yield f"{answer.status} {answer.location} {shown}"

    def _wrong_cell(self, viewer: str, row: Row, owner: str, answer: Answer) -> Iterator[str]:
        world, who = self.world, self.world.who(viewer)
        if row.asks_for in routes.LISTS:
            for person in world.persons:
                cell = row.cell(who, world.relation(viewer, person))
                wrong = judge.wrong_content(world, viewer, answer, cell, person)
                # Whom of those in its cells a list shows is its own matter.
                if wrong and answer.outcome(world, person) != ".":
                    yield f"{person}: {wrong}"
        elif owner in world.persons:
            cell = row.cell(who, world.relation(viewer, owner))
            if wrong := judge.wrong_content(world, viewer, answer, cell, owner):
                yield wrong
        else:
            relation = world.relation(viewer, owner) if owner else "client"
            expected = "sign-in" if viewer == NOBODY else row.cell(who, relation)
            found = answer.outcome(world, owner)
            if found != expected and (found, expected) != (">", "."):
                yield f"{found} instead of {expected}"


def _from_page(row: Row, url: str) -> str:
    if row.way != "page":
        return url
    return f"{url}{'&' if '?' in url else '?'}{routes.from_there(row.address)}"
