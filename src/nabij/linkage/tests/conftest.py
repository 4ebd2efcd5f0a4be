# SPDX-License-Identifier: EUPL-1.2
"""Who acts in these tests, and what lies before them.

Anja (front office, team Noord) reviews links; Bram (complaints officer) and Noor (care
professional) of team Noord do not; Carla (front office, team Zuid) sees nothing of what belongs to
Noord; Xander (administrator) sees nobody.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.core.viewer import Role, Viewer
from nabij.linkage.tests.building import MARIA, add_source, person_of, row, take_in


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


def _unit(name):
    return apps.get_model("access", "Unit").objects.create(name=name, kind="team")


def _colleague(name, role, unit):
    user = apps.get_model("access", "User").objects.create_user(f"{name}@example.nl", name)
    on = timezone.localdate() - timedelta(days=1)
    user.role_assignments.create(role=role, starts_on=on)
    user.unit_memberships.create(unit=unit, starts_on=on)
    return Colleague(user)


@pytest.fixture
def noord(db):
    return _unit("Team Noord")


@pytest.fixture
def zuid(db):
    return _unit("Team Zuid")


@pytest.fixture
def anja(noord):
    return _colleague("Anja", Role.FRONT_OFFICE, noord)


@pytest.fixture
def pieter(noord):
    """Another front-office colleague, at the same list at the same moment."""
    return _colleague("Pieter", Role.FRONT_OFFICE, noord)


@pytest.fixture
def bram(noord):
    return _colleague("Bram", Role.COMPLAINTS_OFFICER, noord)


@pytest.fixture
def carla(zuid):
    return _colleague("Carla", Role.FRONT_OFFICE, zuid)


@pytest.fixture
def noor(noord):
    return _colleague("Noor", Role.CARE_PROFESSIONAL, noord)


@pytest.fixture
def xander(noord):
    return _colleague("Xander", Role.ADMINISTRATOR, noord)


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
    """Return the lines of the access log of one event, or all since, newest last."""
    model = apps.get_model("access", "AccessEntry")
    start = model.objects.order_by("-id").values_list("id", flat=True).first() or 0

    def lines(event=None):
        rows = model.objects.filter(id__gt=start).order_by("id")
        return list(rows.filter(event=event) if event else rows)

    return lines
