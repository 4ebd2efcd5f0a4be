# SPDX-License-Identifier: EUPL-1.2
"""Who acts in these tests: Mira (manager) estimates and plans, Max (marketeer) reads, Carla (front
office) must not learn that there is a model."""

import pytest

from nabij.access.tests.cast import add_colleague
from nabij.core.viewer import Role
from nabij.value import actions


@pytest.fixture
def mira(db):
    return add_colleague("Mira", Role.MANAGER)


@pytest.fixture
def max_(db):
    return add_colleague("Max", Role.MARKETEER)


@pytest.fixture
def carla(db):
    return add_colleague("Carla", Role.FRONT_OFFICE)


@pytest.fixture
def small(mira):
    """The example of which every outcome can be checked by hand."""
    return actions.create_example(viewer=mira.viewer, key="one-group")


@pytest.fixture
def home_care(mira):
    return actions.create_example(viewer=mira.viewer, key="home-care")
