# SPDX-License-Identifier: EUPL-1.2
"""The gate's questions: who looks, by which way in, which persons. Reads only."""

from nabij.access.queries.care_relations import (
    CareRelationLine,
    StandIn,
    can_stand_in,
    care_givers,
    count_stand_ins_not_right,
    may_plan,
    plannable_teams,
    relations_of,
    stand_ins_not_right,
    stand_ins_to_review,
    team_ids,
)
from nabij.access.queries.heads import HeadLine, head_lines, heads_folder, last_head
from nabij.access.queries.teams import Duty, duty_now, own_teams, person_ids_of_unit, teams_of
from nabij.access.queries.verification import PROBLEMS, Finding, Verification, verify_log
from nabij.access.queries.viewers import (
    ANONYMOUS,
    machine,
    machine_for,
    nobody,
    user_with_email,
    viewer_of,
)
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
    "PROBLEMS",
    "WAY_IN_SENTENCES",
    "CareRelationLine",
    "Duty",
    "Finding",
    "HeadLine",
    "StandIn",
    "Verification",
    "WayIn",
    "can_stand_in",
    "care_givers",
    "care_relations",
    "classes_for",
    "count_stand_ins_not_right",
    "duty_now",
    "head_lines",
    "heads_folder",
    "last_head",
    "machine",
    "machine_for",
    "may_plan",
    "nobody",
    "open_occasions",
    "own_teams",
    "person_ids_in_care",
    "person_ids_of_unit",
    "plannable_teams",
    "relations_of",
    "stand_ins_not_right",
    "stand_ins_to_review",
    "team_ids",
    "teams_of",
    "user_with_email",
    "verify_log",
    "viewer_of",
    "way_in",
    "ways_in",
]
