# SPDX-License-Identifier: EUPL-1.2
"""The gate and the log writer, with real commits: one entry per opened dossier, or nothing."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from nabij.access import actions, queries
from nabij.access.actions import DossierNotFound, LogUnavailable, PersonInView, TooManyPersons
from nabij.access.choices import Caller
from nabij.access.models import (
    AccessEntry,
    CareRelation,
    RoleAssignment,
    Unit,
    UnitMembership,
    User,
)
from nabij.access.rules import DataClass, RecordInView
from nabij.core.viewer import Role, Viewer

RECORDS = [RecordInView(id=11, ground="own_record"), RecordInView(id=12, ground="consent")]


@pytest.fixture
def person_id(committing_db):
    with connection.cursor() as cursor:
        return _party(cursor, "Vries, de")


def _party(cursor, sort_key):
    from nabij.relations.models import Party

    return Party.objects.create(kind="person", name=sort_key, sort_key=sort_key, search_text="").pk


@pytest.fixture
def team(committing_db):
    region = Unit.objects.create(name="Regio", kind="region")
    return Unit.objects.create(name="Team", kind="team", parent=region)


def _colleague(role, unit=None):
    user = User.objects.create_user(f"{role}@example.nl", role)
    on = timezone.localdate() - timedelta(days=1)
    RoleAssignment.objects.create(user=user, role=role, starts_on=on)
    if unit:
        UnitMembership.objects.create(user=user, unit=unit, starts_on=on)
    return queries.viewer_of(user=user, at=timezone.now(), access_point="127.0.0.1")


@pytest.fixture
def nurse(team):
    return _colleague(Role.CARE_PROFESSIONAL, team)


@pytest.fixture
def in_care(person_id, team):
    return CareRelation.objects.create(
        person_id=person_id,
        unit=team,
        kind="care",
        origin="agreement",
        starts_on=timezone.localdate() - timedelta(days=1),
    )


def test_a_nurse_opens_a_client_of_her_team_and_one_entry_says_so(nurse, person_id, in_care):
    with actions.open_dossier(
        viewer=nurse, person_id=person_id, records=RECORDS, event="picture"
    ) as opening:
        assert opening.classes == {DataClass.IDENTITY, DataClass.ORGANISATION, DataClass.CARE}

    entry = AccessEntry.objects.get()
    assert (entry.event, entry.action, entry.outcome, entry.checks) == (
        "picture",
        "R",
        "success",
        "TTTF",
    )
    assert entry.purpose == "TREAT"
    assert entry.records == [11, 12]
    assert entry.sensitive_records == []
    assert entry.classes == ["a", "b", "c"]
    assert entry.object_ids == [person_id]
    assert entry.user_role == "04"
    assert entry.care_relation_protocol == f"care_relation {in_care.pk}"
    assert entry.consent_profile == "consent, own_record"
    assert entry.access_point == "127.0.0.1"


def test_every_mandatory_field_of_nen_7513_is_filled(nurse, person_id, in_care):
    """A-117, A-119; Source: NEN 7513, chapter 7."""
    with actions.open_dossier(viewer=nurse, person_id=person_id, records=RECORDS, event="picture"):
        pass
    entry = AccessEntry.objects.get()
    mandatory = [
        "event", "action", "at", "user_id", "user_role", "object_type", "object_id",
        "authorisation_protocol", "source_id", "source_type", "access_point", "purpose", "checks",
    ]  # fmt: skip
    assert all(getattr(entry, field) for field in mandatory)


def test_a_nurse_of_another_team_is_refused_and_the_refusal_is_in_the_log(person_id, in_care):
    other = _colleague(Role.CARE_PROFESSIONAL, Unit.objects.create(name="Elders", kind="team"))
    with (
        pytest.raises(DossierNotFound),
        actions.open_dossier(viewer=other, person_id=person_id, records=RECORDS, event="picture"),
    ):
        pytest.fail("the dossier opened")
    entry = AccessEntry.objects.get()
    assert (entry.outcome, entry.records, entry.checks) == ("refused", [], "FFFF")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CARE_PROFESSIONAL}))
def test_no_other_role_opens_a_dossier_by_being_in_the_team(role, team, person_id, in_care):
    viewer = _colleague(role, team)
    with (
        pytest.raises(DossierNotFound),
        actions.open_dossier(viewer=viewer, person_id=person_id, records=RECORDS, event="picture"),
    ):
        pytest.fail("the dossier opened")


def test_an_ended_care_relation_is_no_way_in(nurse, person_id, in_care):
    in_care.ends_on = timezone.localdate()
    in_care.save()
    assert queries.way_in(viewer=nurse, person_id=person_id) is None


def test_a_call_opens_a_and_b_for_an_hour_to_who_answered_it(team, person_id):
    front = _colleague(Role.FRONT_OFFICE, team)
    actions.open_call(viewer=front, person_id=person_id, caller=Caller.RELATIVE)

    with actions.open_dossier(
        viewer=front, person_id=person_id, records=RECORDS, event="picture"
    ) as opening:
        assert opening.classes == {DataClass.IDENTITY, DataClass.ORGANISATION}

    later = Viewer(
        user_id=front.user_id,
        name=front.name,
        at=front.at + timedelta(minutes=60),
        roles=front.roles,
        unit_ids=front.unit_ids,
    )
    assert queries.way_in(viewer=later, person_id=person_id) is None
    neighbour = _colleague(Role.COMPLAINTS_OFFICER, team)
    assert queries.way_in(viewer=neighbour, person_id=person_id) is None


@pytest.mark.parametrize("role", [Role.MARKETEER, Role.ACCOUNT_MANAGER, Role.ADMINISTRATOR])
def test_a_call_is_no_way_in_for_commerce_or_administration(role, team, person_id):
    """A-91."""
    with pytest.raises(DossierNotFound):
        actions.open_call(viewer=_colleague(role, team), person_id=person_id, caller=Caller.CLIENT)


def test_sensitive_records_open_by_consent_and_only_to_who_gives_care(nurse, person_id, in_care):
    records = [RecordInView(11, "consent", may_show_sensitive=True), RecordInView(12, "consent")]
    with actions.open_dossier(
        viewer=nurse, person_id=person_id, records=records, event="picture"
    ) as opening:
        assert opening.shows("d")
    assert AccessEntry.objects.get().sensitive_records == [11]


def test_if_the_log_cannot_be_written_nothing_opens(nurse, person_id, in_care, as_role):
    with as_role("nabij_owner"), connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON access_accessentry FROM nabij_app")
    with (
        pytest.raises(LogUnavailable),
        actions.open_dossier(viewer=nurse, person_id=person_id, records=RECORDS, event="picture"),
    ):
        pytest.fail("the dossier opened")


def test_an_error_in_the_block_is_not_taken_for_an_error_of_the_log(nurse, person_id, in_care):
    from django.db import ProgrammingError

    with (
        pytest.raises(ProgrammingError),
        actions.open_dossier(viewer=nurse, person_id=person_id, records=RECORDS, event="picture"),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT nothing_of_that_name")


def test_an_opening_must_be_the_outermost_transaction(nurse, person_id, in_care):
    with (
        transaction.atomic(),
        pytest.raises(RuntimeError, match="durable"),
        actions.open_dossier(viewer=nurse, person_id=person_id, records=RECORDS, event="picture"),
    ):
        pytest.fail("the dossier opened")


def test_the_application_cannot_change_the_log_or_forge_its_proof(nurse, person_id, in_care):
    from django.db import ProgrammingError

    with actions.open_dossier(viewer=nurse, person_id=person_id, records=RECORDS, event="picture"):
        pass
    for statement in (
        "UPDATE access_accessentry SET user_name = 'nobody'",
        "DELETE FROM access_accessentry",
        "TRUNCATE access_accessentry",
        "INSERT INTO access_accessentry (event, xid) VALUES ('x', '1'::xid8)",
        "INSERT INTO access_accessentry (event, at) VALUES ('x', now())",
        "DROP TABLE access_accessentry",
        "ALTER TABLE access_accessentry DISABLE TRIGGER ALL",
    ):
        with pytest.raises(ProgrammingError), connection.cursor() as cursor:
            cursor.execute(statement)
    assert AccessEntry.objects.count() == 1


def test_five_hundred_persons_at_most_in_one_export(nurse):
    persons = [PersonInView(number, []) for number in range(501)]
    with (
        pytest.raises(TooManyPersons),
        actions.open_dossiers(viewer=nurse, persons=persons, event="export", action="E"),
    ):
        pytest.fail("the dossiers opened")


def test_numbers_typed_in_a_search_box_stay_out_of_the_log(nurse):
    actions.record_list(
        viewer=nurse, event="search", object_ids=[1, 2], query="de Vries 999900080 038-123 45 67"
    )
    entry = AccessEntry.objects.get()
    assert entry.search_query == "de Vries #"
    assert entry.is_name_only
    assert entry.object_count == 2


def test_units_reach_down_the_tree(team):
    regional = _colleague(Role.FRONT_OFFICE, team.parent)
    assert regional.unit_ids == {team.pk, team.parent_id}


def test_partitions_are_made_by_the_month_and_once(committing_db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT access.ensure_log_partitions('2031-01-15', 3)")
        assert cursor.fetchone() == (3,)
        cursor.execute("SELECT access.ensure_log_partitions('2031-02-15', 3)")
        assert cursor.fetchone() == (1,)


def test_an_entry_that_names_records_without_a_class_opens_nothing(nurse, person_id):
    """The review of a link shows columns of the records, and no facts."""
    with transaction.atomic(), connection.cursor() as cursor:
        actions.record_event(
            viewer=nurse,
            event="review",
            action="R",
            person_id=person_id,
            records=[11],
            way_in="review",
        )
        with pytest.raises(DatabaseError, match="no-access-entry"):
            cursor.execute("SELECT access.opened_records()")
        transaction.set_rollback(True)
