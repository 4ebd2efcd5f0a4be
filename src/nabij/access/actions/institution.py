# SPDX-License-Identifier: EUPL-1.2
"""The institution itself: units, colleagues, who cares for whom, who is on duty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nabij.access.actions.dossier import DossierNotFound
from nabij.access.choices import CareRelationKind, CareRelationOrigin
from nabij.access.models import (
    CareRelation,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class CareRelationFields:
    """Who cares for whom: exactly one of `unit_id` and `user_id`."""

    person_id: int
    starts_on: date
    unit_id: int | None = None
    user_id: int | None = None
    kind: str = CareRelationKind.CARE
    origin: str = CareRelationOrigin.AGREEMENT
    ends_on: date | None = None


def add_unit(
    *, viewer: Viewer, name: str, kind: str, parent_id: int | None = None, phone: str = ""
) -> Unit:
    """Add a unit to the tree of the institution.

    Raises:
        DossierNotFound: the viewer is neither an administrator nor a command.
    """
    _check_may_manage(viewer)
    return Unit.objects.create(name=name, kind=kind, parent_id=parent_id, phone=phone)


def add_care_relations(*, viewer: Viewer, relations: Sequence[CareRelationFields]) -> int:
    """Add care relations; those that stand already stay as they are. Returns how many were given.

    Raises:
        DossierNotFound: the viewer is neither an administrator nor a command.
    """
    _check_may_manage(viewer)
    CareRelation.objects.bulk_create(
        (
            CareRelation(**{name: getattr(one, name) for name in CareRelationFields.__slots__})
            for one in relations
        ),
        batch_size=2000,
        ignore_conflicts=True,
    )
    return len(relations)


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


def _check_may_manage(viewer: Viewer) -> None:
    if viewer.user_id != 0 and not viewer.has(Role.ADMINISTRATOR):
        raise DossierNotFound
