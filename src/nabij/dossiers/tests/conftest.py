# SPDX-License-Identifier: EUPL-1.2
"""Who acts in these tests: Anja (front office) takes dossiers in; Bram (complaints officer), Noor
(care professional) and Xander (administrator) do not, and cannot tell what is there.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nabij.access.models import User
from nabij.core.viewer import Role
from nabij.dossiers.tests import making

ROLES = {
    "anja": Role.FRONT_OFFICE,
    "bram": Role.COMPLAINTS_OFFICER,
    "noor": Role.CARE_PROFESSIONAL,
    "xander": Role.ADMINISTRATOR,
}


def sign_in(name):
    user = User.objects.create_user(f"{name}@example.nl", name.title())
    on = timezone.localdate() - timedelta(days=1)
    user.role_assignments.create(role=ROLES[name], starts_on=on)
    client = Client()
    client.force_login(user)
    return client


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
