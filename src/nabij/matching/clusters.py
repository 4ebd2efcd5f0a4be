# SPDX-License-Identifier: EUPL-1.2
"""From pairs to persons, without chaining strangers together.

If a is b and b is c, then a is c only if nothing speaks against it. Records that hang together are
taken apart again where their pairs, all of them, speak more against than for one person.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nabij.matching.pairing import Pairs, Rows

# Bits for a pair that no key brought together: had they been one person, a key most likely had.
UNSEEN = -2.0
MOST_AGAINST = -12.0


def components(size: int, left: Rows, right: Rows) -> Rows:
    """Return per row the smallest row that it hangs together with by these pairs."""
    labels = np.arange(size)
    while len(left):
        smallest = np.minimum(labels[left], labels[right])
        before = labels.copy()
        np.minimum.at(labels, labels[left], smallest)
        np.minimum.at(labels, labels[right], smallest)
        while True:
            jumped = labels[labels]
            if np.array_equal(jumped, labels):
                break
            labels = jumped
        if np.array_equal(before, labels):
            break
    return labels


def clusters(
    size: int, pairs: Pairs, scores: NDArray[np.float32], *, threshold: float = 0.0
) -> Rows:
    """Return per row a label; rows of one label are one person.

    Args:
        scores: bits for one person, per pair.
        threshold: the score from which two records are joined.
    """
    joined = np.flatnonzero(scores >= threshold)
    left, right = pairs.left[joined], pairs.right[joined]
    labels = components(size, left, right)
    members = np.bincount(labels, minlength=size)
    edges = np.bincount(labels[left], minlength=size)
    doubtful = (members > 2) & (edges < members * (members - 1) // 2)
    # Few rows are in doubt: only their pairs are looked at further.
    inside = np.flatnonzero(doubtful[labels][pairs.left])
    inside = inside[labels[pairs.left[inside]] == labels[pairs.right[inside]]]
    groups: dict[int, _Group] = {}
    for one, other, bits in zip(
        pairs.left[inside].tolist(), pairs.right[inside].tolist(), scores[inside].tolist(),
        strict=True,
    ):  # fmt: skip
        groups.setdefault(int(labels[one]), _Group()).add(one, other, bits - threshold)
    for group in groups.values():
        for part in group.parts():
            labels[part] = min(part)
    return labels


@dataclass(slots=True)
class _Group:
    """Records that hang together, with the bits of the pairs that were compared."""

    bits: dict[tuple[int, int], float] = field(default_factory=dict)

    def add(self, one: int, other: int, bits: float) -> None:
        self.bits[one, other] = max(bits, MOST_AGAINST)

    def parts(self) -> Iterable[list[int]]:
        """Join what speaks most for one person first,
        as long as all pairs together speak for it."""
        rows = sorted({row for pair in self.bits for row in pair})
        part_of = {row: [row] for row in rows}
        for (one, other), bits in sorted(self.bits.items(), key=lambda item: (-item[1], item[0])):
            if bits < 0:
                break
            ours, theirs = part_of[one], part_of[other]
            if ours is not theirs and self._between(ours, theirs) > 0:
                ours.extend(theirs)
                for row in theirs:
                    part_of[row] = ours
        return {id(part): part for part in part_of.values()}.values()

    def _between(self, ours: list[int], theirs: list[int]) -> float:
        return sum(
            self.bits.get((min(one, other), max(one, other)), UNSEEN)
            for one in ours
            for other in theirs
        )
