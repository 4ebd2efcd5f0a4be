# SPDX-License-Identifier: EUPL-1.2
"""Who a copy is, and whether it stands open. Pure: no Django, no clock, no database."""

from nabij.core.stamps import stamp
from nabij.linkage.rules.grounds import GroundDecision, OpenState, open_state
from nabij.linkage.rules.identity import Identity, bsn_context, identity_of, match_keys
from nabij.linkage.rules.plan import Assignment, Candidate, Planner, contradictions
from nabij.linkage.rules.sides import FieldPair, Reason, Side, field_pairs, reasons, side_of

__all__ = [
    "Assignment",
    "Candidate",
    "FieldPair",
    "GroundDecision",
    "Identity",
    "OpenState",
    "Planner",
    "Reason",
    "Side",
    "bsn_context",
    "contradictions",
    "field_pairs",
    "identity_of",
    "match_keys",
    "open_state",
    "reasons",
    "side_of",
    "stamp",
]
