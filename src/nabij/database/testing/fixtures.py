# SPDX-License-Identifier: EUPL-1.2
"""Fixtures for every test that needs the database. Imported by the conftest files.

`db` (pytest-django)       one transaction, rolled back; the connection works as nabij_app
`committing_db`            a copy of the template for this test alone, with real commits
`committing_live_server`   the same, behind a real web server (`.url`)
`keyring`                  there for every test
`as_role`                  `with as_role("nabij_intake"): ...` on the test's own connection
`cluster`                  the server itself, for tests of roles, dumps and restores
`reachable_folder`         a folder for a server of the test's own
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from nabij.database.testing.cluster import Cluster
from nabij.database.testing.scratch import (
    acting_as,
    connected,
    folder_for_a_server,
    make_keyring,
    migrated,
    running_cluster,
)

AsRole = Callable[[str], AbstractContextManager[None]]


@pytest.fixture(scope="session", autouse=True)
def keyring(django_test_environment: None) -> None:
    make_keyring()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with running_cluster() as found:
        yield found


@pytest.fixture(scope="session")
def template_database(cluster: Cluster, django_db_blocker: DjangoDbBlocker) -> str:
    with django_db_blocker.unblock():
        return cluster.template(lambda name: migrated(cluster, name))


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    cluster: Cluster,
    template_database: str,
) -> Iterator[None]:
    with (
        cluster.copy_of(template_database) as name,
        django_db_blocker.unblock(),
        connected(cluster, name),
    ):
        yield


@pytest.fixture
def committing_db(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    cluster: Cluster,
    template_database: str,
) -> Iterator[str]:
    """Give this test a database of its own; whatever it commits is gone afterwards."""
    if {"db", "transactional_db"} & set(request.fixturenames) or (
        request.node.get_closest_marker("django_db")
    ):
        pytest.fail("Use either db or committing_db: the transaction of db would hide commits.")
    with (
        cluster.copy_of(template_database) as name,
        django_db_blocker.unblock(),
        connected(cluster, name),
    ):
        yield name


@pytest.fixture
def committing_live_server(committing_db: str) -> Iterator[LiveServer]:
    server = LiveServer("localhost")
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def reachable_folder() -> Iterator[Path]:
    """An empty folder that a server can work in; pytest's own are closed when we are root."""
    with folder_for_a_server() as folder:
        yield folder


@pytest.fixture
def as_role() -> AsRole:
    return acting_as
