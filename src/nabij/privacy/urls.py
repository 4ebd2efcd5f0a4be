# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from nabij.privacy import views

app_name = "privacy"
urlpatterns = [
    path("", views.log, name="log"),
    path("cases/", views.cases, name="cases"),
    path("notices/<ref>/", views.notice, name="notice"),
    path("colleagues/", views.colleagues, name="colleagues"),
    path("persons/<ref>/", views.person, name="person"),
]
