# SPDX-License-Identifier: EUPL-1.2
"""Keys of facts, read outside any dossier: which one to open, and nothing of what it says."""

from dataclasses import dataclass

from django.db import connection

from nabij.core.viewer import Viewer


@dataclass(frozen=True, slots=True)
class FactKeys:
    """Of which record a fact is, and of which kind."""

    record_id: int
    kind: str


def fact_keys(*, viewer: Viewer, ref: str) -> FactKeys | None:
    """Return to which record a fact belongs, None when there is no such fact. One SQL query.

    Its caller opens that one record, or refuses.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT record_id, fact_kind FROM access.record_of_fact(%s)", [ref])
        row = cursor.fetchone()
    return FactKeys(*row) if row else None
