# SPDX-License-Identifier: EUPL-1.2
"""Keep what a colleague said about a question, and take the last of it back exactly."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import DateField, Q
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.linkage import rules
from nabij.linkage.actions.linking import ONE_RUN_AT_A_TIME
from nabij.linkage.actions.trail import trailed
from nabij.linkage.choices import ACTIVE_LINK_STATES, LinkState, MachineSaid, MoveKind, Verdict
from nabij.linkage.models import Judgement, RecordLink, ReviewClaim
from nabij.linkage.queries.review import pair_of
from nabij.linkage.queries.sight import Question, links_within_sight
from nabij.linkage.queries.use import is_in_use
from nabij.relations.actions import archive

_KEPT = [
    field
    for field in RecordLink._meta.concrete_fields
    if field.name not in {"id", "risk"}  # the database works out the risk
]
type Row = dict[str, Any]


class NothingToTakeBack(DomainError):
    code = "nothing-to-take-back"
    message = _("There is no decision of yours that can be taken back.")


class CannotBeTakenBack(DomainError):
    code = "decision-cannot-be-taken-back"
    message = _(
        "This decision can no longer be taken back here: something changed since. "
        "Go to the person's records to change the link."
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """The links around a question, and when their persons were put away."""

    rows: dict[int, Row]
    archived: dict[int, str | None]


@contextmanager
def judged(*, viewer: Viewer, question: Question, verdict: Verdict) -> Iterator[None]:
    """Keep what a colleague decides about a link inside the block, and how it was before.

    The caller holds the lock of `ONE_RUN_AT_A_TIME`. Linking's own verdict is that of the first
    time that anybody judged the link. A "not the same" keeps what was known then.
    """
    link = question.link
    persons = sorted({link.person_id, question.own_id})
    before = _seen(_about(link, persons))
    first = Judgement.objects.filter(link=link, taken_back_at=None).exclude(verdict=Verdict.LATER)
    earlier = first.order_by("pk").first()
    machine = earlier.machine if earlier else _said(link)
    sample = earlier.sample_id if earlier else link.sample_id
    score = earlier.score if earlier else link.score
    source = link.patient_record.source_id
    if verdict != Verdict.LATER and (link.sample_id or link.put_off_until):
        link.sample, link.put_off_until = None, None
        link.save(update_fields=["sample", "put_off_until"])
    if verdict == Verdict.DIFFERENT:  # by what was known then news is recognised
        pair = pair_of(viewer=viewer, link=link, copies=question.copies)
        link.evidence = rules.to_store(pair.evidence) if pair else link.evidence
    yield
    after = _seen(_about_still(before, persons))
    Judgement.objects.create(
        link_id=link.pk if link.pk in after.rows else None,
        source_id=source,
        sample_id=sample,
        machine=machine,
        score=score,
        verdict=verdict,
        undo=_changes(before, after) | {"question": link.pk, "persons": persons},
        judged_by_id=viewer.user_id,
        judged_at=viewer.at,
    )
    ReviewClaim.objects.filter(user_id=viewer.user_id).delete()


@transaction.atomic
def take_back(*, viewer: Viewer) -> str:
    """Undo the last decision of this colleague: everything is as if it had not been taken.

    Returns the ref of the question, which waits again.

    Raises:
        LinkNotFound: the role reviews no links.
        NothingToTakeBack: this colleague decided nothing, or took the last back already.
        CannotBeTakenBack: something that the decision changed was changed again.
        LogUnavailable: the log could not be written; nothing is undone.
    """
    within_sight = links_within_sight(viewer=viewer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_RUN_AT_A_TIME])
    own = Judgement.objects.filter(judged_by=viewer.user_id)
    last = own.select_for_update(of=("self",)).order_by("-pk").first()
    if last is None or last.taken_back_at is not None:
        raise NothingToTakeBack
    with trailed(viewer=viewer, persons=set(last.undo["persons"]), kind=MoveKind.PUT_BACK):
        _put_back(viewer, last.undo)
    last.taken_back_at = viewer.at
    last.save(update_fields=["taken_back_at"])
    question = last.undo["question"]
    link = within_sight.filter(pk=question).first()
    if link is None:
        raise CannotBeTakenBack
    access_actions.record_events(
        viewer=viewer,
        event="link-taken-back",
        action="U",
        person_ids=last.undo["persons"],
        records=[link.patient_record_id],
    )
    return link.ref


def _said(link: RecordLink) -> MachineSaid:
    if not link.is_active:
        return MachineSaid.APART if link.sample_id else MachineSaid.ASKED
    is_doubted = link.needs_review and not link.sample_id
    return MachineSaid.DOUBTED if is_doubted else MachineSaid.LINKED


def _about(link: RecordLink, persons: list[int]) -> Q:
    """Return the links that a decision about this one can change: of both persons' records."""
    active = RecordLink.objects.filter(state__in=ACTIVE_LINK_STATES, person__in=persons)
    records = Q(patient_record__in=active.values("patient_record_id"))
    earlier = {change["id"] for change in link.undo.get("links", ())}
    return records | Q(person__in=persons) | Q(pk__in=earlier)


