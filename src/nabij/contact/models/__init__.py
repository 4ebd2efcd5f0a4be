# SPDX-License-Identifier: EUPL-1.2
"""Contact with persons and organisations, what is to be done, and what was said, kept apart."""

from nabij.contact.models.appointments import (
    Appointment,
    AppointmentColleague,
    AppointmentParty,
    AppointmentText,
    CalendarFeed,
)
from nabij.contact.models.calls import IncomingCall
from nabij.contact.models.hours import WorkedTime
from nabij.contact.models.interactions import Interaction, InteractionParty
from nabij.contact.models.meetings import (
    Decision,
    DecisionText,
    Meeting,
    MeetingAction,
    MeetingAttendance,
    MeetingText,
)
from nabij.contact.models.statements import ClientStatement
from nabij.contact.models.tasks import Task, TaskStep, TaskText
from nabij.contact.models.texts import GuardedText, InteractionText

__all__ = [
    "Appointment",
    "AppointmentColleague",
    "AppointmentParty",
    "AppointmentText",
    "CalendarFeed",
    "ClientStatement",
    "Decision",
    "DecisionText",
    "GuardedText",
    "IncomingCall",
    "Interaction",
    "InteractionParty",
    "InteractionText",
    "Meeting",
    "MeetingAction",
    "MeetingAttendance",
    "MeetingText",
    "Task",
    "TaskStep",
    "TaskText",
    "WorkedTime",
]
