# SPDX-License-Identifier: EUPL-1.2
"""Every address, asked by everybody about everybody, answers as the table says."""

import pytest

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
