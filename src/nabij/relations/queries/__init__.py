# SPDX-License-Identifier: EUPL-1.2
"""What can be asked about relations. Reads only; every answer is limited to the viewer.

Who shows what these return writes the access log: `search` and `duplicates_of` do it themselves
(one entry per question); a page that shows `person` writes one entry itself.
"""

from nabij.relations.queries.cards import PartyNotFound, person_card, person_cards
from nabij.relations.queries.deciders import who_decides
from nabij.relations.queries.duplicates import (
    Duplicate,
    Duplicates,
    duplicates_of,
    organisations_like,
    with_answers,
)
from nabij.relations.queries.hints import TooManyQuestions, ask_about_bsn
from nabij.relations.queries.households import HouseholdInView, household
from nabij.relations.queries.identity import (
    BsnHistoryLine,
    bsn_history,
    bsn_of,
    person_ids_with_bsn,
)
from nabij.relations.queries.match_records import (
    KnownPersons,
    match_record_of,
    match_records,
    persons_like,
)
from nabij.relations.queries.merge_pairs import (
    CrossesTheWall,
    HoldsOthers,
    NotTheSameBsn,
    OtherHasToStay,
)
from nabij.relations.queries.merges import (
    MergeLine,
    MergeNotFound,
    MergePreview,
    kept_of_merge,
    merge_preview,
    merges_of,
)
from nabij.relations.queries.network import NetworkView, network
from nabij.relations.queries.objections import may_be_approached, objects_since
from nabij.relations.queries.organisations import Organisation, organisation
from nabij.relations.queries.persons import (
    HouseholdView,
    Person,
    person,
    person_fields,
    person_to_change,
)
from nabij.relations.queries.questions import questions, waiting_questions
from nabij.relations.queries.restrictions import (
    contact_restricted,
    requests_in_force,
    restriction_of_contact,
    restrictions_asked,
    restrictions_of,
)
from nabij.relations.queries.search import Found, SearchResults, search
from nabij.relations.queries.ties import Tie, tie, ties_of
from nabij.relations.types import Card

__all__ = [
    "BsnHistoryLine",
    "Card",
    "CrossesTheWall",
    "Duplicate",
    "Duplicates",
    "Found",
    "HoldsOthers",
    "HouseholdInView",
    "HouseholdView",
    "KnownPersons",
    "MergeLine",
    "MergeNotFound",
    "MergePreview",
    "NetworkView",
    "NotTheSameBsn",
    "Organisation",
    "OtherHasToStay",
    "PartyNotFound",
    "Person",
    "SearchResults",
    "Tie",
    "TooManyQuestions",
    "ask_about_bsn",
    "bsn_history",
    "bsn_of",
    "contact_restricted",
    "duplicates_of",
    "household",
    "kept_of_merge",
    "match_record_of",
    "match_records",
    "may_be_approached",
    "merge_preview",
    "merges_of",
    "network",
    "objects_since",
    "organisation",
    "organisations_like",
    "person",
    "person_card",
    "person_cards",
    "person_fields",
    "person_ids_with_bsn",
    "person_to_change",
    "persons_like",
    "questions",
    "requests_in_force",
    "restriction_of_contact",
    "restrictions_asked",
    "restrictions_of",
    "search",
    "tie",
    "ties_of",
    "waiting_questions",
    "who_decides",
    "with_answers",
]
