# SPDX-License-Identifier: EUPL-1.2
"""What can be done about contact. Each is one transaction.

What is said with or about somebody in private, and whom a task or call opens, stands in the access
log; how a task goes on stands in its steps.
"""

from nabij.contact.actions.appointments import (
    AppointmentChangedMeanwhile,
    CalledOff,
    NotYourAppointment,
    add_appointment,
    call_off,
    change_appointment,
)
from nabij.contact.actions.calls import (
    NoSuchColleague,
    NotSureWhoCalls,
    call_about,
    call_for,
    forget_calls,
    hang_up,
    open_card,
    ring,
)
from nabij.contact.actions.deaths import start_again, stop_for_death
from nabij.contact.actions.feeds import (
    count_wrong_address,
    make_feed,
    remove_feed,
    send_feed,
    take_calendar,
)
from nabij.contact.actions.interactions import (
    ChangedMeanwhile,
    MayNotRecord,
    correct_interaction,
    record_interaction,
    set_confidence,
)
from nabij.contact.actions.meetings import (
    MinutesChangedMeanwhile,
    add_action,
    add_decision,
    keep_minutes,
    make_meeting,
)
from nabij.contact.actions.statements import (
    StatementChangedMeanwhile,
    correct_statement,
    record_statement,
    withdraw_statement,
)
from nabij.contact.actions.tasks import (
    CannotDoThisTask,
    MayNotGiveTasks,
    NotYourTask,
    OfTheComplaintsOfficer,
    TaskChangedMeanwhile,
    add_task,
    close_task,
    hand_over_task,
    open_task,
    record_attempt,
)

__all__ = [
    "AppointmentChangedMeanwhile",
    "CalledOff",
    "CannotDoThisTask",
    "ChangedMeanwhile",
    "MayNotGiveTasks",
    "MayNotRecord",
    "MinutesChangedMeanwhile",
    "NoSuchColleague",
    "NotSureWhoCalls",
    "NotYourAppointment",
    "NotYourTask",
    "OfTheComplaintsOfficer",
    "StatementChangedMeanwhile",
    "TaskChangedMeanwhile",
    "add_action",
    "add_appointment",
    "add_decision",
    "add_task",
    "call_about",
    "call_for",
    "call_off",
    "change_appointment",
    "close_task",
    "correct_interaction",
    "correct_statement",
    "count_wrong_address",
    "forget_calls",
    "hand_over_task",
    "hang_up",
    "keep_minutes",
    "make_feed",
    "make_meeting",
    "open_card",
    "open_task",
    "record_attempt",
    "record_interaction",
    "record_statement",
    "remove_feed",
    "ring",
    "send_feed",
    "set_confidence",
    "start_again",
    "stop_for_death",
    "take_calendar",
    "withdraw_statement",
]
