# SPDX-License-Identifier: EUPL-1.2
"""Two merges of the same two at the same moment, and one that is killed on its way."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from threading import Barrier

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.access.tests.cast import add_colleague, add_team
from nabij.core.dates import PartialDate
from nabij.core.errors import ExpectedError
from nabij.core.viewer import Role
from nabij.relations import actions, queries
from nabij.relations.models import Merge, Party
from nabij.relations.tests.rows import all_rows
from nabij.relations.types import PersonFields, PersonName


@pytest.fixture
def anja(committing_db):
    return add_colleague("Anja", Role.FRONT_OFFICE, add_team("Team Noord"))


@pytest.fixture
def two(anja):
    machine = access_queries.machine(at=timezone.now(), command="test")
    [unit] = anja.viewer.unit_ids
    return [
        actions.create_person(
            viewer=machine,
            fields=PersonFields(
                name=PersonName(call_name=name, own_name="Berg"),
                birth=PartialDate(date(1941, 3, 9)),
                unit_id=unit,
            ),
        )
        for name in ("Anna", "Annie")
    ]


def merge(colleague, kept, given, stamp):
    try:
        return actions.merge(
            viewer=colleague.viewer, kept_ref=kept.ref, given_ref=given.ref, stamp=stamp,
            reason="Zelfde telefoon",
        )  # fmt: skip
    except (ExpectedError, OperationalError) as error:
        return error
    finally:
        connection.close()


def stamp(colleague, kept, given):
    return queries.merge_preview(
        viewer=colleague.viewer, kept_ref=kept.ref, given_ref=given.ref
    ).stamp


@pytest.mark.parametrize("other_way", [False, True], ids=["the same", "the other way round"])
def test_of_two_merges_at_the_same_moment_one_holds(anja, two, other_way):
    ways = [two, two[::-1] if other_way else two]
    works = [(anja, kept, given, stamp(anja, kept, given)) for kept, given in ways]
    ready = Barrier(2)

    def work(given):
        ready.wait()
        return merge(*given)

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(work, works))

    [row] = Merge.objects.all()
    assert Party.objects.filter(canonical__isnull=False).count() == 1
    # The same decision twice is one merge; the opposite one is told that it comes too late.
    refused = [one for one in outcomes if isinstance(one, Exception)]
    assert len(refused) == other_way, outcomes
    assert {one.pk for one in outcomes if one not in refused} == {row.pk}


def test_a_merge_that_is_killed_leaves_nothing_and_can_be_done_again(anja, two, cluster):
    kept, given = two
    seen = stamp(anja, kept, given)
    before = all_rows()
    with holding(cluster, given) as admin, ThreadPoolExecutor(1) as pool:
        going = pool.submit(merge, anja, kept, given, seen)
        while not kill_who_waits(admin):
            assert not going.done(), going.result()
    assert isinstance(going.result(), OperationalError)
    assert all_rows() == before

    assert merge(anja, kept, given, seen).given_id == given.pk


@contextmanager
def holding(cluster, party):
    """Hold the row of a party, so that who wants to merge it waits in the middle of the work."""
    with cluster.admin(connection.settings_dict["NAME"]) as admin:
        admin.autocommit = False
        admin.execute("SELECT FROM relations_party WHERE id = %s FOR UPDATE", [party.pk])
        with cluster.admin(connection.settings_dict["NAME"]) as other:
            yield other
        admin.rollback()


def kill_who_waits(admin):
    waits = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = %s"
    found = admin.execute(
        f"SELECT pg_terminate_backend(pid) FROM ({waits}) waiting",
        [connection.settings_dict["NAME"]],
    ).fetchall()
    return bool(found)
