# SPDX-License-Identifier: EUPL-1.2
"""When who comes today, who stood in, who is on duty: times and names, never what for."""

from datetime import datetime, time, timedelta

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from nabij.access import actions as access_actions
from nabij.access.models import CareRelation, DutyArea, DutyShift, StandInReview
from nabij.access.tests.cast import add_colleague, add_team
from nabij.core.dates import DUTCH_TIME
from nabij.core.viewer import Role
from nabij.desk import queries

REVIEW, SETTLE = "desk:stand_in_review", "desk:stand_in_settle"


@pytest.fixture
def visit(as_role):
    """Put a visit in the roster, as the intake does."""

    def visit(person, unit, hour, *, days=0):
        day = timezone.localdate() + timedelta(days=days)
        starts = datetime.combine(day, time(hour), DUTCH_TIME)
        ends = starts + timedelta(minutes=30)
        with as_role("nabij_intake"):
            apps.get_model("dossiers", "PlannedVisit").objects.create(
                person=person, unit=unit, starts_at=starts, ends_at=ends
            )

    return visit


@pytest.fixture
def kim(zuid):
    return add_colleague("Kim Vos", Role.CARE_PROFESSIONAL, zuid)


# Visits of today


def test_a_nurse_sees_when_her_team_is_expected_today_in_order(
    visit, noor, noord, zuid, client_of, log
):
    first, second = client_of(noord, "Bakker"), client_of(noord, "Visser")
    for person, hour, days in ((second, 9, 0), (first, 14, 0), (first, 9, 1), (first, 9, -1)):
        visit(person, noord, hour, days=days)
    visit(client_of(zuid, "Elders"), zuid, 9)
    visits = queries.desk(viewer=noor.viewer).team.visits
    assert [(v.card.id, v.starts_at.hour) for v in visits] == [
        (v.card.id, v.starts_at.hour) for v in sorted(visits, key=lambda v: v.starts_at)
    ]
    assert {v.card.id for v in visits} == {first.pk, second.pk}
    page = noor.client.get("/").text
    assert "Vandaag in Team Noord" in page
    assert "Elders" not in page
    (entry,) = log("desk")
    assert (entry.is_name_only, entry.categories) == (False, ["visits"])


def test_a_visit_to_somebody_who_is_no_client_of_hers_is_not_shown(
    visit, noor, noord, zuid, client_of
):
    visit(client_of(zuid, "Elders"), noord, 9)
    visit(client_of(noord, "Vertrokken", ends_on=timezone.localdate()), noord, 9)
    assert queries.desk(viewer=noor.viewer).team.visits == []


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CARE_PROFESSIONAL}))
def test_no_other_role_sees_visits(visit, role, noord, client_of):
    visit(client_of(noord, "Bakker"), noord, 9)
    page = add_colleague("Bo Prins", role, noord).client.get("/").text
    assert "Vandaag in" not in page


# Standing in


@pytest.fixture
def stood_in(kim, noord, client_of):
    person = client_of(noord, "Bakker")
    return access_actions.stand_in(viewer=kim.viewer, person_id=person.pk)


def test_the_team_sees_who_stood_in_and_says_that_it_is_right(noor, kim, stood_in):
    page = noor.client.get("/").text
    assert "Waargenomen voor jullie cliënten" in page
    assert "Kim Vos" in page
    answer = noor.client.post(reverse(REVIEW), {"stand_in": stood_in.pk, "verdict": "right"})
    assert answer.status_code == 302
    assert StandInReview.objects.get().is_right
    assert "Waargenomen voor" not in noor.client.get("/").text


def test_the_team_reviews_also_when_the_client_was_merged_meanwhile(
    noor, stood_in, noord, client_of
):
    kept = client_of(noord, "Bakker")
    type(kept).objects.filter(pk=stood_in.person_id).update(canonical=kept)
    CareRelation.objects.filter(person_id=stood_in.person_id, unit=noord).update(
        ends_on=timezone.localdate()
    )
    assert "Waargenomen voor jullie cliënten" in noor.client.get("/").text
    answer = noor.client.post(reverse(REVIEW), {"stand_in": stood_in.pk, "verdict": "right"})
    assert answer.status_code == 302


