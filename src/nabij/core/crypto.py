# SPDX-License-Identifier: EUPL-1.2
"""Sealing of special fields and originals, and the keyed hash by which a sealed value is found.

AES-256-GCM with associated data, so that a sealed value cannot be moved to another row;
HMAC-SHA-256 with a key of its own as blind index (an unkeyed hash of a BSN is reversed in minutes).
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
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from nabij.core.errors import DomainError

FORMAT = 1
NONCE_BYTES = 12
KEY_BYTES = 32
# Work that began with the keyring of before may go on this long; until then no key goes away.
LONGEST_WORK = timedelta(hours=24)


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


class KeysAreRotating(DomainError):
    code = "keys-are-rotating"
    message = _("An older key is still in the keyring. Finish that first: nabij keys retire")


class KeyTooFresh(DomainError):
    code = "key-too-fresh"
    message = _(
        "The keys were replaced less than a day ago, and work that began before may still use the "
        "old one. Try again after %(at)s."
    )


class NoOlderKey(DomainError):
    code = "no-older-key"
    message = _("There is no older key to take away: every key in the keyring is in use.")


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys in use: `current` seals, all of them open, `index` makes blind indexes.

    While keys are being replaced (see `core.resealing`) `previous_index` is the key of the hashes
    of before; then every row holds a hash by that key, and a growing number one by `index` too.
    """

    current: str
    sealing: dict[str, bytes]
    index: bytes
    previous_index: bytes | None = None
    rotated_at: datetime | None = None

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
        return _keyed_hash(self.index, value, purpose)

    def previous_blind_index(self, value: str, *, purpose: str) -> bytes | None:
        """Return the hash by the index key of before, None when it is not being replaced."""
        if self.previous_index is None:
            return None
        return _keyed_hash(self.previous_index, value, purpose)

    def compared_index(self, value: str, *, purpose: str) -> bytes:
        """Return the hash that every row has today: two values are equal when these are."""
        previous = self.previous_blind_index(value, purpose=purpose)
        return previous or self.blind_index(value, purpose=purpose)

    def rotated(self, *, at: datetime) -> "Keyring":
        """Return this ring with new keys in use, beside those of before.

        Raises:
            KeysAreRotating: keys of an earlier time are in it still.
        """
        if len(self.sealing) > 1 or self.previous_index is not None:
            raise KeysAreRotating
        fresh = new_keyring()
        return Keyring(
            fresh.current, self.sealing | fresh.sealing, fresh.index, self.index, rotated_at=at
        )

    def retired(self, *, at: datetime) -> "Keyring":
        """Return this ring with the keys in use only. The caller knows that nothing else is.

        Raises:
            NoOlderKey: there are no others.
            KeyTooFresh: work that began with the old keys may go on still.
        """
        if len(self.sealing) == 1 and self.previous_index is None:
            raise NoOlderKey
        if self.rotated_at is not None and at - self.rotated_at < LONGEST_WORK:
            again = localtime(self.rotated_at + LONGEST_WORK)
            raise KeyTooFresh(at=f"{again:%d-%m-%Y %H:%M}")
        return Keyring(self.current, {self.current: self.sealing[self.current]}, self.index)


def _keyed_hash(key: bytes, value: str, purpose: str) -> bytes:
    return hmac.digest(key, f"{purpose}:{value}".encode(), hashlib.sha256)


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
    _write(ring, os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def replace_keyring(ring: Keyring, path: Path) -> None:
    """Put `ring` in the place of the one in `path`, in one step that survives a power cut."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.new")
    unfinished.unlink(missing_ok=True)
    _write(ring, os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    unfinished.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _write(ring: Keyring, descriptor: int) -> None:
    stored: dict[str, Any] = {
        "current": ring.current,
        "sealing": {name: _text(key) for name, key in ring.sealing.items()},
        "index": _text(ring.index),
    }
    if ring.previous_index is not None:
        stored["previous_index"] = _text(ring.previous_index)
    if ring.rotated_at is not None:
        stored["rotated_at"] = ring.rotated_at.isoformat()
    with os.fdopen(descriptor, "w") as file:
        file.write(json.dumps(stored, indent=1))
        file.flush()
        os.fsync(descriptor)


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()


def read_keyring(path: Path) -> Keyring:
    """Return the keyring in `path`.

    Raises:
        KeyringMissing: there is no such file.
    """
    try:
        stored = json.loads(path.read_text())
    except FileNotFoundError:
        raise KeyringMissing from None
    previous, rotated_at = stored.get("previous_index"), stored.get("rotated_at")
    return Keyring(
        stored["current"],
        {name: base64.b64decode(key) for name, key in stored["sealing"].items()},
        base64.b64decode(stored["index"]),
        base64.b64decode(previous) if previous else None,
        datetime.fromisoformat(rotated_at) if rotated_at else None,
    )


def require_keys(names: Collection[str]) -> None:
    """Make sure that the keyring is there and holds these keys.

    Raises:
        KeyMissing: there is no keyring, or one of the keys is not in it.
    """
    if not keyring().sealing.keys() >= set(names):
        raise KeyMissing


def keyring() -> Keyring:
    """Return the keyring of this installation as it is now.

    It is read anew when the file was replaced, so that keys can be rotated while others work.
    """
    path = Path(settings.NABIJ_KEYS_FILE)
    try:
        found = path.stat()
    except FileNotFoundError:
        raise KeyringMissing from None
    return _keyring_of(path, found.st_ino, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=2)
def _keyring_of(path: Path, _inode: int, _changed: int, _size: int) -> Keyring:
    return read_keyring(path)


def seal(plain: bytes, *, context: bytes) -> bytes:
    """Seal with the current key; see `Keyring.seal`."""
    return keyring().seal(plain, context=context)


def unseal(sealed: bytes, *, context: bytes) -> bytes:
    """Open a sealed value; see `Keyring.unseal`."""
    return keyring().unseal(sealed, context=context)


def blind_index(value: str, *, purpose: str) -> bytes:
    """Return the keyed hash of `value`; see `Keyring.blind_index`."""
    return keyring().blind_index(value, purpose=purpose)


def previous_blind_index(value: str, *, purpose: str) -> bytes | None:
    """Return the hash by the index key of before; see `Keyring.previous_blind_index`."""
    return keyring().previous_blind_index(value, purpose=purpose)


def compared_index(value: str, *, purpose: str) -> bytes:
    """Return the hash that every row has today; see `Keyring.compared_index`."""
    return keyring().compared_index(value, purpose=purpose)


def is_index_being_replaced() -> bool:
    """Tell whether rows are compared by their previous index."""
    return keyring().previous_index is not None


def lasting_hash(value: str, *, purpose: str) -> bytes:
    """Return a keyed hash that stays when keys are replaced: for what nobody can hash anew.

    Only for values that cannot be guessed one by one (random codes), or that are no secret.
    """
    return salted_hmac(f"nabij.{purpose}", value, algorithm="sha256").digest()
