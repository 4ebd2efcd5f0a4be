# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from nabij.desk import views

app_name = "desk"
urlpatterns = [path("", views.start, name="start")]
