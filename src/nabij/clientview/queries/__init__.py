# SPDX-License-Identifier: EUPL-1.2
"""What the person page, the picture and its side pages show.

`persons` decides how much of a person this viewer sees; `picture` and `facts` compose what is read
inside an opened dossier.
"""

from nabij.clientview.queries.deaths import DeathTold, deaths_told
from nabij.clientview.queries.facts import FactPage, dossier_of_fact, fact_page
from nabij.clientview.queries.persons import (
    PersonInView,
    may_open_call,
    own_contacts,
    person_in_emergency,
    person_in_view,
    person_to_plan,
)
from nabij.clientview.queries.picture import Dossier, Picture, dossier_of, picture
from nabij.clientview.queries.round_sheets import (
    round_sheet_persons,
    round_sheet_teams,
    sheet_clients,
    visited_today,
)
from nabij.clientview.queries.statements import (
    ShownStatement,
    Statements,
    beside_moment,
    statement,
    statements,
)
from nabij.clientview.queries.timelines import TimelineView, timeline

__all__ = [
    "DeathTold",
    "Dossier",
    "FactPage",
    "PersonInView",
    "Picture",
    "ShownStatement",
    "Statements",
    "TimelineView",
    "beside_moment",
    "deaths_told",
    "dossier_of",
    "dossier_of_fact",
    "fact_page",
    "may_open_call",
    "own_contacts",
    "person_in_emergency",
    "person_in_view",
    "person_to_plan",
    "picture",
    "round_sheet_persons",
    "round_sheet_teams",
    "sheet_clients",
    "statement",
    "statements",
    "timeline",
    "visited_today",
]
