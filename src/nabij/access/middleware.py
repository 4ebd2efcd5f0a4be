# SPDX-License-Identifier: EUPL-1.2
"""Put the viewer on the request (clock and session are read once), and deny views without a rule."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from nabij.access import queries
from nabij.access.doors import Door
from nabij.access.models import User
from nabij.core.request import Request
from nabij.core.viewer import Viewer
from nabij.web.errors import error_page

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
