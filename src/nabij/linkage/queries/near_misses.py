# SPDX-License-Identifier: EUPL-1.2
"""Persons whom a record is not linked to although they look alike."""

from collections.abc import Collection

from nabij.core.viewer import Viewer
from nabij.linkage.queries.candidates import engine_records, members_like, settled
from nabij.linkage.queries.person_records import persons_of_records
from nabij.linkage.queries.weights import scale_in_force
from nabij.linkage.rules import Candidate, contradictions
from nabij.matching import ScoredPair, block, score_pairs

# Who looks less alike than this is not worth a colleague's look: a hundred to one against.
LEAST_ALIKE = 0.01


def near_misses(*, viewer: Viewer, record_ids: Collection[int]) -> dict[int, Candidate]:
    """Return per record the likest person who is not its own and about whom nobody was asked.

    A record of which nobody looks alike is not there. At most eleven SQL queries, for hundreds of
    records at once.
    """
    records = engine_records(viewer=viewer, ids=record_ids)
    members, person_of = members_like(viewer=viewer, records=records)
    own = persons_of_records(viewer=viewer, record_ids=record_ids)
    barred, asked = settled(viewer=viewer, records=record_ids, persons=set(person_of.values()))
    found: dict[int, ScoredPair] = {}
    wanted, scale = block.pairs(records, members), scale_in_force(viewer=viewer)
    for pair in score_pairs(records, members, wanted, scale=scale):
        record, person = pair.left, person_of[pair.right]
        if record not in own or person == own[record] or (record, person) in barred:
            continue
        if pair.score < LEAST_ALIKE or frozenset({own[record], person}) in asked:
            continue
        if record not in found or pair.score > found[record].score:
            found[record] = pair
    return {
        record: Candidate(
            person=person_of[pair.right],
            score=pair.score,
            is_strong=False,
            conflicts=contradictions(pair.evidence),
            evidence=pair.evidence,
        )
        for record, pair in sorted(found.items())
    }
