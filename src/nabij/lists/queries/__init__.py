# SPDX-License-Identifier: EUPL-1.2
"""What can be asked of lists. Every answer is limited to what the viewer may see.

Who shows what these return writes the access log.
"""

from nabij.lists.queries.listings import (
    FilterNotUnderstood,
    ListNotFound,
    columns_shown,
    count,
    ids_of,
    listing,
    listings,
    rows_page,
)
from nabij.lists.queries.saved import (
    CountedView,
    ViewLine,
    ViewNotFound,
    counted_views,
    own_list,
    saved_view,
    views_of,
)

__all__ = [
    "CountedView",
    "FilterNotUnderstood",
    "ListNotFound",
    "ViewLine",
    "ViewNotFound",
    "columns_shown",
    "count",
    "counted_views",
    "ids_of",
    "listing",
    "listings",
    "own_list",
    "rows_page",
    "saved_view",
    "views_of",
]
