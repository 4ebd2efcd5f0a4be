# SPDX-License-Identifier: EUPL-1.2
"""Who a copy is, and whether it stands open. Pure: no Django, no clock, no database."""

from nabij.core.stamps import stamp
from nabij.linkage.rules.grounds import GroundDecision, OpenState, open_state
from nabij.linkage.rules.identity import Identity, bsn_context, identity_of, match_keys
from nabij.linkage.rules.plan import Assignment, Candidate, Planner, contradictions
from nabij.linkage.rules.sides import FieldPair, Side, field_pairs, side_of
from nabij.linkage.rules.weighing import Reason, Weighing, news, reasons, stored, to_store, weighing

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
    "Weighing",
    "bsn_context",
    "contradictions",
    "field_pairs",
    "identity_of",
    "match_keys",
    "news",
    "open_state",
    "reasons",
    "side_of",
    "stamp",
    "stored",
    "to_store",
    "weighing",
]
