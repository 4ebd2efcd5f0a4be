# SPDX-License-Identifier: EUPL-1.2
"""The database keeps who changed what, whatever way the change came (mission A-118, R13)."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, ProgrammingError
from django.utils import timezone

from nabij.access.models import Unit
from nabij.access.queries import machine
from nabij.core import history
from nabij.core.models import HistoryRange
from nabij.core.viewer import Viewer

ANJA = Viewer(user_id=7, name="Anja", at=timezone.now())


def kept(unit):
    rows = Unit.pgh_event_model.objects.filter(id=unit.pk).order_by("pgh_id")
    return [(row.pgh_label, row.name, row.phone) for row in rows]


def contexts(unit):
    rows = Unit.pgh_event_model.objects.filter(id=unit.pk).order_by("pgh_id")
    return [row.pgh_context for row in rows]


@transaction.atomic
def _change_and_fail(unit):
    Unit.objects.filter(pk=unit.pk).update(phone="1")
    Unit.objects.filter(pk=unit.pk).update(parent_id=0)
    connection.check_constraints()


@pytest.fixture
def unit(db):
    with history.by(ANJA, way="unit-new"):
        return Unit.objects.create(name="Noord", kind="team")


def test_a_row_is_kept_as_it_began_and_as_it_was(unit):
    with history.by(ANJA, way="unit", reason="Verhuisd"):
        Unit.objects.filter(pk=unit.pk).update(phone="038")  # in bulk, past the model
        unit.refresh_from_db()
        unit.name = "Noordoost"
        unit.save()
        unit.save()  # nothing changed, nothing is kept
        with connection.cursor() as cursor:
            cursor.execute("delete from access_unit where id = %s", [unit.pk])
    assert kept(unit) == [
        ("insert", "Noord", ""),
        ("update", "Noord", ""),
        ("update", "Noord", "038"),
        ("delete", "Noordoost", "038"),
    ]
    first, *rest = contexts(unit)
    assert first == {"user": 7, "way": "unit-new"}
    assert rest == [{"user": 7, "way": "unit", "reason": "Verhuisd"}] * 3


def test_a_savepoint_that_is_rolled_back_takes_no_name_away(unit):
    with history.by(ANJA, way="unit"):
        with pytest.raises(DatabaseError):
            _change_and_fail(unit)
        Unit.objects.filter(pk=unit.pk).update(phone="2")
    assert contexts(unit)[-1] == {"user": 7, "way": "unit"}
    assert len(kept(unit)) == 2


def test_sql_by_hand_counts_with_values_by_name_or_without(unit):
    with history.by(machine(at=ANJA.at, command="it"), way="it"), connection.cursor() as cursor:
        cursor.execute("update access_unit set phone = '100%'")
        cursor.execute("update access_unit set phone = %(phone)s", {"phone": "2"})
        cursor.execute("with one as (select 1) update access_unit set phone = %s", ["3"])
        cursor.execute("update access_unit set phone = '4' returning phone")
        assert cursor.fetchall() == [("4",)]
    said = {"user": 0, "way": "it", "by": "nabij it"}
    assert contexts(unit)[1:] == [said] * 4


def test_what_nobody_asked_for_is_kept_too(unit):
    Unit.objects.filter(pk=unit.pk).update(phone="1")
    with history.by(ANJA, way="unit"):
        pass
    Unit.objects.filter(pk=unit.pk).update(phone="2")
    # In a test all is one transaction, and the words of the last who spoke would go on to its end;
    # outside one they end with the statement.
    assert [label for label, *_rest in kept(unit)] == ["insert", "update", "update"]


def test_the_inner_of_two_adds_to_what_the_outer_says(unit):
    with history.by(ANJA, way="unit"), history.by(ANJA, reason="Nieuw nummer"):
        Unit.objects.filter(pk=unit.pk).update(phone="1")
    assert contexts(unit)[-1] == {"user": 7, "way": "unit", "reason": "Nieuw nummer"}


@pytest.mark.parametrize("role", ["nabij_app", "nabij_intake"])
def test_nobody_changes_or_removes_history(unit, as_role, role):
    for statement in (
        "update access_unithistory set name = 'x'",
        "delete from access_unithistory",
        "update core_historyrange set source = 'x'",
        "delete from core_historyrange",
        "insert into core_historyrange (xid) values ('1')",
    ):
        with (
            as_role(role),
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_one_row_tells_of_all_that_an_import_writes(unit):
    with history.as_range(viewer=ANJA, source="import", subject_ref="abc", first=1, last=500):
        made = Unit.objects.bulk_create(
            Unit(name=f"Team {number}", kind="team") for number in range(500)
        )
        Unit.objects.filter(pk=unit.pk).update(phone="1")
    assert not Unit.pgh_event_model.objects.filter(id__in=[one.pk for one in made]).exists()
    assert len(kept(unit)) == 1
    (row,) = HistoryRange.objects.all()
    assert (row.source, row.subject_ref, row.first, row.last, row.user_id) == (
        ("import", "abc", 1, 500, 7)
    )
    # And it is over with the block.
    Unit.objects.filter(pk=unit.pk).update(phone="2")
    assert kept(unit)[-1] == ("update", "Noord", "1")


def test_a_setting_alone_silences_nothing(committing_db):
    unit = Unit.objects.create(name="Noord", kind="team")
    with transaction.atomic():
        with history.as_range(viewer=ANJA, source="import", subject_ref="a", first=1, last=1):
            Unit.objects.filter(pk=unit.pk).update(phone="1")
        number = HistoryRange.objects.get().pk
    assert len(kept(unit)) == 1
    with transaction.atomic(), connection.cursor() as cursor:
        # The row of a range that is over, in a transaction of later.
        cursor.execute("select set_config('nabij.history_range', %s, true)", [str(number)])
        Unit.objects.filter(pk=unit.pk).update(phone="2")
    assert kept(unit)[-1] == ("update", "Noord", "1")
    assert contexts(unit)[-1] is None
    with (
        pytest.raises(RuntimeError, match="one transaction"),
        history.as_range(viewer=ANJA, source="import", subject_ref="a", first=1, last=1),
    ):
        pass
