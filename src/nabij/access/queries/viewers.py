# SPDX-License-Identifier: EUPL-1.2
"""Who looks: the viewer of a colleague, of a command, of nobody."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access.models import RoleAssignment, Unit, User
from nabij.access.queries.ways import in_force
from nabij.core.errors import DomainError
from nabij.core.viewer import MACHINE, OnDuty, Role, RunningEmergency, Viewer

ANONYMOUS = -1


class ColleagueNotFound(DomainError):
    code = "colleague-not-found"
    message = _("There is no colleague with the address %(email)s.")


_ROLES_AND_UNITS = """
WITH RECURSIVE own AS (
  SELECT unit_id AS id FROM access_unitmembership
  WHERE user_id = %(user)s AND starts_on <= %(on)s AND (ends_on IS NULL OR ends_on > %(on)s)
  UNION
  SELECT unit.id FROM access_unit unit JOIN own ON unit.parent_id = own.id
),
duty AS (
  SELECT shift.starts_at, shift.ends_at, area.area_id AS id
  FROM own
  JOIN access_dutyarea area ON area.unit_id = own.id
  JOIN access_dutyshift shift ON shift.unit_id = own.id
  WHERE shift.ends_at > %(at)s AND shift.starts_at <= %(at)s
  UNION
  SELECT duty.starts_at, duty.ends_at, unit.id
  FROM access_unit unit JOIN duty ON unit.parent_id = duty.id
)
SELECT
  ARRAY(SELECT role FROM access_roleassignment
        WHERE user_id = %(user)s AND starts_on <= %(on)s AND (ends_on IS NULL OR ends_on > %(on)s)),
  ARRAY(SELECT id FROM own),
  ARRAY(SELECT starts_at FROM duty ORDER BY starts_at, ends_at, id),
  ARRAY(SELECT ends_at FROM duty ORDER BY starts_at, ends_at, id),
  ARRAY(SELECT id FROM duty ORDER BY starts_at, ends_at, id),
  (SELECT json_build_array(emergency.id, emergency.ref, person.id, person.ref,
                           emergency.starts_at, emergency.ends_at, emergency.cannot_decide)
   FROM access_emergency emergency
   JOIN relations_party named ON named.id = emergency.person_id
   JOIN relations_party person ON person.id = coalesce(named.canonical_id, named.id)
   WHERE emergency.user_id = %(user)s AND emergency.ends_at > %(at)s
   ORDER BY emergency.ends_at DESC, emergency.id DESC LIMIT 1)
"""

_NAME_AND_ROLES = """
SELECT name, ARRAY(SELECT role FROM access_roleassignment WHERE user_id = %(user)s
                   AND starts_on <= %(on)s AND (ends_on IS NULL OR ends_on > %(on)s))
FROM access_user WHERE id = %(user)s
"""


def nobody(*, at: datetime, access_point: str = "") -> Viewer:
    """Return the viewer for someone who is not signed in: it may see nothing."""
    return Viewer(user_id=ANONYMOUS, name="", at=at, access_point=access_point)


def machine(*, at: datetime, command: str) -> Viewer:
    """Return the viewer for a command or a job that works for the institution itself."""
    return Viewer(user_id=MACHINE, name=f"nabij {command}", at=at, access_point=command)


def machine_for(*, user_id: int | None, at: datetime, command: str) -> Viewer:
    """Return the viewer for a command or job that a colleague started: they answer for it.

    One SQL query, of what the intake too may read.
    """
    found = None
    if user_id is not None:
        with connection.cursor() as cursor:
            cursor.execute(_NAME_AND_ROLES, {"user": user_id, "on": localdate(at)})
            found = cursor.fetchone()
    if found is None:
        return machine(at=at, command=command)
    name, roles = found
    return replace(
        machine(at=at, command=command),
        acting_for_id=user_id,
        acting_for_name=name,
        acting_for_roles=frozenset(Role(role) for role in roles),
    )


def command_viewer(*, command: str, answers: str, at: datetime) -> Viewer:
    """Return the viewer for a command; `answers` is the e-mail address of who runs it, '' for none.

    At most two SQL queries, of what the intake too may read.

    Raises:
        ColleagueNotFound: nobody who works here has this address.
    """
    if not answers:
        return machine(at=at, command=command)
    found = User.objects.filter(email__iexact=answers, is_active=True).values_list("pk", flat=True)
    user_id = found.first()
    if user_id is None:
        raise ColleagueNotFound(email=answers)
    return machine_for(user_id=user_id, at=at, command=command)


def viewer_of(*, user: User, at: datetime, access_point: str) -> Viewer:
    """Return the viewer for a signed-in colleague: roles, units and those below, duties, emergency.

    Roles and units are those of the day, duties those of the moment. One SQL query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ROLES_AND_UNITS, {"user": user.pk, "on": localdate(at), "at": at})
        row = cursor.fetchone()
    roles, units, starts, ends, areas, emergency = row or ([], [], [], [], [], None)
    return Viewer(
        user_id=user.pk,
        name=user.name,
        at=at,
        roles=frozenset(Role(role) for role in roles),
        unit_ids=frozenset(units),
        duties=_duties(starts, ends, areas),
        emergency=_emergency(emergency),
        access_point=access_point,
    )


