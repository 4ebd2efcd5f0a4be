# SPDX-License-Identifier: EUPL-1.2
"""What a colleague decides: the same person, not the same, or take a link back."""

from collections.abc import Collection
from datetime import date

from django.db import connection, transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.linkage.actions.judging import judged
from nabij.linkage.actions.linking import ONE_RUN_AT_A_TIME, make_person
from nabij.linkage.actions.moves import move, put_back
from nabij.linkage.actions.trail import trailed
from nabij.linkage.choices import ACTIVE_LINK_STATES, LinkState, MoveKind, Verdict
from nabij.linkage.models import Judgement, RecordLink
from nabij.linkage.queries.sight import LinkNotFound, Question, visible_question
from nabij.linkage.queries.use import is_in_use
from nabij.relations.actions import archive


class DecisionIsStale(DomainError):
    """Somebody decided, or a source sent other data, since this viewer opened the page."""

    code = "decision-is-stale"
    message = _(
        "This changed while you were looking: a colleague decided, or new data came in. "
        "Look again before you decide."
    )


class AlreadyJudged(DecisionIsStale):
    """A colleague was first: `name`, whose `verdict` stands."""

    code = "already-judged"
    message = _(
        "%(name)s judged this while you were looking: %(verdict)s. Your decision was not recorded."
    )


class DayHasPassed(DomainError):
    code = "day-has-passed"
    message = _("Choose a day that is still to come.")


class OnlyRecordOfPerson(DomainError):
    code = "only-record-of-person"
    message = _("This person was made of this very record. There is nothing to unlink it from.")


@transaction.atomic
def confirm_link(*, viewer: Viewer, ref: str, stamp: str) -> None:
    """Say that the record is this person.

    The record goes to the person, with all records that were one person with it; a person that
    linking had made of them is archived. When that person is in use (a client of ours, someone in
    care) and the other is not, the records come together at the one in use. When both are, only
    the record that was judged moves, and both stay.

    Raises:
        LinkNotFound: there is no such link within the viewer's sight, or the role may not.
        DecisionIsStale: the link, the record or the person changed since `stamp` was made.
        LogUnavailable: the log could not be written; nothing is decided.
    """
    question = _locked(viewer, ref, stamp)
    with judged(viewer=viewer, question=question, verdict=Verdict.SAME):
        _confirm(viewer, question)


def _confirm(viewer: Viewer, question: Question) -> None:
    link, own_id = question.link, question.own_id
    if link.is_active:  # it was linked already: now a colleague stands for it
        _decide(viewer, link, LinkState.CONFIRMED)
        _log(viewer, "link-confirmed", [link.person_id], link.patient_record_id)
        return
    give, keep, judged = own_id, link.person_id, link.patient_record_id
    is_give_used = is_in_use(viewer=viewer, person_id=give)
    if is_give_used and not is_in_use(viewer=viewer, person_id=keep):
        give, keep, is_give_used = keep, give, False
    with trailed(viewer=viewer, persons={give, keep}, kind=MoveKind.LINKED):
        _join(viewer, link, give, keep, judged, is_give_used=is_give_used)
    _log(viewer, "link-confirmed", [keep, give], link.patient_record_id)


def _join(
    viewer: Viewer, link: RecordLink, give: int, keep: int, judged: int, *, is_give_used: bool
) -> None:
    """Move the records of one person to the other, and keep what takes it back."""
    moving = _moving(give, keep)
    if is_give_used:
        moving = [item for item in moving if item.patient_record_id == judged]
    elif judged not in {item.patient_record_id for item in moving}:
        judged = moving[0].patient_record_id
    moved, active = move(
        viewer=viewer, links=moving, keep=keep, judged=judged, is_used=is_give_used
    )
    if link.pk not in moved.ids:  # the question was answered by moving the other side
        moved.change(link, state=LinkState.SUPERSEDED, needs_review=False)
    active.undo = moved.undo | {"question": link.pk}
    active.save(update_fields=["undo"])


@transaction.atomic
def reject_link(*, viewer: Viewer, ref: str, stamp: str) -> None:
    """Say that the record is not this person: never proposed and never joined again.

    Of a record that was linked already this takes the link back.

    Raises:
        LinkNotFound, DecisionIsStale, LogUnavailable: as `confirm_link`.
        OnlyRecordOfPerson: as `unlink`.
    """
    question = _locked(viewer, ref, stamp)
    link = question.link
    with judged(viewer=viewer, question=question, verdict=Verdict.DIFFERENT):
        if link.is_active:
            _unlink(viewer, link)
            return
        _decide(viewer, link, LinkState.REJECTED)
        _log(viewer, "link-rejected", question.persons, link.patient_record_id)


@transaction.atomic
def put_off_link(*, viewer: Viewer, ref: str, stamp: str, until: date) -> None:
    """Put a question at the back of the queue until a day; nothing else changes.

    Raises:
        LinkNotFound, DecisionIsStale, LogUnavailable: as `confirm_link`.
        DayHasPassed: the day does not lie in the future.
    """
    if until <= localdate(viewer.at):
        raise DayHasPassed
    question = _locked(viewer, ref, stamp)
    link = question.link
    with judged(viewer=viewer, question=question, verdict=Verdict.LATER):
        link.put_off_until = until
        link.save(update_fields=["put_off_until"])
        _log(viewer, "link-put-off", question.persons, link.patient_record_id)


