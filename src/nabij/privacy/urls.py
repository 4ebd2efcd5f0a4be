# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from nabij.privacy.views import cases, log

app_name = "privacy"
urlpatterns = [
    path("", log.log, name="log"),
    path("cases/", cases.cases, name="cases"),
    path("notices/<ref>/", cases.notice, name="notice"),
    path("colleagues/", log.colleagues, name="colleagues"),
    path("persons/<ref>/", log.person, name="person"),
]
