# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from nabij.contact.views import interactions

app_name = "contact"
urlpatterns = [
    path("moments/<ref>/", interactions.interaction, name="interaction"),
    path("<ref>/", interactions.party, name="party"),
]
