# SPDX-License-Identifier: EUPL-1.2
"""What clients state beside what stands in their dossier. Only inside an opened dossier.

The database shows a statement where it shows what it stands beside, so nothing is asked here of who
may see a fact.
"""

from collections.abc import Collection, Mapping
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce

from nabij.contact.models import ClientStatement
from nabij.contact.queries.interactions import PersonsOpened
from nabij.contact.types import Beside, StatementInView, StatementVersion
from nabij.core.errors import NotFound
from nabij.core.viewer import Viewer
from nabij.relations import queries as relations_queries
from nabij.relations.types import Card


class StatementNotFound(NotFound):
    code = "statement-not-found"


def statements_of(*, viewer: Viewer, keys: Collection[int]) -> list[StatementInView]:
    """Return what somebody stated, also what was withdrawn, the latest first.

    One SQL query, and one more where somebody spoke for the client.

    Args:
        keys: under which the person stands or stood.
    """
    return _found(viewer, Q(person__in=list(keys)))


def statements_beside(*, viewer: Viewer, interaction_id: int) -> list[StatementInView]:
    """Return what those whom a contact is about state beside it today; see `statements_of`."""
    found = _found(viewer, Q(interaction=interaction_id))
    return [one for one in found if not one.latest.is_withdrawn]


def _found(viewer: Viewer, asked: Q) -> list[StatementInView]:
    rows = (
        ClientStatement.objects.filter(PersonsOpened(), asked)
        .select_related("author", "interaction")
        .annotate(person_ref=Coalesce("person__canonical__ref", "person__ref"))
        .order_by("ref", "-version")
    )
    spoke = {row.said_by_id for row in rows if row.said_by_id}
    speakers = relations_queries.person_cards(viewer=viewer, ids=spoke) if spoke else {}
    by_ref = groupby(rows, lambda row: row.ref)
    found = [_in_view(list(versions), speakers) for _ref, versions in by_ref]
    return sorted(found, key=lambda one: one.versions[-1].written_at, reverse=True)


def _in_view(rows: list[Any], speakers: Mapping[int, Card]) -> StatementInView:
    latest = rows[0]
    return StatementInView(
        ref=latest.ref,
        person_id=latest.person_id,
        person_ref=latest.person_ref,
        beside=Beside(
            data_class=latest.data_class,
            source_id=latest.source_id,
            fact_type=latest.fact_type,
            fact_key=latest.fact_key,
            interaction_id=latest.interaction_id,
        ),
        moment=latest.interaction.ref if latest.interaction else "",
        moment_at=latest.interaction.at if latest.interaction else None,
        versions=tuple(
            StatementVersion(
                version=row.version,
                text=row.text,
                said_on=row.said_on,
                channel_label=row.get_channel_display(),
                is_of_client=row.said_by_id is None,
                speaker=speakers[row.said_by_id].name if row.said_by_id in speakers else "",
                author=row.author.name,
                written_at=row.written_at,
                is_withdrawn=row.is_withdrawn,
            )
            for row in rows
        ),
    )