def _emergency(found: Sequence[Any] | None) -> RunningEmergency | None:
    if found is None:
        return None
    pk, ref, person_id, person_ref, starts_at, ends_at, opens_shut = found
    return RunningEmergency(
        id=pk,
        ref=ref,
        person_id=person_id,
        person_ref=person_ref,
        starts_at=datetime.fromisoformat(starts_at),
        ends_at=datetime.fromisoformat(ends_at),
        opens_shut=opens_shut,
    )


def _duties(
    starts: Sequence[datetime], ends: Sequence[datetime], areas: Sequence[int]
) -> tuple[OnDuty, ...]:
    units: dict[tuple[datetime, datetime], set[int]] = {}
    for start, end, area in zip(starts, ends, areas, strict=True):
        units.setdefault((start, end), set()).add(area)
    return tuple(
        OnDuty(starts_at=start, ends_at=end, unit_ids=frozenset(found))
        for (start, end), found in units.items()
    )


def user_with_email(*, email: str) -> User | None:
    """Return the active colleague with this address, for commands that name who runs them."""
    return User.objects.filter(email__iexact=email, is_active=True).first()


def colleagues_with(*, viewer: Viewer, roles: Iterable[Role]) -> list[tuple[int, str]]:
    """Return key and name of active colleagues who have one of these roles today. One SQL query."""
    today = localdate(viewer.at)
    in_force = Q(role_assignments__ends_on=None) | Q(role_assignments__ends_on__gt=today)
    found = User.objects.filter(
        in_force,
        is_active=True,
        role_assignments__role__in=list(roles),
        role_assignments__starts_on__lte=today,
    )
    return list(found.order_by("name", "pk").values_list("pk", "name").distinct())


def addresses_of(*, viewer: Viewer, roles: Iterable[Role]) -> list[str]:
    """Return the e-mail addresses of active colleagues who have one of these roles today.

    Two SQL queries; for the machine, which writes to them.
    """
    keys = [pk for pk, _name in colleagues_with(viewer=viewer, roles=roles)]
    return list(User.objects.filter(pk__in=keys).order_by("email").values_list("email", flat=True))


def colleagues_by_name(*, viewer: Viewer) -> dict[str, int]:
    """Return the keys of active colleagues by e-mail address, and by name where only one has it.

    One SQL query; for imports, which name who spoke.
    """
    found: dict[str, int] = {}
    shared: set[str] = set()
    for key, name, email in User.objects.filter(is_active=True).values_list("pk", "name", "email"):
        found[email] = key
        if name in found:
            shared.add(name)
        found[name] = key
    return {name: key for name, key in found.items() if name not in shared}


def roles_of(*, viewer: Viewer, user_id: int) -> frozenset[Role]:
    """Return the roles that a colleague has today. One SQL query."""
    held = RoleAssignment.objects.filter(in_force(localdate(viewer.at)), user_id=user_id)
    return frozenset(Role(role) for role in held.values_list("role", flat=True))


def names_of(*, viewer: Viewer, user_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of colleagues by key, of who left too. One SQL query."""
    return dict(User.objects.filter(pk__in=list(user_ids)).values_list("pk", "name"))


def unit_names(*, viewer: Viewer, unit_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of teams and locations by key, of closed ones too. One SQL query."""
    return dict(Unit.objects.filter(pk__in=list(unit_ids)).values_list("pk", "name"))


def all_names(*, viewer: Viewer) -> list[tuple[int, str]]:
    """Return key and name of all colleagues, of who left too, by name. One SQL query."""
    return list(User.objects.order_by("name", "pk").values_list("pk", "name"))


def has_colleagues(*, viewer: Viewer) -> bool:
    """Tell whether anybody works here yet. One SQL query."""
    return User.objects.exists()
