# SPDX-License-Identifier: EUPL-1.2
"""From pairs that may be linked to persons, without tying strangers together.

Pure: rows, edges and what forbids them in; a label per row out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nabij.matching.clusters import components

type Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """Pairs of rows that may be linked. Of a lower `tier` goes first, then of more `bits`."""

    left: Rows
    right: Rows
    tier: NDArray[np.int8]
    bits: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What keeps rows apart.

    Args:
        person: per row the person whom it is, 0 for nobody yet. Two persons never become one here.
        bsn: per row the number of its BSN, -1 when it is not known. One person has one.
        apart: pairs of rows (left, right) that may not be of one person.
    """

    person: Rows
    bsn: NDArray[np.int32]
    apart: tuple[Rows, Rows]


def groups(edges: Edges, bounds: Bounds) -> Rows:
    """Return a label per row, the smallest row of its group; rows of one person share it.

    Where nothing is in the way, rows that hang together are one group. Elsewhere the surest pairs
    go first, and a row that would fit with two groups that may not be one joins neither: that is
    for a colleague to judge. The same input gives the same groups.
    """
    size = len(bounds.person)
    chained = _chain(bounds.person)
    labels = components(size, np.r_[edges.left, chained[0]], np.r_[edges.right, chained[1]])
    doubtful = _doubtful(labels, bounds)
    inside = np.flatnonzero(doubtful[labels[edges.left]])
    order = inside[np.lexsort((
        edges.right[inside], edges.left[inside], -edges.bits[inside], edges.tier[inside],
        labels[edges.left[inside]],
    ))]  # fmt: skip
    apart = _apart(labels, doubtful, bounds)
    rows = np.flatnonzero(doubtful[labels])
    labels = labels.copy()
    clumps = _clumps(rows, bounds)
    found: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for n in order.tolist():
        one, other = int(edges.left[n]), int(edges.right[n])
        found[int(labels[one])].append((int(edges.tier[n]), one, other))
    for sure in found.values():
        _join(sure, clumps, apart)
    for row in rows.tolist():
        labels[row] = min(clumps[row].rows)
    return labels


@dataclass(slots=True, eq=False)
class _Clump:
    """Rows that are one person as far as is known."""

    rows: list[int]
    persons: set[int] = field(default_factory=set)
    bsns: set[int] = field(default_factory=set)

    def may_join(self, other: "_Clump", apart: Mapping[int, set[int]]) -> bool:
        """Tell whether nothing keeps the two apart."""
        if self.persons and other.persons and self.persons != other.persons:
            return False
        if self.bsns and other.bsns and self.bsns != other.bsns:
            return False
        return all(apart.get(row, set()).isdisjoint(other.rows) for row in self.rows)


def _join(
    edges: Iterable[tuple[int, int, int]], clumps: dict[int, _Clump], apart: Mapping[int, set[int]]
) -> None:
    """Join the clumps of one component, the surest edge first."""
    by_tier: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for tier, one, other in edges:
        by_tier[tier].append((one, other))
    for tier in sorted(by_tier):
        neighbours: dict[int, set[int]] = defaultdict(set)
        for one, other in by_tier[tier]:
            neighbours[one].add(other)
            neighbours[other].add(one)
        for one, other in by_tier[tier]:
            ours, theirs = clumps[one], clumps[other]
            if ours is theirs or not ours.may_join(theirs, apart):
                continue
            if _is_torn(ours, theirs, neighbours, clumps, apart) or _is_torn(
                theirs, ours, neighbours, clumps, apart
            ):
                continue
            ours.rows += theirs.rows
            ours.persons |= theirs.persons
            ours.bsns |= theirs.bsns
            for row in theirs.rows:
                clumps[row] = ours


def _is_torn(
    clump: _Clump,
    towards: _Clump,
    neighbours: Mapping[int, set[int]],
    clumps: Mapping[int, _Clump],
    apart: Mapping[int, set[int]],
) -> bool:
    """Tell whether a clump fits equally with another one that `towards` may not be one with."""
    around = {clumps[row] for own in clump.rows for row in neighbours.get(own, ())}
    return any(
        other is not clump
        and other is not towards
        and clump.may_join(other, apart)
        and not towards.may_join(other, apart)
        for other in around
    )


def _chain(person: Rows) -> tuple[Rows, Rows]:
    """Return edges that tie the rows of each person together."""
    rows = np.flatnonzero(person)
    rows = rows[np.argsort(person[rows], kind="stable")]
    follows = person[rows[1:]] == person[rows[:-1]]
    return rows[:-1][follows], rows[1:][follows]


def _doubtful(labels: Rows, bounds: Bounds) -> NDArray[np.bool_]:
    """Tell per label whether its rows cannot simply be one group."""
    found = np.zeros(len(labels), bool)
    for values in (np.where(bounds.person > 0, bounds.person, -1), bounds.bsn.astype(np.int64)):
        known = np.flatnonzero(values >= 0)
        pairs = np.unique(np.stack([labels[known], values[known]], axis=1), axis=0)
        several = np.flatnonzero(pairs[1:, 0] == pairs[:-1, 0])
        found[pairs[several, 0]] = True
    left, right = bounds.apart
    found[labels[left[labels[left] == labels[right]]]] = True
    return found


def _apart(labels: Rows, doubtful: NDArray[np.bool_], bounds: Bounds) -> dict[int, set[int]]:
    left, right = bounds.apart
    inside = (labels[left] == labels[right]) & doubtful[labels[left]]
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in zip(left[inside].tolist(), right[inside].tolist(), strict=True):
        found[one].add(other)
        found[other].add(one)
    return found


def _clumps(rows: Rows, bounds: Bounds) -> dict[int, _Clump]:
    """Return the clump of each row: the rows of one person are one from the start."""
    of_person: dict[int, _Clump] = {}
    found: dict[int, _Clump] = {}
    for row in rows.tolist():
        person, bsn = int(bounds.person[row]), int(bounds.bsn[row])
        clump = of_person.get(person) if person else None
        if clump is None:
            clump = _Clump([], {person} if person else set())
            if person:
                of_person[person] = clump
        clump.rows.append(row)
        clump.bsns |= {bsn} if bsn >= 0 else set()
        found[row] = clump
    return found
