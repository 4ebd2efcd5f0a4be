# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from nabij.dossiers.views import intakes, quarantine, rosters

app_name = "dossiers"
urlpatterns = [
    path("", intakes.listing, name="intakes"),
    path("upload/", intakes.upload, name="upload"),
    path("intakes/<str:ref>/", intakes.detail, name="intake"),
    path("intakes/<str:ref>/stop/", intakes.stop, name="stop"),
    path("intakes/<str:ref>/again/", intakes.again, name="again"),
    path("rosters/", rosters.listing, name="rosters"),
    path("rosters/upload/", rosters.upload, name="roster_upload"),
    path("rosters/<str:ref>/", rosters.detail, name="roster"),
    path("rosters/<str:ref>/again/", rosters.again, name="roster_again"),
    path("quarantine/", quarantine.listing, name="quarantine"),
    path("quarantine/export/", quarantine.export, name="quarantine_export"),
    path("quarantine/<str:ref>/", quarantine.detail, name="quarantined"),
    path("quarantine/<str:ref>/content/", quarantine.content, name="quarantined_content"),
]
