# SPDX-License-Identifier: EUPL-1.2
"""When rows were made: what came after an erasure is not part of it."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from nabij.core.history import INSERT

# By which column a row says when it was made, the first that it has.
MADE_AT = (
    "created_at", "recorded_at", "received_at", "added_at", "written_at", "asked_at", "placed_at",
    "opened_at", "found_at", "marked_at", "moved_at", "merged_at", "judged_at", "reviewed_at",
    "decided_at", "listed_at", "reported_at", "changed_at", "since", "at", "starts_at",
)  # fmt: skip
# Parts that say nothing of it themselves: when what they are a part of was made.
AS_PART = {
    "dossiers.IntakeRecord": "intake__created_at",
    "dossiers.Original": "fact__received_at",
    "dossiers.Reference": "fact__received_at",
    "privacy.CaseNotice": "case__opened_at",
    "relations.PersonDetail": "party__created_at",
}


def made_until(rows: "QuerySet[Any]", moment: datetime) -> "QuerySet[Any]":
    """Return the rows that were there already at a moment; of who says nothing, all."""
    model: Any = rows.model
    names = {column.name for column in model._meta.concrete_fields}
    column = AS_PART.get(model._meta.label) or next((one for one in MADE_AT if one in names), None)
    if column:
        rows = rows.exclude(**{f"{column}__gt": moment})
    history: Any = getattr(model, "pgh_event_model", None)
    if history is not None:
        later = history._base_manager.filter(pgh_label=INSERT, pgh_created_at__gt=moment)
        rows = rows.exclude(pk__in=later.values(model._meta.pk.name))
    return rows
