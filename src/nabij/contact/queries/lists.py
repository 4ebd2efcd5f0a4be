# SPDX-License-Identifier: EUPL-1.2
"""Rows of the list of tasks, and who has an open promise."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from nabij.access import rules as access_rules
from nabij.access.rules import DataClass
from nabij.contact import rules
from nabij.contact.choices import Priority, TaskKind
from nabij.contact.models import Task
from nabij.contact.queries.tasks import READ, TaskInView, line_of
from nabij.core.viewer import Viewer
from nabij.lists.types import Row
from nabij.relations import queries as relations_queries


def open_task_parts(*, viewer: Viewer) -> list[QuerySet[Task]]:
    """Return what is a viewer's to do: their own, of each team, of each role. Unread.

    Of commerce never what is about somebody in private.
    """
    tasks = Task.objects.filter(closed_at__isnull=True)
    if not rules.may_record_contact(viewer.roles, is_private=True):
        tasks = tasks.filter(is_guarded=False)
    return [
        tasks.filter(owner_id=viewer.user_id),
        *(tasks.filter(unit_id=unit) for unit in sorted(viewer.unit_ids)),
        *(tasks.filter(role=role.value) for role in sorted(viewer.roles)),
    ]


def task_rows(*, viewer: Viewer, ids: Sequence[int]) -> list[Row]:
    """Return open tasks as rows of a list, in the order of `ids`. Two SQL queries.

    Kind, day and who does it; a name only where the viewer may see a card, and never what it is.
    """
    parts = open_task_parts(viewer=viewer)
    mine = Q()
    for part in parts:
        mine |= Q(pk__in=part.values("pk"))
    found = list(Task.objects.filter(mine, pk__in=list(ids)).values("pk", *READ))
    wanted = {row["party_id"] for row in found if row["party_id"]}
    cards = relations_queries.person_cards(viewer=viewer, ids=wanted)
    on, rows = localdate(viewer.at), {}
    for row in found:
        card = cards.get(row["party_id"])
        line = line_of(row | {"text": ""}, on=on, card=card)
        rows[row["pk"]] = Row(
            id=row["pk"],
            ref=row["ref"],
            name=line.kind_label.capitalize() + (f": {card.name}" if card else ""),
            values={
                "due_on": line.due_on,
                "window": line.window,
                "whose": line.whose,
                "priority": str(Priority(row["priority"]).label),
            },
            person_ids=(card.id,) if card and card.is_person else (),
        )
    return [rows[pk] for pk in ids if pk in rows]


def who_has(*, viewer: Viewer, found: TaskInView) -> dict[str, Any]:
    """Return the colleague, team or role that has a task, by key. One SQL query."""
    return dict(Task.objects.values("owner_id", "unit_id", "role").get(pk=found.id))


def has_promise(*, viewer: Viewer, is_late: bool) -> Q:
    """Return the condition that something was promised to somebody and is still to be done.

    As on their page: of who is known in private only for who serves clients.
    """
    promises = Task.objects.filter(kind=TaskKind.PROMISE, closed_at__isnull=True)
    if not access_rules.may(viewer.roles, DataClass.ORGANISATION):
        promises = promises.filter(is_guarded=False)
    if is_late:
        promises = promises.filter(due_on__lt=localdate(viewer.at))
    own = promises.values("party_id")
    of_merged = promises.filter(party__canonical__isnull=False).values("party__canonical_id")
    return Q(pk__in=own.union(of_merged, all=True))
