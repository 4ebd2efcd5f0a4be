# SPDX-License-Identifier: EUPL-1.2
"""Petra guards privacy, Frits is the data protection officer, Anja has nothing to do with the log."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.access.models import Unit, User
from nabij.access.tests.signing_in import sign_in
from nabij.core.dates import PartialDate
from nabij.core.viewer import Role
from nabij.relations import actions as relations_actions
from nabij.relations.types import PersonFields, PersonName

DAY = timedelta(days=1)


def colleague(name, *roles, unit=None):
    user = User.objects.create_user(f"{name.lower()}@example.nl", name)
    on = timezone.localdate() - DAY
    for role in roles:
        user.role_assignments.create(role=role, starts_on=on)
    if unit:
        user.unit_memberships.create(unit=unit, starts_on=on)
    return user


def signed_in(user, **more):
    client = Client(raise_request_exception=False)
    sign_in(client, user, **more)
    return client


def viewer_of(user):
    return access_queries.viewer_of(user=user, at=timezone.now(), access_point="10.0.0.7")


@pytest.fixture
def noord(committing_db, tmp_path, settings):
    settings.NABIJ_HOME = tmp_path
    return Unit.objects.create(name="Team Noord", kind="team")


@pytest.fixture
def petra(noord):
    return colleague("Petra", Role.PRIVACY_OFFICER)


@pytest.fixture
def frits(noord):
    return colleague("Frits", Role.DATA_PROTECTION_OFFICER)


@pytest.fixture
def anja(noord):
    return colleague("Anja", Role.FRONT_OFFICE, unit=noord)


@pytest.fixture
def anna(noord):
    return person(noord, "Vries", number="10023")


def person(unit, name, number=""):
    machine = access_queries.machine(at=timezone.now(), command="test")
    fields = PersonFields(
        name=PersonName(given_names="Johanna", own_name=name),
        unit_id=unit.pk,
        birth=PartialDate(timezone.localdate().replace(year=1941, day=1)),
        client_number=number,
    )
    return relations_actions.create_person(viewer=machine, fields=fields)
