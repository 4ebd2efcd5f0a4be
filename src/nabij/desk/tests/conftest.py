# SPDX-License-Identifier: EUPL-1.2
"""Who starts the day: Noor gives care in team Noord, Anja answers the phone, Mia manages."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.core.dates import parse_fhir
from nabij.core.viewer import Role, Viewer
from nabij.relations import actions as relations_actions
from nabij.relations.types import AddressFields, PersonFields, PersonName


@dataclass
class Colleague:
    user: Any

    @property
    def viewer(self) -> Viewer:
        return access_queries.viewer_of(user=self.user, at=timezone.now(), access_point="127.0.0.1")

    @property
    def client(self) -> Client:
        client = Client()
        client.force_login(self.user)
        return client


@pytest.fixture
def unit(db):
    def unit(name, parent=None, kind="team"):
        return apps.get_model("access", "Unit").objects.create(name=name, kind=kind, parent=parent)

    return unit


@pytest.fixture
def region(unit):
    return unit("Regio IJssel", kind="region")


@pytest.fixture
def noord(unit, region):
    return unit("Team Noord", region)


@pytest.fixture
def zuid(unit, region):
    return unit("Team Zuid", region)


@pytest.fixture
def colleague(db):
    def colleague(name, role, *units):
        user = apps.get_model("access", "User").objects.create_user(f"{name}@example.nl", name)
        on = timezone.localdate() - timedelta(days=1)
        if role:
            user.role_assignments.create(role=role, starts_on=on)
        for unit in units:
            user.unit_memberships.create(unit=unit, starts_on=on)
        return Colleague(user)

    return colleague


@pytest.fixture
def noor(colleague, noord):
    return colleague("Noor de Boer", Role.CARE_PROFESSIONAL, noord)


@pytest.fixture
def anja(colleague, noord):
    return colleague("Anja Smit", Role.FRONT_OFFICE, noord)


@pytest.fixture
def mia(colleague, region):
    return colleague("Mia Kok", Role.MANAGER, region)


@pytest.fixture
def machine():
    return access_queries.machine(at=timezone.now(), command="test")


@pytest.fixture
def client_of(machine):
    """Record a person in the care of a team, a letter in front of the surname to sort by."""

    def client_of(team, surname, *, ends_on=None):
        fields = PersonFields(
            name=PersonName(call_name="Jo", own_prefix="van", own_name=surname),
            birth=parse_fhir("1941-03-09"),
            addresses=(AddressFields(street="Dorpsstraat", house_number="1", city="Zwolle"),),
        )
        person = relations_actions.create_person(viewer=machine, fields=fields)
        apps.get_model("access", "CareRelation").objects.create(
            person=person,
            unit=team,
            kind="care",
            origin="agreement",
            starts_on=timezone.localdate() - timedelta(days=1),
            ends_on=ends_on,
        )
        return person

    return client_of


@pytest.fixture
def log(db):
    """Return the lines of the access log of one event, newest last."""
    model = apps.get_model("access", "AccessEntry")
    return lambda event: list(model.objects.filter(event=event).order_by("id"))
