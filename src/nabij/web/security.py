# SPDX-License-Identifier: EUPL-1.2
"""What the browser is told to refuse. Settings take these constants over.

    SECURE_CSP = security.CONTENT_SECURITY_POLICY
    MIDDLEWARE = [..., "django.middleware.csp.ContentSecurityPolicyMiddleware",
                  "nabij.web.security.SecurityHeadersMiddleware", ...]

There is no nonce and no `unsafe-*`: all script and style comes from our own files. Only the
policy named here may turn text into HTML; `static/web/js/trusted-types.js` makes it.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.csp import CSP

from nabij.web.errors import error_page

TRUSTED_TYPES_POLICY = "nabij"
# All files of one form together (`dossiers.forms` allows 512 MB) and what stands around them.
LARGEST_REQUEST = 520 * 1024 * 1024

CONTENT_SECURITY_POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": [TRUSTED_TYPES_POLICY],
}

REFUSED_FEATURES = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)

HEADERS: dict[str, str] = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in REFUSED_FEATURES),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    # Nothing of ours is kept by a browser or proxy, unless a view says that it may.
    "Cache-Control": "no-store",
}


# A file is saved, and shown or run by nobody.
FILE_POLICY = "sandbox; default-src 'none'"


class SecurityHeadersMiddleware:
    """Set `HEADERS` on every answer that did not set them itself, and `FILE_POLICY` on files."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request and complete the headers."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if "attachment" in response.headers.get("Content-Disposition", ""):
            response.headers["Content-Security-Policy"] = FILE_POLICY
        return response


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Write uploads to files of our own naming, and none of a request that is too large at all."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 - the name that Django calls it by
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Look at the size before the first byte is written.

        Raises:
            RequestDataTooBig: answered with the page for 413.
        """
        if content_length > LARGEST_REQUEST:
            raise RequestDataTooBig


class NullCharacterMiddleware:
    """Answer 400 when a NUL stands in an address or a field: no database can store or find it.

    In the path it is 404, as for every address that does not exist. Files are not looked at.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        if "\0" in request.path_info:
            return error_page(404)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponseBase | None:
        """Look at the fields, after the protection against forged posts has read them."""
        for fields in (request.GET, request.POST):
            if any("\0" in text for name, texts in fields.lists() for text in (name, *texts)):
                return error_page(400)
        return None
