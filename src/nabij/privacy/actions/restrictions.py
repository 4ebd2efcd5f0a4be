# SPDX-License-Identifier: EUPL-1.2
"""A person asks that something is kept and not used: it holds at once, and is judged after that."""

from datetime import date

from django.db import transaction

from nabij.access import rules as access_rules
from nabij.core.viewer import Viewer
from nabij.privacy.actions.requests import RequestFields, record, settled
from nabij.privacy.choices.requests import RESTRICTS, RequestKind, RequestState
from nabij.privacy.models import PrivacyRequest
from nabij.privacy.queries.requests import RequestNotFound
from nabij.relations import actions as relations_actions
from nabij.relations.types import Restrictable


@transaction.atomic
def ask_restriction(
    *,
    viewer: Viewer,
    person_id: int,
    what: Restrictable,
    reason: str,
    fields: RequestFields,
    entry_key: str,
) -> PrivacyRequest:
    """Restrict one thing of a person at once; the privacy officer judges it within the term.

    It joins what the person already asks and nobody decided yet, of the kinds that go with the
    reason: a correction while its accuracy is contested, an objection (AVG 18 paragraph 1). The
    caller has made sure that the viewer sees the thing. The same form twice is one restriction.

    Raises:
        RequestNotFound: the role writes down nothing that a client asks.
        ReceivedLater, WhoAsksMissing: what is filled in cannot be.
        LogUnavailable: the entry could not be written; nothing is restricted.
    """
    if not access_rules.may_record_statements(viewer.roles):
        raise RequestNotFound
    waiting = PrivacyRequest.objects.filter(
        person_id=person_id,
        state=RequestState.OPEN,
        kind__in=[kind for kind, reasons in RESTRICTS.items() if reason in reasons],
    )
    row = waiting.order_by("received_on", "pk").first() or record(
        viewer=viewer, person_id=person_id, fields=fields, entry_key=entry_key
    )
    relations_actions.restrict(
        viewer=viewer,
        person_id=person_id,
        request_id=row.pk,
        what=what,
        reason=reason,
        since=fields.received_on,
    )
    return row


@transaction.atomic
def lift(*, viewer: Viewer, ref: str, told_on: date, told_how: str) -> int:
    """Use again what a request restricted, once it is decided and the person was told.

    Raises:
        RequestNotFound: the viewer does not settle what persons ask, or there is nothing to lift.
        ToldFirst: the person was not told yet (AVG 18 paragraph 3).
    """
    row = settled(viewer=viewer, ref=ref)
    if row.state == RequestState.OPEN and row.kind == RequestKind.RESTRICTION:
        raise RequestNotFound
    lifted = relations_actions.lift_restrictions(
        viewer=viewer, request_id=row.pk, told_on=told_on, told_how=told_how
    )
    if not lifted:
        raise RequestNotFound
    return lifted
