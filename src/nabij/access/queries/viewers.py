# SPDX-License-Identifier: EUPL-1.2
"""Who looks: the viewer of a colleague, of a command, of nobody."""

from datetime import datetime

from django.db import connection
from django.utils.timezone import localdate

from nabij.access.models import User
from nabij.core.viewer import Role, Viewer

ANONYMOUS = -1

_ROLES_AND_UNITS = """
WITH RECURSIVE own AS (
  SELECT unit_id AS id FROM access_unitmembership
  WHERE user_id = %(user)s AND starts_on <= %(on)s AND (ends_on IS NULL OR ends_on > %(on)s)
  UNION
  SELECT unit.id FROM access_unit unit JOIN own ON unit.parent_id = own.id
)
SELECT
  ARRAY(SELECT role FROM access_roleassignment
        WHERE user_id = %(user)s AND starts_on <= %(on)s AND (ends_on IS NULL OR ends_on > %(on)s)),
  ARRAY(SELECT id FROM own)
"""


def nobody(*, at: datetime, access_point: str = "") -> Viewer:
    """Return the viewer for someone who is not signed in: it may see nothing."""
    return Viewer(user_id=ANONYMOUS, name="", at=at, access_point=access_point)


def machine(*, at: datetime, command: str) -> Viewer:
    """Return the viewer for a command or a job that works for the institution itself."""
    return Viewer(user_id=0, name=f"nabij {command}", at=at, access_point=command)


def viewer_of(*, user: User, at: datetime, access_point: str) -> Viewer:
    """Return the viewer for a signed-in colleague: roles and units (with those below) of today.

    One SQL query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ROLES_AND_UNITS, {"user": user.pk, "on": localdate(at)})
        row = cursor.fetchone()
    roles, units = row or ([], [])
    return Viewer(
        user_id=user.pk,
        name=user.name,
        at=at,
        roles=frozenset(Role(role) for role in roles),
        unit_ids=frozenset(units),
        access_point=access_point,
    )


def user_with_email(*, email: str) -> User | None:
    """Return the active colleague with this address, for commands that name who runs them."""
    return User.objects.filter(email__iexact=email, is_active=True).first()
