# SPDX-License-Identifier: EUPL-1.2
"""Get a meeting ready, keep its minutes, decide, and give tasks."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.contact.actions.appointments import NotYourAppointment
from nabij.contact.actions.tasks import add_task
from nabij.contact.choices import AGENDAS, MeetingTemplate, TextClass
from nabij.contact.models import (
    Appointment,
    Decision,
    DecisionText,
    Meeting,
    MeetingAction,
    MeetingAttendance,
    MeetingText,
)
from nabij.contact.queries import AppointmentInView, MeetingInView
from nabij.contact.types import Around, TaskFields
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer


class MinutesChangedMeanwhile(DomainError):
    code = "minutes-changed-meanwhile"
    message = _(
        "A colleague wrote in these minutes meanwhile. Their text stands below; yours is in the "
        "form."
    )


@transaction.atomic
def make_meeting(*, viewer: Viewer, found: AppointmentInView, template: str) -> Meeting:
    """Get the meeting of an appointment ready, with the agenda of a template; once for each time.

    Raises:
        NotYourAppointment: the viewer has nothing to do with it.
        LogUnavailable: the entry could not be written; nothing is made.
    """
    if not found.is_mine:
        raise NotYourAppointment
    series = Appointment.objects.select_for_update().get(pk=found.series_id)
    known = series.meetings.all()
    if series.rule:
        known = known.filter(on=found.series_on)
    if made := known.first():
        return made
    meeting = Meeting.objects.create(
        appointment=series,
        on=found.series_on,
        template=template,
        is_guarded=found.is_guarded,
        created_by_id=viewer.user_id,
    )
    agenda = str(AGENDAS[MeetingTemplate(template)])
    _write(viewer, meeting, found, agenda=agenda, text="")
    _log(viewer, found, action="C", detail="meeting")
    return meeting


@transaction.atomic
def keep_minutes(
    *,
    viewer: Viewer,
    found: MeetingInView,
    version: int,
    agenda: str,
    text: str,
    attendance: Mapping[str, str],
) -> None:
    """Write agenda, minutes and who was there (by the code of an attendee); old texts stay.

    Raises:
        NotYourAppointment: the viewer keeps no minutes of it.
        MinutesChangedMeanwhile: it is no longer the version that the colleague saw.
        LogUnavailable: the entry could not be written; nothing is kept.
    """
    meeting = _locked(found)
    if meeting.version != version:
        raise MinutesChangedMeanwhile
    meeting.version += 1
    meeting.save(update_fields=["version"])
    for attendee in found.attendees:
        whose: dict[str, Any] = {"user_id": attendee.user_id, "party_id": attendee.party_id}
        if state := attendance.get(attendee.code, ""):
            MeetingAttendance.objects.update_or_create(
                meeting=meeting, **whose, defaults={"state": state}
            )
        else:
            MeetingAttendance.objects.filter(meeting=meeting, **whose).delete()
    _write(viewer, meeting, found.appointment, agenda=agenda, text=text)
    _log(viewer, found.appointment, action="U", detail="minutes")


@transaction.atomic
def add_decision(*, viewer: Viewer, found: MeetingInView, entry_key: str, text: str) -> None:
    """Write down a decision; the same form sent twice is one decision.

    Raises:
        NotYourAppointment: the viewer keeps no minutes of it.
        LogUnavailable: the entry could not be written; nothing is written down.
    """
    meeting = _locked(found)
    decision, is_new = Decision.objects.get_or_create(
        entry_key=entry_key,
        defaults={"meeting": meeting, "taken_on": localdate(found.appointment.starts_at)},
    )
    if not is_new:
        return
    DecisionText.objects.create(
        decision=decision,
        version=1,
        person_ids=sorted(found.appointment.subject_ids),
        data_class=TextClass.ORGANISATION,
        text=text,
        author_id=viewer.user_id,
        written_at=viewer.at,
    )
    _log(viewer, found.appointment, action="C", detail="decision")


@transaction.atomic
def add_action(
    *,
    viewer: Viewer,
    found: MeetingInView,
    around: Around | None,
    fields: TaskFields,
    entry_key: str,
) -> None:
    """Give a task that was agreed, about one of those with whom the meeting is, or about nobody.

    Raises:
        NotYourAppointment: the viewer keeps no minutes of it.
        MayNotGiveTasks, CannotDoThisTask, LogUnavailable: as for a task.
    """
    meeting = _locked(found)
    task = add_task(
        viewer=viewer,
        around=around,
        fields=fields,
        entry_key=entry_key,
        subject_ids=found.appointment.subject_ids,
    )
    MeetingAction.objects.get_or_create(task=task, defaults={"meeting": meeting})


def _locked(found: MeetingInView) -> Meeting:
    if not found.may_change:
        raise NotYourAppointment
    return Meeting.objects.select_for_update().get(pk=found.id)


def _write(
    viewer: Viewer, meeting: Meeting, found: AppointmentInView, *, agenda: str, text: str
) -> None:
    MeetingText.objects.create(
        meeting=meeting,
        version=meeting.version,
        person_ids=sorted(found.subject_ids),
        data_class=TextClass.ORGANISATION,
        agenda=agenda,
        text=text,
        author_id=viewer.user_id,
        written_at=viewer.at,
    )


def _log(viewer: Viewer, found: AppointmentInView, *, action: str, detail: str) -> None:
    for person in sorted(found.subject_ids):
        access_actions.record_event(
            viewer=viewer, event="meeting", action=action, person_id=person, detail=detail
        )
