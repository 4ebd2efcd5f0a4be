# SPDX-License-Identifier: EUPL-1.2
"""Two teams of a region, a colleague in each, and one client of the first."""

import pytest
from django.utils import timezone

from nabij.access import queries
from nabij.access.models import CareRelation, Unit, User
from nabij.core.dates import DAY
from nabij.core.viewer import Role
from nabij.relations.models import Party


@pytest.fixture
def institution(db):
    return Institution()


class Institution:
    """Makes what the tests of care relations need, one line each."""

    def __init__(self):
        self.region = Unit.objects.create(name="Regio", kind="region")
        self.noord = Unit.objects.create(name="Team Noord", kind="team", parent=self.region)
        self.zuid = Unit.objects.create(name="Team Zuid", kind="team", parent=self.region)

    def viewer(self, name, role, *units, at=None):
        user, is_new = User.objects.get_or_create(email=f"{name.lower()}@example.nl", name=name)
        if is_new:
            on = timezone.localdate() - DAY
            user.role_assignments.create(role=role, starts_on=on)
            for unit in units:
                user.unit_memberships.create(unit=unit, starts_on=on)
        return queries.viewer_of(user=user, at=at or timezone.now(), access_point="test")

    def nurse(self, name, unit, **more):
        return self.viewer(name, Role.CARE_PROFESSIONAL, unit, **more)

    def client(self, team=None, name="Vries", **more):
        party = Party.objects.create(kind="person", name=name, sort_key=name, search_text="")
        if team:
            fields = {"kind": "care", "origin": "agreement"} | more
            CareRelation.objects.create(
                person=party, unit=team, starts_on=timezone.localdate() - DAY, **fields
            )
        return party.pk

    def machine(self, at=None):
        return queries.machine(at=at or timezone.now(), command="test")
