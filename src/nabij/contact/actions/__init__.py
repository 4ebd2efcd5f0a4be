# SPDX-License-Identifier: EUPL-1.2
"""What can be done about contact. Each is one transaction.

What is said with or about somebody in private, and whom a task or call opens, stands in the access
log; how a task goes on stands in its steps.
"""

from nabij.contact.actions.calls import (
    NoSuchColleague,
    NotSureWhoCalls,
    call_about,
    forget_calls,
    hang_up,
    open_card,
    ring,
)
from nabij.contact.actions.interactions import (
    ChangedMeanwhile,
    MayNotRecord,
    correct_interaction,
    record_interaction,
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
    "CannotDoThisTask",
    "ChangedMeanwhile",
    "MayNotGiveTasks",
    "MayNotRecord",
    "NoSuchColleague",
    "NotSureWhoCalls",
    "NotYourTask",
    "OfTheComplaintsOfficer",
    "TaskChangedMeanwhile",
    "add_task",
    "call_about",
    "close_task",
    "correct_interaction",
    "forget_calls",
    "hand_over_task",
    "hang_up",
    "open_card",
    "open_task",
    "record_attempt",
    "record_interaction",
    "ring",
]
