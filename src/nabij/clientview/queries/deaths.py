# SPDX-License-Identifier: EUPL-1.2
"""Which sources tell that a client died, before or after a colleague records it."""

from dataclasses import dataclass

from nabij.access import queries as access_queries
from nabij.access.rules import DataClass
from nabij.core.dates import PartialDate
from nabij.core.viewer import Viewer
from nabij.linkage import queries as linkage_queries


@dataclass(frozen=True, slots=True, kw_only=True)
class DeathTold:
    """A source that tells that a client died; `on` as far as it says when."""

    title: str
    on: PartialDate | None


def deaths_told(*, viewer: Viewer, person_id: int) -> list[DeathTold]:
    """Return which open copies tell of the death, for who has a way in. At most four SQL queries.

    Where somebody is in care is the organisation of care: without a way in none is named. The
    caller logs it.
    """
    way = access_queries.way_in(viewer=viewer, person_id=person_id)
    if DataClass.ORGANISATION not in access_queries.classes_for(viewer=viewer, way=way):
        return []
    sources = linkage_queries.sources_of(viewer=viewer, person_id=person_id)
    return [
        DeathTold(title=source.title, on=source.deceased)
        for source in sources
        if source.open.is_open and source.is_deceased
    ]
