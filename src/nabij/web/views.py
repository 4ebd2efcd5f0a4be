# SPDX-License-Identifier: EUPL-1.2
"""Display preferences and the error pages that the root urls name as handlers."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from nabij.web.choices import COOKIE, PREFERENCES
from nabij.web.errors import error_page

ONE_YEAR = 365 * 24 * 3600


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep the submitted display preferences in cookies and go back to the page."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        back = "/"
    response = HttpResponseRedirect(back)
    for name, choices in PREFERENCES.items():
        value = request.POST.get(name)
        if value in choices.values:
            response.set_cookie(
                COOKIE.format(name),
                value,
                max_age=ONE_YEAR,
                secure=request.is_secure(),
                httponly=True,
                samesite="Lax",
            )
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400, or 413 when the reason is that too much was sent (`handler400`)."""
    too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return error_page(413 if too_much else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403 (`handler403`)."""
    return error_page(403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 when the CSRF token is missing or wrong (`CSRF_FAILURE_VIEW`)."""
    return error_page(403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404 (`handler404`)."""
    return error_page(404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 when the database cannot be reached (`handler500`)."""
    cause = sys.exc_info()[1]
    return error_page(503 if isinstance(cause, OperationalError | InterfaceError) else 500)
