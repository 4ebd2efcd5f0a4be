# SPDX-License-Identifier: EUPL-1.2
"""From the rows of a part to drafts: what would be written, and what is wrong.

Without the database.

So a large file is drafted by two processes beside the one that writes.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

import msgspec

from nabij.core import beside
from nabij.core.viewer import Viewer
from nabij.imports.choices import ImportKind
from nabij.imports.rules import contact, organisations, parts, persons, ties
from nabij.imports.rules.parts import Drafted
from nabij.imports.types import Given, Problem, Surroundings
from nabij.matching import keys as match_keys
from nabij.matching.compare import Prepared
from nabij.matching.table import normalised
from nabij.relations import queries
from nabij.relations.actions import drafts

# From so many parts on a file is drafted by processes beside this one.
MANY_PARTS = 15
READERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDraft:
    """A part of a file, and all that it is understood by."""

    viewer: Viewer
    around: Surroundings
    kind: str
    codes: tuple[str, ...]
    ref: str
    number: int
    rows: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedPart:
    """A part as it was understood: sealed drafts, and per row that was not what is wrong."""

    number: int
    drafts: bytes
    rows: int
    refused: list[tuple[int, list[Problem]]]


def drafted(part: ToDraft) -> DraftedPart:
    """Draft the rows of a part. No query."""
    made, refused = list[Drafted](), list[tuple[int, list[Problem]]]()
    draft = _DRAFTERS[ImportKind(part.kind)]
    rows = parts.unsealed_rows(part.rows, ref=part.ref, number=part.number)
    for number, cells in rows:
        given = {code: cell for code, cell in zip(part.codes, cells, strict=False) if code}
        one = draft(part, number, given)
        if isinstance(one, Drafted):
            made.append(one)
        else:
            refused.append((number, one))
    return DraftedPart(
        number=part.number,
        drafts=parts.sealed_drafts(made, ref=part.ref, number=part.number),
        rows=len(rows),
        refused=refused,
    )


@contextmanager
def drafting(size: int) -> Iterator[Callable[[Sequence[ToDraft]], Iterator[DraftedPart]]]:
    """Give what drafts parts in order: here, or for many of them in processes beside."""
    if size < MANY_PARTS:
        yield lambda given: map(drafted, given)
        return
    pool = ProcessPoolExecutor(READERS, mp_context=get_context("spawn"), initializer=beside.begin)
    try:
        yield lambda given: pool.map(drafted, given)
    finally:
        pool.shutdown(cancel_futures=True)


def _person(part: ToDraft, number: int, given: Given) -> Drafted | list[Problem]:
    row = persons.person_of(given, part.around)
    if not isinstance(row, persons.PersonRow):
        return row
    record = queries.match_record_of(viewer=part.viewer, fields=row.fields, bsn=row.bsn)
    prepared = Prepared(record)
    wide = set(match_keys.card_keys(prepared))
    draft = drafts.draft_person(viewer=part.viewer, fields=row.fields, bsn=row.bsn)
    stored: list[int] = draft["relations_persondetail"][0]["match_keys"]
    match = {name: value for name, value in normalised(record).items() if value}
    if row.organisation:
        match["organisation"] = row.organisation
    return Drafted(
        number=number,
        decision=row.decision,
        client_number=row.fields.client_number,
        match=match,
        keys=[key for key in stored if key not in wide],
        made=msgspec.Raw(drafts.encoded(draft)),
        died=row.died,
        unit_id=row.fields.unit_id,
    )


def _organisation(part: ToDraft, number: int, given: Given) -> Drafted | list[Problem]:
    row = organisations.organisation_of(given, part.around)
    if not isinstance(row, organisations.OrganisationRow):
        return row
    fields = row.fields
    draft = drafts.draft_organisation(viewer=part.viewer, fields=fields)
    sort_key = draft["relations_party"][0]["sort_key"]
    return Drafted(
        number=number,
        decision=row.decision,
        client_number="",
        match={"sort_key": sort_key, **{k: v for k, v in fields.identifiers.items() if v}},
        keys=[],
        made=msgspec.Raw(drafts.encoded(draft)),
    )


def _tie(part: ToDraft, number: int, given: Given) -> Drafted | list[Problem]:
    row = ties.tie_of(given, part.around)
    return row if isinstance(row, list) else _plain(number, row)


def _contact(part: ToDraft, number: int, given: Given) -> Drafted | list[Problem]:
    row = contact.interaction_of(given, part.around)
    return row if isinstance(row, list) else _plain(number, row)


def _plain(number: int, row: object) -> Drafted:
    """Return a row that is resolved only when all parties are known."""
    return Drafted(
        number=number,
        decision="",
        client_number="",
        match={},
        keys=[],
        made=msgspec.Raw(msgspec.json.encode(row)),
    )


_DRAFTERS: dict[ImportKind, Callable[[ToDraft, int, Given], Drafted | list[Problem]]] = {
    ImportKind.PERSONS: _person,
    ImportKind.CONTACTS: _person,
    ImportKind.ORGANISATIONS: _organisation,
    ImportKind.RELATIONSHIPS: _tie,
    ImportKind.INTERACTIONS: _contact,
}
