# SPDX-License-Identifier: EUPL-1.2
"""The ways in stay fast when the institution is large: indexes, seen in the plan."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from nabij.access import queries
from nabij.access.models import DutyArea, DutyShift, Unit
from nabij.core.viewer import Role

PERSONS, TEAMS = 20_000, 200


@pytest.fixture
def large(institution, as_role):
    """Twenty thousand clients over two hundred teams; one team answers for ten of them at night."""
    teams = Unit.objects.bulk_create(
        Unit(name=f"Team {number}", kind="team", parent=institution.region if number < 10 else None)
        for number in range(TEAMS)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO relations_party (ref, kind, name, sort_key, search_text, city,"
            " birth_precision, is_shielded, version)"
            " SELECT 'size' || n, 'person', 'x', 'x', '', '', '', false, 1"
            " FROM generate_series(1, %s) n RETURNING id",
            [PERSONS],
        )
        ids = [pk for (pk,) in cursor.fetchall()]
        cursor.execute(
            "INSERT INTO access_carerelation"
            " (person_id, unit_id, kind, origin, starts_on, reason, end_reason, version)"
            " SELECT id, %s + id %% %s, 'care', 'agreement', '2026-01-01', '', '', 1"
            " FROM unnest(%s::bigint[]) id",
            [teams[0].pk, TEAMS, ids],
        )
    with as_role("nabij_owner"), connection.cursor() as cursor:
        cursor.execute("ANALYZE access_carerelation")
    night = Unit.objects.create(name="Nacht", kind="team")
    DutyArea.objects.create(unit=night, area=institution.region)
    now = timezone.now()
    DutyShift.objects.create(
        unit=night, starts_at=now, ends_at=now + timedelta(hours=8), phone="0381111111"
    )
    return institution, teams, night


def test_neither_own_nor_duty_relations_are_found_by_reading_the_whole_table(large):
    institution, teams, night = large
    for unit in (teams[0], night):
        viewer = institution.viewer(f"Noor {unit.name}", Role.CARE_PROFESSIONAL, unit)
        relations = queries.care_relations(viewer=viewer)
        for rows in (
            relations.filter(person_id__in=[1, 200, 4001]),
            relations.filter(person_id=4001),
            queries.person_ids_in_care(viewer=viewer),
        ):
            assert "Seq Scan on access_carerelation" not in rows.explain()
