# SPDX-License-Identifier: EUPL-1.2
"""Which parties were changed since somebody last looked: that they were, never what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from nabij.core.viewer import Viewer
from nabij.relations.models import Party
from nabij.relations.types import Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """That a party was changed, when, and which version it is now."""

    card: Card
    at: datetime
    version: int


def changed_since(*, viewer: Viewer, since: Mapping[int, datetime]) -> list[Change]:
    """Return which of these parties another colleague changed after the moment given for each.

    Only of whom the viewer sees the contact data: that something changed is a read. One SQL query;
    the caller logs the cards.
    """
    rows: Any = (
        Party.objects.cards(viewer)
        .filter(Q(is_open=True), pk__in=list(since))
        .exclude(updated_by_id=viewer.user_id)
        .annotate(at=models.F("updated_at"), now=models.F("version"))
        .fetch_mode(models.FETCH_RAISE)
    )
    return [
        Change(card=row.card, at=row.at, version=row.now) for row in rows if row.at > since[row.pk]
    ]
