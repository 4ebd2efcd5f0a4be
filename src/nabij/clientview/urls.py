# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from nabij.clientview.views import facts, persons

app_name = "clientview"
urlpatterns = [
    path("<ref>/", persons.person, name="person"),
    path("<ref>/print/", persons.print_view, name="print"),
    path("<ref>/call/", persons.call, name="call"),
    path("<ref>/facts/<fact_ref>/", facts.fact, name="fact"),
]
