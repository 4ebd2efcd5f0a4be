# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from nabij.lists.views import pages, saved

app_name = "lists"
urlpatterns = [
    path("", pages.start, name="start"),
    path("views/<ref>/", saved.change, name="view"),
    path("views/<ref>/update/", saved.update, name="view_update"),
    path("views/<ref>/remove/", saved.remove, name="view_remove"),
    path("views/<ref>/default/", saved.default, name="view_default"),
    path("<listing>/", pages.page, name="page"),
    path("<listing>/columns/", pages.columns, name="columns"),
    path("<listing>/views/", saved.save, name="view_save"),
]
