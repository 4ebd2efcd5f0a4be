# SPDX-License-Identifier: EUPL-1.2
"""Who starts the day: Noor gives care in team Noord, Anja answers the phone, Mia manages."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.access.tests.cast import Log, add_colleague, add_team
from nabij.core.dates import parse_fhir
from nabij.core.viewer import Role
from nabij.relations import actions as relations_actions
from nabij.relations.types import AddressFields, PersonFields, PersonName


@pytest.fixture
def region(db):
    return add_team("Regio IJssel", kind="region")


@pytest.fixture
def noord(region):
    return add_team("Team Noord", parent=region)


@pytest.fixture
def zuid(region):
    return add_team("Team Zuid", parent=region)


@pytest.fixture
def noor(noord):
    return add_colleague("Noor de Boer", Role.CARE_PROFESSIONAL, noord)


@pytest.fixture
def anja(noord):
    return add_colleague("Anja Smit", Role.FRONT_OFFICE, noord)


@pytest.fixture
def mia(region):
    return add_colleague("Mia Kok", Role.MANAGER, region)


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
    """Return the lines of the access log since the set-up, oldest first."""
    return Log()
