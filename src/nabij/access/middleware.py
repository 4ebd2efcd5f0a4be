# SPDX-License-Identifier: EUPL-1.2
"""Put the viewer on the request (the clock is read once), hold sessions to their rules, and deny
views without a rule.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from nabij.access import queries
from nabij.access.actions import sign_in
from nabij.access.actions.tries import TooManyTries
from nabij.access.doors import Door, locked_page
from nabij.access.models import User
from nabij.access.models.sign_in import SessionStore
from nabij.access.queries.sign_in import factor_kinds
from nabij.core.request import Request
from nabij.core.viewer import Viewer
from nabij.web.errors import error_page
from nabij.web.pages import no_store

logger = logging.getLogger(__name__)


class ViewerMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        at = timezone.now()
        cast("Request", request).viewer = cast(
            "Viewer", SimpleLazyObject(lambda: _viewer(request, at))
        )
        return self.get_response(request)


def _viewer(request: HttpRequest, at: datetime) -> Viewer:
    access_point = request.META.get("REMOTE_ADDR", "")
    if isinstance(request.user, User) and request.user.is_authenticated:
        return queries.viewer_of(user=request.user, at=at, access_point=access_point)
    return queries.nobody(at=at, access_point=access_point)


class SignInMiddleware:
    """What a session may do: nothing once it is over, only unlock while it is locked, and only set
    up a second factor as long as none was given. Whatever opens in spite of that says so itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            row = cast("SessionStore", request.session).signed_in()
            passer_by = queries.nobody(at=timezone.now())
            if (
                row is None
                or row.user_id != request.user.pk
                or sign_in.is_over(viewer=passer_by, session=row)
            ):
                auth.logout(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        store, viewer = cast("SessionStore", request.session), cast("Request", request).viewer
        if not request.user.is_authenticated:
            return None
        sign_in.follow_rights(viewer=viewer, store=store)
        row = store.signed_in()
        is_public = getattr(getattr(view, "door", None), "is_public", False)
        if row is None or is_public:
            return None
        if row.locked_at:
            if getattr(view, "opens_when_locked", False):
                return None
            is_page = request.method == "GET" and request.headers.get("HX-Request") != "true"
            return locked_page(request, next_page=request.get_full_path() if is_page else "/")
        if row.proven_at is None and not getattr(view, "opens_before_second_factor", False):
            has_factor = bool(factor_kinds(viewer=viewer, user_id=viewer.user_id))
            return redirect("sign_in:confirm" if has_factor else "sign_in:enrol")
        if not getattr(view, "runs_by_itself", False):
            sign_in.see_session(viewer=viewer, session=row)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        if not isinstance(error, TooManyTries):
            return None
        answer = render(request, "access/too_many_tries.html", {"error": error}, status=429)
        answer.headers["Retry-After"] = str(error.retry_after)
        return no_store(answer)


class DoorMiddleware:
    """Default deny: a view that carries no rule (`access.doors`) does not exist for anybody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if isinstance(getattr(view, "door", None), Door):
            return None
        logger.error("The view %s carries no rule and is refused.", getattr(view, "__name__", view))
        return error_page(404)
