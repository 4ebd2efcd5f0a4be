# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from nabij.contact.views import (
    appointments,
    calendar,
    calls,
    feeds,
    hours,
    households,
    interactions,
    meetings,
    tasks,
)

app_name = "contact"
urlpatterns = [
    path("exchange/", calls.exchange, name="exchange"),
    path("calls/<ref>/", calls.card, name="call"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<ref>/", tasks.task, name="task"),
    path("tasks/<ref>/open/", tasks.task_open, name="task_open"),
    path("tasks/<ref>/called/", tasks.task_attempt, name="task_attempt"),
    path("tasks/<ref>/end/", tasks.task_end, name="task_end"),
    path("tasks/<ref>/hand-over/", tasks.task_hand_over, name="task_hand_over"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/link/", feeds.link, name="calendar_link"),
    path("calendar/link/end/", feeds.link_end, name="calendar_link_end"),
    path("calendar/file/", feeds.upload, name="calendar_file"),
    path("calendar/feed/<token>.ics", feeds.feed, name="calendar_feed"),
    path("appointments/new/", appointments.appointment_new, name="appointment_new"),
    path("appointments/<ref>/", appointments.appointment, name="appointment"),
    path("appointments/<ref>/edit/", appointments.appointment_edit, name="appointment_edit"),
    path("appointments/<ref>/report/", appointments.appointment_report, name="appointment_report"),
    path("appointments/<ref>/off/", appointments.appointment_off, name="appointment_off"),
    path("appointments/<ref>/meeting/", meetings.meeting_new, name="meeting_new"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/<ref>/", meetings.meeting, name="meeting"),
    path("meetings/<ref>/decision/", meetings.meeting_decision, name="meeting_decision"),
    path("meetings/<ref>/action/", meetings.meeting_action, name="meeting_action"),
    path("hours/", hours.hours, name="hours"),
    path("hours/workbook/", hours.workbook, name="hours_workbook"),
    path("moments/<ref>/", interactions.interaction, name="interaction"),
    path(
        "moments/<ref>/confidence/",
        interactions.interaction_confidence,
        name="interaction_confidence",
    ),
    path("households/<ref>/", households.household, name="household"),
    path("<ref>/", interactions.party, name="party"),
    path("<ref>/near/", interactions.near, name="near"),
    path("<ref>/appointments/new/", appointments.appointment_for, name="appointment_for"),
    path("<ref>/tasks/new/", tasks.task_new, name="task_new"),
]
