# SPDX-License-Identifier: EUPL-1.2
"""Care relations: they end by themselves, follow the roster, and are planned by hand."""

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nabij.access import actions, queries
from nabij.access.actions import DossierNotFound
from nabij.access.actions.care_relations import (
    CareRelationChanged,
    CareRelationExists,
    CareRelationForOneself,
    CareRelationTooLong,
)
from nabij.access.models import AccessEntry, CareRelation, Unit
from nabij.core.dates import DAY
from nabij.core.viewer import Role

TODAY = timezone.localdate()


def _relations(**given):
    return list(CareRelation.objects.filter(**given).order_by("pk"))


# By agreement


def test_a_relation_ends_by_itself_so_many_days_after_the_last_agreed_day(institution, settings):
    settings.NABIJ_CARE_RELATION_DAYS_AFTER = 30
    person = institution.client()
    agreed = actions.Agreed(
        person_id=person,
        unit_id=institution.noord.pk,
        starts_on=TODAY - 90 * DAY,
        last_on=TODAY - 30 * DAY,
    )
    actions.keep_agreements(viewer=institution.machine(), agreed=[agreed])
    now = timezone.now()
    nurse = institution.nurse("Noor", institution.noord, at=now)
    assert queries.way_in(viewer=nurse, person_id=person) is not None
    tomorrow = institution.nurse("Noor", institution.noord, at=now + DAY)
    assert queries.way_in(viewer=tomorrow, person_id=person) is None


def test_the_same_agreements_twice_change_nothing_and_another_end_is_taken_over(institution):
    person = institution.client()
    machine = institution.machine()

    def keep(last_on):
        agreed = actions.Agreed(
            person_id=person, unit_id=institution.noord.pk, starts_on=TODAY, last_on=last_on
        )
        return actions.keep_agreements(viewer=machine, agreed=[agreed, agreed])

    assert keep(None) == actions.Kept(made=1)
    assert keep(None) == actions.Kept()
    assert keep(TODAY + DAY) == actions.Kept(changed=1)
    assert keep(TODAY + DAY) == actions.Kept()
    (relation,) = _relations()
    assert relation.ends_on == TODAY + 32 * DAY
    assert [entry.object_ids for entry in AccessEntry.objects.order_by("id")] == [[person]] * 2


def test_which_teams_care_for_all_of_some_persons_is_one_question_of_one_size(institution):
    persons = [institution.client() for _ in range(30)]
    zuid = Unit.objects.create(name="Team Zuid", kind="team")
    for unit, ids in ((institution.noord, persons), (zuid, persons[:2])):
        CareRelation.objects.bulk_create(
            CareRelation(
                person_id=pk, unit=unit, kind="care", origin="agreement", starts_on=TODAY - DAY
            )
            for pk in ids
        )
    machine = institution.machine()
    sizes = []
    for count in (1, 2, 30):
        with CaptureQueriesContext(connection) as captured:
            found = queries.teams_of(viewer=machine, person_ids=persons[:count])
        sizes.append((len(captured), captured[0]["sql"].count("SELECT")))
        assert [unit.name for unit in found] == ["Team Noord", "Team Zuid"][: 2 if count < 3 else 1]
    assert len(set(sizes)) == 1
    assert sizes[0][0] == 1


# After a roster


def _follow(institution, person, first, last, *, received_at=None):
    at = received_at or timezone.now()
    return actions.follow_roster(
        viewer=institution.machine(at),
        rostered=[
            actions.Rostered(
                person_id=person, unit_id=institution.noord.pk, first_on=first, last_on=last
            )
        ],
        received_at=at,
    )


def test_a_roster_makes_a_relation_and_a_later_one_extends_it(institution):
    person = institution.client()
    assert _follow(institution, person, TODAY + DAY, TODAY + 7 * DAY).made == 1
    assert _follow(institution, person, TODAY + DAY, TODAY + 7 * DAY) == actions.Kept()
    assert _follow(institution, person, TODAY + 8 * DAY, TODAY + 14 * DAY).changed == 1
    (relation,) = _relations()
    assert (relation.origin, relation.starts_on) == ("roster", TODAY)
    assert relation.ends_on == TODAY + (14 + 31) * DAY


