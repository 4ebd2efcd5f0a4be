# SPDX-License-Identifier: EUPL-1.2
"""Night and on-call teams: a way in to the clients of an area, during the duty and no longer."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from nabij.access import queries
from nabij.access.models import CareRelation, DutyArea, DutyShift, Unit, User
from nabij.core.viewer import Role
from nabij.relations.models import Party

STARTS = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=8)
SECOND = timedelta(seconds=1)


@pytest.fixture
def region(db):
    return Unit.objects.create(name="Regio", kind="region")


@pytest.fixture
def team(region):
    return Unit.objects.create(name="Team Noord", kind="team", parent=region)


@pytest.fixture
def night(db):
    """The night team lies beside the region, so nothing but its duty leads there."""
    night = Unit.objects.create(name="Nachtteam", kind="team")
    DutyShift.objects.create(unit=night, starts_at=STARTS, ends_at=ENDS, phone="0381111111")
    return night


@pytest.fixture
def area(night, region):
    return DutyArea.objects.create(unit=night, area=region)


@pytest.fixture
def colleague(night):
    return _colleague("nacht", night)


@pytest.fixture
def client_id(team):
    return _client(team, "Vries")


def _colleague(name, unit, role=Role.CARE_PROFESSIONAL):
    user = User.objects.create_user(f"{name}@example.nl", name)
    user.role_assignments.create(role=role, starts_on="2026-01-01")
    user.unit_memberships.create(unit=unit, starts_on="2026-01-01")
    return user


def _client(team, name, *, kind="care"):
    party = Party.objects.create(kind="person", name=name, sort_key=name, search_text="")
    CareRelation.objects.create(
        person=party, unit=team, kind=kind, origin="agreement", starts_on="2026-01-01"
    )
    return party.pk


def _viewer(user, at):
    return queries.viewer_of(user=user, at=at, access_point="test")


@pytest.mark.parametrize(
    ("at", "kind"),
    [
        (STARTS - SECOND, None),
        (STARTS, "duty"),
        (ENDS - SECOND, "duty"),
        (ENDS, None),
        (ENDS + SECOND, None),
    ],
)
def test_a_duty_opens_its_area_from_its_first_second_to_its_last(
    at, kind, colleague, client_id, area
):
    viewer = _viewer(colleague, at)
    way = queries.way_in(viewer=viewer, person_id=client_id)
    assert (way.kind if way else None) == kind
    assert queries.person_ids_in_care(viewer=viewer).exists() is (kind is not None)


def test_the_page_can_say_until_when(colleague, client_id, area):
    way = queries.way_in(viewer=_viewer(colleague, STARTS), person_id=client_id)
    assert way.ends_at == ENDS
    classes = queries.classes_for(viewer=_viewer(colleague, STARTS), way=way)
    assert classes == {"a", "b", "c"}


def test_a_team_without_an_area_has_its_own_clients_only(colleague, client_id, night):
    own = _client(night, "Nacht")
    ways = queries.ways_in(viewer=_viewer(colleague, STARTS), person_ids=[client_id, own])
    assert {person: way.kind for person, way in ways.items()} == {own: "care_relation"}


def test_an_area_ends_at_its_own_units(colleague, client_id, area):
    elsewhere = _client(Unit.objects.create(name="Elders", kind="team"), "Elders")
    ways = queries.ways_in(viewer=_viewer(colleague, STARTS), person_ids=[client_id, elsewhere])
    assert list(ways) == [client_id]


def test_a_duty_of_another_team_opens_nothing(client_id, area):
    other = _colleague("ander", Unit.objects.create(name="Ander", kind="team"))
    assert queries.way_in(viewer=_viewer(other, STARTS), person_id=client_id) is None


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CARE_PROFESSIONAL}))
def test_a_duty_is_a_way_in_for_care_professionals_only(role, night, client_id, area):
    user = _colleague("ander", night, role)
    assert queries.way_in(viewer=_viewer(user, STARTS), person_id=client_id) is None


def test_one_own_care_relation_is_named_before_a_duty(colleague, client_id, area):
    CareRelation.objects.create(
        person_id=client_id, user=colleague, kind="care", origin="hand", starts_on="2026-01-01"
    )
    way = queries.way_in(viewer=_viewer(colleague, STARTS), person_id=client_id)
    assert way.kind == "care_relation"


def test_the_ways_in_to_many_persons_take_two_queries(
    colleague, team, area, django_assert_num_queries
):
    persons = [_client(team, f"Client {number}") for number in range(20)]
    viewer = _viewer(colleague, STARTS)
    with django_assert_num_queries(1):
        assert len(queries.ways_in(viewer=viewer, person_ids=persons)) == 20
    late = _viewer(colleague, ENDS)
    with django_assert_num_queries(2):
        assert queries.ways_in(viewer=late, person_ids=persons) == {}


def test_a_viewer_is_made_with_one_query(colleague, area, django_assert_num_queries):
    with django_assert_num_queries(1):
        viewer = _viewer(colleague, STARTS)
    assert len(viewer.duties_now) == 1


def test_a_viewer_of_yesterday_has_no_duty_today(colleague, client_id, area):
    from dataclasses import replace

    viewer = replace(_viewer(colleague, STARTS), at=timezone.now() + timedelta(days=400))
    assert viewer.duty_unit_ids == frozenset()
