# SPDX-License-Identifier: EUPL-1.2
"""A job or command that a colleague started names that colleague in the log (NEN 7513)."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from nabij.access import actions, queries
from nabij.access.models import AccessEntry, User
from nabij.access.queries.viewers import ColleagueNotFound
from nabij.core.viewer import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def anja():
    user = User.objects.create_user("anja@example.nl", "Anja Bakker")
    on = timezone.localdate() - timedelta(days=1)
    user.role_assignments.create(role=Role.FRONT_OFFICE, starts_on=on)
    return user


def _entry(viewer):
    actions.record_event(viewer=viewer, event="link", action="C", person_id=7)
    return AccessEntry.objects.latest("pk")


@pytest.mark.parametrize("role", ["nabij_app", "nabij_intake"])
def test_work_that_a_colleague_asked_for_names_the_colleague(anja, as_role, role):
    with as_role(role):
        viewer = queries.machine_for(user_id=anja.pk, at=timezone.now(), command="intake")
        actions.record_event(viewer=viewer, event="link", action="C", person_id=7)
    entry = AccessEntry.objects.latest("pk")
    assert (entry.user_id, entry.user_name, entry.user_is_initiator) == (0, "nabij intake", False)
    assert (entry.responsible_id, entry.responsible_name) == (anja.pk, "Anja Bakker")
    assert entry.responsible_role == "06"
    assert (entry.access_point_type, entry.access_point) == ("1", "intake")


def test_work_of_the_machine_itself_names_nobody_else(anja):
    entry = _entry(queries.machine_for(user_id=None, at=timezone.now(), command="intake"))
    assert (entry.user_is_initiator, entry.responsible_id, entry.responsible_name) == (
        True,
        None,
        "",
    )


def test_a_colleague_answers_for_what_she_does_herself(anja):
    entry = _entry(queries.viewer_of(user=anja, at=timezone.now(), access_point="10.0.0.1"))
    assert (entry.user_id, entry.user_is_initiator, entry.responsible_id) == (anja.pk, True, None)


def test_who_answers_gets_no_rights_by_it(anja):
    viewer = queries.machine_for(user_id=anja.pk, at=timezone.now(), command="intake")
    assert (viewer.roles, viewer.unit_ids) == (frozenset(), frozenset())


def test_a_command_names_who_runs_it_also_under_the_role_of_the_intake(anja, as_role):
    with as_role("nabij_intake"):
        call_command("quarantine", "--as", "Anja@example.nl", stdout=StringIO())
    line = AccessEntry.objects.latest("pk")
    assert (line.event, line.user_id, line.responsible_id) == ("quarantine", 0, anja.pk)
    assert (line.responsible_name, line.responsible_role) == ("Anja Bakker", "06")


def test_a_command_is_not_run_for_somebody_unknown():
    with pytest.raises(ColleagueNotFound, match=r"niemand@example\.nl"):
        call_command("quarantine", "--as", "niemand@example.nl", stdout=StringIO())
    assert not AccessEntry.objects.exists()
