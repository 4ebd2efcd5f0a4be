# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from nabij.linkage.views import grounds, persons, quality, review

app_name = "linkage"
urlpatterns = [
    path("", review.links, name="review"),
    path("quality/", quality.quality, name="quality"),
    path("take-back/", review.take_back, name="take_back"),
    path("persons/<ref>/", persons.person, name="person"),
    path("persons/<ref>/split/", persons.split, name="split"),
    path("persons/<ref>/split/<to_ref>/", persons.split, name="split_to"),
    path("moves/<ref>/undo/", persons.undo_split, name="undo_split"),
    path("records/<ref>/ground/", grounds.ground, name="ground"),
    path("<ref>/", review.link, name="link"),
    path("<ref>/unlink/", persons.unlink, name="unlink"),
    path("<ref>/reconsider/", persons.reconsider, name="reconsider"),
]
