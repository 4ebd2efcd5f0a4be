# SPDX-License-Identifier: EUPL-1.2
"""Noor gives care to Anna and Anja answers the phone, in team Noord; Carla and Karim in team Zuid.

Merel keeps accounts, Bo handles complaints. Greet is Anna's daughter, Ivo works at the practice.
"""

from typing import Any

import pytest
from django.utils import timezone

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access.actions import CareRelationFields
from nabij.access.choices import Caller
from nabij.access.models import Unit
from nabij.access.tests.cast import Log, add_colleague, add_team
from nabij.core.dates import DAY
from nabij.core.viewer import Role
from nabij.relations import actions as relations_actions
from nabij.relations.models import Party
from nabij.relations.types import (
    ContactPointFields,
    OrganisationFields,
    PersonFields,
    PersonName,
)


@pytest.fixture
def machine(committing_db):
    return access_queries.machine(at=timezone.now(), command="test")


@pytest.fixture
def noord(committing_db):
    return add_team("Team Noord")


@pytest.fixture
def zuid(committing_db):
    return add_team("Team Zuid")


@pytest.fixture
def noor(noord):
    return add_colleague("Noor", Role.CARE_PROFESSIONAL, noord)


@pytest.fixture
def anja(noord):
    return add_colleague("Anja", Role.FRONT_OFFICE, noord)


@pytest.fixture
def carla(zuid):
    return add_colleague("Carla", Role.FRONT_OFFICE, zuid)


@pytest.fixture
def karim(zuid):
    return add_colleague("Karim", Role.CARE_PROFESSIONAL, zuid)


@pytest.fixture
def merel(noord):
    return add_colleague("Merel", Role.ACCOUNT_MANAGER, noord)


@pytest.fixture
def bo(noord):
    return add_colleague("Bo", Role.COMPLAINTS_OFFICER, noord)


@pytest.fixture
def person(machine):
    def person(name: str, *, unit: Unit | None = None, phone: str = "", **given: Any) -> Party:
        points = (ContactPointFields(system="phone", value=phone),) if phone else ()
        return relations_actions.create_person(
            viewer=machine,
            fields=PersonFields(
                name=PersonName(call_name=name, initials=f"{name[0]}.", own_name=f"van {name}"),
                unit_id=unit.pk if unit else None,
                contact_points=points,
                **given,
            ),
        )

    return person


@pytest.fixture
def relate(machine):
    def relate(subject: Party, object_: Party, kind: str) -> None:
        relations_actions.add_relationship(
            viewer=machine, subject_ref=subject.ref, object_ref=object_.ref, kind=kind
        )

    return relate


@pytest.fixture
def in_care(machine, noord):
    def in_care(person: Party) -> Party:
        relation = CareRelationFields(
            person_id=person.pk, unit_id=noord.pk, starts_on=timezone.localdate() - DAY
        )
        access_actions.add_care_relations(viewer=machine, relations=[relation])
        return person

    return in_care


@pytest.fixture
def anna(person, noord, in_care):
    return in_care(person("Anna", unit=noord, client_number="10023", phone="+31381234567"))


@pytest.fixture
def bert(person, noord, in_care):
    return in_care(person("Bert", unit=noord))


@pytest.fixture
def greet(person, anna, relate):
    greet = person("Greet", phone="+31612345678")
    relate(greet, anna, "child")
    return greet


@pytest.fixture
def linde(machine):
    return relations_actions.create_organisation(
        viewer=machine, fields=OrganisationFields(name="Praktijk De Linde", kind="general_practice")
    )


@pytest.fixture
def ivo(person, linde, relate):
    ivo = person("Ivo", phone="+31384567890")
    relate(ivo, linde, "employee")
    return ivo


@pytest.fixture
def on_the_phone(anja, anna):
    """Let Anja be on the phone about Anna."""
    access_actions.open_call(viewer=anja.viewer, person_id=anna.pk, caller=Caller.RELATIVE)


@pytest.fixture
def log(committing_db):
    """Return the lines of the access log since the set-up, oldest first."""
    return Log()
