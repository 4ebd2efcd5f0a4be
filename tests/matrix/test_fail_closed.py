# SPDX-License-Identifier: EUPL-1.2
"""R5: where the log cannot be written, nothing of anybody is shown."""

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
    walker = Walker(world)
    asked = list(_asked(walker))
    with cluster.admin(_database()) as admin:
        admin.execute("revoke insert on access_accessentry from nabij_app")
    persons = world.persons.keys() - {"linde"}  # an organisation is no person
    showed, shut = [], 0
    for viewer, row, url in asked:
        answer = walker.asked(viewer, row, url)
        told = sorted(str(c) for c in answer.shown if c.owner in persons)
        if told or answer.status == 500:
            showed.append(f"{answer.status} {row.method} {row.way} {url} as {viewer}: {told[:3]}")
        shut += answer.status == 503
    assert not showed, "\n".join(showed)
    assert shut > 50


def _asked(walker):
    """Yield what showed somebody while the log could be written."""
    every = {route.name: route for route in routes.routes()}
    for row in table.rows():
        if row.asks_for == "self" or row.address in routes.CHANGES_WAYS:
            continue
        for owner in ["anna"] if row.asks_for not in routes.ABOUT_NOBODY else [""]:
            url = routes.address(walker.world, every[row.address], row.asks_for, owner)
            for viewer in READERS if url else ():
                if walker.asked(viewer, row, url).shown:
                    yield viewer, row, url


def _database():
    from django.db import connection

    return connection.settings_dict["NAME"]
