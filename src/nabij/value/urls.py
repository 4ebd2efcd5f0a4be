# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from nabij.value.views import estimates, files, listing, outcome, pieces, runs

app_name = "value"
urlpatterns = [
    path("", listing.models, name="models"),
    path("new/", listing.new, name="new"),
    path("example/", listing.example, name="example"),
    path("<ref>/", outcome.outcome, name="outcome"),
    path("<ref>/plan/", outcome.keep, name="keep"),
    path("<ref>/estimates/", estimates.listing, name="estimates"),
    path("<ref>/estimates/upload/", files.upload, name="upload"),
    path("<ref>/estimates/measure/", files.measure, name="measure"),
    path("<ref>/estimates/download/<kind>/", files.download, name="download"),
    path("<ref>/estimates/<code>/", estimates.estimate, name="estimate"),
    path("<ref>/setup/", pieces.setup, name="setup"),
    path("<ref>/setup/remove/", pieces.archive, name="archive"),
    path("<ref>/setup/<kind>/<int:pk>/", pieces.piece, name="piece"),
    path("<ref>/setup/<kind>/<int:pk>/remove/", pieces.remove, name="remove"),
    path("<ref>/setup/<kind>/new/", pieces.piece, name="new_piece"),
    path("<ref>/workbook/", runs.workbook, name="workbook"),
    path("<ref>/runs/", runs.listing, name="runs"),
    path("<ref>/runs/<run_ref>/", runs.board, name="board"),
    path("<ref>/runs/<run_ref>/paper/", runs.paper, name="paper"),
]
