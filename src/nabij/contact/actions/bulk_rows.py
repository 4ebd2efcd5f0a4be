# SPDX-License-Identifier: EUPL-1.2
"""Actions on many rows of a list, for one of them: give a task, hand one over, and back."""

from collections.abc import Mapping
from typing import Any

from nabij.contact import queries
from nabij.contact.actions.tasks import (
    TaskChangedMeanwhile,
    add_task,
    close_task,
    hand_over_task,
)
from nabij.contact.choices import TaskEnd, TaskKind
from nabij.contact.types import TaskFields
from nabij.core.viewer import Viewer
from nabij.lists.actions import ChangedSince
from nabij.lists.types import Row


def give_task(*, viewer: Viewer, row: Row, given: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Give a task for a person or organisation; return which it is.

    Raises:
        Whatever `add_task` and `queries.around` raise.
    """
    around = queries.around(viewer=viewer, ref=row.ref)
    fields = TaskFields(
        kind=TaskKind.TASK,
        text=given["text"],
        due_on=given["due_on"],
        owner_id=viewer.user_id if given["whose"] is None else None,
        unit_id=given["whose"],
    )
    task = add_task(viewer=viewer, around=around, fields=fields, entry_key=key)
    return {"task": task.ref}


def take_task_back(*, viewer: Viewer, row: Row, before: Mapping[str, Any]) -> None:
    """Close a task as no longer needed, if nobody did anything with it since.

    Raises:
        ChangedSince: somebody did; and whatever `close_task` raises.
    """
    found = queries.task(viewer=viewer, ref=before["task"])
    if queries.task_steps(viewer=viewer, found=found):
        raise ChangedSince
    try:
        close_task(viewer=viewer, found=found, version=1, end=TaskEnd.CANCELLED)
    except TaskChangedMeanwhile as error:
        raise ChangedSince from error


def hand_over(*, viewer: Viewer, row: Row, given: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Hand a task over to a team; return who had it and the version it has now.

    Raises:
        Whatever `hand_over_task` raises.
    """
    found = queries.task(viewer=viewer, ref=row.ref)
    had = queries.who_has(viewer=viewer, found=found)
    task = hand_over_task(
        viewer=viewer, found=found, version=found.version, owner_id=None, unit_id=given["unit"]
    )
    return had | {"version": task.version}


def hand_back(*, viewer: Viewer, row: Row, before: Mapping[str, Any]) -> None:
    """Give a task back to who had it, if nothing happened to it since.

    Raises:
        ChangedSince: something did.
    """
    found = queries.task(viewer=viewer, ref=row.ref)
    try:
        hand_over_task(
            viewer=viewer,
            found=found,
            version=before["version"],
            owner_id=before["owner_id"],
            unit_id=before["unit_id"],
            role=before["role"],
        )
    except TaskChangedMeanwhile as error:
        raise ChangedSince from error
