# SPDX-License-Identifier: EUPL-1.2
"""Stop what is still to be done for somebody who died, and start it again after a mistake."""

from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from nabij.access import queries as access_queries
from nabij.contact.actions.appointments import cut
from nabij.contact.choices import CancelReason, StepKind, TaskEnd, TaskKind
from nabij.contact.models import Appointment, AppointmentParty, Task, TaskStep
from nabij.contact.rules import recurrence
from nabij.core.dates import DAY
from nabij.core.viewer import Viewer

# What is not content is answered to whoever is left.
STOPPED_KINDS = (TaskKind.TASK, TaskKind.CALL_BACK, TaskKind.PROMISE)


def stop_for_death(*, viewer: Viewer, person_id: int) -> int:
    """Close what is to be done for somebody who died, call off what was to come; return how many.

    Tasks, call-backs, promises and appointments. Discontent stays, as relatives are answered; so
    does an appointment with others in private too. Part of the transaction that records the death.
    """
    tasks = Task.objects.select_for_update().filter(
        party_id__in=access_queries.members(viewer=viewer, person_ids=[person_id]),
        kind__in=STOPPED_KINDS,
        closed_at__isnull=True,
    )
    stopped = _step(viewer, list(tasks), StepKind.DIED, closed_at=viewer.at, end=TaskEnd.DIED)
    return stopped + _call_off(viewer, person_id)


def start_again(*, viewer: Viewer, person_id: int, stopped_at: datetime) -> int:
    """Open again exactly what a death closed or called off at that moment; return how many."""
    tasks = Task.objects.select_for_update().filter(
        party_id__in=access_queries.members(viewer=viewer, person_ids=[person_id]),
        end=TaskEnd.DIED,
        closed_at=stopped_at,
    )
    started = _step(viewer, list(tasks), StepKind.REOPENED, closed_at=None, end="")
    return started + _with(viewer, person_id).filter(
        cancel_reason=CancelReason.DIED, cancelled_at=stopped_at
    ).update(cancel_reason="", cancelled_at=None, changed_at=viewer.at, version=F("version") + 1)


def _with(viewer: Viewer, person_id: int) -> QuerySet[Appointment]:
    """Return the appointments with this person in private and with nobody else in private."""
    theirs = access_queries.members(viewer=viewer, person_ids=[person_id])
    subjects = AppointmentParty.objects.filter(appointment_id=OuterRef("pk"), is_subject=True)
    return Appointment.objects.filter(
        Exists(subjects.filter(party_id__in=theirs)),
        ~Exists(subjects.exclude(party_id__in=theirs)),
    )


def _call_off(viewer: Viewer, person_id: int) -> int:
    """Call off what is still to come; of what recurs, what has been stays as it was."""
    coming = _with(viewer, person_id).filter(
        Q(ends_at__gt=viewer.at) | ~Q(rule=""), cancelled_at__isnull=True
    )
    count = 0
    for row in coming.order_by("pk").select_for_update():
        on = _next_day(row, viewer.at)
        if on is None:
            continue
        row.version += 1
        row.changed_at = viewer.at
        if on > localdate(row.starts_at):
            starts, ends = recurrence.moved(row.starts_at, row.ends_at, to=on)
            cut(
                viewer,
                row,
                on=on,
                starts_at=starts,
                ends_at=ends,
                rule=row.rule,
                last_on=row.last_on,
                skipped=row.skipped,
                cancelled_at=viewer.at,
                cancel_reason=CancelReason.DIED,
            )
        else:
            row.cancelled_at, row.cancel_reason = viewer.at, CancelReason.DIED
            row.save(update_fields=["cancelled_at", "cancel_reason", "version", "changed_at"])
        count += 1
    return count


def _next_day(row: Appointment, at: datetime) -> date | None:
    """Return the first day on which an appointment has not ended at a moment, None without one."""
    first_on = localdate(row.starts_at)
    on = localdate(at) - (row.ends_at - row.starts_at) - DAY
    while True:
        day = recurrence.next_day(row.rule, first_on=first_on, since=on, last_on=row.last_on)
        if day is None or recurrence.moved(row.starts_at, row.ends_at, to=day)[1] > at:
            return day
        on = day + DAY


def _step(
    viewer: Viewer, tasks: list[Task], kind: StepKind, *, closed_at: datetime | None, end: str
) -> int:
    for task in tasks:
        task.closed_at, task.end, task.version = closed_at, end, task.version + 1
    Task.objects.bulk_update(tasks, ["closed_at", "end", "version"])
    TaskStep.objects.bulk_create(
        TaskStep(task=task, kind=kind, at=viewer.at, colleague_id=viewer.user_id) for task in tasks
    )
    return len(tasks)
