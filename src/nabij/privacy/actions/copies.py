# SPDX-License-Identifier: EUPL-1.2
"""Make the copy that a person asked for, give it to the officer, and wipe it in time."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.core import jobs
from nabij.core.errors import DomainError, NotFound
from nabij.core.viewer import Viewer
from nabij.privacy.actions import sealing
from nabij.privacy.choices.requests import Decision, RequestKind, RequestState
from nabij.privacy.models import PersonCopy, PrivacyRequest, Withholding
from nabij.privacy.papers.bundle import bundle
from nabij.privacy.papers.paper import paper
from nabij.privacy.queries import copying, holdings
from nabij.privacy.queries.requests import RequestNotFound
from nabij.privacy.rules.keeping_copies import expires_on

MAKE = "privacy.make_copy"
KINDS = (RequestKind.ACCESS, RequestKind.PORTABILITY)
PARTS = {
    "fhir": ("bundle", "application/fhir+json", "json"),
    "pdf": ("paper", "application/pdf", "pdf"),
}


class CopyNotGranted(DomainError):
    code = "copy-not-granted"
    message = _("Decide on the request first. A copy is made of what is granted.")


class ConfidenceUndecided(DomainError):
    code = "confidence-undecided"
    message = _("Decide first about each remark that was made in confidence.")


class ReasonMissing(DomainError):
    code = "withholding-reason-missing"
    message = _("Write down why. Who asked may ask about it.")


class CopyNotFound(NotFound):
    code = "copy-not-found"


@dataclass(frozen=True, slots=True)
class CopyFile:
    """One file of a copy, opened."""

    name: str
    content_type: str
    content: bytes


@transaction.atomic
def decide_on_remark(
    *, viewer: Viewer, ref: str, interaction_ref: str, is_withheld: bool, reason: str
) -> Withholding:
    """Decide whether a remark that was made in confidence stays out of the copy.

    Who decides anew adds a row: the last one counts, and what was decided before stays.

    Raises:
        RequestNotFound: there is no such request or remark for this viewer.
        CopyNotGranted: it is done, or was not granted.
        ReasonMissing: nobody could tell later why.
    """
    request = _granted(viewer, ref)
    person = holdings.whose(viewer=viewer, person_id=request.person_id)
    found = copying.confided(person=person).filter(ref=interaction_ref).first()
    if found is None:
        raise RequestNotFound
    if not reason:
        raise ReasonMissing
    row = Withholding.objects.create(
        request=request,
        interaction_id=found.pk,
        is_withheld=is_withheld,
        reason=reason,
        decided_by_id=viewer.user_id,
        decided_at=viewer.at,
    )
    _log(viewer, request, "copy-remark", "U")
    return row


@transaction.atomic
def ask_for_copy(*, viewer: Viewer, ref: str) -> PersonCopy:
    """Have the copy made; asked twice while the first is being made it is one copy.

    Raises:
        RequestNotFound: there is no such request for this viewer.
        CopyNotGranted: it was not granted.
        ConfidenceUndecided: somebody has to look at a remark first.
    """
    request = _granted(viewer, ref)
    person = holdings.whose(viewer=viewer, person_id=request.person_id)
    if copying.undecided(person=person, request=request):
        raise ConfidenceUndecided
    waiting = request.copies.filter(made_at__isnull=True).order_by("-pk").first()
    if waiting is not None:
        job = jobs.latest_of(subject_ref=waiting.ref)
        if job is not None and job.is_alive(viewer.at):
            return waiting
    copy = waiting or PersonCopy.objects.create(
        request=request, asked_by_id=viewer.user_id, asked_at=viewer.at
    )
    _log(viewer, request, "copy-asked", "C")
    jobs.enqueue(
        MAKE, queue="default", viewer=viewer, subject_ref=copy.ref, lock=copy.ref, copy_id=copy.pk
    )
    return copy


def make_copy(*, viewer: Viewer, copy_id: int) -> PersonCopy:
    """Make a copy and seal it, in one transaction that opens the person; a second time nothing.

    Raises:
        DossierNotFound: no privacy officer answers for it.
        ConfidenceUndecided: a remark was added since it was asked; nothing is made.
        LogUnavailable: the entry could not be written; nothing is made.
    """
    copy = PersonCopy.objects.select_related("request").get(pk=copy_id)
    if copy.made_at:
        return copy
    request = copy.request
    person = holdings.whose(viewer=viewer, person_id=request.person_id)
    opening = access_actions.open_for_own_request(
        viewer=viewer,
        person_id=person.person_id,
        records=person.records,
        event="copy",
        action="E",
        request_ref=request.ref,
    )
    with opening, translation.override("nl"):
        if copying.undecided(person=person, request=request):
            raise ConfidenceUndecided
        content = copying.content_of(
            viewer=viewer, person=person, request=request, until=copy.asked_at
        )
        name = content.name
        made = {
            "bundle": bundle(content, at=copy.asked_at, request_ref=request.ref),
            "paper": paper(content, at=copy.asked_at, name=name),
        }
        PersonCopy.objects.filter(pk=copy.pk, made_at__isnull=True).update(
            **{part: sealing.sealed(copy, part, plain) for part, plain in made.items()},
            counts=content.counts,
            withheld=[
                {"ground": ground, "count": count} for ground, count in content.withheld.items()
            ],
            made_at=viewer.at,
            expires_on=expires_on(localdate(viewer.at)),
        )
    copy.refresh_from_db()
    return copy


def take_copy(*, viewer: Viewer, ref: str, part: str) -> CopyFile:
    """Return one file of a copy, `fhir` or `pdf`; who took it is on record before.

    Raises:
        RequestNotFound, CopyNotFound: it is not there, not any more, or not for this viewer.
        LogUnavailable: the entry could not be written; nothing leaves.
    """
    _check(viewer)
    copy = PersonCopy.objects.select_related("request").filter(ref=ref).first()
    if copy is None or part not in PARTS:
        raise CopyNotFound
    column, content_type, suffix = PARTS[part]
    if (
        getattr(copy, column) is None
        or copy.expires_on is None
        or copy.expires_on <= localdate(viewer.at)
    ):
        raise CopyNotFound
    _log(viewer, copy.request, "copy-taken", "E", detail=part)
    return CopyFile(f"kopie-{copy.ref}.{suffix}", content_type, sealing.unsealed(copy, column))


def wipe_expired_copies(*, viewer: Viewer) -> int:
    """Wipe copies whose day has come; return how many."""
    rows = PersonCopy.objects.filter(bundle__isnull=False, expires_on__lte=localdate(viewer.at))
    return rows.update(bundle=None, paper=None)


def _check(viewer: Viewer) -> None:
    if not access_rules.may_settle_stand_ins(viewer.roles):
        raise RequestNotFound


def _granted(viewer: Viewer, ref: str) -> PrivacyRequest:
    _check(viewer)
    row = PrivacyRequest.objects.select_for_update().filter(ref=ref, kind__in=KINDS).first()
    if row is None:
        raise RequestNotFound
    if row.state == RequestState.OPEN or row.decision == Decision.REFUSED:
        raise CopyNotGranted
    return row


def _log(
    viewer: Viewer, request: PrivacyRequest, event: str, action: str, detail: str = ""
) -> None:
    access_actions.record_event(
        viewer=viewer,
        event=event,
        action=action,
        person_id=request.person_id,
        detail=f"{request.kind} {request.ref} {detail}".strip(),
    )
