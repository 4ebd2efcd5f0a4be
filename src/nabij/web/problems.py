# SPDX-License-Identifier: EUPL-1.2
"""How the API says that something does not do: as problem+json (RFC 9457).

A code for the program, and one sentence in the language asked for.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from nabij.core.errors import ExpectedError, NotFound

ROOT = "/api/"
CONTENT_TYPE = "application/problem+json"
UNREADABLE = "unreadable"
# What stands in front of an address answers with a page: what it says to a program.
SAID: dict[int, tuple[str, str | Promise]] = {
    400: (UNREADABLE, gettext_lazy("This request cannot be read.")),
    401: ("sign-in-first", gettext_lazy("Sign in first, with both steps.")),
    403: ("token-missing", gettext_lazy("Send the token against forged requests along.")),
    404: (NotFound.code, NotFound.message),
    405: ("method-unknown", gettext_lazy("This cannot be done at this address.")),
    413: ("too-large", gettext_lazy("This is too large.")),
    423: ("locked", gettext_lazy("Your session is locked. Unlock it first.")),
    429: ("too-many-tries", gettext_lazy("That was tried too often. Wait a while.")),
    500: ("failed", gettext_lazy("Something went wrong here. It is not your fault.")),
    503: ("unavailable", gettext_lazy("The data cannot be opened right now. Try again later.")),
}


def is_for_programs(request: HttpRequest) -> bool:
    """Tell whether this address answers programs, and not people."""
    return request.path_info.startswith(ROOT)


def problem(status: int, code: str, detail: str | Promise, **more: Any) -> JsonResponse:
    """Return the answer that something does not do; `more` are further members of it."""
    content = {
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": str(detail),
    } | more
    return JsonResponse(content, status=status, content_type=CONTENT_TYPE)


def problem_of(error: ExpectedError, **more: Any) -> JsonResponse:
    """Return an anticipated error as a program reads it."""
    return problem(error.http_status, error.code, str(error), **more)


class ProblemMiddleware:
    """Answer programs as programs read it, whatever stands in front of an address.

    Signing in, the lock, the limit of tries, the protection against forged requests and what does
    not exist each answer with a page, or lead to one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        answer = self.get_response(request)
        status = 401 if answer.status_code in {301, 302, 303} else answer.status_code
        is_said = status < HTTPStatus.BAD_REQUEST or "json" in answer.headers.get(
            "Content-Type", ""
        )
        if is_said or not is_for_programs(request):
            return answer
        told = problem(status, *SAID.get(status, SAID[400]))
        for name in ("Allow", "Retry-After", "Cache-Control"):
            if name in answer.headers:
                told.headers[name] = answer.headers[name]
        told.cookies = answer.cookies
        return told
