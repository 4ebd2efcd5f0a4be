# SPDX-License-Identifier: EUPL-1.2
"""What a list costs, however many there are; and that every filter and order has its index."""

from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nabij.access.tests.cast import add_team
from nabij.core.paging import Cursor, _read
from nabij.database.testing.scratch import acting_as, connected
from nabij.lists.queries import count, listing_named
from nabij.lists.queries.listings import _phases, parts_of
from nabij.lists.types import Asked

PERSONS = reverse("lists:page", args=["persons"])
MOST_QUERIES, MOST_BYTES = 12, 60_000
MANY = 20_000
FILTERS = {
    "persons": {
        "name": "Jansen7", "city": "plaats17", "born_since": "1999", "born_until": "1911",
        "team": "own", "kind": "employee", "promise": "open",
        "approach": "yes",
    },
    "organisations": {
        "name": "Jansen7", "kind": "hospital", "city": "plaats17", "team": "own",
    },
}  # fmt: skip
FROM = {"birth_on": "1950-01-01", "updated_at": "2026-11-20 12:00:00+00:00", "place": "PLAATS3"}
PARTIES = {"relations_party", "relations_relationship"}  # of organisations there are thousands
FILL = """
INSERT INTO relations_party (ref, kind, name, sort_key, search_text, birth_on, birth_precision,
                             city, unit_id, is_shielded, version, updated_at)
SELECT 'many' || n, CASE WHEN n %% 10 = 0 THEN 'organisation' ELSE 'person' END,
       'Jansen' || n, 'jansen' || n, '', CASE WHEN n %% 10 = 0 THEN NULL
       ELSE date '1910-01-01' + n %% 33000 END, CASE WHEN n %% 10 = 0 THEN '' ELSE 'day' END,
       'Plaats' || n %% 500, CASE WHEN n %% 3 = 0 THEN %s::bigint WHEN n %% 3 = 1 THEN %s END,
       false, 1, now() - n * interval '1 minute'
FROM generate_series(1, %s) AS n
"""
KINDS = """
INSERT INTO relations_organisationdetail (party_id, kind, legal_name, website)
SELECT id, CASE WHEN sort_key LIKE '%00' THEN 'hospital' ELSE 'other' END, '', ''
FROM relations_party WHERE kind = 'organisation'
"""


@pytest.fixture(scope="module")
def many(cluster, template_database, django_db_setup, django_db_blocker):
    """Two teams with many rows, in a database of this module; each test leaves it as it was."""
    with (
        cluster.copy_of(template_database) as name,
        django_db_blocker.unblock(),
        connected(cluster, name),
    ):
        teams = add_team("Team Noord"), add_team("Team Zuid")
        with connection.cursor() as cursor:
            cursor.execute(FILL, [*(team.pk for team in teams), MANY])
            cursor.execute(KINDS)
        with acting_as("nabij_owner"), connection.cursor() as cursor:
            cursor.execute("ANALYZE relations_party, relations_organisationdetail")
        yield teams


@pytest.fixture
def noord(many, db):
    return many[0]


@pytest.fixture
def zuid(many, db):
    return many[1]


def _nodes(plan):
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _whole_tables(statement):
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT json) " + statement.replace("%", "%%"))
        plan = cursor.fetchone()[0][0]["Plan"]
    return {node["Relation Name"] for node in _nodes(plan) if node["Node Type"] == "Seq Scan"}


def _statements(viewer, found):
    """Yield the statement behind each order with each filter, at the start and further on."""
    for sort, (key, value) in product(found.sorts, [("", ""), *FILTERS[found.name].items()]):
        asked = Asked(filters={key: value} if key else {}, sort=sort.name)
        parts = parts_of(viewer=viewer, listing=found, asked=asked)
        for phase in _phases(parts, sort):
            cursor = Cursor(sort_key=FROM.get(phase.key, "jansen5"), pk=1)
            for at in (None, cursor):
                with CaptureQueriesContext(connection) as captured:
                    _read(phase, at, 51, is_backward=False)
                yield sort.name, key, captured[0]["sql"]


@pytest.mark.parametrize("who", ["anja", "amber"])
@pytest.mark.parametrize("name", FILTERS)
def test_every_order_with_every_filter_is_read_by_an_index(who, name, many, request):
    """20,000 rows, so that the planner has a choice: it never reads the whole table."""
    viewer = request.getfixturevalue(who).viewer
    found = listing_named(viewer=viewer, name=name)
    assert {one.name for one in found.filters} == FILTERS[name].keys()
    for sort, key, statement in _statements(viewer, found):
        whole = _whole_tables(statement)
        assert not whole & PARTIES, (sort, key, statement)


def test_the_few_of_no_unit_are_not_sought_among_all(anja, many, noord, as_role):
    """As it is in use: every person has a unit, no organisation has."""
    with as_role("nabij_owner"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE relations_party SET unit_id = CASE kind WHEN 'person' THEN %s END", [noord.pk]
        )
        cursor.execute("ANALYZE relations_party")
    found = listing_named(viewer=anja.viewer, name="persons")
    (phase,) = _phases(parts_of(viewer=anja.viewer, listing=found, asked=Asked()), found.sort(""))
    with CaptureQueriesContext(connection) as captured:
        assert len(_read(phase, None, 51, is_backward=False)) == 51
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT json) " + captured[0]["sql"].replace("%", "%%"))
        plan = cursor.fetchone()[0][0]["Plan"]
    assert sum(node.get("Rows Removed by Filter", 0) for node in _nodes(plan)) < MANY / 2


def _give_all_a_phone():
    """Let the rows be as long as they are in use."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO relations_contactpoint (party_id, system, value, use, rank, note)"
            " SELECT id, 'phone', '+3161234' || lpad(id::text, 4, '0'), 'home', 1, ''"
            " FROM relations_party WHERE sort_key LIKE 'jansen1%'"
        )
        cursor.execute(
            "INSERT INTO relations_address (party_id, use, street, house_number, suffix, unit_id,"
            " postcode, city, country, municipality_code, is_secret)"
            " SELECT id, 'home', 'Jan Ligthartstraat', '203', '', '', '8011AB', city, '', '', false"
            " FROM relations_party WHERE sort_key LIKE 'jansen1%'"
        )


@pytest.mark.parametrize("name", ["persons", "organisations"])
def test_a_page_of_many_costs_as_much_as_a_page_of_few(anja, many, people, name):
    if name == "persons":
        _give_all_a_phone()
    url, client = reverse("lists:page", args=[name]), anja.client
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        page = client.get(url)
    assert len(page.context["page"].rows) == 50
    assert len(captured) <= MOST_QUERIES
    assert len(page.content) < MOST_BYTES


def test_nothing_is_counted_beyond_a_thousand(anja, many):
    found = listing_named(viewer=anja.viewer, name="persons")
    assert count(viewer=anja.viewer, listing=found, asked=Asked()) == (1000, True)
    few = Asked(filters={"name": "Jansen77"})
    number, is_more = count(viewer=anja.viewer, listing=found, asked=few)
    assert 0 < number < 1000
    assert not is_more
