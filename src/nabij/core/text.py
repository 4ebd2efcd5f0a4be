# SPDX-License-Identifier: EUPL-1.2
"""Text as people see it: without characters that show nothing or turn the reading order around."""

import unicodedata

# Blank, but letters or marks by their category.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_KEPT = frozenset("\n\t")
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})


def plain_text(text: str) -> str:
    """Return text in one form (NFC), without controls, zero-width and bidirectional characters.

    Two names that look the same are the same, and no name shows otherwise than it is stored. Line
    ends become `\\n`; tabs stay.

    Example:
        >>> plain_text("Jo\\u200b de\\u202e Vrie\\u0301s")
        'Jo de Vriés'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    composed = unicodedata.normalize("NFC", lines.replace("\u2029", "\n"))
    if composed.isascii() and composed.isprintable():
        return composed
    return "".join(one for one in composed if _is_seen(one))


def _is_seen(one: str) -> bool:
    if one in _KEPT:
        return True
    return one not in _BLANK and unicodedata.category(one) not in _UNSEEN
