# SPDX-License-Identifier: EUPL-1.2
"""Put records of one person with another by hand: split one who is two, or link again."""

from collections.abc import Collection

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.linkage.actions.linking import ONE_RUN_AT_A_TIME, make_person
from nabij.linkage.actions.moves import Moved, move, put_back
from nabij.linkage.actions.review import DecisionIsStale
from nabij.linkage.actions.trail import trailed
from nabij.linkage.choices import ACTIVE_LINK_STATES, LinkState, MoveKind
from nabij.linkage.models import RecordLink, RecordMove
from nabij.linkage.queries.splitting import MoveNotFound, SplitPreview, move_to_undo, split_preview
from nabij.linkage.queries.use import is_in_use
from nabij.relations.actions import archive


class NothingChosen(DomainError):
    code = "nothing-chosen"
    message = _("Choose at least one record.")
    http_status = 422


class NobodyLeft(DomainError):
    code = "nobody-left"
    message = _("Leave at least one record here, or choose somebody known to whom all of them go.")
    http_status = 422


class WhyMissing(DomainError):
    code = "why-missing"
    message = _("Say how you know: others will want to understand this later.")
    http_status = 422


def split(
    *,
    viewer: Viewer,
    person_ref: str,
    records: Collection[str],
    stamp: str,
    reason: str,
    to_ref: str = "",
    is_dry_run: bool = False,
) -> RecordMove:
    """Make the records of these links those of somebody else: of a new person, or a known one.

    That they are not the one they came from is remembered, so nothing joins them again by itself.
    Whoever gave all records away and is not in use is archived. `undo_split` takes all of it back.

    Args:
        records: refs of the links of the records that go.
        stamp: of the preview that was decided on.
        to_ref: a known person; empty makes a new one.
        is_dry_run: do all of it, and take all of it back but the line in the log.

    Raises:
        RecordNotFound: one of the persons is not within the viewer's sight, or the role may not.
        DecisionIsStale: the records, or one of the persons, changed since the preview.
        NothingChosen, NobodyLeft, WhyMissing: what was filled in does not do.
        LogUnavailable: the log could not be written; nothing moves.

    Source: wish W-02.
    """
    with transaction.atomic():
        preview, moves = _split(viewer, person_ref, to_ref, records, stamp, reason)
        first = moves[0]
        if is_dry_run:
            transaction.set_rollback(True)
        else:
            persons = {m.person_id for m in moves} | {m.to_person_id for m in moves}
            _log(viewer, "split", persons, first)
    if is_dry_run:
        shown = {card.id for card in (preview.person, preview.to) if card}
        _log(viewer, "link-review", shown, first, action="R")
    return first


def _split(
    viewer: Viewer,
    person_ref: str,
    to_ref: str,
    records: Collection[str],
    stamp: str,
    reason: str,
) -> tuple[SplitPreview, list[RecordMove]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_RUN_AT_A_TIME])
    preview = split_preview(viewer=viewer, person_ref=person_ref, to_ref=to_ref)
    if preview.stamp != stamp:
        raise DecisionIsStale
    links = list(
        RecordLink.objects.filter(
            ref__in=list(records),
            patient_record_id__in=[record.id for record in preview.records],
            state__in=ACTIVE_LINK_STATES,
        ).order_by("pk")
    )
    if not links:
        raise NothingChosen
    if preview.to is None and len(links) == len(preview.records):
        raise NobodyLeft
    if not reason.strip():
        raise WhyMissing
    why = " ".join(reason.split())[:200]
    with trailed(
        viewer=viewer,
        persons={link.person_id for link in links},
        kind=MoveKind.BY_HAND,
        reason=why,
    ) as moves:
        undo = _hand_over(viewer, preview, links)
    moves[0].undo = undo | {"moves": [one.pk for one in moves]}
    moves[0].save(update_fields=["undo"])
    return preview, moves


@transaction.atomic
def undo_split(*, viewer: Viewer, ref: str) -> RecordMove:
    """Put records that were moved by hand back where they were, exactly. Twice is once.

    A person whom the split made is put away, unless somebody uses it by now.

    Raises:
        MoveNotFound: there is none to undo within the viewer's sight, or the role may not.
        LogUnavailable: the log could not be written; nothing moves.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_RUN_AT_A_TIME])
    found = move_to_undo(viewer=viewer, ref=ref)
    if found.undone_at is not None:
        return found
    all_of_it = RecordMove.objects.filter(pk__in=found.undo["moves"])
    made = [key for key in found.undo["made"] if not is_in_use(viewer=viewer, person_id=key)]
    with trailed(
        viewer=viewer,
        persons=set(all_of_it.values_list("to_person_id", flat=True)),
        kind=MoveKind.PUT_BACK,
        reason=found.reason,
    ):
        put_back(viewer=viewer, undo=found.undo)
        archive.archive_persons(viewer=viewer, ids=made)
    all_of_it.update(undone_at=viewer.at, undone_by_id=viewer.colleague_id)
    _log(viewer, "split-undone", {found.person_id, found.to_person_id}, found)
    found.refresh_from_db()
    return found


def _hand_over(viewer: Viewer, preview: SplitPreview, links: list[RecordLink]) -> dict[str, object]:
    """Move the records and return what takes it back."""
    moved, made, rest = Moved(), list[int](), links
    if preview.to is None:
        first, *rest = links
        moved.change(first, **_rejected(viewer))
        machine = access_queries.machine(at=viewer.at, command="split")
        keep = make_person(viewer=machine, record=first.patient_record)
        made.append(keep)
        new = RecordLink.objects.get(patient_record_id=first.patient_record_id, person_id=keep)
        moved.links.append({"id": new.pk, "before": None, "after": new.state})
    else:
        keep = preview.to.id
    by_person: dict[int, list[RecordLink]] = {}
    for link in rest:
        by_person.setdefault(link.person_id, []).append(link)
    for person, given in by_person.items():
        more, _active = move(
            viewer=viewer,
            links=given,
            keep=keep,
            judged=given[0].patient_record_id,
            is_used=is_in_use(viewer=viewer, person_id=person),
        )
        moved.links += more.links
        moved.archived += more.archived
    for link in rest:
        link.refresh_from_db()
        moved.change(link, **_rejected(viewer))
    for row in RecordLink.objects.filter(
        person_id=keep,
        patient_record_id__in=[link.patient_record_id for link in links],
        state=LinkState.AUTOMATIC,
    ):
        moved.change(
            row,
            state=LinkState.CONFIRMED,
            decided_by_id=viewer.colleague_id,
            decided_at=viewer.at,
        )
    return moved.undo | {"made": made}


def _rejected(viewer: Viewer) -> dict[str, object]:
    return {
        "state": LinkState.REJECTED,
        "needs_review": False,
        "decided_by_id": viewer.colleague_id,
        "decided_at": viewer.at,
    }


def _log(
    viewer: Viewer, event: str, persons: Collection[int], moved: RecordMove, *, action: str = "U"
) -> None:
    access_actions.record_events(
        viewer=viewer,
        event=event,
        action=action,
        person_ids=sorted(persons),
        records=moved.records,
    )


__all__ = ["MoveNotFound", "NobodyLeft", "NothingChosen", "WhyMissing", "split", "undo_split"]
