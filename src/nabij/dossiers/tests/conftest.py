# SPDX-License-Identifier: EUPL-1.2
import pytest

from nabij.dossiers.tests import making


@pytest.fixture
def as_intake(db, as_role):
    """The database of the test, as the role of the intake sees it."""
    with as_role("nabij_intake"):
        yield


@pytest.fixture
def gp(as_intake):
    return making.source("gp")
