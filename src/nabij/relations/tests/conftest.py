# SPDX-License-Identifier: EUPL-1.2
"""Who acts in these tests, and whom they meet.

Anja (front office, team Noord) edits; Bram (complaints officer, team Noord) reads; Carla (front
office, team Zuid) sees no more than the card; Noor (care professional, team Noord) gives care;
Xander (administrator) sees nobody.
"""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.access.tests.cast import Log, add_colleague, add_team
from nabij.core.dates import PartialDate
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
def noord(db):
    return add_team("Team Noord")


@pytest.fixture
def zuid(db):
    return add_team("Team Zuid")


@pytest.fixture
def anja(noord):
    return add_colleague("Anja", Role.FRONT_OFFICE, noord)


@pytest.fixture
def bram(noord):
    return add_colleague("Bram", Role.COMPLAINTS_OFFICER, noord)


@pytest.fixture
def amber(noord):
    return add_colleague("Amber", Role.ACCOUNT_MANAGER, noord)


@pytest.fixture
def carla(zuid):
    return add_colleague("Carla", Role.FRONT_OFFICE, zuid)


@pytest.fixture
def noor(noord):
    return add_colleague("Noor", Role.CARE_PROFESSIONAL, noord)


@pytest.fixture
def xander(noord):
    return add_colleague("Xander", Role.ADMINISTRATOR, noord)


@pytest.fixture
def machine():
    return access_queries.machine(at=timezone.now(), command="test")


@pytest.fixture
def record(machine, db):
    """Record a person with as many or few particulars as a test needs."""

    def record(**given):
        names = {name: given.pop(name) for name in list(given) if name in PersonName.__slots__}
        bsn = given.pop("bsn", "")
        birth = given.pop("birth", None)
        if isinstance(birth, str):
            birth = PartialDate(date.fromisoformat(birth))
        unit = given.pop("unit", None)
        phones, emails = given.pop("phones", ()), given.pop("emails", ())
        address = given.pop("address", None)
        points = [
            ContactPointFields(system="phone", value=value, rank=rank)
            for rank, value in enumerate(phones, 1)
        ]
        points += [ContactPointFields(system="email", value=value) for value in emails]
        fields = PersonFields(
            name=PersonName(**names),
            birth=birth,
            unit_id=unit.pk if unit else None,
            contact_points=tuple(points),
            addresses=(AddressFields(**address),) if address else (),
            **given,
        )
        return actions.create_person(viewer=machine, fields=fields, bsn=bsn)

    return record


@pytest.fixture
def anna(record, noord):
    """A client of team Noord, known by a partner's name."""
    return record(
        call_name="Anna",
        given_names="Johanna Alida",
        initials="J.A.",
        own_prefix="van den",
        own_name="Berg",
        partner_prefix="de",
        partner_name="Vries",
        name_use="partner_own",
        gender="female",
        birth="1941-03-09",
        client_number="10023",
        unit=noord,
        phones=["+31381234567", "+31612345678"],
        emails=["anna@example.nl"],
        address={
            "street": "Dorpsstraat",
            "house_number": "12",
            "suffix": "A",
            "postcode": "8011AB",
            "city": "Zwolle",
        },
        bsn="123456782",
    )


@pytest.fixture
def bert(record, noord):
    """Anna's son, in the same unit."""
    return record(
        call_name="Bert",
        given_names="Lambertus",
        own_prefix="de",
        own_name="Vries",
        gender="male",
        birth="1966-07-01",
        unit=noord,
        phones=["+31687654321"],
    )


@pytest.fixture
def cor(record, noord):
    """Another client of team Noord, of whom no BSN is known."""
    return record(call_name="Cor", own_name="Smid", client_number="10024", unit=noord)


@pytest.fixture
def practice(machine, db):
    fields = OrganisationFields(
        name="Huisartsenpraktijk De Linde",
        kind="general_practice",
        identifiers={"agb": "01234567", "kvk": "12345678"},
        contact_points=(ContactPointFields(system="phone", value="+31384567890"),),
        addresses=(
            AddressFields(
                use="visit",
                street="Lindelaan",
                house_number="3",
                postcode="8011CD",
                city="Zwolle",
            ),
        ),
    )
    return actions.create_organisation(viewer=machine, fields=fields)


@pytest.fixture
def in_care(anna, noord):
    """Team Noord cares for Anna."""
    return apps.get_model("access", "CareRelation").objects.create(
        person=anna,
        unit=noord,
        kind="care",
        origin="agreement",
        starts_on=timezone.localdate() - timedelta(days=1),
    )


@pytest.fixture
def log(db):
    """Return the lines of the access log since the set-up, oldest first."""
    return Log()
