# SPDX-License-Identifier: EUPL-1.2
"""Questions of colleagues whether somebody is known: for the administrator, who sees nobody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, Q

from nabij.access import rules as access_rules
from nabij.core.viewer import Viewer
from nabij.relations.choices import QuestionAnswer
from nabij.relations.models import DuplicateQuestion
from nabij.relations.queries.cards import PartyNotFound

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """Who asks and whom one may ask; nothing of the person it is about.

    `team` is the team that the person belongs to, '' for none.
    """

    ref: str
    asked_by: str
    job_title: str
    asked_at: datetime
    team: str
    answer: str
    answer_label: str
    answered_by: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnQuestion:
    """What became of the viewer's own question; `answer` is '' while it waits."""

    asked_at: datetime
    answer: str


def questions(*, viewer: Viewer) -> list[QuestionLine]:
    """Return at most a hundred questions, those that wait first. One SQL query.

    Raises:
        PartyNotFound: this role answers no questions.
    """
    if not access_rules.may_answer_questions(viewer.roles):
        raise PartyNotFound
    rows = DuplicateQuestion.objects.select_related("party__unit", "asked_by", "answered_by")
    rows = rows.only(
        "ref", "asked_at", "answer", "answered_at", "asked_by__name", "asked_by__job_title",
        "answered_by__name", "party__unit__name",
    )  # fmt: skip
    rows = rows.annotate(is_answered=ExpressionWrapper(~Q(answer=""), BooleanField()))
    found = rows.order_by("is_answered", "-asked_at", "-pk")[:MOST_SHOWN]
    return [
        QuestionLine(
            ref=row.ref,
            asked_by=row.asked_by.name,
            job_title=row.asked_by.job_title,
            asked_at=row.asked_at,
            team=row.party.unit.name if row.party.unit else "",
            answer=row.answer,
            answer_label=row.get_answer_display(),
            answered_by=row.answered_by.name if row.answered_by else "",
            answered_at=row.answered_at,
        )
        for row in found
    ]


def waiting_questions(*, viewer: Viewer) -> int:
    """Return how many questions wait for an answer; 0 for who answers none. One SQL query."""
    if not access_rules.may_answer_questions(viewer.roles):
        return 0
    return DuplicateQuestion.objects.filter(answer="").count()


def own_questions(*, viewer: Viewer, person_ids: Collection[int]) -> dict[int, OwnQuestion]:
    """Return the viewer's last question about each of these persons. One SQL query."""
    rows = DuplicateQuestion.objects.filter(asked_by_id=viewer.user_id, party_id__in=person_ids)
    return {
        row.party_id: OwnQuestion(asked_at=row.asked_at, answer=row.answer)
        for row in rows.order_by("pk")
    }


def own_latest(*, viewer: Viewer, since: datetime) -> list[OwnQuestion]:
    """Return what the viewer asked and still waits for, or has an answer to since `since`.

    The newest first, and what was asked at once is one line: of how many persons it is stays
    unsaid. `same` of one of them is the answer; while one waits there is none. One SQL query.
    """
    rows = DuplicateQuestion.objects.filter(asked_by_id=viewer.user_id)
    rows = rows.filter(Q(answer="") | Q(answered_at__gte=since)).order_by("-asked_at")
    answers: dict[datetime, set[str]] = {}
    for row in rows[:MOST_SHOWN]:
        answers.setdefault(row.asked_at, set()).add(row.answer)
    # In the order in which one answer outweighs another.
    weighed = (QuestionAnswer.SAME.value, "", QuestionAnswer.OTHER.value)
    return [
        OwnQuestion(asked_at=at, answer=next(answer for answer in weighed if answer in given))
        for at, given in answers.items()
    ]
