# SPDX-License-Identifier: EUPL-1.2
"""Give, do, hand over and close tasks, call-backs, promises and discontent."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.contact import rules
from nabij.contact.choices import StepKind, TaskEnd, TaskKind, TextClass
from nabij.contact.models import Interaction, Task, TaskStep, TaskText
from nabij.contact.queries import TaskInView
from nabij.contact.types import Around, TaskFields
from nabij.core.errors import DomainError
from nabij.core.viewer import Role, Viewer
from nabij.relations.queries import PartyNotFound


class MayNotGiveTasks(DomainError):
    code = "may-not-give-tasks"
    message = _("Your role may look here, but not give tasks.")
    http_status = 403


class NotYourTask(DomainError):
    code = "not-your-task"
    message = _(
        "This task is another colleague's. Who has it, or gave it, closes it or hands it over."
    )


class OfTheComplaintsOfficer(DomainError):
    code = "of-the-complaints-officer"
    message = _("Only the complaints officer closes discontent or hands it over.")


class CannotDoThisTask(DomainError):
    code = "cannot-do-this-task"
    message = _("Their role does not reach as far as this task. Choose another colleague.")


class TaskChangedMeanwhile(DomainError):
    code = "task-changed-meanwhile"
    message = _("A colleague changed this task meanwhile. Look how it stands now.")


@transaction.atomic
def add_task(
    *,
    viewer: Viewer,
    around: Around | None,
    fields: TaskFields,
    entry_key: str,
    interaction: Interaction | None = None,
    subject_ids: Sequence[int] = (),
) -> Task:
    """Give a task, for somebody or about nobody; the same form sent twice is one task.

    Discontent goes to the complaints officer, whoever is named. With somebody in private its text
    opens by the log, for all of `subject_ids` or, without, for the party. It stands with the party
    where it is about them, else with the first of `subject_ids`.

    Raises:
        MayNotGiveTasks: the role records no contact with them.
        CannotDoThisTask: a colleague is named whose role does not let them read and close it.
        PartyNotFound: whom to ring is not near this party.
        LogUnavailable: the entry could not be written; no task is given.
    """
    subjects = list(subject_ids) or ([around.id] if around and around.is_private else [])
    if not rules.may_record_contact(viewer.roles, is_private=bool(subjects)):
        raise MayNotGiveTasks
    is_discontent = fields.kind == TaskKind.DISCONTENT
    if not is_discontent:
        _check_owner(viewer, fields.owner_id, kind=fields.kind, is_private=bool(subjects))
    task, is_new = Task.objects.get_or_create(
        created_by_id=viewer.user_id,
        entry_key=entry_key,
        defaults={
            "kind": fields.kind,
            "party_id": _party(around, subjects),
            "counterpart_id": _counterpart(around, fields.counterpart),
            "interaction": interaction,
            "owner_id": None if is_discontent else fields.owner_id,
            "unit_id": None if is_discontent else fields.unit_id,
            "role": Role.COMPLAINTS_OFFICER if is_discontent else fields.role,
            "due_on": fields.due_on,
            "window_from": fields.window_from,
            "window_until": fields.window_until,
            "remind_on": fields.remind_on,
            "priority": fields.priority,
            "recurrence": fields.recurrence,
            "received_on": fields.received_on,
            "manner": fields.manner,
            "is_guarded": bool(subjects),
        },
    )
    if is_new:
        TaskText.objects.create(
            task=task,
            version=1,
            person_ids=sorted(subjects),
            data_class=TextClass.IDENTITY if is_discontent else TextClass.ORGANISATION,
            text=fields.text,
            phone=fields.phone,
            may_tell=fields.may_tell,
            wish=fields.wish,
            author_id=viewer.user_id,
            written_at=viewer.at,
        )
        for person in subjects:
            access_actions.record_event(
                viewer=viewer, event="task-given", action="C", person_id=person, detail=fields.kind
            )
    return task


def open_task(*, viewer: Viewer, found: TaskInView) -> None:
    """Open a way in to everybody whom a task of one's own is about, to do it: for an hour, logged.

    Raises:
        NotYourTask: it is somebody else's, closed, or the role may not read what it is about.
        DossierNotFound: the role knows no such way in.
        LogUnavailable: the entry could not be written; nothing opens.
    """
    if not found.can_open:
        raise NotYourTask
    access_actions.open_task(viewer=viewer, person_ids=found.person_ids, detail=found.kind)


@transaction.atomic
def record_attempt(*, viewer: Viewer, found: TaskInView, entry_key: str, outcome: str) -> TaskStep:
    """Write that somebody was called back and what came of it; the task stays open.

    The same form sent twice is one call.

    Raises:
        NotYourTask: it is no call-back, it is not open to the viewer, or it is closed.
    """
    task = Task.objects.select_for_update().get(pk=found.id)
    is_to_be_called = found.kind == TaskKind.CALL_BACK and found.opens
    if not is_to_be_called or task.closed_at is not None:
        raise NotYourTask
    before = task.steps.filter(entry_key=entry_key).first()
    return before or _step(viewer, task, StepKind.ATTEMPT, entry_key=entry_key, outcome=outcome)


@transaction.atomic
def close_task(*, viewer: Viewer, found: TaskInView, version: int, end: str) -> Task:
    """Close a task; one that recurs moves on to its next day instead, unless it is not needed.

    Raises:
        NotYourTask: it is another colleague's.
        OfTheComplaintsOfficer: it is discontent, and the viewer is no complaints officer.
        TaskChangedMeanwhile: it is no longer as the colleague saw it, or closed.
    """
    task = _locked(viewer, found, version)
    if task.recurrence and end == TaskEnd.DONE:
        task.recurs_from = task.recurs_from or task.due_on
        after = max(task.due_on, localdate(viewer.at))
        due_on = rules.next_day(task.recurs_from, recurrence=task.recurrence, after=after)
        if task.remind_on is not None:
            task.remind_on += due_on - task.due_on
        task.due_on = due_on
    else:
        task.closed_at, task.end = viewer.at, end
    _step(viewer, task, StepKind(end))
    task.save(update_fields=["recurs_from", "due_on", "remind_on", "closed_at", "end", "version"])
    return task


@transaction.atomic
def hand_over_task(
    *,
    viewer: Viewer,
    found: TaskInView,
    version: int,
    owner_id: int | None,
    unit_id: int | None,
    role: str = "",
) -> Task:
    """Give a task to another colleague, team or role.

    Raises:
        NotYourTask, OfTheComplaintsOfficer, TaskChangedMeanwhile: as for closing.
        CannotDoThisTask: their role does not let them read and close it; discontent is no team's.
    """
    if found.kind == TaskKind.DISCONTENT and owner_id is None:
        raise CannotDoThisTask
    _check_owner(viewer, owner_id, kind=found.kind, is_private=found.is_guarded)
    task = _locked(viewer, found, version)
    task.owner_id, task.unit_id, task.role = owner_id, unit_id, role
    _step(viewer, task, StepKind.HAND_OVER, owner_id=owner_id, unit_id=unit_id)
    task.save(update_fields=["owner", "unit", "role", "version"])
    return task


def _check_owner(viewer: Viewer, owner_id: int | None, *, kind: str, is_private: bool) -> None:
    """Refuse a colleague in whose list the task would lie unread; oneself one may always name."""
    if owner_id is None or owner_id == viewer.user_id:
        return
    roles = access_queries.roles_of(viewer=viewer, user_id=owner_id)
    if not rules.may_do_task(roles, kind=kind, is_private=is_private):
        raise CannotDoThisTask


def _party(around: Around | None, subjects: Sequence[int]) -> int | None:
    """Return with whom a task stands: the party where it is about them, None for nobody."""
    if around is not None and (not subjects or around.id in subjects):
        return around.id
    return subjects[0] if subjects else None


def _counterpart(around: Around | None, ref: str) -> int | None:
    if not ref:
        return None
    for card in around.to_ring if around else ():
        if card.ref == ref:
            return card.id
    raise PartyNotFound


def _locked(viewer: Viewer, found: TaskInView, version: int) -> Task:
    """Return a task that the viewer may close or hand over, locked, with its next version."""
    if not rules.may_close_task(viewer.roles, kind=found.kind):
        raise OfTheComplaintsOfficer
    if not found.is_mine:
        raise NotYourTask
    task = Task.objects.select_for_update().get(pk=found.id)
    if task.version != version or task.closed_at is not None:
        raise TaskChangedMeanwhile
    task.version += 1
    return task


def _step(
    viewer: Viewer,
    task: Task,
    kind: StepKind,
    *,
    entry_key: str = "",
    outcome: str = "",
    owner_id: int | None = None,
    unit_id: int | None = None,
) -> TaskStep:
    return TaskStep.objects.create(
        task=task,
        kind=kind,
        at=viewer.at,
        colleague_id=viewer.user_id,
        entry_key=entry_key,
        outcome=outcome,
        to_owner_id=owner_id,
        to_unit_id=unit_id,
    )
