# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from nabij.imports.views import files, wizard

app_name = "imports"
urlpatterns = [
    path("", wizard.listing, name="imports"),
    path("new/", wizard.upload, name="upload"),
    path("example/<str:kind>.csv", files.example, name="example"),
    path("<str:ref>/", wizard.detail, name="import"),
    path("<str:ref>/columns/", wizard.choose_columns, name="columns"),
    path("<str:ref>/write/", wizard.write, name="write"),
    path("<str:ref>/take-back/", wizard.take_back, name="take_back"),
    path("<str:ref>/stop/", wizard.stop, name="stop"),
    path("<str:ref>/go-on/", wizard.go_on, name="go_on"),
    path("<str:ref>/remove/", wizard.remove, name="remove"),
    path("<str:ref>/errors/", files.errors, name="errors"),
]
