# SPDX-License-Identifier: EUPL-1.2
"""Contacts of long ago, many at once: from the system that was used before nabij."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from nabij.access import actions as access_actions
from nabij.contact import rules
from nabij.contact.actions.interactions import MayNotRecord
from nabij.contact.models import Interaction, InteractionParty, InteractionText
from nabij.core.viewer import Viewer

BATCH = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A contact that was; `is_private`: with somebody in private, and so about them."""

    counterpart_id: int
    is_private: bool
    colleague_id: int
    channel: str
    direction: str
    topic: str
    outcome: str
    at: datetime
    text: str


@transaction.atomic
def add_interactions(*, viewer: Viewer, past: Sequence[Past], event: str) -> list[int]:
    """Record contacts with who is open to the viewer, which the caller saw to; return their keys.

    Three SQL queries per two thousand, and one line in the log that names the persons.

    Raises:
        MayNotRecord: the role records no contact with one of them; nothing is recorded.
        LogUnavailable: the line could not be written; nothing is recorded.
    """
    for is_private in {one.is_private for one in past}:
        if not rules.may_record_contact(viewer.roles, is_private=is_private):
            raise MayNotRecord
    rows = Interaction.objects.bulk_create(
        (
            Interaction(
                counterpart_id=one.counterpart_id,
                channel=one.channel,
                direction=one.direction,
                topic=one.topic,
                outcome=one.outcome,
                at=one.at,
                colleague_id=one.colleague_id or viewer.user_id,
                is_guarded=one.is_private,
            )
            for one in past
        ),
        batch_size=BATCH,
    )
    InteractionParty.objects.bulk_create(
        (
            InteractionParty(
                interaction=row,
                party_id=one.counterpart_id,
                at=one.at,
                is_counterpart=True,
                is_subject=one.is_private,
            )
            for row, one in zip(rows, past, strict=True)
        ),
        batch_size=BATCH,
    )
    kind = rules.usual_class(viewer.roles)
    InteractionText.objects.bulk_create(
        (
            InteractionText(
                interaction=row,
                version=row.version,
                person_ids=[one.counterpart_id] if one.is_private else [],
                data_class=kind,
                text=one.text,
                author_id=row.colleague_id,
                written_at=viewer.at,
            )
            for row, one in zip(rows, past, strict=True)
        ),
        batch_size=BATCH,
    )
    _record(viewer, event, [one.counterpart_id for one in past])
    return [row.pk for row in rows]


@transaction.atomic
def archive_interactions(*, viewer: Viewer, ids: Collection[int], event: str) -> dict[int, str]:
    """Archive contacts of an import that is taken back; return for each that stays why.

    What was said is never removed; archived it is on no page. One that a colleague corrected since
    stays.

    Raises:
        MayNotRecord: the role records no contact.
    """
    if not rules.may_record_contact(viewer.roles, is_private=True):
        raise MayNotRecord
    rows = Interaction.objects.filter(pk__in=list(ids), archived_at__isnull=True)
    kept = dict.fromkeys(rows.filter(version__gt=1).values_list("pk", flat=True), "changed")
    gone = rows.filter(version=1)
    persons = list(gone.values_list("counterpart_id", flat=True))
    gone.update(archived_at=viewer.at)
    _record(viewer, event, persons)
    return kept


def _record(viewer: Viewer, event: str, ids: Sequence[int]) -> None:
    if ids:
        access_actions.record_list(viewer=viewer, event=event, object_ids=sorted(set(ids)))