def test_a_shorter_roster_shortens_nothing(institution):
    person = institution.client()
    _follow(institution, person, TODAY, TODAY + 7 * DAY)
    assert _follow(institution, person, TODAY, TODAY) == actions.Kept()
    assert _relations()[0].ends_on == TODAY + 38 * DAY


def test_after_a_gap_a_roster_makes_a_new_period(institution):
    person = institution.client()
    long_ago = timezone.now() - 200 * DAY
    _follow(institution, person, TODAY - 200 * DAY, TODAY - 199 * DAY, received_at=long_ago)
    _follow(institution, person, TODAY, TODAY)
    assert [relation.starts_on for relation in _relations()] == [TODAY - 200 * DAY, TODAY]


def test_a_slip_of_the_pen_in_a_roster_gives_no_relation_for_years(institution):
    person = institution.client()
    _follow(institution, person, TODAY, TODAY + 9000 * DAY)
    assert _relations()[0].ends_on == TODAY + (92 + 31) * DAY


def test_what_was_ended_by_hand_comes_back_only_by_a_newer_visit(institution):
    person = institution.client(institution.noord)
    before = timezone.now()
    _follow(institution, person, TODAY, TODAY + 2 * DAY, received_at=before)
    (relation,) = _relations(origin="roster")
    nurse = institution.nurse("Noor", institution.noord)
    actions.end_care_relation(
        viewer=nurse,
        person_id=person,
        relation_id=relation.pk,
        version=relation.version,
        last_on=TODAY,
        reason="Other team",
    )
    later = timezone.now()
    _follow(institution, person, TODAY, TODAY + 2 * DAY, received_at=before)
    _follow(institution, person, TODAY - DAY, TODAY, received_at=later)
    assert len(_relations(origin="roster")) == 1
    _follow(institution, person, TODAY + DAY, TODAY + DAY, received_at=later)
    assert len(_relations(origin="roster")) == 2


def test_a_nurse_cannot_make_care_relations_by_roster_or_agreement(institution):
    nurse = institution.nurse("Noor", institution.noord)
    with pytest.raises(DossierNotFound):
        actions.follow_roster(viewer=nurse, rostered=[], received_at=timezone.now())
    with pytest.raises(DossierNotFound):
        actions.keep_agreements(viewer=nurse, agreed=[])


# By hand


def _add(viewer, person, *, last_on=TODAY + DAY, **fields):
    return actions.add_care_relation(
        viewer=viewer,
        fields=actions.CareRelationFields(person_id=person, starts_on=TODAY, **fields),
        last_on=last_on,
        reason="Holiday",
        who="Team Zuid",
    )


@pytest.fixture
def anja(institution):
    return institution.viewer("Anja", Role.FRONT_OFFICE, institution.noord)


def test_front_office_lets_a_team_in_until_and_with_the_last_day(institution, anja):
    person = institution.client(institution.noord)
    _add(anja, person, unit_id=institution.zuid.pk)
    now = timezone.now()
    for days, is_open in ((0, True), (1, True), (2, False)):
        nurse = institution.nurse("Zus", institution.zuid, at=now + days * DAY)
        assert (queries.way_in(viewer=nurse, person_id=person) is not None) is is_open
    entry = AccessEntry.objects.get(event="care-relation-add")
    assert (entry.object_id, entry.user_name, entry.action) == (person, "Anja", "C")


def test_a_nurse_hands_over_her_own_client_and_no_other(institution):
    noor = institution.nurse("Noor", institution.noord)
    own, other = institution.client(institution.noord), institution.client(institution.zuid)
    _add(noor, own, unit_id=institution.zuid.pk)
    with pytest.raises(DossierNotFound):
        _add(noor, other, unit_id=institution.noord.pk)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.FRONT_OFFICE}))
