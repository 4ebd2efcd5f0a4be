# SPDX-License-Identifier: EUPL-1.2
"""Recognise what a source marked as confidential or sensitive."""

from .codes import codes_of
from .types import Node

# Confidentiality restricted and very restricted; sensitivity codes of HL7 v3 ActCode
# (psychiatry, abuse and violence, addiction, HIV, sexual health, genetics, taboo, celebrity).
_SENSITIVE = frozenset(
    (
        "R", "V", "ETH", "ETHUD", "OPIOIDUD", "SUD", "ALC", "PSY", "PSYTHPN", "BH", "MH", "COGN",
        "DVD", "EMOTDIS", "SDV", "VIO", "SEX", "SXA", "SRP", "STD", "HIV", "MST", "SCA", "SICKLE",
        "GDIS", "TBOO", "CEL",
    )
)  # fmt: skip
_PLACES = (("meta", "security"), ("securityLabel",), ("confidentiality",))


def is_sensitive(tree: Node) -> bool:
    """Say whether a security label makes this restricted or sensitive (data class d).

    Reads meta.security, securityLabel (documents, consents) and confidentiality (compositions).

    Source: HL7 v3 Confidentiality and ActCode sensitivity.
    """
    for place in _PLACES:
        if place[0] in tree and any(
            code.upper() in _SENSITIVE for _system, code in codes_of(tree, *place)
        ):
            return True
    return False
