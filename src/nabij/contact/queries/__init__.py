# SPDX-License-Identifier: EUPL-1.2
"""What can be asked about contact. What was said shows inside an opened dossier only.

Who shows what these return writes the access log.
"""

from nabij.contact.queries.approaches import Near, near
from nabij.contact.queries.around import around, around_organisation, around_person
from nabij.contact.queries.calls import CallCard, call_card, on_the_phone, ringing
from nabij.contact.queries.interactions import (
    InteractionInView,
    TextVersion,
    interaction,
    moments_with,
    text_versions,
)
from nabij.contact.queries.lists import has_promise, open_task_parts, task_rows, who_has
from nabij.contact.queries.tasks import (
    MOST_TASKS,
    Load,
    Step,
    TaskInView,
    late_by_whom,
    my_tasks,
    task,
    task_steps,
    task_text,
    tasks_of,
)
from nabij.contact.queries.timeline import FIRST_LINES, timeline

__all__ = [
    "FIRST_LINES",
    "MOST_TASKS",
    "CallCard",
    "InteractionInView",
    "Load",
    "Near",
    "Step",
    "TaskInView",
    "TextVersion",
    "around",
    "around_organisation",
    "around_person",
    "call_card",
    "has_promise",
    "interaction",
    "late_by_whom",
    "moments_with",
    "my_tasks",
    "near",
    "on_the_phone",
    "open_task_parts",
    "ringing",
    "task",
    "task_rows",
    "task_steps",
    "task_text",
    "tasks_of",
    "text_versions",
    "timeline",
    "who_has",
]
