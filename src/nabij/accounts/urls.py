# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from nabij.accounts import views

app_name = "accounts"
urlpatterns = [path("<ref>/", views.organisation, name="organisation")]
