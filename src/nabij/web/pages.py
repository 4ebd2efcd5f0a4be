# SPDX-License-Identifier: EUPL-1.2
"""How a page answers: whole, or one partial of the same template when htmx asks."""

import re
from collections.abc import Callable
from typing import Any, BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from nabij.core.errors import ExpectedError, NotFound
from nabij.web.errors import error_page
from nabij.web.problems import is_for_programs, problem_of

CREATED = 201
CONFLICT = 409  # somebody else changed it meanwhile
UNPROCESSABLE = 422  # a form with something to mend


def wants_partial(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a piece of the page; a history restore needs all of it."""
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-History-Restore-Request") != "true"
    )


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    partial: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render `template`, or only its `partial` for an htmx swap.

    Caches must keep the two apart, so the answer varies on htmx's headers.
    """
    swap = bool(partial) and wants_partial(request)
    response = render(
        request, f"{template}#{partial}" if swap else template, context, status=status
    )
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


def no_store[Answer: HttpResponseBase](response: Answer) -> Answer:
    """Forbid every cache, the browser's too, to keep this answer: for pages with care data."""
    response.headers["Cache-Control"] = "no-store"
    return response


def file_answer(content: bytes, name: str, content_type: str) -> HttpResponse:
    """Answer with a file that a browser saves and never shows, runs or keeps in a cache."""
    return _saved(HttpResponse(content, content_type=content_type), name)


def large_file_answer(file: BinaryIO, name: str, content_type: str) -> FileResponse:
    """Answer as `file_answer` with a file that was written, a piece of it in memory at a time."""
    file.seek(0)
    return _saved(FileResponse(file, content_type=content_type), name)


def _saved[Answer: HttpResponseBase](answer: Answer, name: str) -> Answer:
    plain = re.sub(r"[^A-Za-z0-9._-]", "-", name)
    answer.headers["Content-Disposition"] = f'attachment; filename="{plain}"'
    return no_store(answer)


class DomainErrorMiddleware:
    """Show an anticipated error with its own status; let all others through.

    A program gets it as a problem. A page request gets an error page. A swap gets a notice, which
    goes to the page's own place for messages instead of the piece that was to be replaced, so
    nothing typed is lost.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn an anticipated error into an answer; absent and forbidden give one same page."""
        if not isinstance(error, ExpectedError):
            return None
        if isinstance(error, NotFound):
            error = NotFound()  # which of them it was would tell absent from forbidden
        if is_for_programs(request):
            response: HttpResponse = problem_of(error)
        elif wants_partial(request):
            response = render(
                request, "web/notice.html", {"error": error}, status=error.http_status
            )
            response.headers["HX-Retarget"] = "#messages"
            response.headers["HX-Reswap"] = "innerHTML"
        elif isinstance(error, NotFound):
            return error_page(404)
        else:
            response = render(request, "web/error.html", {"error": error}, status=error.http_status)
        return no_store(response)
