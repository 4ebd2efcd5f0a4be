# SPDX-License-Identifier: EUPL-1.2
"""Who may be approached for something else than their care: not who objects, nor who died."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from nabij.access import queries as access_queries
from nabij.core.viewer import Viewer
from nabij.relations.models import Objection, Party
from nabij.relations.models.parties import objecting


def objects_since(*, viewer: Viewer, keys: Collection[int]) -> datetime | None:
    """Return since when a person does not want to be approached, None when they do not mind.

    `keys` are those under which the person stands or stood. One SQL query.
    """
    rows = Objection.objects.filter(person_id__in=keys, lifted_at__isnull=True)
    return rows.order_by("recorded_at").values_list("recorded_at", flat=True).first()


def not_to_approach(viewer: Viewer) -> Q:
    """Return the condition that a person objects to being approached, or has died."""
    died = Q(person__is_deceased=True) | Q(pk__in=access_queries.deceased_ids(viewer=viewer))
    return objecting() | died


def may_be_approached(*, viewer: Viewer, person_ids: Collection[int]) -> set[int]:
    """Return which of these persons may be approached for anything but their care.

    Nobody who objects, who died, or who was put away; whoever sends something asks here at the
    moment of sending. One SQL query; it shows nobody.

    Source: AVG, article 21(2) and (3).
    """
    open_ones = Party.objects.current().persons().filter(pk__in=person_ids)
    open_ones = open_ones.exclude(not_to_approach(viewer))
    return set(open_ones.values_list("pk", flat=True))
