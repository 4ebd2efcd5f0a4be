# SPDX-License-Identifier: EUPL-1.2
"""Ask the administrator whether somebody is known already, and answer that."""

from collections.abc import Sequence

from django.db import transaction

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.core.viewer import Viewer
from nabij.relations.actions.gate import check_may_register
from nabij.relations.choices import QuestionAnswer
from nabij.relations.models import DuplicateQuestion
from nabij.relations.queries.cards import PartyNotFound


@transaction.atomic
def ask_whether_known(*, viewer: Viewer, person_ids: Sequence[int]) -> None:
    """Ask the administrator about persons whom `duplicates_of` found and may not show.

    To ask again while a question waits changes nothing. It is logged for each person; that they
    were asked at the same moment makes them one question to the asker.

    Raises:
        MayNotRegister: this role records no persons.
        LogUnavailable: the entry could not be written; nothing is asked.
    """
    check_may_register(viewer=viewer)
    for person_id in person_ids:
        _row, is_new = DuplicateQuestion.objects.get_or_create(
            party_id=person_id,
            asked_by_id=viewer.user_id,
            answer="",
            defaults={"asked_at": viewer.at},
        )
        if is_new:
            access_actions.record_event(
                viewer=viewer, event="duplicate-question", action="C", person_id=person_id
            )


@transaction.atomic
def answer_question(*, viewer: Viewer, ref: str, answer: str) -> None:
    """Tell the asker whether it is the same person; who it is stays unsaid.

    Raises:
        PartyNotFound: there is no such question, it was answered, or the role answers none.
        LogUnavailable: the entry could not be written.
    """
    waiting = DuplicateQuestion.objects.select_for_update().filter(ref=ref, answer="")
    row = waiting.first() if access_rules.may_answer_questions(viewer.roles) else None
    if row is None or answer not in QuestionAnswer.values:
        raise PartyNotFound
    row.answer, row.answered_by_id, row.answered_at = answer, viewer.user_id, viewer.at
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    access_actions.record_event(
        viewer=viewer,
        event="duplicate-answer",
        action="U",
        person_id=row.party_id,
        detail=f"answer {answer}",
    )
