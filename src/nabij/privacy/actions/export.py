# SPDX-License-Identifier: EUPL-1.2
"""Take the access log out."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access.actions import NobodyAnswers
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.privacy import queries
from nabij.privacy.rules.audit_event import audit_event
from nabij.relations.queries import keys as relations_keys


class NoSuchClient(DomainError):
    code = "no-such-client"
    message = "There is no client with the number %(number)s."


def export_log(
    *,
    viewer: Viewer,
    since: datetime,
    until: datetime,
    client_number: str = "",
    as_fhir: bool = False,
) -> Iterator[dict[str, Any]]:
    """Return the lines of a period, oldest first; that they were taken is on record before.

    Args:
        client_number: lines about this client only, also those under another name, of before a
            merge or split.
        as_fhir: as FHIR R4 AuditEvent, else every column by its name.

    Raises:
        NobodyAnswers: the viewer stands for no colleague.
        NoSuchClient: nobody has this number.
        LogUnavailable: the export could not be recorded.
    """
    if viewer.acting_for_id is None:
        raise NobodyAnswers
    person_ids = _person_ids(viewer, client_number) if client_number else None
    access_actions.record_log_use(
        viewer=viewer,
        event="log-export",
        action="E",
        person_ids=(person_ids or ())[:1],
        detail=f"{since:%Y-%m-%d} - {until:%Y-%m-%d}{', FHIR' if as_fhir else ''}",
    )
    return _lines(viewer, since, until, person_ids, as_fhir=as_fhir)


def _lines(
    viewer: Viewer,
    since: datetime,
    until: datetime,
    person_ids: list[int] | None,
    *,
    as_fhir: bool,
) -> Iterator[dict[str, Any]]:
    # One transaction, so that the lines are read in pieces and of one moment.
    with transaction.atomic():
        for entry in access_queries.entries_between(
            viewer=viewer,
            since=since,
            until=until,
            person_ids=person_ids,
            shown_as=queries.shown_under(viewer=viewer, person_ids=person_ids or ()),
        ):
            yield audit_event(entry) if as_fhir else entry


def _person_ids(viewer: Viewer, number: str) -> list[int]:
    found = relations_keys.keys_with_client_number(viewer=viewer, number=number)
    if not found:
        raise NoSuchClient(number=number)
    return found