def test_who_stands_in_sees_for_whom_and_until_when(kim, stood_in):
    page = kim.client.get("/").text
    assert "Je neemt waar voor" in page
    assert "tot morgen" in page


def test_not_right_shuts_it_and_comes_to_the_privacy_officer(noor, kim, stood_in):
    noor.client.post(reverse(REVIEW), {"stand_in": stood_in.pk, "verdict": "wrong"})
    assert "Je neemt waar voor" not in kim.client.get("/").text
    officer = add_colleague("Piet Smit", Role.PRIVACY_OFFICER)
    assert "1 wacht op" in officer.client.get("/").text
    page = officer.client.get(reverse("desk:stand_ins")).text
    assert "Kim Vos" in page
    assert "Jo van Bakker" in page
    empty = officer.client.post(reverse(SETTLE), {"stand_in": stood_in.pk, "outcome": ""})
    assert empty.status_code == 422
    done = officer.client.post(reverse(SETTLE), {"stand_in": stood_in.pk, "outcome": "Gesprek"})
    assert done.status_code == 302
    assert "Gesprek" in officer.client.get(reverse("desk:stand_ins")).text


def test_the_data_protection_officer_sees_and_changes_nothing(noor, stood_in):
    noor.client.post(reverse(REVIEW), {"stand_in": stood_in.pk, "verdict": "wrong"})
    fg = add_colleague("Fred Bos", Role.DATA_PROTECTION_OFFICER)
    assert 'name="outcome"' not in fg.client.get(reverse("desk:stand_ins")).text
    answer = fg.client.post(reverse(SETTLE), {"stand_in": stood_in.pk, "outcome": "x"})
    assert answer.status_code == 404


@pytest.mark.parametrize("given", [{"stand_in": "x"}, {"stand_in": 0}, {"verdict": "maybe"}, {}])
def test_an_odd_review_looks_absent(given, noor, stood_in):
    data = ({"stand_in": stood_in.pk, "verdict": "right"} | given) if given else {}
    assert noor.client.post(reverse(REVIEW), data).status_code == 404
    assert not StandInReview.objects.exists()


def test_who_is_not_of_the_team_cannot_review_and_finds_no_list(kim, anja, mia, stood_in):
    for other in (kim, anja, mia):
        data = {"stand_in": stood_in.pk, "verdict": "wrong"}
        assert other.client.post(reverse(REVIEW), data).status_code == 404
        assert other.client.get(reverse("desk:stand_ins")).status_code == 404
    assert not StandInReview.objects.exists()


# Duty


@pytest.fixture
def night(region):
    night = add_team("Nachtteam")
    DutyArea.objects.create(unit=night, area=region)
    return night


def _duty(team, hours):
    now = timezone.now()
    DutyShift.objects.create(
        unit=team, starts_at=now - timedelta(hours=8 - hours), ends_at=now + timedelta(hours=hours),
        phone="0381111111",
    )  # fmt: skip


def test_the_night_team_is_told_for_whom_it_is_on_duty(night, noord, client_of):
    person = client_of(noord, "Bakker")
    ali = add_colleague("Ali Demir", Role.CARE_PROFESSIONAL, night)
    assert "heeft dienst" not in ali.client.get("/").text
    _duty(night, 2)
    page = ali.client.get("/").text
    assert "Nachtteam heeft dienst tot" in page
    assert "Regio IJssel" in page
    assert "Je ziet dit omdat je team dienst heeft" not in page
    assert not CareRelation.objects.filter(person=person, unit=night).exists()


def test_a_visit_of_the_night_team_stands_on_its_desk_during_its_duty(
    visit, night, noord, client_of
):
    ali = add_colleague("Ali Demir", Role.CARE_PROFESSIONAL, night)
    visit(client_of(noord, "Bakker"), night, 12)
    assert queries.desk(viewer=ali.viewer).team.visits == []
    _duty(night, 2)
    assert len(queries.desk(viewer=ali.viewer).team.visits) == 1
