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
_PLACES = ("securityLabel", "confidentiality")


def is_sensitive(tree: Node) -> bool:
    """Say whether a security label makes this restricted or sensitive (data class d).

    Reads meta.security, securityLabel (documents, consents) and confidentiality (compositions).

    Source: HL7 v3 Confidentiality and ActCode sensitivity.
    """
    meta = tree.get("meta")
    if type(meta) is dict and "security" in meta and _has_sensitive(meta, "security"):
        return True
    return any(name in tree and _has_sensitive(tree, name) for name in _PLACES)


def _has_sensitive(node: Node, name: str) -> bool:
    return any(code.upper() in _SENSITIVE for _system, code in codes_of(node, name))
