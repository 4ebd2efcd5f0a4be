# SPDX-License-Identifier: EUPL-1.2
"""The version that a page was made of, as its form sends it back."""

from django.http import QueryDict

LONGEST = 9


def version_of(data: QueryDict) -> int:
    """Return the version that a form was filled in over; 0, which no row has, without one."""
    given = data.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= LONGEST else 0
