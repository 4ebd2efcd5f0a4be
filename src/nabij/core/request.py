# SPDX-License-Identifier: EUPL-1.2
"""What our views get: a request that knows its viewer."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from nabij.core.viewer import Viewer


class Request(HttpRequest):
    viewer: Viewer
    htmx: HtmxDetails
