# SPDX-License-Identifier: EUPL-1.2
"""Colleagues as an administrator sees them who helps one sign in: no clients, no work."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet, Value
from django.utils.timezone import localdate

from nabij.access import rules
from nabij.access.choices import ROLE_LABELS, FactorKind
from nabij.access.models import User
from nabij.access.queries.log import LogNotFound
from nabij.core.errors import NotFound
from nabij.core.viewer import Role, Viewer

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Who it is, and by what second steps they sign in."""

    number: int
    name: str
    email: str
    job_title: str
    roles: tuple[str, ...]
    factors: tuple[str, ...]
    last_login: datetime | None
    is_viewer: bool


def colleagues(*, viewer: Viewer, text: str) -> Sequence[Colleague]:
    """Return at most 20 active colleagues with this in name or e-mail address, by name.

    One SQL query.

    Raises:
        NotFound: the viewer helps nobody sign in.
    """
    found = _users(viewer)
    for word in text.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return [_colleague(viewer, user) for user in found.order_by("name", "pk")[:MOST_SHOWN]]


def colleague(*, viewer: Viewer, number: int) -> Colleague:
    """Return one active colleague. One SQL query.

    Raises:
        NotFound: there is none, or the viewer helps nobody sign in.
    """
    found = _users(viewer).filter(pk=number).first()
    if found is None:
        raise NotFound
    return _colleague(viewer, found)


def _users(viewer: Viewer) -> QuerySet[User]:
    if not rules.may_help_colleagues(viewer.roles):
        raise NotFound
    on = localdate(viewer.at)
    held = Q(role_assignments__starts_on__lte=on) & (
        Q(role_assignments__ends_on=None) | Q(role_assignments__ends_on__gt=on)
    )
    return User.objects.filter(is_active=True).annotate(
        held=ArrayAgg("role_assignments__role", filter=held, distinct=True, default=Value([])),
        kinds=ArrayAgg(
            "second_factors__kind",
            filter=Q(second_factors__isnull=False),
            distinct=True,
            default=Value([]),
        ),
    )


def _colleague(viewer: Viewer, user: User) -> Colleague:
    return Colleague(
        number=user.pk,
        name=user.name,
        email=user.email,
        job_title=user.job_title,
        roles=tuple(str(ROLE_LABELS[Role(role)]) for role in user.held),  # type: ignore[attr-defined]
        factors=tuple(str(FactorKind(kind).label) for kind in user.kinds),  # type: ignore[attr-defined]
        last_login=user.last_login,
        is_viewer=user.pk == viewer.user_id,
    )


def staff_ids(*, viewer: Viewer) -> list[int]:
    """Return the keys of the colleagues who work here today. One SQL query."""
    return list(User.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True))


def staff_names(*, viewer: Viewer, ids: Collection[int]) -> dict[int, str]:
    """Return the names of colleagues by key. One SQL query."""
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))


def job_titles(*, viewer: Viewer, ids: Collection[int]) -> dict[int, str]:
    """Return what colleagues do by key, as far as it is known. One SQL query."""
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "job_title"))


def staff_by_email(*, viewer: Viewer) -> dict[str, int]:
    """Return the keys of the colleagues who work here by their address.

    One SQL query; machine only.

    Raises:
        LogNotFound: a colleague asks.
    """
    if not viewer.is_machine:
        raise LogNotFound
    found = User.objects.filter(is_active=True).values_list("email", "pk")
    return {email.lower(): pk for email, pk in found}
