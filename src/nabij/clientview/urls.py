# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from nabij.clientview.views import care_relations, emergencies, facts, persons, round_sheets

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
