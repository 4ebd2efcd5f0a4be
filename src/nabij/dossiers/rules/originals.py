# SPDX-License-Identifier: EUPL-1.2
"""How originals lie in the database: compressed, then sealed for the one place they belong to.

They hold BSNs and whole dossiers, so no row of them can be read without the keyring, and none can
be moved to another row. The context they are sealed with, joined by NUL bytes:

    resource, source, type, key, SHA-256 of the content    facts and directory resources
    quarantine, source, SHA-256 of the file, position      what was refused
    file, source, SHA-256 of the file                      whole files
    roster, ref, column                                    rosters, and what is told of their rows
"""

import zlib

from nabij.core.crypto import Keyring

# A window and tables of the size of a resource: clearing zlib's usual 256 kB costs four times as
# much as compressing does. Measured on dossiers the result is as small.
FAST_LEVEL, SMALL_WINDOW, SMALL_TABLES = 1, 13, 6
SMALL = 16 * 1024


def resource_context(*, source_id: int, type: str, source_key: str, hash: bytes) -> bytes:
    """Return what the original of a fact or directory resource is sealed for."""
    return b"\0".join(
        (b"resource", str(source_id).encode(), type.encode(), source_key.encode(), hash)
    )


def quarantine_context(*, source_id: int, sha256: bytes, position: int) -> bytes:
    """Return what a refused resource is sealed for."""
    return b"\0".join((b"quarantine", str(source_id).encode(), sha256, str(position).encode()))


def file_context(*, source_id: int, sha256: bytes) -> bytes:
    """Return what a whole file is sealed for."""
    return b"\0".join((b"file", str(source_id).encode(), sha256))


def roster_context(*, ref: str, column: str) -> bytes:
    """Return what a column of a roster is sealed for."""
    return b"\0".join((b"roster", ref.encode(), column.encode()))


def pack(plain: bytes, *, context: bytes, keys: Keyring) -> bytes:
    """Return `plain` compressed and sealed."""
    if len(plain) > SMALL:
        return keys.seal(zlib.compress(plain, FAST_LEVEL), context=context)
    compressor = zlib.compressobj(FAST_LEVEL, zlib.DEFLATED, SMALL_WINDOW, SMALL_TABLES)
    return keys.seal(compressor.compress(plain) + compressor.flush(), context=context)


def unpack(content: bytes | memoryview, *, context: bytes, keys: Keyring) -> bytes:
    """Return what was packed.

    Raises:
        KeyMissing: the key is not in the ring.
        SealBroken: the content was changed, or stands in another place than it was sealed for.
    """
    return zlib.decompress(keys.unseal(bytes(content), context=context))
