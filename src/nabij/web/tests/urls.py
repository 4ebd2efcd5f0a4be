# SPDX-License-Identifier: EUPL-1.2
from django.http import HttpResponse
from django.urls import include, path

from nabij.web import errors, views
from nabij.web.tests import site

stub = lambda request, **kwargs: HttpResponse("ok")  # noqa: E731

urlpatterns = [
    path("", include(([path("", site.components, name="start")], "desk"))),
    path("", include(([path("preferences/", views.preferences, name="preferences")], "web"))),
    path("language/", include("django.conf.urls.i18n")),
    path("relations/", include(([path("", site.components, name="search")], "relations"))),
    path("piece/<name>/", site.piece),
    path("plain/", site.plain),
    path("refused/", site.refused),
    path("absent/", site.absent),
    path("posted/", site.posted),
    path("sign-out/", include(([path("", stub, name="out")], "sign_in"))),
    path("error/<int:status>/", lambda request, status: errors.error_page(status)),
]
handler400 = "nabij.web.views.bad_request"
handler403 = "nabij.web.views.forbidden"
handler404 = "nabij.web.views.not_found"
handler500 = "nabij.web.views.server_error"
