# SPDX-License-Identifier: EUPL-1.2
"""Who acts in these tests: Mira (manager) estimates and plans, Max (marketeer) reads, Carla (front
office) must not learn that there is a model."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.core.viewer import Role, Viewer
from nabij.value import actions


@dataclass
class Colleague:
    user: Any

    @property
    def viewer(self) -> Viewer:
        return access_queries.viewer_of(user=self.user, at=timezone.now(), access_point="127.0.0.1")

    @property
    def client(self) -> Client:
        client = Client(raise_request_exception=True)
        client.force_login(self.user)
        return client


def _colleague(name, role):
    user = apps.get_model("access", "User").objects.create_user(f"{name}@example.nl", name)
    user.role_assignments.create(role=role, starts_on=timezone.localdate() - timedelta(days=1))
    return Colleague(user)


@pytest.fixture
def mira(db):
    return _colleague("Mira", Role.MANAGER)


@pytest.fixture
def max_(db):
    return _colleague("Max", Role.MARKETEER)


@pytest.fixture
def carla(db):
    return _colleague("Carla", Role.FRONT_OFFICE)


@pytest.fixture
def small(mira):
    """The example of which every outcome can be checked by hand."""
    return actions.create_example(viewer=mira.viewer, key="one-group")


@pytest.fixture
def home_care(mira):
    return actions.create_example(viewer=mira.viewer, key="home-care")
