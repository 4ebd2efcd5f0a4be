# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from nabij.relations.views import (
    contact,
    duplicates,
    merges,
    network,
    organisations,
    persons,
    search,
    ties,
)

app_name = "relations"
urlpatterns = [
    path("", search.search, name="search"),
    path("persons/new/", persons.create, name="person_new"),
    path("persons/known/", duplicates.known, name="duplicates"),
    path("persons/known/ask/", duplicates.ask, name="duplicates_ask"),
    path("questions/", duplicates.questions, name="questions"),
    path("questions/<ref>/answer/", duplicates.answer, name="question_answer"),
    path("persons/<ref>/edit/", persons.change, name="person_edit"),
    path("persons/<ref>/bsn/", persons.bsn, name="bsn"),
    path("persons/<ref>/bsn/show/", persons.show_bsn, name="bsn_show"),
    path("persons/<ref>/instructions/", contact.instructions, name="instructions"),
    path(
        "persons/<ref>/instructions/<instruction_ref>/end/",
        contact.instruction_end,
        name="instruction_end",
    ),
    path("persons/<ref>/key-safe/", contact.key_safe, name="key_safe"),
    path("persons/<ref>/key-safe/show/", contact.show_key_safe, name="key_safe_show"),
    path("persons/<ref>/household/", ties.household, name="household"),
    path("persons/<ref>/household/leave/", ties.household_leave, name="household_leave"),
    path("organisations/new/", organisations.create, name="organisation_new"),
    path("organisations/<ref>/edit/", organisations.change, name="organisation_edit"),
    path("merges/<ref>/undo/", merges.unmerge, name="unmerge"),
    path("<ref>/merges/", merges.merges, name="merges"),
    path("<ref>/merges/<given_ref>/", merges.merge, name="merge"),
    path("<ref>/relationships/new/", ties.relationship_new, name="relationship_new"),
    path("<ref>/relationships/<tie_ref>/", ties.relationship, name="relationship"),
    path("<ref>/network/", network.network, name="network"),
]
