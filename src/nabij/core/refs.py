# SPDX-License-Identifier: EUPL-1.2
"""Public names of rows: random, so that an address tells nothing and cannot be guessed."""

import re
import secrets

REF_LENGTH = 16
_BYTES = 12
_PATTERN = re.compile(r"[A-Za-z0-9_-]{16}")


def new_ref() -> str:
    """Return a new random name of 96 bits: 16 characters that are safe in an address.

    None begins with a hyphen: a command would take it for an option.
    """
    while (ref := secrets.token_urlsafe(_BYTES)).startswith("-"):
        pass
    return ref


def is_ref(text: str) -> bool:
    """Tell whether `text` has the form of a ref; says nothing about its existence."""
    return _PATTERN.fullmatch(text) is not None
