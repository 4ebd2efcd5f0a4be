# SPDX-License-Identifier: EUPL-1.2
"""The sealing of a round sheet: a passphrase makes the key, and nothing else opens it."""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

LIFETIME = timedelta(hours=24)
ROUNDS = 600_000  # OWASP's advice for PBKDF2-HMAC-SHA-256
SALT_BYTES, NONCE_BYTES, KEY_BYTES = 16, 12, 32
# Without letters and digits that look alike on paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 4


@dataclass(frozen=True, slots=True)
class SealedSheet:
    """A sealed list of clients; the moment at which it ends is part of the seal."""

    salt: bytes
    nonce: bytes
    cipher: bytes
    ends_at: str

    def fields(self) -> dict[str, str | int]:
        """Return what the file carries in the clear, as base64 where it is bytes."""
        text = {name: base64.b64encode(getattr(self, name)).decode() for name in _BYTES}
        return {**text, "ends_at": self.ends_at, "rounds": ROUNDS}


_BYTES = ("salt", "nonce", "cipher")


def new_passphrase() -> str:
    """Return four groups of four characters, such as `k7mp-x2rt-dq9h-n4vw` (79 random bits)."""
    return "-".join(
        "".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS)
    )


def seal_sheet(content: bytes, *, passphrase: str, made_at: datetime) -> SealedSheet:
    """Return `content` sealed under `passphrase` until 24 hours after `made_at` (aware)."""
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    ends_at = (made_at + LIFETIME).isoformat(timespec="seconds")
    cipher = AESGCM(_key(passphrase, salt)).encrypt(nonce, content, ends_at.encode())
    return SealedSheet(salt, nonce, cipher, ends_at)


def open_sheet(sheet: SealedSheet, *, passphrase: str) -> bytes:
    """Return the content again; what the script in the file does in the browser.

    Raises:
        cryptography.exceptions.InvalidTag: another passphrase, or the file was changed.
    """
    return AESGCM(_key(passphrase, sheet.salt)).decrypt(
        sheet.nonce, sheet.cipher, sheet.ends_at.encode()
    )


def _key(passphrase: str, salt: bytes) -> bytes:
    letters = passphrase.strip().lower().replace(" ", "").encode()
    return PBKDF2HMAC(algorithm=SHA256(), length=KEY_BYTES, salt=salt, iterations=ROUNDS).derive(
        letters
    )
