# SPDX-License-Identifier: EUPL-1.2
"""A form that was sent well needs its draft no longer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from nabij.desk import actions

# Where a form leads on, or says that something was made; a form with faults comes back with 4xx,
# and a form that only looks something up while it is filled in with 200.
SENT = frozenset({201, 301, 302, 303})


class DraftMiddleware:
    """End the draft that the form names (`{% draft %}`), once its post has done what it asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        response = self.get_response(request)
        viewer = getattr(request, "viewer", None)
        if request.method == "POST" and response.status_code in SENT and viewer is not None:
            form = request.POST.get("draft", "")
            if form and viewer.is_known:
                actions.drop_draft(viewer=viewer, form=form)
        return response
