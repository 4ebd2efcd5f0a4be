# SPDX-License-Identifier: EUPL-1.2
"""Who imports in these tests, and a file made of rows."""

import pytest
from django.test import Client
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.access.tests.cast import add_colleague, add_team
from nabij.core import jobs
from nabij.core.viewer import Role
from nabij.imports.actions import uploading
from nabij.imports.actions.work import work_on
from nabij.imports.models import Import

HEADER = (
    "clientnummer;voornamen;achternaam;geboortedatum;geslacht;telefoon;postcode;huisnummer;plaats"
)
ROWS = (
    "1;Johanna;van den Berg;9/3/41;v;038-1234567;8011 AB;12;Zwolle",
    "2;Jan;de Vries;09031938;m;06 12345678;8012 CD;3a;Zwolle",
    "3;Karel;Smit;00-00-1950;m;;;;",
)


@pytest.fixture
def noord(db):
    return add_team("Team Noord")


@pytest.fixture
def zuid(db):
    return add_team("Team Zuid")


@pytest.fixture
def anja(noord):
    """Front office of team Noord: imports everything."""
    return add_colleague("Anja", Role.FRONT_OFFICE, noord).user


@pytest.fixture
def carla(zuid):
    """Front office of another team."""
    return add_colleague("Carla", Role.FRONT_OFFICE, zuid).user


@pytest.fixture
def amber(noord):
    """An account manager: imports organisations and their people."""
    return add_colleague("Amber", Role.ACCOUNT_MANAGER, noord).user


def viewer_of(user):
    return access_queries.viewer_of(user=user, at=timezone.now(), access_point="127.0.0.1")


@pytest.fixture
def as_anja(anja):
    client = Client()
    client.force_login(anja)
    return client


@pytest.fixture
def csv(tmp_path):
    """Write a CSV file of a header and rows."""

    def csv(*rows, header=HEADER, encoding="utf-8", name="import.csv"):
        path = tmp_path / name
        path.write_bytes("\r\n".join([header, *rows, ""]).encode(encoding))
        return path

    return csv


def do(user, found):
    """Do what a worker would do with an import, and return how it stands."""
    job = jobs.latest_of(subject_ref=found.ref)
    with jobs.tracked(job) as progress:
        found = Import.objects.get(pk=found.pk)
        work_on(viewer=viewer_of(user), found=found, progress=progress)
    return Import.objects.get(pk=found.pk)


def check(user, path, *, kind="persons", codes=None, mends=None):
    """Upload a file, say what the columns are (as guessed), and let it be checked."""
    viewer = viewer_of(user)
    found = uploading.upload(viewer=viewer, kind=kind, path=path, name=path.name, mends=mends)
    uploading.map_columns(viewer=viewer, ref=found.ref, codes=codes or found.codes)
    return do(user, found)


def write(user, found, on_known="skip"):
    """Let a checked import be written."""
    uploading.start_writing(viewer=viewer_of(user), ref=found.ref, on_known=on_known)
    return do(user, found)


def take_back(user, found):
    """Let an import be taken back."""
    uploading.start_taking_back(viewer=viewer_of(user), ref=found.ref)
    return do(user, found)
