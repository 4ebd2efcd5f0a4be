# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from nabij.clientview.views import facts, persons, round_sheets

app_name = "clientview"
urlpatterns = [
    path("<ref>/", persons.person, name="person"),
    path("<ref>/print/", persons.print_view, name="print"),
    path("<ref>/call/", persons.call, name="call"),
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
