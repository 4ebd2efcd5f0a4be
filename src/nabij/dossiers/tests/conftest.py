# SPDX-License-Identifier: EUPL-1.2
"""Who acts in these tests: Anja (front office) takes dossiers in; Bram (complaints officer), Noor
(care professional) and Xander (administrator) do not, and cannot tell what is there.
"""

import pytest

from nabij.access.tests.cast import add_colleague
from nabij.core.viewer import Role
from nabij.dossiers.tests import making

ROLES = {
    "anja": Role.FRONT_OFFICE,
    "bram": Role.COMPLAINTS_OFFICER,
    "noor": Role.CARE_PROFESSIONAL,
    "xander": Role.ADMINISTRATOR,
}


def sign_in(name):
    return add_colleague(name.title(), ROLES[name]).client


@pytest.fixture
def as_intake(db, as_role):
    """The database of the test, as the role of the intake sees it."""
    with as_role("nabij_intake"):
        yield


@pytest.fixture
def gp(as_intake):
    return making.source("gp")


@pytest.fixture
def as_anja(db):
    return sign_in("anja")


@pytest.fixture(params=["bram", "noor", "xander"])
def as_somebody_else(db, request):
    return sign_in(request.param)
