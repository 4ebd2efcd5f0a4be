# SPDX-License-Identifier: EUPL-1.2
"""Write a checked import, piece by piece: each piece is one transaction with how far it is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from nabij.access.actions import LogUnavailable
from nabij.core import history
from nabij.core.errors import DomainError
from nabij.core.jobs import Progress
from nabij.core.viewer import Viewer
from nabij.imports.actions.planning import counted, given_of
from nabij.imports.actions.reading import PARTS_AT_ONCE, surroundings
from nabij.imports.actions.resolving import write_contact, write_ties
from nabij.imports.actions.rows import EVENT, hold, refuse, write_down
from nabij.imports.choices import ImportKind, ImportState, OnKnown, Outcome
from nabij.imports.models import Import, ImportPart, ImportRow
from nabij.imports.queries.imports import parts_of
from nabij.imports.rules import organisations, persons, updating
from nabij.imports.rules.parts import Drafted, sealed_fields, unsealed_drafts
from nabij.imports.types import Given, Problem
from nabij.relations.actions import (
    ClientNumberTaken,
    change_organisation,
    change_person,
    drafts,
)
from nabij.relations.choices import PartyKind
from nabij.relations.queries import many

TAKEN = Problem("client_number", "client-number-taken")
NOT_CHANGED = Problem("", "not-changed")
LEFT_TEAM = Problem("unit", "left-team")


def write(*, viewer: Viewer, found: Import, progress: Progress) -> None:
    """Write the rows that are not yet, in order.

    Raises:
        JobCancelled: a colleague stopped it; what was written stays and can be taken back.
        MayNotRegister: the colleague lost the right since the rows were checked.
        LogUnavailable: the log could not be written; the piece is not written.
    """
    progress.update(done=found.done_parts, total=found.parts)
    while found.done_parts < found.parts:
        _write_piece(viewer, found, progress)
    with transaction.atomic():
        ImportPart.objects.filter(whole=found).update(drafts=None)
        found.counts = counted(found)
        found.state = ImportState.DONE
        found.save(update_fields=["counts", "state"])
        Import.objects.filter(pk=found.pk).update(finished_at=Now())


@transaction.atomic
def _write_piece(viewer: Viewer, found: Import, progress: Progress) -> None:
    hold(found)
    pieces = list(
        parts_of(found, first=found.done_parts + 1, last=found.done_parts + PARTS_AT_ONCE)
    )
    rows = ImportRow.objects.filter(
        whole=found,
        number__gte=pieces[0].first_row,
        number__lte=pieces[-1].last_row,
        is_written=False,
    )
    fresh = set(rows.filter(outcome=Outcome.NEW).values_list("number", flat=True))
    changes = {row.number: row for row in rows.filter(outcome=Outcome.CHANGE).order_by("number")}
    drafted = [
        draft
        for part in pieces
        if part.drafts is not None
        for draft in unsealed_drafts(part.drafts, ref=found.ref, number=part.number)
        if draft.number in fresh or draft.number in changes
    ]
    waiting = _of_own_teams(viewer, found, [d for d in drafted if d.number in fresh])
    with history.as_range(
        viewer=viewer,
        source="import",
        subject_ref=found.ref,
        first=pieces[0].first_row,
        last=pieces[-1].last_row,
    ):
        _WRITERS.get(ImportKind(found.kind), _write_new)(viewer, found, waiting)
        if found.kind == ImportKind.CONTACTS:
            known = [draft for draft in drafted if draft.number in changes]
            _employ(viewer, found, known, changes)
    if found.on_known == OnKnown.UPDATE:
        _update(viewer, found, list(changes.values()))
    found.done_parts = pieces[-1].number
    found.save(update_fields=["done_parts"])
    progress.update(done=found.done_parts)


def _of_own_teams(viewer: Viewer, found: Import, waiting: Sequence[Drafted]) -> list[Drafted]:
    """Return the rows but those for a team that the colleague left since the check: told, each."""
    own = {None, *viewer.unit_ids}
    refuse(found, [draft.number for draft in waiting if draft.unit_id not in own], LEFT_TEAM)
    return [draft for draft in waiting if draft.unit_id in own]


_WRITERS = {
    ImportKind.RELATIONSHIPS: write_ties,
    ImportKind.INTERACTIONS: write_contact,
}


def _write_new(viewer: Viewer, found: Import, waiting: Sequence[Drafted]) -> None:
    is_organisation = found.kind == ImportKind.ORGANISATIONS
    made_of = [bytes(draft.made) for draft in waiting]
    ties: dict[int, int] = {}
    if found.kind == ImportKind.CONTACTS:
        pairs = _contacts(viewer, waiting, made_of)
        keys = [key for key, _tie in pairs]
        ties = {d.number: tie for d, (_key, tie) in zip(waiting, pairs, strict=True) if tie}
    else:
        keys = drafts.create_drafted(
            viewer=viewer,
            kind=PartyKind.ORGANISATION if is_organisation else PartyKind.PERSON,
            drafts=made_of,
            event=EVENT,
        )
    made = [(draft, key) for draft, key in zip(waiting, keys, strict=True) if key]
    write_down(found, ((draft.number, key) for draft, key in made), ties)
    late = [draft.number for draft, key in zip(waiting, keys, strict=True) if not key]
    refuse(found, late, TAKEN)


def _contacts(
    viewer: Viewer, waiting: Sequence[Drafted], made_of: Sequence[bytes]
) -> list[tuple[int, int]]:
    """Record people at organisations; who has no organisation any more gets twice 0."""
    employers = _employers(viewer, waiting)
    fit = [place for place, employer in enumerate(employers) if employer]
    made = drafts.create_contacts(
        viewer=viewer,
        drafts=[made_of[place] for place in fit],
        organisation_ids=[employers[place] for place in fit],
        event=EVENT,
    )
    keys = dict(zip(fit, made, strict=True))
    return [keys.get(place, (0, 0)) for place in range(len(waiting))]


def _employers(viewer: Viewer, waiting: Sequence[Drafted]) -> list[int]:
    """Return at which organisation each works, 0 where it is known no more."""
    names = [draft.match["organisation"] for draft in waiting]
    known = many.organisations_named(viewer=viewer, names=set(names))
    cards = [next(iter(known.get(many.name_key(name), ())), None) for name in names]
    return [card.id if card else 0 for card in cards]


def _employ(
    viewer: Viewer, found: Import, known: Sequence[Drafted], rows: Mapping[int, ImportRow]
) -> None:
    """Record of who is known that they work at the organisation of their row, if that is new.

    Whatever was chosen: who they are stays as it is, and that they work there is what the row says.
    """
    keys = [rows[draft.number].key or 0 for draft in known]
    works = list(zip(keys, _employers(viewer, known), strict=True))
    ties = drafts.employ(viewer=viewer, works=works, event=EVENT)
    made = {d.number: tie for d, tie in zip(known, ties, strict=True) if tie}
    write_down(found, ((number, rows[number].key or 0) for number in made), made)


def _update(viewer: Viewer, found: Import, rows: Sequence[ImportRow]) -> None:
    """Bring who is known up to date with what the rows say, as the form would.

    Whom the form would refuse is left as they are, and their row is told.
    """
    around = surroundings(viewer=viewer, found=found)
    given: dict[int, Given] = {}
    for part in given_of(found, [row.number for row in rows]):
        given |= part
    keys = {row.key for row in rows if row.key}
    is_person = found.kind != ImportKind.ORGANISATIONS
    fields: Any
    known: dict[int, many.Known[Any]] = (
        many.known_persons(viewer=viewer, ids=keys)
        if is_person
        else many.known_organisations(viewer=viewer, ids=keys)
    )
    for row in rows:
        there = known.get(row.key or 0)
        if there is None:
            continue  # they are out of sight since the rows were checked
        if is_person:
            one = persons.person_of(given[row.number], around)
            if not isinstance(one, persons.PersonRow):
                refuse(found, [row.number], *one)
                continue
            fields = updating.updated_person(there.fields, one.fields)
        else:
            other = organisations.organisation_of(given[row.number], around)
            if not isinstance(other, organisations.OrganisationRow):
                refuse(found, [row.number], *other)
                continue
            fields = updating.updated_organisation(there.fields, other.fields)
        if fields == there.fields:
            continue  # a row before it said so too, or it only says where they work
        change = change_person if is_person else change_organisation
        try:
            change(viewer=viewer, ref=there.ref, version=there.version, fields=fields)
        except LogUnavailable:
            raise
        except DomainError as error:  # it undid itself, to its own savepoint
            refuse(
                found, [row.number], TAKEN if isinstance(error, ClientNumberTaken) else NOT_CHANGED
            )
            continue
        before = {"version": there.version + 1, "fields": there.fields}
        row.before = sealed_fields(before, ref=found.ref, number=row.number)
        row.is_written = True
        row.save(update_fields=["before", "is_written"])
        known[there.id] = replace(there, version=there.version + 1, fields=fields)
