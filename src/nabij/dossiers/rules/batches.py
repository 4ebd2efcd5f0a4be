# SPDX-License-Identifier: EUPL-1.2
"""From files to batches: read, understood, sealed, and ready to copy into the staging tables.

Runs in the intake itself or in processes beside it, so it knows no Django and no database.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import BinaryIO

from nabij.core.crypto import Keyring
from nabij.dossiers.fhir.columns import read_columns
from nabij.dossiers.fhir.reading import read_file
from nabij.dossiers.fhir.types import (
    DirectoryColumns,
    FactColumns,
    Found,
    PatientColumns,
    Refused,
    Version,
)
from nabij.dossiers.fhir.version import decide_version
from nabij.dossiers.rules import originals
from nabij.dossiers.rules.addressing import Addresses, Target, addresses_of, key_of
from nabij.dossiers.rules.patients import patient_row
from nabij.dossiers.rules.rows import Item, RowMaker, hash_of
from nabij.linkage.types import PatientRow

MOST_ENTRIES = 4_000
MOST_BYTES = 16 * 1024 * 1024
# Larger files are read twice instead of being held in memory as trees.
HELD_BYTES = 16 * 1024 * 1024

_ = str  # marks what is translated where it is shown
UNREAD = _(
    "nabij could not read this resource (%(detail)s). It is kept as it came; please report it."
)

Opener = Callable[[], AbstractContextManager[BinaryIO]]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What holds for all files of one intake."""

    source_id: int
    data_class: str
    declared: str
    source_version: str
    keys: Keyring


@dataclass(frozen=True, slots=True)
class FileToRead:
    """One file and how far it was read before (`skip` entries).

    `open` is None for a file that has to be fetched first.
    """

    file_id: int
    sha256: bytes
    name: str
    size: int
    skip: int
    open: Opener | None


@dataclass(slots=True)
class FileProgress:
    """How far a file is after a batch, and what the batch holds of it."""

    file_id: int
    entries_done: int
    read_bytes: int = 0
    is_done: bool = False
    media: str = ""
    content: bytes | None = None
    targets: dict[str, Target] | None = None


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A refused resource, sealed, for the quarantine."""

    file_id: int
    position: int
    pointer: str
    full_url: str
    declared: tuple[str, ...]
    code: str
    reason: str
    values: dict[str, str | int]
    type: str
    content: bytes


@dataclass(slots=True)
class Batch:
    """What is stored in one transaction: rows of consecutive resources, over one or more files."""

    entries: int = 0
    size: int = 0
    files: list[FileProgress] = field(default_factory=list)
    facts: list[bytes] = field(default_factory=list)
    references: list[bytes] = field(default_factory=list)
    directory: list[bytes] = field(default_factory=list)
    patients: dict[str, PatientRow] = field(default_factory=dict)
    refused: list[RefusedRow] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Tell whether it is time to store."""
        return self.entries >= MOST_ENTRIES or self.size >= MOST_BYTES


def read_batches(files: Iterable[FileToRead], *, recipe: Recipe) -> Iterator[Batch]:
    """Yield the batches of these files, in order; each file ends in the batch of its last entry."""
    reader = _Reader(recipe)
    for file in files:
        yield from reader.read(file)
    if reader.batch.files:
        yield reader.batch


def read_again(
    file: FileToRead, entries: Iterable[Found | Refused], *, addresses: Addresses, recipe: Recipe
) -> Batch:
    """Return the batch of entries of a file that were refused before; it counts no progress."""
    reader = _Reader(recipe)
    for entry in entries:
        if isinstance(entry, Found):
            reader.take(file, entry, addresses)
        else:
            reader.refuse(file, entry)
        reader.batch.entries += 1
    return reader.batch


