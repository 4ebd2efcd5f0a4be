# SPDX-License-Identifier: EUPL-1.2
"""What the field knows about names and search texts. Pure: no Django, no clock, no database."""

from nabij.relations.rules.addresses import plain_address
from nabij.relations.rules.match import is_alike_on_card, match_keys, match_record, on_card
from nabij.relations.rules.names import (
    Salutation,
    birth_surname,
    first_name,
    formal_name,
    full_name,
    initials_text,
    list_name,
    salutation,
    short_name,
    split_prefix,
    surname,
)
from nabij.relations.rules.periods import most_at_once
from nabij.relations.rules.recognise import Search, recognise
from nabij.relations.rules.search_columns import (
    Columns,
    organisation_columns,
    person_columns,
    search_words,
)
from nabij.relations.rules.ties import end_columns, may_hold

__all__ = [
    "Columns",
    "Salutation",
    "Search",
    "birth_surname",
    "end_columns",
    "first_name",
    "formal_name",
    "full_name",
    "initials_text",
    "is_alike_on_card",
    "list_name",
    "match_keys",
    "match_record",
    "may_hold",
    "most_at_once",
    "on_card",
    "organisation_columns",
    "person_columns",
    "plain_address",
    "recognise",
    "salutation",
    "search_words",
    "short_name",
    "split_prefix",
    "surname",
]
