# SPDX-License-Identifier: EUPL-1.2
"""What can be asked of lists. Every answer is limited to what the viewer may see.

Who shows what these return writes the access log.
"""

from nabij.lists.queries.bulk import (
    BulkNotFound,
    BulkView,
    bulk_action,
    bulk_run,
    bulk_view,
    ids_with_refs,
)
from nabij.lists.queries.listings import (
    FilterNotUnderstood,
    ListNotFound,
    all_rows,
    cell,
    columns_shown,
    count,
    ids_of,
    listing_named,
    listings,
    rows_page,
    rows_that_leave,
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
    "BulkNotFound",
    "BulkView",
    "CountedView",
    "FilterNotUnderstood",
    "ListNotFound",
    "ViewLine",
    "ViewNotFound",
    "all_rows",
    "bulk_action",
    "bulk_run",
    "bulk_view",
    "cell",
    "columns_shown",
    "count",
    "counted_views",
    "ids_of",
    "ids_with_refs",
    "listing_named",
    "listings",
    "own_list",
    "rows_page",
    "rows_that_leave",
    "saved_view",
    "views_of",
]
