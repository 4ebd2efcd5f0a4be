# SPDX-License-Identifier: EUPL-1.2
"""Every read of linkage that another package or a page needs."""

from nabij.linkage.queries.person_records import (
    RecordNotFound,
    RecordOfPerson,
    RecordsOfPerson,
    SourceOfPerson,
    closed_records,
    persons_of_records,
    records_in_view,
    records_of_person,
    sources_of,
)
from nabij.linkage.queries.review import (
    LinkNotFound,
    LinkReview,
    count_to_review,
    link_review,
    links_to_review,
    next_to_review,
)
from nabij.linkage.queries.sources import SourceNotFound, source_named, sources

__all__ = [
    "LinkNotFound",
    "LinkReview",
    "RecordNotFound",
    "RecordOfPerson",
    "RecordsOfPerson",
    "SourceNotFound",
    "SourceOfPerson",
    "closed_records",
    "count_to_review",
    "link_review",
    "links_to_review",
    "next_to_review",
    "persons_of_records",
    "records_in_view",
    "records_of_person",
    "source_named",
    "sources",
    "sources_of",
]
