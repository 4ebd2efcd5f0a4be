# SPDX-License-Identifier: EUPL-1.2
"""What of persons is kept and not used. To know of it tells nothing of what it says."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from nabij.core.viewer import Viewer
from nabij.relations.models import Party, Restriction, parties
from nabij.relations.types import RestrictionInView


def restrictions_of(*, viewer: Viewer, keys: Collection[int]) -> list[RestrictionInView]:
    """Return what is restricted now of these persons, or who was merged into them. One query."""
    of_them = Q(person__in=list(keys)) | Q(person__canonical__in=list(keys))
    rows = Restriction.objects.filter(of_them, lifted_at__isnull=True)
    return [row.in_view for row in rows.order_by("pk")]


def restriction_of_contact(*, viewer: Viewer, interaction_id: int) -> RestrictionInView | None:
    """Return what restricts the use of a contact, None for nothing. One SQL query."""
    rows = Restriction.objects.filter(interaction_id=interaction_id, lifted_at__isnull=True)
    found = rows.order_by("pk").first()
    return found.in_view if found else None


def restrictions_asked(*, viewer: Viewer, request_id: int) -> list[RestrictionInView]:
    """Return what was restricted by a request, also what was lifted since. One SQL query."""
    rows = Restriction.objects.filter(request_id=request_id).order_by("pk")
    return [row.in_view for row in rows]


def requests_in_force(*, viewer: Viewer, request_ids: Collection[int]) -> set[int]:
    """Return by which of these requests something is restricted now. One SQL query."""
    rows = Restriction.objects.filter(request_id__in=request_ids, lifted_at__isnull=True)
    return set(rows.values_list("request_id", flat=True))


def unused_but_for_care(*, viewer: Viewer, person_ids: Collection[int]) -> set[int]:
    """Return of which of these persons nothing may be used but for their care. One SQL query."""
    rows = Party.objects.filter(parties.unused_but_for_care(), pk__in=list(person_ids))
    return set(rows.values_list("pk", flat=True))


def contact_restricted(*, viewer: Viewer, column: str) -> Exists:
    """Return the condition that a contact is restricted, by the name of the column with its key."""
    rows = Restriction.objects.filter(lifted_at__isnull=True)
    return Exists(rows.filter(interaction_id=OuterRef(column)))
