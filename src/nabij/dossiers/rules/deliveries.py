# SPDX-License-Identifier: EUPL-1.2
"""What lies in a delivery: which files, known by what they hold, and how to open each again."""

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from nabij.core.crypto import Keyring
from nabij.dossiers.fhir.reading import Member, members
from nabij.dossiers.fhir.refusals import refuse
from nabij.dossiers.fhir.types import Refused
from nabij.dossiers.rules import originals

_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Delivered:
    """A file in a folder or zip on this machine; can be opened in another process too."""

    root: str
    name: str

    def __call__(self) -> AbstractContextManager[BinaryIO]:
        """Open it.

        Raises:
            OSError: it is not there (any more).
        """
        member = _members(self.root).get(self.name)
        if member is None or member.open is None:
            # The list may be of before it came.
            _members.cache_clear()
            member = _members(self.root).get(self.name)
        if member is None or member.open is None:
            raise FileNotFoundError(self.name)
        return member.open()


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file that was uploaded and lies sealed in the database."""

    content: bytes
    context: bytes
    keys: Keyring

    def __call__(self) -> AbstractContextManager[BinaryIO]:
        """Open it."""
        return BytesIO(originals.unpack(self.content, context=self.context, keys=self.keys))


@dataclass(frozen=True, slots=True)
class DeliveredFile:
    """One file of a delivery. A file that may not be opened has a refusal instead of an opener."""

    name: str
    size: int
    sha256: bytes
    open: Delivered | None
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that by its name is no dossier."""

    name: str


def files_of(root: Path, *, label: str = "") -> Iterator[DeliveredFile | Skipped]:
    """Yield the files of a folder, a zip or a single file, in a fixed order.

    Args:
        label: what the sender called it, when `root` has a name of our own (an upload).
    """
    label = label or root.name
    is_archive = root.is_file() and zipfile.is_zipfile(root)
    for member in members(root):
        if root.is_dir():
            name = member.name
        elif is_archive and member.refused is None:
            name = f"{label}/{member.name}"
        else:
            name = label
        if member.is_skipped:
            yield Skipped(name)
        else:
            yield _delivered(root, name, member)


def _delivered(root: Path, name: str, member: Member) -> DeliveredFile:
    refused = member.refused
    if refused is None:
        try:
            digest = _sha256(member)
            return DeliveredFile(name[:300], member.size, digest, Delivered(str(root), member.name))
        except OSError as error:
            detail = error.strerror or str(error)
            refused = refuse("unreadable-file", 0, "", b"", detail=detail)
    # Known by its name: what it holds cannot be told.
    digest = hashlib.sha256(f"{name}\0{refused.code}".encode()).digest()
    return DeliveredFile(name[:300], member.size, digest, None, refused)


def _sha256(member: Member) -> bytes:
    if member.open is None:
        raise OSError(member.name)
    digest = hashlib.sha256()
    with member.open() as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.digest()


@lru_cache(maxsize=4)
def _members(root: str) -> dict[str, Member]:
    return {member.name: member for member in members(Path(root))}
