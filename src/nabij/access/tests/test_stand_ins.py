# SPDX-License-Identifier: EUPL-1.2
"""Standing in: one click, 24 hours, one client, and the team says whether it was right."""

from datetime import timedelta

import pytest
from django.utils import timezone

from nabij.access import actions, queries
from nabij.access.actions import DossierNotFound, TooManyStandIns
from nabij.access.actions.stand_ins import OutcomeMissing, StandInReviewed, StandInSettled
from nabij.access.models import AccessEntry, CareRelation
from nabij.access.rules import RecordInView
from nabij.access.tests.conftest import Institution
from nabij.core.viewer import Role

SECOND = timedelta(seconds=1)
HOURS_24 = timedelta(hours=24)


@pytest.fixture
def person(institution):
    return institution.client(institution.noord)


@pytest.fixture
def zus(institution):
    """A nurse of another team."""
    return institution.nurse("Zus", institution.zuid)


@pytest.fixture
def noor(institution):
    return institution.nurse("Noor", institution.noord)


@pytest.fixture
def relation(zus, person):
    return actions.stand_in(viewer=zus, person_id=person)


def test_it_opens_a_to_c_for_24_hours_to_the_second(institution, zus, person, relation):
    way = queries.way_in(viewer=zus, person_id=person)
    assert (way.kind, way.ends_at) == ("stand_in", zus.at + HOURS_24)
    assert queries.classes_for(viewer=zus, way=way) == {"a", "b", "c"}
    last = institution.nurse("Zus", institution.zuid, at=zus.at + HOURS_24 - SECOND)
    assert queries.way_in(viewer=last, person_id=person) is not None
    over = institution.nurse("Zus", institution.zuid, at=zus.at + HOURS_24)
    assert queries.way_in(viewer=over, person_id=person) is None
    assert not queries.person_ids_in_care(viewer=over).exists()


def test_it_is_for_one_client_and_one_colleague(institution, zus, person, relation):
    other = institution.client(institution.noord)
    assert list(queries.ways_in(viewer=zus, person_ids=[person, other])) == [person]
    mate = institution.nurse("Maat", institution.zuid)
    assert queries.way_in(viewer=mate, person_id=person) is None


def test_there_is_a_most_of_clients_at_once(settings, institution, zus, person, relation):
    settings.NABIJ_STAND_INS_AT_ONCE = 2
    second, third = (institution.client(institution.noord) for _ in range(2))
    actions.stand_in(viewer=zus, person_id=second)
    with pytest.raises(TooManyStandIns, match="2"):
        actions.stand_in(viewer=zus, person_id=third)
    assert actions.stand_in(viewer=zus, person_id=person) == relation
    tomorrow = institution.nurse("Zus", institution.zuid, at=zus.at + HOURS_24)
    assert actions.stand_in(viewer=tomorrow, person_id=third)


def test_it_is_logged_with_its_relation(person, relation):
    entry = AccessEntry.objects.get(event="stand-in")
    assert (entry.object_id, entry.way_in) == (person, f"stand_in {relation.pk}")


def test_clicking_twice_is_one_standing_in(zus, person, relation):
    assert actions.stand_in(viewer=zus, person_id=person) == relation
    assert AccessEntry.objects.filter(event="stand-in").count() == 1


def test_what_is_shielded_or_sensitive_stays_shut(committing_db):
    institution = Institution()
    person = institution.client(institution.noord)
    zus = institution.nurse("Zus", institution.zuid)
    actions.stand_in(viewer=zus, person_id=person)
    records = [RecordInView(11, "consent", may_show_sensitive=True)]
    with actions.open_dossier(
        viewer=zus, person_id=person, records=records, event="picture"
    ) as opening:
        assert not opening.shows("d")
    assert AccessEntry.objects.get(event="picture").sensitive_records == []


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CARE_PROFESSIONAL}))
def test_only_care_professionals_stand_in(role, institution, person):
    viewer = institution.viewer("Ander", role, institution.zuid)
    with pytest.raises(DossierNotFound):
        actions.stand_in(viewer=viewer, person_id=person)


