# SPDX-License-Identifier: EUPL-1.2
"""Every address, asked by everybody about everybody, answers as the table says."""

import pytest
from django.urls import reverse

from tests.matrix import routes, table

ROUTES = {route.name: route for route in routes.routes()}


@pytest.mark.parametrize("name", ROUTES)
def test_every_address_shows_everybody_what_the_table_says(walker, name):
    rows = [row for row in table.rows() if row.address == name]
    assert rows, f"{name} has no line in tests/matrix/table.py"
    wrong = [line for row in rows for line in walker.wrong_cells(ROUTES[name], row)]
    assert not wrong, f"{len(wrong)} wrong:\n" + "\n".join(wrong)


def test_every_line_of_the_table_has_an_address():
    assert {row.address for row in table.rows()} <= set(ROUTES)


def test_an_original_names_nobody_who_may_not_be_named(world, walker):
    """As in the columns: a name that tells a diagnosis is left out (decision 23)."""
    route, ref = ROUTES["clientview:fact"], world.refs["anna"]
    url = reverse(route.name, args=[ref["person"], ref["gp contact"]])
    answer = walker.ask("care professional of noord", "GET", url)
    assert answer.status == 200
    assert not [canary for canary in answer.shown if canary.data_class == "x"]