def test_nobody_else_plans_care(role, institution):
    viewer = institution.viewer("Ander", role, institution.zuid)
    person = institution.client(institution.noord)
    with pytest.raises(DossierNotFound):
        _add(viewer, person, unit_id=institution.zuid.pk)


def test_who_stands_in_or_is_on_duty_does_not_plan(institution):
    zus = institution.nurse("Zus", institution.zuid)
    person = institution.client(institution.noord)
    actions.stand_in(viewer=zus, person_id=person)
    with pytest.raises(DossierNotFound):
        _add(zus, person, unit_id=institution.zuid.pk)


@pytest.mark.parametrize("whom", ["unit", "user"])
def test_nobody_lets_themselves_in(whom, institution):
    both = institution.viewer("Beide", Role.FRONT_OFFICE, institution.zuid)
    user = CareRelation._meta.get_field("user").related_model.objects.get(pk=both.user_id)
    user.role_assignments.create(role=Role.CARE_PROFESSIONAL, starts_on=TODAY)
    both = queries.viewer_of(user=user, at=timezone.now(), access_point="test")
    person = institution.client(institution.noord)
    fields = {"unit": {"unit_id": institution.zuid.pk}, "user": {"user_id": both.user_id}}[whom]
    with pytest.raises(CareRelationForOneself):
        _add(both, person, **fields)


@pytest.mark.parametrize("last_on", [TODAY - DAY, TODAY + 367 * DAY])
def test_a_relation_by_hand_ends_after_it_starts_and_within_a_year(last_on, institution, anja):
    with pytest.raises(CareRelationTooLong):
        _add(anja, institution.client(), unit_id=institution.zuid.pk, last_on=last_on)


def test_the_same_relation_twice_is_told(institution, anja):
    person = institution.client()
    _add(anja, person, unit_id=institution.zuid.pk)
    with pytest.raises(CareRelationExists, match="Team Zuid"):
        _add(anja, person, unit_id=institution.zuid.pk)


def _end(viewer, relation, *, version=None, last_on=TODAY - DAY):
    return actions.end_care_relation(
        viewer=viewer,
        person_id=relation.person_id,
        relation_id=relation.pk,
        version=version or relation.version,
        last_on=last_on,
        reason="Care is done",
    )


def test_yesterday_as_last_day_ends_it_at_once_and_the_row_stays(institution, anja):
    person = institution.client(institution.noord)
    (relation,) = _relations()
    _end(anja, relation)
    nurse = institution.nurse("Noor", institution.noord)
    assert queries.way_in(viewer=nurse, person_id=person) is None
    (line,) = queries.relations_of(viewer=anja, person_id=person)
    assert (line.is_open, line.ended_by, line.end_reason) == (False, "Anja", "Care is done")
    assert AccessEntry.objects.filter(event="care-relation-end", object_id=person).count() == 1


def test_of_two_colleagues_who_end_it_the_second_is_told(institution, anja):
    institution.client(institution.noord)
    (relation,) = _relations()
    _end(anja, relation)
    with pytest.raises(CareRelationChanged):
        _end(anja, relation)


def test_a_relation_is_not_ended_for_a_day_long_past_or_beyond_its_end(institution, anja):
    institution.client(institution.noord, ends_on=TODAY + 5 * DAY)
    (relation,) = _relations()
    for last_on in (TODAY - 2 * DAY, TODAY + 5 * DAY):
        with pytest.raises(CareRelationTooLong):
            _end(anja, relation, last_on=last_on)


def test_the_relation_of_another_client_cannot_be_ended_from_this_one(institution, anja):
    person = institution.client(institution.noord)
    other = institution.client(institution.zuid)
    (foreign,) = _relations(person_id=other)
    foreign.person_id = person
    with pytest.raises(DossierNotFound):
        _end(anja, foreign)


def test_the_application_cannot_remove_a_care_relation(institution):
    institution.client(institution.noord)
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM access_carerelation")
