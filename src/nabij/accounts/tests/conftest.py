# SPDX-License-Identifier: EUPL-1.2
"""Anja (front office) edits, Bram (complaints officer) reads, Xander
(administrator) sees nobody."""

import pytest
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.access.tests.cast import add_colleague
from nabij.core.viewer import Role
from nabij.relations import actions
from nabij.relations.types import (
    AddressFields,
    ContactPointFields,
    OrganisationFields,
    PersonFields,
    PersonName,
)


@pytest.fixture
def as_anja(db):
    return add_colleague("Anja", Role.FRONT_OFFICE).client


@pytest.fixture
def as_bram(db):
    return add_colleague("Bram", Role.COMPLAINTS_OFFICER).client


@pytest.fixture
def as_xander(db):
    return add_colleague("Xander", Role.ADMINISTRATOR).client


@pytest.fixture
def machine(db):
    return access_queries.machine(at=timezone.now(), command="test")


@pytest.fixture
def organisation(machine):
    def organisation(name, **given):
        return actions.create_organisation(
            viewer=machine, fields=OrganisationFields(name=name, **given)
        )

    return organisation


@pytest.fixture
def person(machine):
    def person(name, phone=""):
        points = (ContactPointFields(system="phone", value=phone),) if phone else ()
        fields = PersonFields(name=PersonName(own_name=name), contact_points=points)
        return actions.create_person(viewer=machine, fields=fields)

    return person


@pytest.fixture
def relate(machine):
    def relate(subject, object_, kind):
        return actions.add_relationship(
            viewer=machine, subject_ref=subject.ref, object_ref=object_.ref, kind=kind
        )

    return relate


@pytest.fixture
def hospital(organisation):
    return organisation(
        "Ziekenhuis Oost",
        kind="hospital",
        legal_name="Stichting Ziekenhuis Oost",
        website="www.ziekenhuis-oost.example",
        identifiers={"agb": "06012345", "kvk": "12345678"},
        contact_points=(
            ContactPointFields(system="phone", value="+31384240000", use="work"),
            ContactPointFields(system="email", value="info@oost.example", use="work"),
        ),
        addresses=(
            AddressFields(
                use="visit", street="Kadelaan", house_number="1", postcode="8025AB", city="Zwolle"
            ),
        ),
    )
