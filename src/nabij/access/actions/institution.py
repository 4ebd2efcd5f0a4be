# SPDX-License-Identifier: EUPL-1.2
"""The institution itself: units, colleagues, who cares for whom, who is on duty."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nabij.access.actions.dossier import DossierNotFound
from nabij.access.models import (
    DutyArea,
    DutyShift,
    RoleAssignment,
    Unit,
    UnitMembership,
    User,
)
from nabij.core.errors import DomainError
from nabij.core.viewer import Role, Viewer


class UserExists(DomainError):
    code = "user-exists"
    message = _("There is a colleague with the address %(email)s already.")


class UnitNotFound(DomainError):
    code = "unit-not-found"
    message = _("There is no unit named %(name)s.")


@transaction.atomic
def add_user(
    *,
    viewer: Viewer,
    email: str,
    name: str,
    password: str | None,
    roles: Sequence[Role],
    unit_names: Sequence[str],
    starts_on: date,
    job_title: str = "",
) -> User:
    """Make a colleague with roles and units from `starts_on`; without password nobody signs in.

    Raises:
        UserExists: the address is in use.
        UnitNotFound: a unit of that name does not exist.
        DossierNotFound: the viewer is neither an administrator nor a command.
    """
    _check_may_manage(viewer)
    if User.objects.filter(email__iexact=email).exists():
        raise UserExists(email=email)
    units = {unit.name: unit for unit in Unit.objects.filter(name__in=unit_names)}
    for unit_name in unit_names:
        if unit_name not in units:
            raise UnitNotFound(name=unit_name)
    user = User.objects.create_user(email, name, password)
    if job_title:
        user.job_title = job_title
        user.save(update_fields=["job_title"])
    RoleAssignment.objects.bulk_create(
        RoleAssignment(user=user, role=role, starts_on=starts_on) for role in roles
    )
    UnitMembership.objects.bulk_create(
        UnitMembership(user=user, unit=units[unit_name], starts_on=starts_on)
        for unit_name in unit_names
    )
    return user


def add_unit(
    *, viewer: Viewer, name: str, kind: str, parent_id: int | None = None, phone: str = ""
) -> Unit:
    """Add a unit to the tree of the institution.

    Raises:
        DossierNotFound: the viewer is neither an administrator nor a command.
    """
    _check_may_manage(viewer)
    return Unit.objects.create(name=name, kind=kind, parent_id=parent_id, phone=phone)


def plan_duty(
    *, viewer: Viewer, shifts: Mapping[tuple[int, datetime], tuple[datetime, str]]
) -> None:
    """Record who is on duty: (unit, start) gives (end, phone). A shift given again replaces it.

    Raises:
        DossierNotFound: the viewer is neither an administrator nor a command.
    """
    _check_may_manage(viewer)
    DutyShift.objects.bulk_create(
        [
            DutyShift(unit_id=unit_id, starts_at=starts_at, ends_at=ends_at, phone=phone)
            for (unit_id, starts_at), (ends_at, phone) in shifts.items()
        ],
        update_conflicts=True,
        unique_fields=["unit", "starts_at"],
        update_fields=["ends_at", "phone"],
    )


def give_duty_areas(*, viewer: Viewer, areas: Mapping[int, Sequence[int]]) -> None:
    """Record for which units a team answers while it is on duty, those below them included.

    What was given before stays.

    Raises:
        DossierNotFound: the viewer is neither an administrator nor a command.
    """
    _check_may_manage(viewer)
    DutyArea.objects.bulk_create(
        [
            DutyArea(unit_id=unit_id, area_id=area_id)
            for unit_id, area_ids in areas.items()
            for area_id in area_ids
        ],
        ignore_conflicts=True,
    )


def _check_may_manage(viewer: Viewer) -> None:
    if not (viewer.is_machine or viewer.has(Role.ADMINISTRATOR)):
        raise DossierNotFound
