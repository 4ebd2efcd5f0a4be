# SPDX-License-Identifier: EUPL-1.2
"""Hold what may not go for now, and end that."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.privacy.models import LegalHold, PrivacyRequest
from nabij.privacy.queries.requests import RequestNotFound


class HoldReasonMissing(DomainError):
    code = "hold-reason-missing"
    message = _("Write down what holds it, in a sentence.")


@transaction.atomic
def place_hold(*, viewer: Viewer, request_ref: str, ground: str, reason: str) -> LegalHold:
    """Let nothing of the person of a request go for now; the same ground twice is one hold.

    Raises:
        RequestNotFound: the viewer does not settle what persons ask.
        HoldReasonMissing: nobody could tell later why.
    """
    request = _request(viewer, request_ref)
    if not reason:
        raise HoldReasonMissing
    hold, is_new = LegalHold.objects.get_or_create(
        person_id=request.person_id,
        ground=ground,
        ended_at__isnull=True,
        defaults={"reason": reason, "placed_by_id": viewer.user_id, "placed_at": viewer.at},
    )
    if is_new:
        _log(viewer, hold, "C")
    return hold


@transaction.atomic
def end_hold(*, viewer: Viewer, request_ref: str, ref: str) -> LegalHold:
    """End a hold; a second time changes nothing.

    Raises:
        RequestNotFound: there is no such hold for this viewer.
    """
    request = _request(viewer, request_ref)
    hold = (
        LegalHold.objects.select_for_update().filter(ref=ref, person_id=request.person_id).first()
    )
    if hold is None:
        raise RequestNotFound
    if hold.ended_at is None:
        hold.ended_at, hold.ended_by_id = viewer.at, viewer.user_id
        hold.save(update_fields=["ended_at", "ended_by"])
        _log(viewer, hold, "U")
    return hold


def _request(viewer: Viewer, ref: str) -> PrivacyRequest:
    if not access_rules.may_settle_stand_ins(viewer.roles):
        raise RequestNotFound
    request = PrivacyRequest.objects.filter(ref=ref).first()
    if request is None:
        raise RequestNotFound
    return request


def _log(viewer: Viewer, hold: LegalHold, action: str) -> None:
    access_actions.record_event(
        viewer=viewer,
        event="legal-hold",
        action=action,
        person_id=hold.person_id,
        detail=f"{hold.ground} {hold.ref}",
    )
