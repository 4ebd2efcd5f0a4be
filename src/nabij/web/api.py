# SPDX-License-Identifier: EUPL-1.2
"""What every address below /api/ shares: shapes, and how it says that something does not do.

A package has its addresses in `api.py`; `config.api` puts them together. What goes wrong is said
as problem+json (RFC 9457): a code for the program, and one sentence in the language asked for.
"""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Schema
from ninja.errors import ValidationError
from ninja.parser import Parser
from pydantic import ConfigDict

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


class Sent(Schema):
    """What a program sends; a name that nobody knows is a mistake, and said."""

    model_config = ConfigDict(extra="forbid")


class Wrong(Schema):
    """One thing to mend: where it stands in what was sent, and a sentence."""

    field: str
    detail: str


class Problem(Schema):
    """Why something was not done."""

    title: str
    status: int
    code: str
    detail: str
    errors: list[Wrong] = []


class TextParser(Parser):
    """Read JSON, of which every text can be stored: without NUL and without half characters."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return what was sent.

        Raises:
            ValueError: it is no JSON, or has a text that no database takes.
        """
        found = super().parse_body(request)
        text = json.dumps(found, ensure_ascii=False)
        text.encode()
        if r"\u0000" in text:
            raise ValueError
        return found


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


def unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    """Say that what was sent is no JSON."""
    return problem(400, *SAID[400])


def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say per field what is to be mended. What was typed is not repeated."""
    wrong = [
        {
            "field": ".".join(str(part) for part in one["loc"][2:] or one["loc"][-1:]),
            "detail": _sentence(one["type"], one.get("ctx", {})),
        }
        for one in error.errors
    ]
    return problem(422, "not-valid", _("What was sent does not do."), errors=wrong)


def _sentence(kind: str, context: dict[str, Any]) -> str:
    if kind == "missing":
        return _("This is missing.")
    if kind == "extra_forbidden":
        return _("This is not known here.")
    if kind == "string_too_long":
        return _("Use at most %(most)s characters.") % {"most": context["max_length"]}
    return _("This has another form than the description of the API says.")


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
