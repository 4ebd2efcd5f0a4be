# SPDX-License-Identifier: EUPL-1.2
"""Follow a party, and say that a notice was read."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from nabij.core.viewer import Viewer
from nabij.desk.models import NoticeRead, Watch
from nabij.relations import queries as relations_queries
from nabij.relations.queries import PartyNotFound
from nabij.relations.types import Card

# Longer than anything is told that a colleague has read.
KEPT_FOR = timedelta(days=400)


@transaction.atomic
def read_notices(*, viewer: Viewer, keys: Iterable[str]) -> None:
    """Write that a colleague has read these notices; twice is once."""
    NoticeRead.objects.bulk_create(
        [NoticeRead(colleague_id=viewer.user_id, key=key, read_at=viewer.at) for key in keys],
        ignore_conflicts=True,
    )
    NoticeRead.objects.filter(read_at__lt=viewer.at - KEPT_FOR).delete()


def watch(*, viewer: Viewer, ref: str) -> Card:
    """Follow a party: from now on a notice tells when somebody else changes it.

    Raises:
        PartyNotFound: there is none, or the viewer sees its card at most.
    """
    card = _open(viewer, ref)
    Watch.objects.get_or_create(
        colleague_id=viewer.user_id, party_id=card.id, defaults={"since": viewer.at}
    )
    return card


def unwatch(*, viewer: Viewer, ref: str) -> Card:
    """Follow a party no longer.

    Raises:
        PartyNotFound: as for `watch`.
    """
    card = _open(viewer, ref)
    Watch.objects.filter(colleague_id=viewer.user_id, party_id=card.id).delete()
    return card


def _open(viewer: Viewer, ref: str) -> Card:
    card = relations_queries.person_card(viewer=viewer, ref=ref)
    if not card.is_open:
        raise PartyNotFound
    return card
