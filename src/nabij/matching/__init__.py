# SPDX-License-Identifier: EUPL-1.2
"""Pure engine that tells which records of persons are one person. Door: `score.score_pairs`."""

from nabij.matching.records import BsnState, Decision, Evidence, Field, PersonRecord, ScoredPair
from nabij.matching.score import score_pairs

__all__ = [
    "BsnState",
    "Decision",
    "Evidence",
    "Field",
    "PersonRecord",
    "ScoredPair",
    "score_pairs",
]
