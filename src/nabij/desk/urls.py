# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from nabij.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.start, name="start"),
    path("find/", views.find, name="find"),
    path("stand-ins/", views.stand_ins, name="stand_ins"),
    path("stand-ins/review/", views.stand_in_review, name="stand_in_review"),
    path("stand-ins/settle/", views.stand_in_settle, name="stand_in_settle"),
]
