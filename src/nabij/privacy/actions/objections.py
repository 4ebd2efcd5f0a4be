# SPDX-License-Identifier: EUPL-1.2
"""A client says that a line of their log is not right: a case with a legal term."""

from django.db import transaction
from django.utils.timezone import localdate

from nabij.access import actions as access_actions
from nabij.core.viewer import Viewer
from nabij.core.working_days import end_of_term
from nabij.privacy import queries
from nabij.privacy.choices import CaseKind, CaseState
from nabij.privacy.models import Case

MONTHS_TO_ANSWER = 1


@transaction.atomic
def object_to_line(*, viewer: Viewer, ref: str, entry: int, what: str) -> Case:
    """Open a case about a line of a client's log; while it is open a second time it is the same.

    A line may be about several clients, and each has a case of their own. The officer answers
    within a month (AVG article 12(3)).

    Raises:
        PartyNotFound, LogNotFound: the viewer may not show this client their log, or the line is
            not theirs.
        LogUnavailable: the entry could not be written.
    """
    line = queries.line_of_client(viewer=viewer, ref=ref, entry=entry)
    cases = Case.objects.filter(kind=CaseKind.LOG_LINE, person_id=line.person_id)
    answered = cases.filter(
        about__startswith=f"line {entry} {line.person_id} ", state=CaseState.CLOSED
    )
    case, is_new = Case.objects.get_or_create(
        about=f"line {entry} {line.person_id} {answered.count() + 1}",
        defaults={
            "kind": CaseKind.LOG_LINE,
            "person_id": line.person_id,
            "what": what.strip()[:1000],
            "happened_at": line.at,
            "due_on": end_of_term(localdate(viewer.at), months=MONTHS_TO_ANSWER),
        },
    )
    if is_new:
        access_actions.record_event(
            viewer=viewer, event="log-objection", action="C", person_id=line.person_id,
            detail=case.ref,
        )  # fmt: skip
    return case
