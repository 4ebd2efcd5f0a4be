# SPDX-License-Identifier: EUPL-1.2
"""Error pages that need no database, no session and no request: the same bytes for everyone.

So a page that does not exist and a page that this colleague may not see cannot be told apart.
"""

from django.http import HttpResponse
from django.template.loader import render_to_string

CODES = (400, 403, 404, 413, 429, 500, 503)
RETRY_AFTER_SECONDS = 30


def error_page(status: int) -> HttpResponse:
    """Return the page of one of `CODES`, in Dutch and English, never cached."""
    response = HttpResponse(render_to_string(f"web/errors/{status}.html"), status=status)
    response.headers["Cache-Control"] = "no-store"
    if status in (429, 503):
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
