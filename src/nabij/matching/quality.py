# SPDX-License-Identifier: EUPL-1.2
"""How good a linking is, where the truth is known."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Quality:
    """Counts of pairs of records: found and true, found in all, true in all."""

    right: int
    found: int
    true: int

    @property
    def precision(self) -> float:
        """Return which share of the pairs that were joined are one person; 1 when none was."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Return which share of the pairs of one person were joined; 1 when there are none."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of both."""
        total = self.found + self.true
        return 2 * self.right / total if total else 1.0


def quality_of(persons: Labels, truth: Labels) -> Quality:
    """Compare a linking with the truth: two labels per record, of which only equality counts.

    Example:
        >>> quality_of(np.array([1, 1, 2]), np.array([7, 7, 7])).recall
        0.3333333333333333
    """
    ours, theirs = (np.unique(labels, return_inverse=True)[1] for labels in (persons, truth))
    both = ours.astype(np.int64) * (int(theirs.max(initial=0)) + 1) + theirs
    right, found, true = (
        _pairs_within(labels) for labels in (both, ours.astype(np.int64), theirs.astype(np.int64))
    )
    return Quality(right, found, true)


def _pairs_within(labels: Labels) -> int:
    counts = np.unique(labels, return_counts=True)[1].astype(np.int64)
    return int((counts * (counts - 1) // 2).sum())
