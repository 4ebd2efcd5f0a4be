# SPDX-License-Identifier: EUPL-1.2
"""Record who stands for a client, whom the client shuts out, and what the client can decide."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nabij.access.actions.log import record_event
from nabij.access.choices import RepresentationKind
from nabij.access.models import Capacity, Representation
from nabij.access.queries.representation import circle
from nabij.access.queries.ways import members
from nabij.access.rules import representation as rules
from nabij.core.errors import DomainError, NotFound
from nabij.core.viewer import Viewer


class RepresentationNotFound(NotFound):
    code = "representation-not-found"


class AlreadyRecorded(DomainError):
    code = "representation-exists"
    message = _("This is already recorded of them. End that first, or leave it as it is.")


class AppointedByCourt(DomainError):
    code = "appointed-by-court"
    message = _(
        "The court appointed this person. The client cannot shut them out: they can ask the court "
        "for somebody else."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationFields:
    """What is recorded of somebody who stands for a client; `is_checked`: the proof was seen."""

    kind: str
    starts_on: date
    ends_on: date | None = None
    tells: Collection[str] = ()
    decides: Collection[str] = ()
    evidence_kind: str = "spoken"
    evidence: str = ""
    is_checked: bool = False


@transaction.atomic
def add_representation(
    *, viewer: Viewer, person_id: int, other_id: int, fields: RepresentationFields
) -> Representation:
    """Record that somebody stands for a client, or that the client shuts them out.

    What a kind can never be told or decide is left out. The caller has made sure that the viewer
    may change this client, and that the other is near them.

    Raises:
        AlreadyRecorded: the same kind is open between these two.
        AppointedByCourt: the client cannot shut out a curator, mentor or financial administrator
            whose paper somebody saw.
        LogUnavailable: the entry could not be written; nothing is recorded.
    """
    kind = RepresentationKind(fields.kind)
    held = circle(viewer=viewer, person_id=person_id).held
    kinds = {one.kind for one in held if one.other_id == other_id}
    if kind == RepresentationKind.SHUT_OUT and rules.is_appointed_by_court(held, other_id=other_id):
        raise AppointedByCourt
    open_rows = Representation.objects.filter(
        person_id__in=members(viewer=viewer, person_ids=[person_id]),
        other_id__in=members(viewer=viewer, person_ids=[other_id]),
        kind=kind,
        ended_at__isnull=True,
    )
    if open_rows.filter(ends_on__isnull=True).exists() or kind in kinds:
        raise AlreadyRecorded
    open_rows.update(ended_at=viewer.at)  # it had lapsed by its own date
    most = rules.MOST[kind]
    needs_no_proof = kind == RepresentationKind.SHUT_OUT
    made, is_new = Representation.objects.get_or_create(
        person_id=person_id,
        other_id=other_id,
        kind=kind,
        ended_at=None,
        defaults={
            "tells": sorted(most.tells.intersection(fields.tells)),
            "decides": sorted(most.decides.intersection(fields.decides)),
            "evidence_kind": fields.evidence_kind,
            "evidence": " ".join(fields.evidence.split())[:200],
            "starts_on": fields.starts_on,
            "ends_on": fields.ends_on,
            "recorded_by_id": viewer.colleague_id,
            "checked_by_id": viewer.colleague_id if fields.is_checked else None,
            "checked_at": viewer.at if fields.is_checked or needs_no_proof else None,
        },
    )
    if not is_new:
        raise AlreadyRecorded
    record_event(
        viewer=viewer,
        event="representation",
        action="C",
        person_id=person_id,
        detail=str(kind.value),
    )
    return made


@transaction.atomic
def check_representation(*, viewer: Viewer, person_id: int, ref: str) -> None:
    """Write that the viewer saw the proof; doing it twice changes nothing.

    Raises:
        RepresentationNotFound: there is none of this client that is open.
    """
    row = _locked(viewer, person_id, ref)
    if row.checked_at is None:
        row.checked_by_id, row.checked_at = viewer.user_id, viewer.at
        row.save(update_fields=["checked_by", "checked_at"])
        record_event(
            viewer=viewer, event="representation", action="U", person_id=person_id, detail="checked"
        )


@transaction.atomic
def end_representation(*, viewer: Viewer, person_id: int, ref: str) -> None:
    """End a representation, or a shutting out, from this moment on; it stays in the history.

    Raises:
        RepresentationNotFound: there is none of this client that is open.
    """
    row = _locked(viewer, person_id, ref)
    row.ended_by_id, row.ended_at = viewer.user_id, viewer.at
    row.save(update_fields=["ended_by", "ended_at"])
    record_event(
        viewer=viewer,
        event="representation",
        action="U",
        person_id=person_id,
        detail=f"end {row.kind}",
    )


@transaction.atomic
def record_capacity(
    *,
    viewer: Viewer,
    person_id: int,
    matter: str,
    can_decide: bool,
    judged_on: date,
    judged_by: str,
) -> Capacity:
    """Record what was judged of a client's capacity about one matter; it is never changed.

    Source: WGBO 7:465: "not able to a reasonable judgement of their interests ter zake".
    """
    made = Capacity.objects.create(
        person_id=person_id,
        matter=matter,
        can_decide=can_decide,
        judged_on=judged_on,
        judged_by=" ".join(judged_by.split())[:120],
        recorded_by_id=viewer.colleague_id,
    )
    record_event(viewer=viewer, event="capacity", action="C", person_id=person_id, detail=matter)
    return made


def _locked(viewer: Viewer, person_id: int, ref: str) -> Representation:
    row = (
        Representation.objects.select_for_update()
        .filter(
            ref=ref,
            person_id__in=members(viewer=viewer, person_ids=[person_id]),
            ended_at__isnull=True,
        )
        .first()
    )
    if row is None:
        raise RepresentationNotFound
    return row
