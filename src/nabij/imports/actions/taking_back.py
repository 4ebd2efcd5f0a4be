# SPDX-License-Identifier: EUPL-1.2
"""Take an import back: what it made goes, what it changed becomes what it was, where it can.

Piece by piece, each one transaction. What stays keeps a reason; a next time it is tried again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import batched
from typing import Any

import msgspec
from django.db import connection, transaction
from django.db.models import Count, QuerySet

from nabij.access.actions import LogUnavailable
from nabij.contact.actions.many import archive_interactions
from nabij.core import history
from nabij.core.errors import DomainError
from nabij.core.jobs import Progress
from nabij.core.viewer import Viewer
from nabij.imports.actions.rows import hold
from nabij.imports.choices import ImportKind, ImportState, Outcome
from nabij.imports.models import Import, ImportRow
from nabij.imports.rules.parts import unsealed_fields
from nabij.relations.actions import change_organisation, change_person, removal
from nabij.relations.choices import PartyKind
from nabij.relations.queries import many
from nabij.relations.types import OrganisationFields, PersonFields

# Keys of what rows made, each with that of where they work: 0 for nowhere.
type Made = dict[int, int]

PIECE = 5_000
TWICE_AT_ONCE = 500
EVENT = "import-taken-back"
_GONE = """
UPDATE imports_importrow SET key = NULL, tie = NULL, is_written = false, before = NULL, kept = ''
WHERE whole_id = %s AND number = ANY (%s)
"""


class _PersonBefore(msgspec.Struct):
    version: int
    fields: PersonFields


class _OrganisationBefore(msgspec.Struct):
    version: int
    fields: OrganisationFields


def take_back(*, viewer: Viewer, found: Import, progress: Progress) -> None:
    """Take back what was written and is not yet taken back, the last first.

    Raises:
        JobCancelled: a colleague stopped it; the rest stands and can be taken back later.
        MayNotRegister: the colleague lost the right.
        LogUnavailable: the log could not be written; the piece stands.
    """
    left = ImportRow.objects.filter(whole=found, is_written=True, kept="")
    progress.update(done=0, total=left.count())
    done = 0
    for piece in _pieces(left):
        with transaction.atomic():
            hold(found)
            _take_back_piece(viewer, found, piece)
            done += len(piece)
            progress.update(done=done)
    found.state = ImportState.TAKEN_BACK
    found.save(update_fields=["state"])


def _pieces(left: QuerySet[ImportRow]) -> Iterator[list[ImportRow]]:
    """Yield the rows that are left, the last first; first of all whoever was changed twice.

    All rows about one of those go together: halfway, they are what no version tells.
    """
    changed = left.filter(outcome=Outcome.CHANGE, before__isnull=False).order_by()
    times = changed.values("key").annotate(times=Count("pk")).filter(times__gt=1)
    for keys in batched(list(times.values_list("key", flat=True)), TWICE_AT_ONCE):
        yield list(changed.filter(key__in=keys).order_by("-number"))
    while piece := list(left.order_by("-number")[:PIECE]):
        yield piece


def _take_back_piece(viewer: Viewer, found: Import, piece: Sequence[ImportRow]) -> None:
    made = {row.key: row.tie or 0 for row in piece if row.outcome == Outcome.NEW and row.key}
    # What was wrongly brought in leaves no copy in the history of each row.
    with history.as_range(
        viewer=viewer,
        source="import-taken-back",
        subject_ref=found.ref,
        first=piece[-1].number,
        last=piece[0].number,
    ):
        staying = _REMOVERS[ImportKind(found.kind)](viewer, made)
    kept = {
        row.number: staying[row.key]
        for row in piece
        if row.outcome == Outcome.NEW and row.key in staying
    }
    kept |= _work_there_no_more(viewer, piece)
    kept |= _change_back(viewer, found, [row for row in piece if row.before is not None])
    with connection.cursor() as cursor:
        cursor.execute(_GONE, [found.pk, [r.number for r in piece if r.number not in kept]])
    for reason in set(kept.values()):
        numbers = [number for number, why in kept.items() if why == reason]
        ImportRow.objects.filter(whole=found, number__in=numbers).update(kept=reason)


def _persons(viewer: Viewer, made: Made) -> dict[int, str]:
    return removal.remove_parties(viewer=viewer, kind=PartyKind.PERSON, ids=made, event=EVENT)


def _organisations(viewer: Viewer, made: Made) -> dict[int, str]:
    return removal.remove_parties(viewer=viewer, kind=PartyKind.ORGANISATION, ids=made, event=EVENT)


def _contacts(viewer: Viewer, made: Made) -> dict[int, str]:
    return removal.remove_contacts(viewer=viewer, ties=made, event=EVENT)


def _ties(viewer: Viewer, made: Made) -> dict[int, str]:
    return removal.remove_ties(viewer=viewer, ids=made, event=EVENT)


def _interactions(viewer: Viewer, made: Made) -> dict[int, str]:
    return archive_interactions(viewer=viewer, ids=made, event=EVENT)


_REMOVERS = {
    ImportKind.PERSONS: _persons,
    ImportKind.CONTACTS: _contacts,
    ImportKind.ORGANISATIONS: _organisations,
    ImportKind.RELATIONSHIPS: _ties,
    ImportKind.INTERACTIONS: _interactions,
}


def _work_there_no_more(viewer: Viewer, piece: Sequence[ImportRow]) -> dict[int, str]:
    """Take back that people who were known work where their row says; return which rows stay."""
    ties = {row.tie: row.number for row in piece if row.outcome != Outcome.NEW and row.tie}
    if not ties:
        return {}
    kept = removal.remove_ties(viewer=viewer, ids=ties, event=EVENT, kind=PartyKind.ORGANISATION)
    return {ties[tie]: why for tie, why in kept.items()}


def _change_back(viewer: Viewer, found: Import, rows: Sequence[ImportRow]) -> dict[int, str]:
    """Change whom an import changed back to what they were; return which rows stay, and why."""
    kept: dict[int, str] = {}
    is_organisation = found.kind == ImportKind.ORGANISATIONS
    keys = {row.key for row in rows if row.key}
    known: dict[int, Any] = (
        many.known_organisations(viewer=viewer, ids=keys)
        if is_organisation
        else many.known_persons(viewer=viewer, ids=keys)
    )
    # As which version of the import somebody stands now that a later row was undone.
    stands_as: dict[int, int] = {}
    for row in rows:
        before: Any = unsealed_fields(
            row.before or b"",
            _OrganisationBefore if is_organisation else _PersonBefore,
            ref=found.ref,
            number=row.number,
        )
        there = known.get(row.key or 0)
        if there is None or stands_as.get(there.id, there.version) != before.version:
            kept[row.number] = removal.CHANGED
            continue
        change = change_organisation if is_organisation else change_person
        try:
            change(viewer=viewer, ref=there.ref, version=there.version, fields=before.fields)
        except LogUnavailable:
            raise
        except DomainError:  # it undid itself, to its own savepoint
            kept[row.number] = "refused"
            continue
        known[there.id] = replace(there, version=there.version + 1, fields=before.fields)
        stands_as[there.id] = before.version - 1
    return kept