def test_nobody_stands_in_for_who_is_no_client_today(institution, zus):
    ended = institution.client(institution.noord, ends_on=timezone.localdate())
    for person in (institution.client(), ended):
        with pytest.raises(DossierNotFound):
            actions.stand_in(viewer=zus, person_id=person)


def test_the_team_sees_who_stood_in_and_says_that_it_was_right(
    institution, zus, noor, person, relation
):
    team = {"unit_id": institution.noord.pk, "count": 5}
    (found,) = queries.stand_ins(viewer=noor, **team).to_review
    assert (found.id, found.person_id, found.colleague) == (relation.pk, person, "Zus")
    assert queries.stand_ins(viewer=zus, **team).to_review == []
    actions.review_stand_in(viewer=noor, relation_id=relation.pk, is_right=True)
    assert queries.stand_ins(viewer=noor, **team).to_review == []
    assert queries.way_in(viewer=zus, person_id=person) is not None


def test_not_right_ends_it_at_once_and_for_good_and_goes_to_the_privacy_officer(
    institution, zus, noor, person, relation
):
    actions.review_stand_in(viewer=noor, relation_id=relation.pk, is_right=False)
    now = institution.nurse("Zus", institution.zuid)
    assert queries.way_in(viewer=now, person_id=person) is None
    with pytest.raises(DossierNotFound):
        actions.stand_in(viewer=now, person_id=person)
    officer = institution.viewer("Piet", Role.PRIVACY_OFFICER)
    assert queries.count_stand_ins_not_right(viewer=officer) == 1
    (line,) = queries.stand_ins_not_right(viewer=officer, count=5)
    assert (line.colleague, line.reviewed_by, line.settled_at) == ("Zus", "Noor", None)
    assert queries.stand_ins_not_right(viewer=noor, count=5) == []


def test_of_two_who_review_the_second_is_told(institution, noor, relation):
    actions.review_stand_in(viewer=noor, relation_id=relation.pk, is_right=True)
    mate = institution.nurse("Maat", institution.noord)
    with pytest.raises(StandInReviewed, match="Noor"):
        actions.review_stand_in(viewer=mate, relation_id=relation.pk, is_right=False)


def test_nobody_outside_the_team_reviews_and_nobody_their_own(institution, zus, person, relation):
    mate = institution.nurse("Maat", institution.zuid)
    actions.stand_in(viewer=mate, person_id=person)
    front = institution.viewer("Anja", Role.FRONT_OFFICE, institution.noord)
    for viewer in (zus, mate, front):
        with pytest.raises(DossierNotFound):
            actions.review_stand_in(viewer=viewer, relation_id=relation.pk, is_right=True)


def test_a_care_relation_that_is_no_standing_in_cannot_be_reviewed(noor, person):
    (own,) = CareRelation.objects.filter(person_id=person)
    with pytest.raises(DossierNotFound):
        actions.review_stand_in(viewer=noor, relation_id=own.pk, is_right=False)


def test_the_privacy_officer_settles_it_once_with_an_outcome(institution, noor, relation):
    actions.review_stand_in(viewer=noor, relation_id=relation.pk, is_right=False)
    officer = institution.viewer("Piet", Role.PRIVACY_OFFICER)
    fg = institution.viewer("Fred", Role.DATA_PROTECTION_OFFICER)
    with pytest.raises(DossierNotFound):
        actions.settle_stand_in(viewer=fg, relation_id=relation.pk, outcome="Seen")
    with pytest.raises(OutcomeMissing):
        actions.settle_stand_in(viewer=officer, relation_id=relation.pk, outcome=" ")
    actions.settle_stand_in(viewer=officer, relation_id=relation.pk, outcome="Talked to Zus")
    with pytest.raises(StandInSettled):
        actions.settle_stand_in(viewer=officer, relation_id=relation.pk, outcome="Again")
    assert queries.count_stand_ins_not_right(viewer=officer) == 0
    (line,) = queries.stand_ins_not_right(viewer=fg, count=5)
    assert (line.outcome, line.settled_by) == ("Talked to Zus", "Piet")
