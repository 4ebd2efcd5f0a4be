# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from nabij.web import views

app_name = "web"
urlpatterns = [
    path("preference/", views.preference, name="preference"),
    path("preference/language/", views.language, name="language"),
]