def _about_still(before: _Seen, persons: list[int]) -> Q:
    """Return the same links after the decision, with those that it made."""
    records = {
        row["patient_record_id"]
        for row in before.rows.values()
        if row["state"] in ACTIVE_LINK_STATES and row["person_id"] in persons
    }
    return Q(patient_record__in=records) | Q(person__in=persons) | Q(pk__in=before.rows)


def _seen(about: Q) -> _Seen:
    found = list(RecordLink.objects.filter(about).select_related("person").order_by("pk"))
    return _Seen(
        rows={link.pk: _row(link) for link in found},
        archived={link.person_id: _text(link.person.archived_at) for link in found},
    )


def _row(link: RecordLink) -> Row:
    return {field.attname: _text(getattr(link, field.attname)) for field in _KEPT}


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _changes(before: _Seen, after: _Seen) -> dict[str, Any]:
    links = [
        {"id": pk, "before": before.rows.get(pk), "after": after.rows.get(pk)}
        for pk in sorted(before.rows.keys() | after.rows.keys())
        if before.rows.get(pk) != after.rows.get(pk)
    ]
    return {
        "links": links,
        "archived": [pk for pk, at in after.archived.items() if at and not before.archived.get(pk)],
        "revived": [
            pk for pk, at in before.archived.items() if at and not after.archived.get(pk, at)
        ],
        "made": [pk for pk in after.archived if pk not in before.archived],
    }


def _put_back(viewer: Viewer, undo: dict[str, Any]) -> None:
    """Set every link and person back.

    Refuse when one of the links was changed since, or somebody who would be put away is in use.
    """
    changes = undo["links"]
    ids = [change["id"] for change in changes]
    now = {link.pk: link for link in RecordLink.objects.select_for_update().filter(pk__in=ids)}
    for change in changes:
        link = now.get(change["id"])
        if (_row(link) if link else None) != change["after"]:
            raise CannotBeTakenBack
    away = [*undo["revived"], *undo["made"]]
    if any(is_in_use(viewer=viewer, person_id=person) for person in away):
        raise CannotBeTakenBack
    RecordLink.objects.filter(pk__in=[c["id"] for c in changes if c["before"] is None]).delete()
    # One active link per record, at every moment.
    RecordLink.objects.filter(pk__in=ids).update(state=LinkState.SUPERSEDED, needs_review=False)
    for change in changes:
        if change["before"] is not None:
            RecordLink(pk=change["id"], **_values(change["before"])).save()
    archive.revive_persons(viewer=viewer, ids=undo["archived"])
    archive.archive_persons(viewer=viewer, ids=away)


def _values(row: Row) -> Row:
    """Return the columns of a kept row as a link has them."""
    return {
        field.attname: field.to_python(row[field.attname])
        if isinstance(field, DateField)
        else row[field.attname]
        for field in _KEPT
    }


def open_question(*, viewer: Viewer, link_id: int) -> None:
    """Let it be known that this colleague has a question open, so that others get another.

    A hint only: who comes by the address itself may look, and the first decision counts.
    """
    ReviewClaim.objects.bulk_create(
        [ReviewClaim(user_id=viewer.user_id, link_id=link_id, at=viewer.at)],
        update_conflicts=True,
        unique_fields=["user"],
        update_fields=["link", "at"],
    )
