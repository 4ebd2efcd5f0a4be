# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from nabij.dossiers.views import intakes, quarantine

app_name = "dossiers"
urlpatterns = [
    path("", intakes.listing, name="intakes"),
    path("upload/", intakes.upload, name="upload"),
    path("intakes/<str:ref>/", intakes.detail, name="intake"),
    path("intakes/<str:ref>/stop/", intakes.stop, name="stop"),
    path("intakes/<str:ref>/again/", intakes.again, name="again"),
    path("quarantine/", quarantine.listing, name="quarantine"),
    path("quarantine/export/", quarantine.export, name="quarantine_export"),
    path("quarantine/<str:ref>/", quarantine.detail, name="quarantined"),
    path("quarantine/<str:ref>/content/", quarantine.content, name="quarantined_content"),
]
