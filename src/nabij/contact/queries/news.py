# SPDX-License-Identifier: EUPL-1.2
"""What a colleague must know of tasks: handed to them, to be minded now, or promised and late."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal

from django.db.models import OuterRef, Q, Subquery
from django.utils.timezone import localdate

from nabij.contact import rules
from nabij.contact.choices import StepKind, TaskKind
from nabij.contact.models import Task, TaskStep
from nabij.core.dates import DUTCH_TIME
from nabij.core.viewer import Viewer

MOST_TASKS = 100
What = Literal["given", "reminder", "late"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskNews:
    """Something about one open task: what, by whom, since when; `key` is the same while it holds.

    Never what the task is about. `party_id` is for whom it is, of a late promise to whom; None
    where that is nobody.
    """

    key: str
    what: What
    ref: str
    kind_label: str
    by: str
    at: datetime
    party_id: int | None


def task_news(*, viewer: Viewer) -> list[TaskNews]:
    """Return what is new about this colleague's tasks and late promises. One SQL query."""
    whose = Q(owner_id=viewer.user_id) | Q(
        created_by_id=viewer.user_id, kind=TaskKind.PROMISE, due_on__lt=localdate(viewer.at)
    )
    if not rules.may_record_contact(viewer.roles, is_private=True):
        whose &= Q(is_guarded=False)
    handed = TaskStep.objects.filter(
        task_id=OuterRef("pk"), kind=StepKind.HAND_OVER, to_owner_id=viewer.user_id
    ).order_by("-pk")
    rows: Any = (
        Task.objects.filter(whose, closed_at__isnull=True)
        .order_by("-due_on", "pk")
        .values(
            "ref", "kind", "party_id", "counterpart_id", "owner_id", "due_on", "remind_on", "created_at",
            "created_by_id", "created_by__name",
            step=Subquery(handed.values("pk")[:1]),
            step_at=Subquery(handed.values("at")[:1]),
            step_by_id=Subquery(handed.values("colleague_id")[:1]),
            step_by=Subquery(handed.values("colleague__name")[:1]),
        )
    )  # fmt: skip
    on = localdate(viewer.at)
    return [news for row in rows[:MOST_TASKS] for news in _of(row, viewer, on)]


def _of(row: dict[str, Any], viewer: Viewer, on: date) -> list[TaskNews]:
    def news(what: What, mark: object, by: str, at: datetime) -> TaskNews:
        return TaskNews(
            key=f"{what}:{row['ref']}:{mark}",
            what=what,
            ref=row["ref"],
            kind_label=str(TaskKind(row["kind"]).label),
            by=by,
            at=at,
            party_id=(what == "late" and row["counterpart_id"]) or row["party_id"],
        )

    found = []
    is_mine = row["owner_id"] == viewer.user_id
    if is_mine and row["step"] and row["step_by_id"] != viewer.user_id:
        found.append(news("given", row["step"], row["step_by"], row["step_at"]))
    elif is_mine and not row["step"] and row["created_by_id"] != viewer.user_id:
        found.append(news("given", "", row["created_by__name"], row["created_at"]))
    if is_mine and row["remind_on"] and row["remind_on"] <= on:
        found.append(news("reminder", row["remind_on"], "", _morning(row["remind_on"])))
    if row["kind"] == TaskKind.PROMISE and row["due_on"] < on:
        found.append(news("late", row["due_on"], "", _morning(row["due_on"])))
    return found


def _morning(on: date) -> datetime:
    return datetime.combine(on, time(7), DUTCH_TIME)
