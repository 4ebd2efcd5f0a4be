# SPDX-License-Identifier: EUPL-1.2
"""The world is built once; every module works in a copy of it."""

import pytest
from django.utils import timezone

from nabij.access.models import Session
from nabij.database.testing.scratch import connected
from nabij.privacy.queries import history
from tests.matrix import world as worlds
from tests.matrix.walker import Walker


@pytest.fixture(scope="session")
def built_world(cluster, template_database, django_db_setup, django_db_blocker, tmp_path_factory):
    """Build the world in a database of its own; nobody works in it."""
    with cluster.copy_of(template_database) as name, django_db_blocker.unblock():
        with connected(cluster, name):
            world = worlds.build(tmp_path_factory.mktemp("world"))
        yield name, world


@pytest.fixture(scope="module")
def world(built_world, cluster, django_db_blocker):
    """The world, in a database where this module may change it."""
    name, world = built_world
    with cluster.copy_of(name) as copy, django_db_blocker.unblock(), connected(cluster, copy):
        yield world


@pytest.fixture(autouse=True)
def at_work(request):
    """Let nobody be signed out for lack of work: the table takes longer than a session may idle."""
    if "world" in request.fixturenames:
        request.getfixturevalue("world")
        Session.objects.exclude(user=None).update(seen_at=timezone.now())


@pytest.fixture(scope="module")
def walker(world):
    """Everybody of the world with a browser of their own; what changed stands on one page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history, "MOST_CHANGES", 1_000)
        yield Walker(world)
