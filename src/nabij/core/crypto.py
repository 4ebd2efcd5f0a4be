# SPDX-License-Identifier: EUPL-1.2
"""Sealing of special fields and originals, and the keyed hash by which a sealed value is found.

AES-256-GCM with associated data, so that a sealed value cannot be moved to another row; HMAC-SHA-256
with a key of its own as blind index (an unkeyed hash of a BSN is reversed in minutes).
Keys come from a keyring file (0600), never from the database folder or a backup.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from nabij.core.errors import DomainError

FORMAT = 1
NONCE_BYTES = 12
KEY_BYTES = 32


class KeyMissing(DomainError):
    code = "key-missing"
    message = _("A key that this data was sealed with is missing. Put the keyring file back.")
    http_status = 503


class KeyringMissing(KeyMissing):
    code = "keyring-missing"
    message = _("There is no keyring yet. Make one with: nabij keys create")


class SealBroken(DomainError):
    code = "seal-broken"
    message = _("A sealed value does not belong here or was changed.")
    http_status = 500


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys in use: `current` seals, all of them open, `index` makes blind indexes."""

    current: str
    sealing: dict[str, bytes]
    index: bytes

    def seal(self, plain: bytes, *, context: bytes) -> bytes:
        """Return `plain` encrypted; only the same `context` opens it again."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        key_id = self.current.encode()
        head = bytes([FORMAT, len(key_id)]) + key_id
        return head + nonce + _cipher(self.sealing[self.current]).encrypt(nonce, plain, context)

    def unseal(self, sealed: bytes, *, context: bytes) -> bytes:
        """Return what was sealed.

        Raises:
            KeyMissing: the key is not in the ring.
            SealBroken: the value was changed, or stands in another place than it was sealed for.
        """
        key_id = key_id_of(sealed)
        start = 2 + len(key_id)
        key = self.sealing.get(key_id)
        if key is None:
            raise KeyMissing
        nonce, cipher = sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :]
        try:
            return _cipher(key).decrypt(nonce, cipher, context)
        except (InvalidTag, ValueError):
            raise SealBroken from None

    def blind_index(self, value: str, *, purpose: str) -> bytes:
        """Return the 32-byte keyed hash under which `value` is found again."""
        return hmac.digest(self.index, f"{purpose}:{value}".encode(), hashlib.sha256)


@lru_cache(maxsize=16)
def _cipher(key: bytes) -> AESGCM:
    """Return the cipher of a key; setting one up costs as much as sealing a page of text."""
    return AESGCM(key)


def key_id_of(sealed: bytes) -> str:
    """Return the name of the key that `sealed` was made with.

    Raises:
        SealBroken: this was never sealed.
    """
    if len(sealed) < 2 or sealed[0] != FORMAT:
        raise SealBroken
    try:
        return bytes(sealed[2 : 2 + sealed[1]]).decode()
    except UnicodeDecodeError:
        raise SealBroken from None


def new_keyring() -> Keyring:
    """Return a keyring with fresh random keys."""
    name = f"k{secrets.token_hex(4)}"
    return Keyring(name, {name: secrets.token_bytes(KEY_BYTES)}, secrets.token_bytes(KEY_BYTES))


def write_keyring(ring: Keyring, path: Path) -> None:
    """Write `ring` to a new file that only its owner can read (never over an existing one)."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = json.dumps(
        {
            "current": ring.current,
            "sealing": {name: base64.b64encode(key).decode() for name, key in ring.sealing.items()},
            "index": base64.b64encode(ring.index).decode(),
        },
        indent=1,
    )
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def read_keyring(path: Path) -> Keyring:
    """Return the keyring in `path`.

    Raises:
        KeyringMissing: there is no such file.
    """
    try:
        stored = json.loads(path.read_text())
    except FileNotFoundError:
        raise KeyringMissing from None
    sealing = {name: base64.b64decode(key) for name, key in stored["sealing"].items()}
    return Keyring(stored["current"], sealing, base64.b64decode(stored["index"]))


def require_keys(names: Collection[str]) -> None:
    """Make sure that the keyring is there and holds these keys.

    Raises:
        KeyMissing: there is no keyring, or one of the keys is not in it.
    """
    if not keyring().sealing.keys() >= set(names):
        raise KeyMissing


@cache
def keyring() -> Keyring:
    """Return the keyring of this installation, read once."""
    return read_keyring(Path(settings.NABIJ_KEYS_FILE))


def seal(plain: bytes, *, context: bytes) -> bytes:
    """Seal with the current key; see `Keyring.seal`."""
    return keyring().seal(plain, context=context)


def unseal(sealed: bytes, *, context: bytes) -> bytes:
    """Open a sealed value; see `Keyring.unseal`."""
    return keyring().unseal(sealed, context=context)


def blind_index(value: str, *, purpose: str) -> bytes:
    """Return the keyed hash of `value`; see `Keyring.blind_index`."""
    return keyring().blind_index(value, purpose=purpose)
