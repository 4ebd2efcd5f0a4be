# SPDX-License-Identifier: EUPL-1.2
"""A key under which Dutch surnames that sound alike meet: Dijkstra, Dykstra and Deikstra."""

import re
from functools import lru_cache

from nabij.matching.normalise import letters, without_prefixes

# In this order: what people hear as one sound gets one spelling.
_SOUNDS = (
    ("sch", "s"), ("ij", "y"), ("ei", "y"), ("ey", "y"), ("uij", "ui"), ("uy", "ui"),
    ("auw", "ou"), ("ouw", "ou"), ("au", "ou"), ("eau", "o"), ("ph", "f"), ("th", "t"),
    ("dt", "t"), ("ckx", "ks"), ("ck", "k"), ("x", "ks"), ("qu", "kw"), ("q", "k"), ("gh", "g"),
    ("ch", "g"), ("ce", "se"), ("ci", "si"), ("cy", "sy"), ("c", "k"), ("z", "s"), ("v", "f"),
    ("ae", "a"), ("oe", "u"), ("ie", "i"), ("h", ""),
)  # fmt: skip
_DOUBLE = re.compile(r"(.)\1+")
_ENDING = {"d": "t", "b": "p"}


@lru_cache(maxsize=65536)
def surname_key(surname: str) -> str:
    """Return the sound key of one surname, '' for a name without letters.

    Example:
        >>> surname_key("van Dijck") == surname_key("Dyk") == surname_key("Dijk")
        True
    """
    sounds = letters(without_prefixes(surname))
    for spelling, sound in _SOUNDS:
        sounds = sounds.replace(spelling, sound)
    sounds = _DOUBLE.sub(r"\1", sounds)
    return sounds[:-1] + _ENDING.get(sounds[-1], sounds[-1]) if sounds else ""
