# SPDX-License-Identifier: EUPL-1.2
from django.urls import include, path
from django.views.i18n import set_language

from nabij.access.doors import public_door
from nabij.clientview.urls import round_sheet_urls
from nabij.config import api
from nabij.web import views as web_views

# The views of others, and of the package below access, get their rule here.
preferences = public_door("preferences", because="who signs in must be able to read the page")
language = public_door("language", because="who cannot read the page must be able to choose")
shell_urls = (
    [path("preferences/", preferences(web_views.preferences), name="preferences")],
    "web",
)

urlpatterns = [
    path("", include("nabij.desk.urls")),
    path("", include(shell_urls)),
    path("sign-in/", include("nabij.access.urls")),
    path("relations/", include("nabij.relations.urls")),
    path("lists/", include("nabij.lists.urls")),
    path("persons/", include("nabij.clientview.urls")),
    path("round-sheets/", include(round_sheet_urls)),
    path("organisations/", include("nabij.accounts.urls")),
    path("contact/", include("nabij.contact.urls")),
    path("value/", include("nabij.value.urls")),
    path("linkage/", include("nabij.linkage.urls")),
    path("dossiers/", include("nabij.dossiers.urls")),
    path("imports/", include("nabij.imports.urls")),
    path("who-looked/", include("nabij.privacy.urls")),
    path("api/", include(api.urls)),
    path("language/setlang/", language(set_language), name="set_language"),
]
handler400 = "nabij.web.views.bad_request"
handler403 = "nabij.web.views.forbidden"
handler404 = "nabij.web.views.not_found"
handler500 = "nabij.web.views.server_error"
