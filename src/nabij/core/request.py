# SPDX-License-Identifier: EUPL-1.2
"""What our views get: a request that knows its viewer, and the numbers in what it sends."""

from django.http import HttpRequest, QueryDict
from django_htmx.middleware import HtmxDetails

from nabij.core.viewer import Viewer

LONGEST_NUMBER = 18  # so many digits fit a bigint


class Request(HttpRequest):
    viewer: Viewer
    htmx: HtmxDetails


def number_in(data: QueryDict, name: str) -> int:
    """Return the whole number that an address or a form gives; 0, no key or version, without."""
    given = data.get(name, "")
    is_number = given.isascii() and given.isdigit() and len(given) <= LONGEST_NUMBER
    return int(given) if is_number else 0
