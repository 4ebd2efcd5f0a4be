# SPDX-License-Identifier: EUPL-1.2
"""Ask a colleague again what was answered, when something new says otherwise."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from nabij.access import actions as access_actions
from nabij.core.viewer import Viewer
from nabij.linkage import rules
from nabij.linkage.choices import ACTIVE_LINK_STATES, LinkState
from nabij.linkage.models import RecordLink
from nabij.linkage.queries.review import pair_of
from nabij.linkage.queries.sight import LinkNotFound, copies_of


def ask_again(*, viewer: Viewer, record_ids: Collection[int]) -> list[RecordLink]:
    """Ask again about "not the same" where these records, new or changed, bring new evidence.

    New is what agrees now and did not when the colleague decided: the BSN that was masked, a birth
    date that was mended. The answer of then stays in the row, with its evidence, so that the page
    says who decided and what is new since. Nothing is linked. Four SQL queries and four per answer
    that these records have to do with. Returns the questions; the caller logs them.
    """
    active = RecordLink.objects.filter(state__in=ACTIVE_LINK_STATES)
    persons = active.filter(patient_record__in=list(record_ids)).values("person_id")
    answered = RecordLink.objects.filter(
        Q(patient_record__in=list(record_ids)) | Q(person__in=persons),
        state=LinkState.REJECTED,
        decided_by__isnull=False,
        person__archived_at=None,
    ).select_related("patient_record__source", "person")
    return [link for link in answered.order_by("pk") if _has_news(viewer, link)]


def ask_whose(*, viewer: Viewer, person_id: int, since: datetime, until: datetime) -> int:
    """Ask whether the records that became this person's in a while are theirs; return how many.

    For who was one with somebody else in that while: what came then was compared with both, and
    decided on by the picture of both. Nothing moves. For the machine; two SQL queries.

    Raises:
        LinkNotFound: a colleague asks.
        LogUnavailable: the line could not be written; nothing is asked.
    """
    if not viewer.is_machine:
        raise LinkNotFound
    came, was_decided = Q(created_at__range=(since, until)), Q(decided_at__range=(since, until))
    asked = RecordLink.objects.filter(
        came | was_decided, person=person_id, state__in=ACTIVE_LINK_STATES
    ).update(needs_review=True, has_conflict=True)
    if asked:
        access_actions.record_list(viewer=viewer, event="link", object_ids=[person_id])
    return asked


def _has_news(viewer: Viewer, link: RecordLink) -> bool:
    """Put a question up again when there is news, and tell whether there is."""
    pair = pair_of(viewer=viewer, link=link, copies=copies_of(viewer=viewer, link=link))
    if pair is None or pair.decision == "none":
        return False
    if not rules.news(rules.stored(link.evidence), pair.evidence):
        return False
    link.state, link.needs_review, link.score = LinkState.PROPOSED, True, pair.score
    link.has_conflict = bool(rules.contradictions(pair.evidence))
    link.save(update_fields=["state", "needs_review", "score", "has_conflict"])
    return True
