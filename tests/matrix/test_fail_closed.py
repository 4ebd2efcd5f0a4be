# SPDX-License-Identifier: EUPL-1.2
"""R5: where the log cannot be written, nothing of anybody is shown."""

from itertools import islice

import pytest
from django.db import connection

from tests.matrix import routes, table
from tests.matrix.walker import Walker

READERS = (
    "care professional of noord",
    "front office on the phone",
    "account manager of noord",
    "privacy officer of noord",
    "marketeer of zuid",
)


def test_no_page_shows_anybody_while_the_log_cannot_be_written(world, cluster):
    """Every way into every address, by the first of the readers who gets somebody to see there."""
    _shut_the_log(Walker(world), cluster, of_each=1)


@pytest.mark.faults
def test_no_page_shows_anybody_to_any_reader_while_the_log_cannot_be_written(world, cluster):
    _shut_the_log(Walker(world), cluster, of_each=len(READERS))


def _shut_the_log(walker, cluster, *, of_each):
    asked = list(_asked(walker, of_each))
    with cluster.admin(connection.settings_dict["NAME"]) as admin:
        admin.execute("revoke insert on access_accessentry from nabij_app")
    persons = walker.world.persons.keys() - {"linde"}  # an organisation is no person
    showed, shut = [], 0
    for viewer, row, url in asked:
        answer = walker.asked(viewer, row, url)
        told = sorted(str(c) for c in answer.shown if c.owner in persons)
        if told or answer.status == 500:
            showed.append(f"{answer.status} {row.method} {row.way} {url} as {viewer}: {told[:3]}")
        shut += answer.status == 503
    with cluster.admin(connection.settings_dict["NAME"]) as admin:
        admin.execute("grant insert on access_accessentry to nabij_app")
    assert not showed, "\n".join(showed)
    assert shut > 50


def _asked(walker, of_each):
    """Yield, for every way into an address, what showed somebody while the log could be written.

    By so many readers at most.
    """
    every = {route.name: route for route in routes.routes()}
    for row in table.rows():
        if row.asks_for == "self" or row.address in routes.CHANGES_WAYS:
            continue
        about = "" if row.asks_for in routes.ABOUT_NOBODY else "anna"
        url = routes.address(walker.world, every[row.address], row.asks_for, about)
        showing = (
            (viewer, row, url)
            for viewer in (READERS if url else ())
            if walker.asked(viewer, row, url).shown
        )
        yield from islice(showing, of_each)
