# SPDX-License-Identifier: EUPL-1.2
"""Every read of linkage that another package or a page needs."""

from nabij.linkage.queries.copies import (
    CopiesOfPerson,
    Copy,
    CopyOfPerson,
    GroundsOfRecord,
    RecordNotFound,
    consents_of_person,
    grounds_of_record,
    link_to_unlink,
    records_of_person,
)
from nabij.linkage.queries.person_records import (
    SourceOfPerson,
    closed_records,
    persons_of_records,
    record_in_view,
    records_in_view,
    records_in_view_of,
    sources_of,
)
from nabij.linkage.queries.quality import Quality, quality_of_links
from nabij.linkage.queries.queue import (
    LinksToReview,
    Place,
    count_to_review,
    links_to_review,
    next_to_review,
    place_of,
)
from nabij.linkage.queries.review import (
    LinkReview,
    last_decision,
    link_review,
    next_review,
    waiting_ref,
)
from nabij.linkage.queries.sight import LinkNotFound
from nabij.linkage.queries.sources import SourceNotFound, source_named, sources
from nabij.linkage.queries.splitting import (
    MoveLine,
    MoveNotFound,
    Parting,
    SplitPreview,
    moves_of,
    partings,
    persons_before,
    records_of_each,
    records_today,
    split_preview,
)

__all__ = [
    "CopiesOfPerson",
    "Copy",
    "CopyOfPerson",
    "GroundsOfRecord",
    "LinkNotFound",
    "LinkReview",
    "LinksToReview",
    "MoveLine",
    "MoveNotFound",
    "Parting",
    "Place",
    "Quality",
    "RecordNotFound",
    "SourceNotFound",
    "SourceOfPerson",
    "SplitPreview",
    "closed_records",
    "consents_of_person",
    "count_to_review",
    "grounds_of_record",
    "last_decision",
    "link_review",
    "link_to_unlink",
    "links_to_review",
    "moves_of",
    "next_review",
    "next_to_review",
    "partings",
    "persons_before",
    "persons_of_records",
    "place_of",
    "quality_of_links",
    "record_in_view",
    "records_in_view",
    "records_in_view_of",
    "records_of_each",
    "records_of_person",
    "records_today",
    "source_named",
    "sources",
    "sources_of",
    "split_preview",
    "waiting_ref",
]
