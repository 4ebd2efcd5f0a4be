# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from nabij.clientview.views import (
    care_relations,
    consent,
    deaths,
    emergencies,
    facts,
    persons,
    representation,
    round_sheets,
    statements,
)

app_name = "clientview"
urlpatterns = [
    path("<ref>/", persons.person, name="person"),
    path("<ref>/timeline/", persons.timeline_filter, name="timeline"),
    path("<ref>/print/", persons.print_view, name="print"),
    path("<ref>/call/", persons.call, name="call"),
    path("<ref>/call/end/", persons.call_end, name="call_end"),
    path("<ref>/stand-in/", care_relations.stand_in, name="stand_in"),
    path("<ref>/emergency/", emergencies.emergency, name="emergency"),
    path("emergency/<emergency_ref>/end/", emergencies.emergency_end, name="emergency_end"),
    path("<ref>/care-relations/", care_relations.care_relations, name="care_relations"),
    path("<ref>/care-relations/end/", care_relations.care_relation_end, name="care_relation_end"),
    path("<ref>/representation/", representation.representation, name="representation"),
    path("<ref>/capacity/", representation.capacity, name="capacity"),
    path(
        "<ref>/representation/<representation_ref>/",
        representation.representation_change,
        name="representation_change",
    ),
    path("<ref>/consent/", consent.consent, name="consent"),
    path("<ref>/objection/", consent.objection, name="objection"),
    path("<ref>/death/", deaths.death, name="death"),
    path("<ref>/death/undo/", deaths.death_undo, name="death_undo"),
    path("<ref>/after-death/", deaths.after_death, name="after_death"),
    path("<ref>/after-death/<case_ref>/end/", deaths.after_death_end, name="after_death_end"),
    path("<ref>/statements/new/", statements.statement_new, name="statement_new"),
    path("<ref>/statements/<statement_ref>/", statements.statement, name="statement"),
    path("<ref>/facts/<fact_ref>/", facts.fact, name="fact"),
]
# Round sheets have an address of their own, and so a namespace of their own.
round_sheet_urls = (
    [
        path("", round_sheets.teams, name="list"),
        path("<unit_ref>/make/", round_sheets.make, name="make"),
    ],
    "round_sheets",
)
