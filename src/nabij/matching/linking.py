# SPDX-License-Identifier: EUPL-1.2
"""The door for many records at once: a table in, and which rows are one person out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nabij.matching import mixture
from nabij.matching.clusters import MOST_AGAINST, clusters
from nabij.matching.levels import LEVELS, Flags, Levels, levels_of
from nabij.matching.mixture import Model
from nabij.matching.pairing import LARGEST_BLOCK, Pairs, Rows, pairs_of
from nabij.matching.table import PersonTable

# As likely as not, in bits.
EVEN = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What was found out about the rows of a table.

    Attributes:
        persons: a label per row; rows of one label are one person.
        pairs: the pairs that were compared.
        scores: per pair the log2 of the odds that both are one person.
        contradicts: per pair whether something in it forbids joining without a person's judgement,
            however high the score.
        model: what was learned of these records, or was given.
    """

    persons: Rows
    pairs: Pairs
    levels: Levels
    scores: NDArray[np.float32]
    contradicts: Flags
    model: Model


def link_records(
    table: PersonTable,
    *,
    threshold: float = EVEN,
    model: Model | None = None,
    largest_block: int = LARGEST_BLOCK,
    hold_back: bool = True,
) -> Linked:
    """Tell which records of a table are of one person. The same table gives the same answer.

    Without a `model` it is learned from these very records, which is better than one of elsewhere:
    what a shared address tells depends on how many people share one.

    Args:
        threshold: bits from which two records are joined.
        largest_block: how many records may share a key; more are left out and counted.
        hold_back: keep apart what contradicts itself, however high the score. Only a file of which
            is known that it holds no twins and no namesakes of one birth date does without.

    A million records take about six seconds and 1.1 GB on two cores.

    Source: capability A-103; docs/decisions/0009, 0034 and 0036; docs/linkage.md.
    """
    pairs = pairs_of(table, largest_block=largest_block)
    levels = levels_of(table, pairs)
    return linked_by(table, pairs, levels, threshold=threshold, model=model, hold_back=hold_back)


def linked_by(
    table: PersonTable,
    pairs: Pairs,
    levels: Levels,
    *,
    threshold: float = EVEN,
    model: Model | None = None,
    hold_back: bool = True,
) -> Linked:
    """Weigh pairs of which the levels are known, and tell who is one person; see `link_records`."""
    if model is None:
        fitted = mixture.fit(levels)
        model, scores = fitted.model, fitted.scores
    else:
        scores = mixture.score(levels, model)
    contradicts = contradictions(levels)
    held_back = contradicts if hold_back else np.zeros_like(contradicts)
    safe = np.where(held_back, np.float32(MOST_AGAINST), scores)
    persons = clusters(len(table), pairs, safe, threshold=threshold)
    return Linked(
        persons=persons, pairs=pairs, levels=levels, scores=scores, contradicts=contradicts,
        model=model,
    )  # fmt: skip


def contradictions(levels: Levels) -> Flags:
    """Tell of each pair whether it may never be joined without a person's judgement.

    Birth dates a generation apart are father and son, whatever else they share. One birth date with
    two given names is a twin, unless an equal BSN says that it is one person. An equal BSN with
    another name or birth date is somebody's error, and nobody knows whose. Two BSNs are two
    persons, or one of them was written wrong: also when name and birth date are equal.
    """
    has_bsn = _is(levels, "bsn", "same")
    other_given = _is(levels, "given", "different", "other_name", "initials_differ")
    other_name = _is(levels, "surname", "different") & other_given
    other_birth = _is(levels, "birth", "different")
    is_twin = _is(levels, "birth", "same") & other_given & ~has_bsn
    other_bsn = _is(levels, "bsn", "different")
    return (
        other_bsn
        | _is(levels, "birth", "generation")
        | is_twin
        | has_bsn & (other_name | other_birth)
    )


def _is(levels: Levels, field: str, *names: str) -> Flags:
    return np.array([name in names for name in ("", *LEVELS[field])])[levels.of[field]]
