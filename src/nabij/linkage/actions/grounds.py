# SPDX-License-Identifier: EUPL-1.2
"""Why a copy stands open, or that the client refused it."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.linkage.choices import Category, Decision, GroundKind
from nabij.linkage.models import Ground, PatientRecord
from nabij.linkage.queries.copies import RecordNotFound, record_of_person


class GroundNotValid(DomainError):
    code = "ground-not-valid"
    message = _("A decision cannot end before it starts. Look at both dates.")


@transaction.atomic
def record_ground(
    *,
    viewer: Viewer,
    record_ref: str,
    kind: str,
    decision: str,
    starts_on: date,
    ends_on: date | None = None,
    evidence: str = "",
    includes_sensitive: bool = False,
    category: str = Category.CARE,
    receivers: Collection[str] = (),
    purposes: Collection[str] = (),
    given_by_id: int | None = None,
    given_how: str = "",
    given_on: date | None = None,
) -> Ground:
    """Record what the client decided about one copy. A refusal closes it at the next request.

    Decisions are kept, never changed: a new one follows the earlier. A yes says all that holds
    from then on: for whom (`role:…`, `unit:<key>`; nobody named is everybody who is involved),
    what for, and how much of the copy.

    Args:
        given_by_id: who decided for the client; None for the client.

    Raises:
        RecordNotFound: the role may not, or the record's person is not within view.
        GroundNotValid: it ends before it starts.
        LogUnavailable: the log line could not be written; nothing is recorded.

    Source: capability A-110.
    """
    if ends_on is not None and ends_on < starts_on:
        raise GroundNotValid
    record, person_id = record_of_person(viewer=viewer, record_ref=record_ref)
    ground = Ground.objects.create(
        patient_record=record,
        kind=GroundKind(kind),
        decision=Decision(decision),
        includes_sensitive=includes_sensitive
        and decision == Decision.GIVEN
        and category != Category.ORGANISATION,
        starts_on=starts_on,
        ends_on=ends_on,
        evidence=" ".join(evidence.split())[:200],
        category=Category(category or Category.CARE),
        receivers=sorted(receivers) if decision == Decision.GIVEN else [],
        purposes=sorted(purposes) if decision == Decision.GIVEN else [],
        given_by_id=given_by_id,
        given_how=given_how,
        given_on=given_on or starts_on,
        recorded_by_id=viewer.user_id,
    )
    access_actions.record_event(
        viewer=viewer,
        event="ground",
        action="C",
        person_id=person_id,
        detail=f"{decision} {kind}",
        records=[record.pk],
    )
    return ground


def set_default_grounds(
    *, viewer: Viewer, record_ids: Collection[int], kind: str, on: date, evidence: str = ""
) -> int:
    """Give each of these records a first ground; return how many got one. Two SQL statements.

    A record about which anything was decided is left as it is, so a refusal stays one. For the
    machine: an intake that names the ground on which its dossiers came.

    Raises:
        RecordNotFound: a colleague asks.
    """
    if not viewer.is_machine:
        raise RecordNotFound
    undecided = PatientRecord.objects.filter(pk__in=list(record_ids), grounds__isnull=True)
    grounds = [
        Ground(patient_record_id=pk, kind=GroundKind(kind), starts_on=on, evidence=evidence[:200])
        for pk in undecided.order_by("pk").values_list("pk", flat=True)
    ]
    return len(Ground.objects.bulk_create(grounds, batch_size=5000))
