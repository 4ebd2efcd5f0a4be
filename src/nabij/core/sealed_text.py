# SPDX-License-Identifier: EUPL-1.2
"""What somebody typed, in an address: sealed, for that colleague only.

An address is kept by browsers, proxies and logs; a name, a BSN or a word of a dossier has no place
there. The seal is bound to who typed it and where, so the address opens nothing for anybody else.
"""

import base64
import binascii
from collections.abc import Sequence

import msgspec

from nabij.core import crypto
from nabij.core.viewer import Viewer


def sealed(texts: Sequence[str], *, viewer: Viewer, place: str) -> str:
    """Return texts as one word that may stand in an address; `place` names the form."""
    plain = msgspec.json.encode(list(texts))
    token = base64.urlsafe_b64encode(crypto.seal(plain, context=_context(viewer, place)))
    return token.decode().rstrip("=")


def unsealed(token: str, *, viewer: Viewer, place: str) -> list[str]:
    """Return the texts; none for an address of another colleague or place, or a broken one."""
    try:
        content = base64.urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        plain = crypto.unseal(content, context=_context(viewer, place))
        return msgspec.json.decode(plain, type=list[str])
    except (
        binascii.Error,
        UnicodeError,
        crypto.SealBroken,
        crypto.KeyMissing,
        msgspec.MsgspecError,
    ):
        return []


def _context(viewer: Viewer, place: str) -> bytes:
    return f"{place}:{viewer.user_id}".encode()
