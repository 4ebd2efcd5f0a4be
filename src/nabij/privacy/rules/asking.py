# SPDX-License-Identifier: EUPL-1.2
"""What somebody who stands for a person may ask of that person's data: pure.

Sources: WGBO 7:465 (who decides for a client has the rights of the client), AVG 12 paragraph 2
(nothing to whom it is not for), WGBO 7:458a (after death: a look, by a case).
"""

from nabij.access.rules.representation import APPOINTMENTS, MEDICAL, Standing

# No mail harms nobody, whoever asks it.
ALWAYS = frozenset({"marketing"})
TOLD = frozenset({"access"})
DECIDED = frozenset(
    {"portability", "rectification", "erasure", "destruction", "restriction", "objection"}
)
AFTER_DEATH = ALWAYS | TOLD


def may_ask(standing: Standing) -> frozenset[str]:
    """Return the kinds of request that are granted to somebody with this standing.

    A copy has everything that was said and decided: who may be told only about appointments, or
    only about money, gets none. What changes or ends the record is for who decides about care.

    Example:
        >>> from nabij.access.rules.representation import Why
        >>> money = frozenset({"money"})
        >>> sorted(may_ask(Standing(why=Why.GRANTED, tells=money, decides=money)))
        ['marketing']
    """
    told = TOLD if {APPOINTMENTS, MEDICAL} <= standing.tells else frozenset()
    decided = DECIDED if MEDICAL in standing.decides else frozenset()
    return ALWAYS | told | decided
