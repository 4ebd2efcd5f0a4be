# SPDX-License-Identifier: EUPL-1.2
"""What can be asked about contact. What was said shows inside an opened dossier only.

Who shows what these return writes the access log.
"""

from nabij.contact.queries.appointments import (
    AppointmentInView,
    AppointmentNotFound,
    appointment,
    appointment_text,
)
from nabij.contact.queries.approaches import Near, near
from nabij.contact.queries.around import (
    around,
    around_appointment,
    around_organisation,
    around_person,
    with_clients,
)
from nabij.contact.queries.calendar import (
    CalendarItems,
    calendar,
    my_appointments,
)
from nabij.contact.queries.calls import CallCard, call_card, on_the_phone, ringing
from nabij.contact.queries.feeds import Feed, feed, feed_made_at, feed_of_token
from nabij.contact.queries.hours import Hours, hours, reports_of, ways_to_count
from nabij.contact.queries.interactions import (
    InteractionInView,
    TextVersion,
    interaction,
    moments_with,
    text_versions,
)
from nabij.contact.queries.lists import has_promise, open_task_parts, task_rows, who_has
from nabij.contact.queries.meetings import (
    MeetingInView,
    MeetingNotFound,
    decisions_about,
    meeting,
    meeting_of,
    meetings,
    outcome,
)
from nabij.contact.queries.news import TaskNews, task_news
from nabij.contact.queries.statements import (
    StatementNotFound,
    statements_beside,
    statements_of,
)
from nabij.contact.queries.tasks import (
    MOST_TASKS,
    Load,
    Step,
    TaskInView,
    late_by_whom,
    my_tasks,
    my_tasks_now,
    task,
    task_steps,
    task_text,
    tasks_of,
)
from nabij.contact.queries.timeline import FIRST_LINES, household_timeline, timeline

__all__ = [
    "FIRST_LINES",
    "MOST_TASKS",
    "AppointmentInView",
    "AppointmentNotFound",
    "CalendarItems",
    "CallCard",
    "Feed",
    "Hours",
    "InteractionInView",
    "Load",
    "MeetingInView",
    "MeetingNotFound",
    "Near",
    "StatementNotFound",
    "Step",
    "TaskInView",
    "TaskNews",
    "TextVersion",
    "appointment",
    "appointment_text",
    "around",
    "around_appointment",
    "around_organisation",
    "around_person",
    "calendar",
    "call_card",
    "decisions_about",
    "feed",
    "feed_made_at",
    "feed_of_token",
    "has_promise",
    "hours",
    "household_timeline",
    "interaction",
    "late_by_whom",
    "meeting",
    "meeting_of",
    "meetings",
    "moments_with",
    "my_appointments",
    "my_tasks",
    "my_tasks_now",
    "near",
    "on_the_phone",
    "open_task_parts",
    "outcome",
    "reports_of",
    "ringing",
    "statements_beside",
    "statements_of",
    "task",
    "task_news",
    "task_rows",
    "task_steps",
    "task_text",
    "tasks_of",
    "text_versions",
    "timeline",
    "ways_to_count",
    "who_has",
    "with_clients",
]
