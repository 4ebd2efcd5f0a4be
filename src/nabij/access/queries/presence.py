# SPDX-License-Identifier: EUPL-1.2
"""Who looks at somebody at this moment, as the access log tells."""

from collections.abc import Collection
from datetime import timedelta

from nabij.access.choices import Outcome
from nabij.access.models import AccessEntry
from nabij.core.viewer import Viewer

# So long after opening a page somebody counts as looking.
LOOKS_FOR = timedelta(minutes=3)
PAGES = ("picture", "person", "card", "contacts", "organisation")
MOST_NAMES = 5


def looking_now(
    *, viewer: Viewer, keys: Collection[int], event_details: Collection[str] = ()
) -> list[str]:
    """Return the names of other colleagues who opened a page of this party just now, at most five.

    `keys` are all under which it stands or stood. One SQL query, of the log of this month. An
    organisation is found by `event_details`, since its page logs the people on it.
    """
    looks = AccessEntry.objects.filter(
        at__gt=viewer.at - LOOKS_FOR,
        at__lte=viewer.at,
        event__in=PAGES,
        outcome=Outcome.SUCCESS,
        user_id__gt=0,
    ).exclude(user_id=viewer.user_id)
    if event_details:
        looks = looks.filter(detail__in=event_details)
    else:
        looks = looks.filter(object_ids__overlap=list(keys))
    names = looks.order_by("user_name").values_list("user_name", flat=True).distinct()
    return list(names[:MOST_NAMES])
