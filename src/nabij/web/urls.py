# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from nabij.web import views

app_name = "web"
urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
]
