# SPDX-License-Identifier: EUPL-1.2
"""Who may change what: asked by every action before it touches a row."""

from django.utils.translation import gettext_lazy as _

from nabij.access import rules as access_rules
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.relations.choices import PartyKind
from nabij.relations.models import Party
from nabij.relations.queries.cards import PartyNotFound


class MayNotRegister(DomainError):
    code = "may-not-register"
    message = _("Your role may look here, but not record or change anything.")
    http_status = 403


class UnitNotYours(DomainError):
    code = "unit-not-yours"
    message = _("Choose a team that you belong to.")


def check_may_register(*, viewer: Viewer, kind: str = PartyKind.PERSON) -> None:
    """Refuse a viewer whose role records no persons (or organisations).

    Raises:
        MayNotRegister: the role does not allow it.
    """
    is_allowed = (
        access_rules.may_register(viewer.roles)
        if kind == PartyKind.PERSON
        else access_rules.may_register_organisations(viewer.roles)
    )
    if not (viewer.is_machine or is_allowed):
        raise MayNotRegister


def check_unit(*, viewer: Viewer, unit_id: int | None, current: int | None = None) -> None:
    """Refuse a unit that is neither the viewer's nor the one it was.

    Raises:
        UnitNotYours: the viewer does not belong to it.
    """
    is_theirs = unit_id in {None, current} or unit_id in viewer.unit_ids
    if not (viewer.is_machine or is_theirs):
        raise UnitNotYours


def seen_party(*, viewer: Viewer, ref: str, kind: str = "") -> Party:
    """Return a party that the viewer may see. One SQL query.

    Raises:
        PartyNotFound: there is none, it is merged away or archived, or the viewer may not see it.
    """
    visible = Party.objects.visible_to(viewer).current().filter(ref=ref)
    if kind:
        visible = visible.filter(kind=kind)
    found = visible.first()
    if found is None:
        raise PartyNotFound
    return found


def locked_party(*, viewer: Viewer, ref: str, kind: str = "") -> Party:
    """Return a party that the viewer may see and change, locked until the transaction ends.

    Absent and forbidden look the same; a role that may see but not change hears so.

    Raises:
        PartyNotFound: there is none, it is merged away or archived, or the viewer may not see it.
        MayNotRegister: the role does not allow it.
    """
    found = seen_party(viewer=viewer, ref=ref, kind=kind)
    check_may_register(viewer=viewer, kind=found.kind)
    return Party.objects.select_for_update().get(pk=found.pk)
