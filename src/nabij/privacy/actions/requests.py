# SPDX-License-Identifier: EUPL-1.2
"""Record what a person asks, extend the term once, decide with a ground, say it was done."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.privacy.choices.requests import (
    BY_NAME,
    Asker,
    Decision,
    RequestKind,
    RequestState,
)
from nabij.privacy.models import PrivacyRequest
from nabij.privacy.queries import requests as queries
from nabij.privacy.queries.requests import RequestNotFound
from nabij.privacy.rules import terms
from nabij.relations import actions as relations_actions
from nabij.relations import queries as relations_queries


class ReceivedLater(DomainError):
    code = "received-later"
    message = _("The day on which it came in still has to come. Fill in a day up to today.")


class WhoAsksMissing(DomainError):
    code = "who-asks-missing"
    message = _("Write the name of who asks for somebody else.")


class TermIsOver(DomainError):
    code = "term-is-over"
    message = _("The term can be made longer once, and only before it ends.")


class ReasonMissing(DomainError):
    code = "reason-missing"
    message = _("Write down why. Who asked gets to read it.")


class AuthorityMissing(DomainError):
    code = "authority-missing"
    message = _("Write down by what right they ask for somebody else, and who checked that.")


class NoRightOnRecord(DomainError):
    code = "no-right-on-record"
    message = _(
        "No right to ask this for somebody else stands on record. Record who stands for the client"
        " with the proof, and choose them here; or refuse."
    )


class IdentityUnknown(DomainError):
    code = "identity-unknown"
    message = _("Say how we know who asks. Without that nothing can be granted.")


class GroundMissing(DomainError):
    code = "ground-missing"
    message = _("Choose the ground on which you refuse or keep something.")


class GoesByItsList(DomainError):
    code = "request-goes-by-its-list"
    message = _("Have the list made and approved. It is carried out when what has to go is gone.")


class NothingRestricted(DomainError):
    code = "nothing-restricted"
    message = _(
        "Nobody pointed out yet what may not be used. Do that first; granting it alone changes"
        " nothing."
    )


class DecidedBefore(DomainError):
    code = "request-decided-before"
    message = _("A colleague decided or changed this meanwhile. Look again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFields:
    """What is asked, by whom, since when; `asker_id` is who stands for the person on record."""

    kind: str
    asker: str
    received_on: date
    asker_name: str = ""
    asker_id: int | None = None
    authority: str = ""
    identity: str = ""
    text: str = ""


@transaction.atomic
def record_request(
    *, viewer: Viewer, person_ref: str, fields: RequestFields, entry_key: str
) -> PrivacyRequest:
    """Record what a person asks; the same form twice is one request.

    No marketing is no request that somebody weighs: it holds from this moment (AVG 21 paragraph 3).

    Raises:
        RequestNotFound: the viewer does not settle what persons ask.
        PartyNotFound: there is no such person for this viewer.
        ReceivedLater, WhoAsksMissing, AuthorityMissing: what is filled in cannot be.
        LogUnavailable: the entry could not be written; nothing is recorded.
    """
    _check(viewer)
    card = relations_queries.person_card(viewer=viewer, ref=person_ref, for_rights=True)
    if not card.is_person:
        raise RequestNotFound
    return record(viewer=viewer, person_id=card.id, fields=fields, entry_key=entry_key)


def record(
    *, viewer: Viewer, person_id: int, fields: RequestFields, entry_key: str
) -> PrivacyRequest:
    """Do so for a person whom the caller may record it for; shared inside this package."""
    on = localdate(viewer.at)
    if fields.received_on > on:
        raise ReceivedLater
    if fields.asker in BY_NAME and not fields.asker_name:
        raise WhoAsksMissing
    if fields.asker in BY_NAME and not fields.authority:
        raise AuthorityMissing
    if fields.asker == Asker.REPRESENTATIVE:
        _check_on_record(viewer, person_id, fields.asker_id)
    row, is_new = PrivacyRequest.objects.get_or_create(
        entry_key=entry_key,
        defaults={
            "kind": fields.kind,
            "person_id": person_id,
            "asker": fields.asker,
            "asker_name": fields.asker_name if fields.asker in BY_NAME else "",
            "asker_party_id": fields.asker_id,
            "authority": fields.authority if fields.asker in BY_NAME else "",
            "identity": fields.identity,
            "received_on": fields.received_on,
            "due_on": terms.due_on(fields.received_on),
            "text": fields.text,
            "created_by_id": viewer.colleague_id,
        },
    )
    if is_new:
        _log(viewer, row, "C")
        if row.kind == RequestKind.MARKETING:
            relations_actions.record_objection(viewer=viewer, person_id=person_id)
            row.decision, row.decided_at = Decision.GRANTED, viewer.at
            _finish(viewer, row)
    return row


def record_of_ourselves(*, viewer: Viewer, person_id: int) -> PrivacyRequest | None:
    """Record that we ourselves want somebody's data to go: the term is over, so nothing is weighed.

    None where that waits already. Shared inside this package.
    """
    _check(viewer)
    on = localdate(viewer.at)
    row, is_new = PrivacyRequest.objects.get_or_create(
        person_id=person_id,
        asker=Asker.OURSELVES,
        kind=RequestKind.ERASURE,
        state=RequestState.DECIDED,
        defaults={
            "received_on": on,
            "due_on": terms.due_on(on),
            "decision": Decision.GRANTED,
            "decided_at": viewer.at,
            "decided_by_id": viewer.colleague_id,
            "created_by_id": viewer.colleague_id,
        },
    )
    if not is_new:
        return None
    _log(viewer, row, "C")
    return row


@transaction.atomic
def extend_request(*, viewer: Viewer, ref: str, version: int, reason: str) -> PrivacyRequest:
    """Make the term two months longer, once, with the reason that is told to who asked.

    Raises:
        RequestNotFound, DecidedBefore: there is none to extend.
        ReasonMissing, TermIsOver: it cannot be extended so.
    """
    row = _locked(viewer, ref, version)
    if not reason:
        raise ReasonMissing
    if row.state != RequestState.OPEN or not terms.may_extend(
        received_on=row.received_on,
        on=localdate(viewer.at),
        is_extended=bool(row.extension_reason),
    ):
        raise TermIsOver
    row.extension_reason = reason
    row.due_on = terms.due_on(row.received_on, is_extended=True)
    _save(viewer, row)
    return row


@transaction.atomic
def decide_request(
    *,
    viewer: Viewer,
    ref: str,
    version: int,
    decision: str,
    ground: str,
    explanation: str,
    identity: str = "",
    asker_id: int | None = None,
) -> PrivacyRequest:
    """Decide, once. What is refused has nothing left to do; what is granted is to be carried out.

    Args:
        asker_id: who turned out to stand on record for the person, where that was not known.

    Raises:
        RequestNotFound, DecidedBefore: there is none to decide.
        GroundMissing, ReasonMissing: a refusal says on what ground, and why.
        NoRightOnRecord: who asks for somebody else has no right on record to ask this.
        IdentityUnknown: nothing is granted to who may be somebody else.
        NothingRestricted: nobody pointed out what it is about.
    """
    row = _locked(viewer, ref, version)
    if row.state != RequestState.OPEN:
        raise DecidedBefore
    if decision != Decision.GRANTED and not ground:
        raise GroundMissing
    if decision != Decision.GRANTED and not explanation:
        raise ReasonMissing
    if asker_id is not None and row.asker != Asker.PERSON:
        _check_on_record(viewer, row.person_id, asker_id)
        row.asker, row.asker_party_id, row.asker_name = Asker.REPRESENTATIVE, asker_id, ""
    grants = decision != Decision.REFUSED
    if grants and row.kind not in queries.kinds_of_asker(viewer=viewer, row=row):
        raise NoRightOnRecord
    if grants and row.kind == RequestKind.RESTRICTION and not _is_restricted(viewer, row):
        raise NothingRestricted
    row.identity = identity or row.identity
    if decision != Decision.REFUSED and not row.identity:
        raise IdentityUnknown
    row.decision, row.explanation = decision, explanation
    row.ground = "" if decision == Decision.GRANTED else ground
    row.decided_at, row.decided_by_id = viewer.at, viewer.colleague_id
    if decision == Decision.REFUSED:
        _finish(viewer, row)
    else:
        row.state = RequestState.DECIDED
        _save(viewer, row)
    return row


@transaction.atomic
def finish_request(*, viewer: Viewer, ref: str, version: int) -> PrivacyRequest:
    """Say that what was granted has been done.

    Raises:
        RequestNotFound, DecidedBefore: there is none that was granted and is still to do.
        GoesByItsList: something has to go; carrying that out says it.
    """
    row = _locked(viewer, ref, version)
    if row.kind in (RequestKind.ERASURE, RequestKind.DESTRUCTION):
        raise GoesByItsList
    if row.state != RequestState.DECIDED:
        raise DecidedBefore
    _finish(viewer, row)
    return row


def _check(viewer: Viewer) -> None:
    if not (viewer.is_machine or access_rules.may_settle_stand_ins(viewer.roles)):
        raise RequestNotFound


def _check_on_record(viewer: Viewer, person_id: int, asker_id: int | None) -> None:
    circle = access_queries.circle(viewer=viewer, person_id=person_id)
    if asker_id not in {one.other_id for one in circle.held}:
        raise WhoAsksMissing


def _is_restricted(viewer: Viewer, row: PrivacyRequest) -> bool:
    return bool(relations_queries.requests_in_force(viewer=viewer, request_ids=[row.pk]))


def settled(*, viewer: Viewer, ref: str) -> PrivacyRequest:
    """Return a request to write at, locked; shared inside this package.

    Raises:
        RequestNotFound: there is none, or the viewer does not settle what persons ask.
    """
    _check(viewer)
    row = PrivacyRequest.objects.select_for_update().filter(ref=ref).first()
    if row is None:
        raise RequestNotFound
    return row


def _locked(viewer: Viewer, ref: str, version: int) -> PrivacyRequest:
    row = settled(viewer=viewer, ref=ref)
    if row.version != version:
        raise DecidedBefore
    return row


def _finish(viewer: Viewer, row: PrivacyRequest) -> None:
    row.state, row.done_at = RequestState.DONE, viewer.at
    _save(viewer, row)


def _save(viewer: Viewer, row: PrivacyRequest) -> None:
    row.version += 1
    row.save()
    _log(viewer, row, "U")


def _log(viewer: Viewer, row: PrivacyRequest, action: str) -> None:
    access_actions.record_event(
        viewer=viewer,
        event="privacy-request",
        action=action,
        person_id=row.person_id,
        detail=f"{row.kind} {row.ref}",
    )
