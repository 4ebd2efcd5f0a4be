# SPDX-License-Identifier: EUPL-1.2
"""The BSN: found by its keyed hash, read by the roles that the law lets use it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models

from nabij.access import rules as access_rules
from nabij.core import crypto
from nabij.core.viewer import Viewer
from nabij.relations.choices import BsnStep, DocumentKind, IdentifierSystem
from nabij.relations.models import BsnCheck, Identifier, Party
from nabij.relations.models.merges import members
from nabij.relations.queries.cards import PartyNotFound


def person_ids_with_bsn(*, viewer: Viewer, indexes: Iterable[bytes]) -> dict[bytes, list[int]]:
    """Return per blind index the keys of the persons that carry it. One SQL query.

    For the machine (linkage) only: it opens no person and shows nothing.

    Raises:
        PartyNotFound: a colleague asks.
    """
    if not viewer.is_machine:
        raise PartyNotFound
    found: dict[bytes, list[int]] = {}
    rows = Identifier.objects.with_indexes(list(indexes)).filter(left_out__isnull=True)
    for row in rows.select_related("party"):
        key = row.party.canonical_id or row.party_id
        found.setdefault(row.compared_index, []).append(key)
    return found


def bsn_of(*, viewer: Viewer, person_id: int) -> str:
    """Return the BSN of a person, '' when none is known. At most two SQL queries.

    The caller logs that it was shown (`access.actions.record_event`), before it is shown.

    Raises:
        PartyNotFound: this role may not use a BSN, or may not see this person.
    """
    if not (viewer.is_machine or access_rules.may_use_bsn(viewer.roles)):
        raise PartyNotFound
    if not Party.objects.visible_to(viewer).filter(pk=person_id).exists():
        raise PartyNotFound
    row = Identifier.objects.filter(
        party_id__in=members(person_id), system=IdentifierSystem.BSN, left_out__isnull=True
    ).first()
    if row is None or row.cipher is None:
        return ""
    return crypto.unseal(bytes(row.cipher), context=row.uid.bytes).decode()


def document_number_of(*, viewer: Viewer, person_id: int) -> str:
    """Return the number of the document that a BSN was last checked with, '' when there is none.

    One SQL query. The caller logs it, and made sure that the viewer may use this person's BSN.
    """
    row = BsnCheck.objects.filter(person_id__in=members(person_id)).order_by("-pk").first()
    if row is None or row.document_number is None:
        return ""
    return crypto.unseal(bytes(row.document_number), context=row.uid.bytes).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class BsnHistoryLine:
    """One step of a person's BSN, as people read it; never the BSN or the number itself."""

    step: str
    label: str
    source: str
    document: str
    has_document_number: bool
    checked_on: date | None
    checked_by: str
    recorded_at: datetime


def bsn_history(*, viewer: Viewer, person_id: int) -> list[BsnHistoryLine]:
    """Return what happened with a person's BSN, the latest first. One SQL query.

    Raises:
        PartyNotFound: this role may not use a BSN.
    """
    if not (viewer.is_machine or access_rules.may_use_bsn(viewer.roles)):
        raise PartyNotFound
    rows = BsnCheck.objects.filter(person_id__in=members(person_id)).order_by("-pk")
    return [
        BsnHistoryLine(
            step=row.step,
            label=str(BsnStep(row.step).label),
            source=row.source,
            document=str(DocumentKind(row.document_kind).label) if row.document_kind else "",
            has_document_number=row.document_number is not None,
            checked_on=row.checked_on,
            checked_by=row.checked_by.name if row.checked_by else "",
            recorded_at=row.recorded_at,
        )
        for row in rows.select_related("checked_by").fetch_mode(models.FETCH_RAISE)
    ]
