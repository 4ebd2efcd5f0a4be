# SPDX-License-Identifier: EUPL-1.2
"""Put the viewer on the request: the clock and the session are read here, once."""

from collections.abc import Callable
from datetime import datetime
from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from nabij.access import queries
from nabij.access.models import User
from nabij.core.request import Request
from nabij.core.viewer import Viewer


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