@transaction.atomic
def unlink(*, viewer: Viewer, ref: str, stamp: str) -> None:
    """Take a record away from a person: everything is as it was before they were joined.

    The only trace is the memory that they are not the same. A record that never was anyone else
    gets a person of its own.

    Raises:
        LinkNotFound, DecisionIsStale, LogUnavailable: as `confirm_link`.
        OnlyRecordOfPerson: the person was made of this record and has no other.

    Source: capability A-103.
    """
    question = _locked(viewer, ref, stamp)
    if not question.link.is_active:
        raise DecisionIsStale
    with judged(viewer=viewer, question=question, verdict=Verdict.DIFFERENT):
        _unlink(viewer, question.link)


@transaction.atomic
def reconsider(*, viewer: Viewer, ref: str, stamp: str) -> None:
    """Ask again whether a record that was kept from a person is theirs after all.

    Nothing moves yet: the link waits to be judged, like any other.

    Raises:
        LinkNotFound, DecisionIsStale, LogUnavailable: as `confirm_link`.
    """
    question = _locked(viewer, ref, stamp, is_settled=True)
    link = question.link
    if link.state != LinkState.REJECTED:
        raise DecisionIsStale
    link.state, link.needs_review = LinkState.PROPOSED, True
    link.save()
    _log(viewer, "link-reconsidered", question.persons, link.patient_record_id)


def _locked(viewer: Viewer, ref: str, stamp: str, *, is_settled: bool = False) -> Question:
    """Return the link, with no linking run or other decision going on until the end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_RUN_AT_A_TIME])
    try:
        question = visible_question(viewer=viewer, ref=ref)
    except LinkNotFound as error:  # a decision may have put away whom this colleague looked at
        raise _first_decision(viewer, ref) or error from None
    link = question.link
    if is_settled is (link.is_active or link.needs_review) or question.stamp != stamp:
        raise _first_decision(viewer, ref) or DecisionIsStale
    return question


def _first_decision(viewer: Viewer, ref: str) -> AlreadyJudged | None:
    """Return whose decision stands that was taken since this colleague opened the question."""
    found = Judgement.objects.filter(
        link__ref=ref,
        taken_back_at=None,
        link__claims__user=viewer.user_id,
        judged_at__gt=F("link__claims__at"),
    )
    last = found.select_related("judged_by").order_by("-pk").first()
    if last is None:
        return None
    return AlreadyJudged(name=last.judged_by.name, verdict=last.get_verdict_display())


def _moving(give: int, keep: int) -> list[RecordLink]:
    """Return the active links of a person, without records that were kept from the other."""
    kept_apart = RecordLink.objects.filter(person_id=keep, state=LinkState.REJECTED)
    links = RecordLink.objects.filter(person_id=give, state__in=ACTIVE_LINK_STATES)
    apart = kept_apart.values("patient_record_id")
    return list(links.exclude(patient_record_id__in=apart).order_by("pk"))


def _unlink(viewer: Viewer, link: RecordLink) -> None:
    person = link.person_id
    with trailed(viewer=viewer, persons={person}, kind=MoveKind.UNLINKED):
        _part(viewer, link)
    now = RecordLink.objects.get(
        patient_record_id=link.patient_record_id, state__in=ACTIVE_LINK_STATES
    )
    _log(viewer, "unlinked", [person, now.person_id], link.patient_record_id)


def _part(viewer: Viewer, link: RecordLink) -> None:
    """Give the record back to whom it was, or make a person of it."""
    undo = link.undo
    if undo:
        put_back(viewer=viewer, undo=undo)
        remembered = RecordLink.objects.filter(pk__in={link.pk, undo["question"]})
        for row in remembered.exclude(state__in=ACTIVE_LINK_STATES):
            row.evidence = link.evidence
            _decide(viewer, row, LinkState.REJECTED)
        if not RecordLink.objects.filter(
            pk=link.pk
        ).exists():  # the row was made by the decision and went with it
            _remember(viewer, link)
    else:
        before = _earlier(link)
        if before is None and _is_alone(link):
            raise OnlyRecordOfPerson
        _decide(viewer, link, LinkState.REJECTED)
        if before is not None:
            state = LinkState.CONFIRMED if before.decided_by_id else LinkState.AUTOMATIC
            RecordLink.objects.filter(pk=before.pk).update(state=state)
            archive.revive_persons(viewer=viewer, ids=[before.person_id])
        else:
            machine = access_queries.machine(at=viewer.at, command="unlink")
            make_person(viewer=machine, record=link.patient_record)


def _earlier(link: RecordLink) -> RecordLink | None:
    """Return the link that a decision of before set aside for this record."""
    superseded = RecordLink.objects.filter(
        patient_record_id=link.patient_record_id, state=LinkState.SUPERSEDED
    )
    return superseded.exclude(person_id=link.person_id).order_by("-is_origin", "-pk").first()


def _is_alone(link: RecordLink) -> bool:
    others = RecordLink.objects.filter(person_id=link.person_id, state__in=ACTIVE_LINK_STATES)
    return link.is_origin and not others.exclude(pk=link.pk).exists()


def _remember(viewer: Viewer, link: RecordLink) -> None:
    RecordLink.objects.create(
        patient_record_id=link.patient_record_id,
        person_id=link.person_id,
        state=LinkState.REJECTED,
        score=link.score,
        evidence=link.evidence,
        decided_by_id=viewer.user_id,
        decided_at=viewer.at,
    )


def _decide(viewer: Viewer, link: RecordLink, state: LinkState) -> None:
    link.state, link.needs_review, link.undo = state, False, {}
    link.decided_by_id, link.decided_at = viewer.user_id, viewer.at
    link.save()


def _log(viewer: Viewer, event: str, persons: Collection[int], record: int) -> None:
    access_actions.record_events(
        viewer=viewer, event=event, action="U", person_ids=persons, records=[record]
    )
