# SPDX-License-Identifier: EUPL-1.2
"""R4: what one colleague sees in addresses and pages, tried by another on every address."""

import logging
import os
import random
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from django.core import mail
from django.urls import reverse

from tests.matrix import judge, routes
from tests.matrix.routes import Route
from tests.matrix.walker import Walker
from tests.matrix.world import NOBODY

SEEN_BY = ("care professional of noord", "front office on the phone", "care professional of zuid")
TRIED_BY = (
    "care professional of zuid", "front office of zuid", "account manager of zuid",
    "marketeer of noord", "manager of noord", "administrator of noord",
    "former care professional", NOBODY,
)  # fmt: skip
# What opens a way in or ends a session changes who may see what; the matrix asks these.
LEFT_OUT = (
    "sign_in:",
    "clientview:call",
    "clientview:stand_in",
    "clientview:emergency",
    "clientview:care_relation",
)
NAMES = ("q", "page", "s", "other", "team", "intake", "after", "before", "relate_to", "source",
         "ref", "person", "unit", "record", "relation", "stamp", "decision", "version")  # fmt: skip
_REF = re.compile(r"(?<![\w-])[\w-]{16}(?![\w-])")


class Logged(logging.Handler):
    """Everything that was logged, as it is written."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def logged() -> Iterator[Logged]:
    handler = Logged()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


@pytest.fixture(scope="module")
def harvest(world, walker) -> list[str]:
    """Return all refs and keys that colleagues of the client saw anywhere."""
    found = {ref for refs in world.refs.values() for ref in refs.values() if ref}
    for url in [reverse("desk:start"), *(_pages(world))]:
        for viewer in SEEN_BY:
            found |= set(_REF.findall(walker.ask(viewer, "GET", url).text))
    keys = [str(pk) for pk in (*world.persons.values(), *world.records, *world.users.values())]
    return [*sorted(found), *keys]


def _pages(world) -> Iterator[str]:
    for owner in ("anna", "cor"):
        yield reverse("clientview:person", args=[world.refs[owner]["person"]])


def test_nobody_reaches_anything_by_a_ref_that_somebody_else_saw(world, walker, harvest, logged):
    """Two thousand requests made of what was seen; the seed is printed with what is wrong."""
    _try(walker, harvest, logged, count=2_000)


@pytest.mark.faults
def test_nobody_reaches_anything_in_a_hundred_thousand_tries(world, walker, harvest, logged):
    _try(walker, harvest, logged, count=int(os.environ.get("NABIJ_TRIES", "100000")))


def _try(walker: Walker, harvest: list[str], logged: Logged, *, count: int) -> None:
    seed = int(os.environ.get("NABIJ_SEED", "20261122"))
    chance = random.Random(seed)
    every = [r for r in routes.routes() if not r.name.startswith(LEFT_OUT)]
    wrong = []
    for number in range(count):
        if number % 200 == 0:
            walker.keep_signed_in()
        route, viewer = chance.choice(every), chance.choice(TRIED_BY)
        url, method = _address(route, harvest, chance), chance.choice(("GET", "GET", "POST"))
        data = {name: _value(harvest, chance) for name in chance.sample(NAMES, 3)}
        headers = {"HX-Request": "true"} if chance.random() < 0.3 else {}
        answer = walker.ask(viewer, method, url, data, **headers)
        problems = list(judge.too_much(walker.world, viewer, answer))
        if answer.status >= 500:
            problems.append(str(answer.status))
        wrong += [f"{method} {url} {data} as {viewer}: {problem}" for problem in problems]
    text = "\n".join((*logged.lines, *(str(message.message()) for message in mail.outbox)))
    wrong += [f"in the server's log or a mail: {c}" for c in walker.world.canaries.found_in(text)]
    assert not wrong, f"seed {seed}\n" + "\n".join(wrong)


def _address(route: Route, harvest: list[str], chance: random.Random) -> str:
    parts = {
        part: str(chance.randrange(20)) if part in routes.NUMBERS else _value(harvest, chance)
        for part in routes.parts_of(route)
    }
    return reverse(route.name, kwargs=parts)


def _value(harvest: list[str], chance: random.Random) -> str:
    value = chance.choice(harvest)
    if chance.random() < 0.15:  # a look-alike: two signs change places
        at = chance.randrange(max(1, len(value) - 1))
        value = value[:at] + value[at : at + 2][::-1] + value[at + 2 :]
    return value


def test_a_search_that_was_sealed_for_one_colleague_opens_for_no_other(world, walker):
    """The address of a search holds its words; another colleague gets an empty search."""
    sealed = walker.ask(
        "front office of noord", "POST", reverse("relations:search"), {"q": "qx"}
    ).location
    assert walker.ask("front office of noord", "GET", sealed).shown
    for viewer in walker.world.viewers:
        if viewer != "front office of noord":
            assert not walker.ask(viewer, "GET", sealed).shown, viewer


def test_nobody_gets_a_fact_of_another_client_below_the_address_of_their_own(world, walker):
    """The person in an address is the one whose fact is shown, never another."""
    own = {"care professional of noord": "anna", "care professional of zuid": "cor"}
    for (viewer, mine), (_, theirs) in pairwise([*own.items(), next(iter(own.items()))]):
        for kind in ("gp visit", "gp problem", "own problem"):
            ref = world.refs[mine]["person"]
            fact = world.refs[theirs][kind]
            url = reverse("clientview:fact", args=[ref, fact])
            assert walker.ask(viewer, "GET", url).status == 404, url
