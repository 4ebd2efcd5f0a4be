# SPDX-License-Identifier: EUPL-1.2
"""The gate's questions: who looks, by which way in, which persons. Reads only."""

from nabij.access.queries.teams import Duty, duty_now, own_teams, person_ids_of_unit, teams_of
from nabij.access.queries.viewers import ANONYMOUS, machine, nobody, user_with_email, viewer_of
from nabij.access.queries.ways import (
    WAY_IN_SENTENCES,
    WayIn,
    care_relations,
    classes_for,
    open_occasions,
    person_ids_in_care,
    way_in,
    ways_in,
)

__all__ = [
    "ANONYMOUS",
    "WAY_IN_SENTENCES",
    "Duty",
    "WayIn",
    "care_relations",
    "classes_for",
    "duty_now",
    "machine",
    "nobody",
    "open_occasions",
    "own_teams",
    "person_ids_in_care",
    "person_ids_of_unit",
    "teams_of",
    "user_with_email",
    "viewer_of",
    "way_in",
    "ways_in",
]
