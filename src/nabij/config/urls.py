# SPDX-License-Identifier: EUPL-1.2
from django.urls import include, path

from nabij.clientview.urls import round_sheet_urls

urlpatterns = [
    path("", include("nabij.desk.urls")),
    path("", include("nabij.web.urls")),
    path("sign-in/", include("nabij.access.urls")),
    path("relations/", include("nabij.relations.urls")),
    path("persons/", include("nabij.clientview.urls")),
    path("round-sheets/", include(round_sheet_urls)),
    path("organisations/", include("nabij.accounts.urls")),
    path("linkage/", include("nabij.linkage.urls")),
    path("dossiers/", include("nabij.dossiers.urls")),
    path("language/", include("django.conf.urls.i18n")),
]
handler400 = "nabij.web.views.bad_request"
handler403 = "nabij.web.views.forbidden"
handler404 = "nabij.web.views.not_found"
handler500 = "nabij.web.views.server_error"
