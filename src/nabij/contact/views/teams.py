# SPDX-License-Identifier: EUPL-1.2
"""The teams that a form offers, by their ref: key and name of each."""

from collections.abc import Collection

from nabij.access import queries as access_queries
from nabij.core.viewer import Viewer

type Teams = dict[str, tuple[int, str]]


def teams(viewer: Viewer, *, person_ids: Collection[int] = ()) -> Teams:
    """Return the viewer's own teams, and those that care for all of these persons.

    One SQL query, and one for the persons.
    """
    found = access_queries.own_teams(viewer=viewer)
    found += access_queries.teams_of(viewer=viewer, person_ids=person_ids)
    return {unit.ref: (unit.pk, unit.name) for unit in found}


def choices(teams: Teams) -> list[tuple[str, str]]:
    """Return them as a field offers them."""
    return [(ref, name) for ref, (_pk, name) in teams.items()]
