# SPDX-License-Identifier: EUPL-1.2
"""How much the picture of a client with a long history may cost, and how it reads the tables."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access.rules import RecordInView
from nabij.clientview.rules.current import STATE_KINDS
from nabij.clientview.tests import heavy
from nabij.clientview.tests.building import add_record, add_source
from nabij.core.dates import DAY
from nabij.dossiers.queries import facts as fact_queries

MOST_QUERIES, MOST_BYTES = 19, 250_000

pytestmark = pytest.mark.usefixtures("petra", "in_care")


@pytest.fixture
def long_history(anna):
    """Anna has 2,000 facts from 5 sources; others have 60,000."""
    sources = [
        add_source(f"s{n}", f"Bron {n}", care_type, default_ground="own_record", is_own=n == 0)
        for n, care_type in enumerate(("home_care", "gp", "hospital", "pharmacy", "day_care"))
    ]
    records = [add_record(source, anna) for source in sources]
    heavy.fill(records, facts=2000)
    heavy.crowd(records[1], records=300, facts=200)
    return records


def test_the_picture_of_two_thousand_facts_has_a_ceiling(fatima, url, long_history):
    client = fatima.client
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    reads = [q["sql"] for q in captured if not q["sql"].startswith(("BEGIN", "COMMIT"))]
    assert response.status_code == 200
    assert len(reads) <= MOST_QUERIES, "\n".join(sql[:160] for sql in reads)
    assert len(response.content) < MOST_BYTES


def test_no_query_of_facts_scans_a_table(fatima, anna, long_history):
    """docs/decisions/0002: one index condition, at any number of rows."""
    viewer = access_queries.viewer_of(user=fatima.user, at=timezone.now(), access_point="test")
    records = [record.pk for record in long_history]
    on = timezone.localdate()
    with (
        access_actions.open_dossier(
            viewer=viewer,
            person_id=anna.pk,
            records=[RecordInView(pk, "own_record") for pk in records],
            event="picture",
        ),
        CaptureQueriesContext(connection) as captured,
    ):
        given = {"viewer": viewer, "records": records}
        found = fact_queries.state_facts(**given, kinds=STATE_KINDS, visits_from=on - 60 * DAY)
        fact_queries.overview(**given)
        page = fact_queries.timeline(**given)
        fact_queries.timeline(
            **given, words=["zorg"], kind="note", since=on - 900 * DAY, cursor=page.next
        )
        fact_queries.fact(**given, ref=found[0].ref)
        fact_queries.versions(**given, ref=found[0].ref)
        fact_queries.original(**given, ref=found[0].ref)
        plans = {}
        for query in list(captured):
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN " + query["sql"])
                plans[query["sql"]] = "\n".join(row[0] for row in cursor.fetchall())
    assert len(plans) >= 8
    for sql, plan in plans.items():
        for table in ("dossiers_fact", "dossiers_original", "dossiers_reference"):
            assert f"Seq Scan on {table}" not in plan, f"{sql}\n{plan}"
