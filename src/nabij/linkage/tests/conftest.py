# SPDX-License-Identifier: EUPL-1.2
"""Who acts in these tests, and what lies before them.

Anja (front office, team Noord) reviews links; Bram (complaints officer) and Noor (care
professional) of team Noord do not; Carla (front office, team Zuid) sees nothing of what belongs to
Noord; Xander (administrator) sees nobody.
"""

import pytest
from django.apps import apps

from nabij.access.tests.cast import Log, add_colleague, add_team
from nabij.core.viewer import Role
from nabij.linkage.tests.building import MARIA, add_source, person_of, row, take_in


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
def pieter(noord):
    """Another front-office colleague, at the same list at the same moment."""
    return add_colleague("Pieter", Role.FRONT_OFFICE, noord)


@pytest.fixture
def bram(noord):
    return add_colleague("Bram", Role.COMPLAINTS_OFFICER, noord)


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
def gp(db):
    return add_source("gp", title="Huisartsenpraktijk De Linde")


@pytest.fixture
def hospital(db):
    return add_source("hospital", "hospital", title="Ziekenhuis Isala")


@pytest.fixture
def own(db):
    return add_source("own", "home_care", is_own=True, default_ground="own_record")


@pytest.fixture
def maria(gp, noord):
    """Maria, known at the general practice; a person of team Noord."""
    take_in(gp, MARIA)
    person = apps.get_model("relations", "Party").objects.get(pk=person_of(gp, "maria"))
    person.unit = noord
    person.save(update_fields=["unit"])
    return person


@pytest.fixture
def proposal(maria, hospital):
    """The hospital knows a Maria of whom the BSN is masked and the address is another one."""
    take_in(hospital, row("p1", bsn="", bsn_state="masked", street="Kerkstraat", house_number="1",
                          postcode="7411AA", city="Deventer", phones=()))  # fmt: skip
    return apps.get_model("linkage", "RecordLink").objects.get(needs_review=True)


@pytest.fixture
def log(db):
    """Return the lines of the access log since the set-up, oldest first."""
    return Log()
