# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from nabij.lists.views import bulk, cells, exports, pages, saved

app_name = "lists"
urlpatterns = [
    path("", pages.start, name="start"),
    path("views/<ref>/", saved.change, name="view"),
    path("views/<ref>/update/", saved.update, name="view_update"),
    path("views/<ref>/remove/", saved.remove, name="view_remove"),
    path("views/<ref>/default/", saved.default, name="view_default"),
    path("many/<ref>/", bulk.bulk, name="bulk"),
    path("many/<ref>/try/", bulk.try_out, name="bulk_try"),
    path("many/<ref>/do/", bulk.do, name="bulk_do"),
    path("many/<ref>/undo/", bulk.undo, name="bulk_undo"),
    path("<listing>/", pages.page, name="page"),
    path("<listing>/columns/", pages.columns, name="columns"),
    path("<listing>/views/", saved.save, name="view_save"),
    path("<listing>/many/", bulk.start, name="bulk_start"),
    path("<listing>/export/", exports.export, name="export"),
    path("<listing>/<ref>/<column>/", cells.cell, name="cell"),
]