class _Reader:
    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self.rows = RowMaker(
            source_id=recipe.source_id, data_class=recipe.data_class, keys=recipe.keys
        )
        self.batch = Batch()
        self.refused_any = False

    def read(self, file: FileToRead) -> Iterator[Batch]:
        """Yield the batches that become full while this file is read."""
        entries, addresses = _opened(file)
        progress = self._begin(file, file.skip)
        self.refused_any = False
        for entry in entries:
            if entry.position < file.skip:
                continue
            if self.batch.is_full:
                yield self.batch
                self.batch = Batch()
                progress = self._begin(file, entry.position, progress.media)
            if isinstance(entry, Found):
                progress.media = progress.media or entry.media
                self.take(file, entry, addresses)
            else:
                self.refuse(file, entry)
            self.batch.entries += 1
            self.batch.size += len(entry.original)
            progress.read_bytes += len(entry.original)
            progress.entries_done = entry.position + 1
        progress.is_done = True
        if progress.media == "xml":
            progress.content = self._whole(file)
        if self.refused_any or file.skip:
            # What was refused may be mended later, and then refer to the rest of the file.
            progress.targets = addresses.targets or None

    def _begin(self, file: FileToRead, entries_done: int, media: str = "") -> FileProgress:
        progress = FileProgress(file.file_id, entries_done, media=media)
        self.batch.files.append(progress)
        return progress

    def take(self, file: FileToRead, found: Found, addresses: Addresses) -> None:
        """Add a resource to the batch, as rows or as refused."""
        recipe = self.recipe
        version = decide_version(
            found,
            declared=recipe.declared or None,
            source_version=recipe.source_version or None,
        )
        if isinstance(version, Refused):
            self.refuse(file, version, found)
            return
        try:
            self._add(file, found, version, addresses)
        except Exception as error:  # noqa: BLE001 - one odd resource must not stop all others
            # Its name only: what an error says may be out of the dossier.
            detail = type(error).__name__
            self.refuse(
                file,
                Refused(
                    found.position,
                    found.pointer,
                    "unread",
                    UNREAD,
                    found.original,
                    {"detail": detail},
                ),
                found,
            )

    def _add(self, file: FileToRead, found: Found, version: Version, addresses: Addresses) -> None:
        batch = self.batch
        columns = read_columns(found, version)
        item = Item(batch.entries, file.file_id, found, version, key_of(found), hash_of(found))
        if isinstance(columns, FactColumns):
            fact, references = self.rows.fact(item, columns, addresses)
        elif isinstance(columns, DirectoryColumns):
            batch.directory.append(self.rows.directory(item, columns, addresses))
            return
        else:
            fact, references = self.rows.identity(item, columns, addresses)
            # The last one of a batch counts; taken out first, so that the order stays that of
            # files.
            batch.patients.pop(item.key, None)
            batch.patients[item.key] = self._patient(columns, item)
        batch.facts.append(fact)
        batch.references.extend(references)

    def _patient(self, columns: PatientColumns, item: Item) -> PatientRow:
        return patient_row(columns, key=item.key, hash=item.hash, version=item.version)

    def refuse(self, file: FileToRead, refused: Refused, found: Found | None = None) -> None:
        """Add a refusal to the batch."""
        context = originals.quarantine_context(
            source_id=self.recipe.source_id, sha256=file.sha256, position=refused.position
        )
        self.refused_any = True
        self.batch.refused.append(
            RefusedRow(
                file_id=file.file_id,
                position=refused.position,
                pointer=refused.pointer[:300],
                full_url=(found.full_url or "")[:400] if found else "",
                declared=found.declared if found else (),
                code=refused.code,
                reason=refused.reason,
                values=dict(refused.values),
                type=found.type[:60] if found else "",
                content=originals.pack(refused.original, context=context, keys=self.recipe.keys),
            )
        )

    def _whole(self, file: FileToRead) -> bytes:
        """Return the whole file, sealed: of XML the entries alone do not give it back."""
        with _stream(file) as stream:
            data = stream.read()
        context = originals.file_context(source_id=self.recipe.source_id, sha256=file.sha256)
        return originals.pack(data, context=context, keys=self.recipe.keys)


def _opened(file: FileToRead) -> tuple[Iterable[Found | Refused], Addresses]:
    """Return the entries of a file, and what its addresses stand for: later entries tell too."""
    if file.size > HELD_BYTES:
        addresses = addresses_of(e for e in _entries(file) if isinstance(e, Found))
        return _entries(file), addresses
    entries = list(_entries(file))
    return entries, addresses_of(e for e in entries if isinstance(e, Found))


def _entries(file: FileToRead) -> Iterator[Found | Refused]:
    with _stream(file) as stream:
        yield from read_file(stream, name=file.name)


def _stream(file: FileToRead) -> AbstractContextManager[BinaryIO]:
    if file.open is None:
        raise ValueError(f"{file.name} was not fetched")
    return file.open()
