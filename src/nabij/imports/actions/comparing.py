# SPDX-License-Identifier: EUPL-1.2
"""Compare the persons of a file with each other and with who is known: all at once, by the engine.

By the rules of `matching.safety` a row surely is somebody, or it is asked about. Nobody is
merged: whom a row surely is, is left as they are or brought up to date, as the colleague chooses.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from nabij.access import rules as access_rules
from nabij.core.viewer import Viewer
from nabij.imports.models import Import
from nabij.imports.queries.imports import parts_of
from nabij.imports.rules.parts import Drafted, unsealed_drafts
from nabij.linkage.queries.weights import weights_in_force
from nabij.matching import PersonRecord, mixture, safety
from nabij.matching.levels import LEVELS, levels_of
from nabij.matching.linking import EVEN, contradictions
from nabij.matching.pairing import Pairs, pairs_of
from nabij.matching.table import PersonTable, TableBuilder, normalised
from nabij.relations import queries as relations_queries
from nabij.relations.queries import many
from nabij.relations.types import Card

KNOWN_AT_ONCE = 10_000
KEYS_AT_ONCE = 200_000


@dataclass(slots=True)
class Compared:
    """The rows of a file and who is known, and who may be whom.

    `died` says of rows when somebody died; they are refused unless that is recorded.
    `sure` and `likely` map a row to those before it in the table or known: numbers of rows, and
    keys of persons made negative. `taken` are rows with a client number of somebody else, and the
    row that has it too, '' for somebody known. `cards` are of those known as far as the viewer may
    know.
    """

    numbers: list[int]
    decisions: list[str]
    client_numbers: list[str]
    organisations: list[str]
    sure: dict[int, list[int]] = field(default_factory=dict)
    likely: dict[int, list[int]] = field(default_factory=dict)
    died: dict[int, str] = field(default_factory=dict)
    taken: dict[int, str] = field(default_factory=dict)
    cards: Mapping[int, Card] = field(default_factory=dict)


def compare(*, viewer: Viewer, found: Import) -> Compared:
    """Return who may be whom. Some SQL queries per ten thousand rows and persons."""
    rows = Compared([], [], [], [])
    builder = TableBuilder()
    keys, bsns = set[int](), set[bytes]()
    is_wide = many.count_persons(viewer=viewer) > found.rows
    for draft in drafts_of(found):
        builder.add(draft.match, key=draft.number)
        rows.numbers.append(draft.number)
        rows.decisions.append(draft.decision)
        rows.client_numbers.append(draft.client_number)
        if draft.died:
            rows.died[draft.number] = draft.died
        rows.organisations.append(draft.match.get("organisation", ""))
        if is_wide:
            keys.update(draft.keys)
            if bsn := draft.match.get("bsn"):
                bsns.add(bytes.fromhex(bsn))
    holders = _holders(viewer, rows.client_numbers)
    known = _known(viewer, rows, keys, bsns, is_wide=is_wide) | set(holders.values())
    places: dict[int, int] = {}
    size = len(rows.numbers)
    for person in _records(viewer, known):
        places[person.key] = size + len(places)
        builder.add(normalised(replace(person, key=-person.key)), key=-person.key)
    _find(viewer, rows, builder.table(), size, _by_number(rows, holders, places), holders)
    matched = {-k for ks in (*rows.sure.values(), *rows.likely.values()) for k in ks if k < 0}
    rows.cards = _cards(viewer, matched)
    return rows


def drafts_of(found: Import) -> Iterator[Drafted]:
    """Yield the rows of an import that were understood, in order."""
    for part in parts_of(found):
        if part.drafts is not None:
            yield from unsealed_drafts(part.drafts, ref=found.ref, number=part.number)


def _holders(viewer: Viewer, numbers: Iterable[str]) -> dict[str, int]:
    """Return who has the client numbers of the file."""
    wanted = sorted({number for number in numbers if number})
    found: dict[str, int] = {}
    for start in range(0, len(wanted), KNOWN_AT_ONCE):
        found |= many.parties_with_client_numbers(
            viewer=viewer, numbers=wanted[start : start + KNOWN_AT_ONCE]
        )
    return found


def _known(
    viewer: Viewer, rows: Compared, keys: set[int], bsns: set[bytes], *, is_wide: bool
) -> set[int]:
    """Return who is worth comparing: everybody, or who shares a key where more persons are known.

    Who does not register persons is told nothing of whom they may not see: not even that somebody
    like it is known.
    """
    if is_wide:
        found, wanted = set[int](), sorted(keys)
        for start in range(0, max(len(wanted), 1), KEYS_AT_ONCE):
            found |= many.person_ids_under(
                viewer=viewer,
                keys=wanted[start : start + KEYS_AT_ONCE],
                bsns=sorted(bsns) if start == 0 else [],
            )
    else:
        found = set(many.keys_of_all_persons(viewer=viewer))
    if access_rules.may_register(viewer.roles):
        return found
    return {pk for pk, card in _cards(viewer, found).items() if card.is_open}


def _cards(viewer: Viewer, ids: set[int]) -> dict[int, Card]:
    wanted, found = sorted(ids), dict[int, Card]()
    for start in range(0, len(wanted), KNOWN_AT_ONCE):
        found |= relations_queries.person_cards(
            viewer=viewer, ids=wanted[start : start + KNOWN_AT_ONCE]
        )
    return found


def _records(viewer: Viewer, ids: set[int]) -> Iterator[PersonRecord]:
    wanted = sorted(ids)
    for start in range(0, len(wanted), KNOWN_AT_ONCE):
        yield from relations_queries.match_records(
            viewer=viewer, ids=wanted[start : start + KNOWN_AT_ONCE]
        )


def _by_number(
    rows: Compared, holders: Mapping[str, int], places: Mapping[int, int]
) -> list[tuple[int, int]]:
    """Return pairs of places that have one client number."""
    pairs, first = list[tuple[int, int]](), dict[str, int]()
    for place, number in enumerate(rows.client_numbers):
        if not number:
            continue
        if (holder := holders.get(number)) is not None:
            if holder in places:
                pairs.append((place, places[holder]))
        elif first.setdefault(number, place) != place:
            pairs.append((first[number], place))
    return pairs


def _find(
    viewer: Viewer,
    rows: Compared,
    table: PersonTable,
    size: int,
    numbered: Sequence[tuple[int, int]],
    holders: Mapping[str, int],
) -> None:
    """Fill in who surely is whom, and who may be."""
    paired = pairs_of(table)
    left = np.r_[paired.left, np.array([one for one, _ in numbered], paired.left.dtype)]
    right = np.r_[paired.right, np.array([two for _, two in numbered], paired.right.dtype)]
    left, right = np.minimum(left, right), np.maximum(left, right)
    is_number = np.arange(len(left)) >= len(paired.left)
    ours = left < size  # two who are known are not our question
    left, right, is_number = left[ours], right[ours], is_number[ours]
    if not len(left):
        return
    levels = levels_of(table, Pairs(left, right, ()))
    scores = mixture.score(levels, weights_in_force(viewer=viewer).model)
    conflict = safety.conflicting(levels.of)
    sure = safety.linkable(levels.of) | is_number & ~conflict
    same_bsn = levels.of["bsn"] == LEVELS["bsn"].index("same") + 1
    likely = ~sure & ((scores >= EVEN) & ~contradictions(levels) | same_bsn) & ~is_number
    clashes = is_number & conflict
    for one, other in zip(left[clashes].tolist(), right[clashes].tolist(), strict=True):
        if other < size:
            rows.taken[other] = str(rows.numbers[one])
        else:
            rows.taken[one] = ""
    rows.sure = _partners(table, size, left[sure], right[sure])
    rows.likely = _partners(table, size, left[likely], right[likely])
    _numbers_of_who_is_gone(rows, holders, {-int(key) for key in table.keys[size:]})


def _numbers_of_who_is_gone(rows: Compared, holders: Mapping[str, int], compared: set[int]) -> None:
    """Refuse a client number of somebody who was archived: it stays theirs."""
    for place, number in enumerate(rows.client_numbers):
        if number and number in holders and holders[number] not in compared:
            rows.taken[place] = ""


def _partners(
    table: PersonTable, size: int, left: NDArray[np.int64], right: NDArray[np.int64]
) -> dict[int, list[int]]:
    """Return per place of a row whom it is paired with: rows before it, and who is known."""
    found: dict[int, list[int]] = defaultdict(list)
    # Two may have been brought together by their keys and by their client number as well.
    pairs = np.unique(np.stack([left, right]), axis=1)
    for one, other in pairs.T.tolist():
        if other >= size:
            found[one].append(int(table.keys[other]))
        else:
            found[other].append(int(table.keys[one]))
    return found
