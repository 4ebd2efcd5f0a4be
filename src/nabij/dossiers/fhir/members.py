# SPDX-License-Identifier: EUPL-1.2
"""List the files of a folder or zip, in a fixed order, under guards.

The name of a file in a zip is a label on screen and in the report; it never becomes a path, and
nothing is unpacked to disk.
"""

import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from .refusals import printable, refuse
from .types import LIMITS, Limits, Refused

_ENDINGS = (".json", ".xml", ".ndjson", ".jsonl")
_MEGA = 1024 * 1024
_SMALL = 1024 * 1024  # a file this small may be packed tighter than the ratio


@dataclass(frozen=True, slots=True)
class Member:
    """One file to read.

    Exactly one of three holds: `open` gives its bytes; `refused` says why it is not opened; or
    `is_skipped`, because by its name (a licence, a readme) it is no dossier.
    """

    name: str
    size: int
    open: Callable[[], AbstractContextManager[BinaryIO]] | None = None
    refused: Refused | None = None
    is_skipped: bool = False


def members(path: Path, *, limits: Limits = LIMITS) -> Iterator[Member]:
    """Yield the files of a folder, a zip or a single file, sorted by name.

    A zip inside a folder is opened too, a zip inside a zip is refused. A single file is always
    yielded; of a folder or zip only names that end like FHIR are, the others are marked skipped,
    and so are links, which could lead anywhere.
    """
    if path.is_dir():
        for file in _files(path):
            name = file.relative_to(path).as_posix()
            if zipfile.is_zipfile(file) and not file.is_symlink():
                yield from _zipped(file, name + "/", limits)
            else:
                is_dossier = name.lower().endswith(_ENDINGS) and not file.is_symlink()
                yield _file(file, name, is_dossier=is_dossier)
    elif path.is_file() and zipfile.is_zipfile(path):
        yield from _zipped(path, "", limits)
    else:
        yield _file(path, path.name, is_dossier=True)


def _files(folder: Path) -> list[Path]:
    found = []
    for parent, folders, names in os.walk(folder):  # does not follow links
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(parent, name) for name in names if not name.startswith(".")]
    return sorted(found, key=lambda file: file.relative_to(folder).as_posix())


def _file(file: Path, name: str, *, is_dossier: bool) -> Member:
    label = printable(name, 255)
    try:
        size = file.stat().st_size
    except OSError as error:
        detail = error.strerror or str(error)
        return Member(label, 0, refused=refuse("unreadable-file", 0, "", b"", detail=detail))
    if not is_dossier:
        return Member(label, size, is_skipped=True)
    return Member(label, size, open=lambda: file.open("rb"))


def _zipped(file: Path, prefix: str, limits: Limits) -> Iterator[Member]:
    label = printable(prefix.rstrip("/") or file.name, 255)
    try:
        # One archive for all its members, closed with the last of them: reading the list of
        # thousands of files anew for each of them costs a minute.
        archive = zipfile.ZipFile(file)
        infos = sorted(
            (info for info in archive.infolist() if not info.is_dir()),
            key=lambda info: info.filename,
        )
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        yield Member(label, 0, refused=refuse("zip-broken", 0, "", b""))
        return
    problem = _bomb(infos, limits)
    if problem is not None:
        yield Member(label, 0, refused=problem)
        return
    seen: set[str] = set()
    for info in infos:
        if not _is_hidden(info.filename):
            yield _packed(archive, info, _unique(prefix + info.filename, seen), limits)


def _bomb(infos: list[zipfile.ZipInfo], limits: Limits) -> Refused | None:
    if len(infos) > limits.zip_members:
        return refuse("zip-too-many", 0, "", b"", limit=limits.zip_members)
    for info in infos:
        if info.file_size > _SMALL and info.file_size > limits.zip_ratio * info.compress_size:
            return refuse("zip-bomb", 0, "", b"", limit=limits.zip_ratio)
    if sum(info.file_size for info in infos) > limits.zip_total:
        return refuse("zip-too-large", 0, "", b"", limit=limits.zip_total // _MEGA)
    return None


def _is_hidden(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "__MACOSX" or parts[-1].startswith(".")


def _unique(name: str, seen: set[str]) -> str:
    label = printable(name, 240)
    number = 2
    unique = label
    while unique in seen:
        unique = f"{label} ({number})"
        number += 1
    seen.add(unique)
    return unique


def _packed(archive: zipfile.ZipFile, info: zipfile.ZipInfo, label: str, limits: Limits) -> Member:
    name = info.filename.lower()
    if name.endswith(".zip"):
        return Member(label, info.file_size, refused=refuse("zip-in-zip", 0, "", b""))
    if info.flag_bits & 0x1:
        return Member(label, info.file_size, refused=refuse("zip-encrypted", 0, "", b""))
    if not name.endswith(_ENDINGS):
        return Member(label, info.file_size, is_skipped=True)
    return Member(label, info.file_size, open=lambda: _Packed(archive, info))


class _Packed:
    """A file in a zip, opened for reading; gives no more than its header promised."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        try:
            self._stream = archive.open(info)
        except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
            raise OSError(str(error)) from error

    def __enter__(self) -> BinaryIO:
        return cast(BinaryIO, _Checked(self._stream))

    def __exit__(self, *_exception: object) -> None:
        self._stream.close()


class _Checked:
    """Reads a packed stream and turns damage into OSError, which the reader refuses."""

    def __init__(self, stream: object) -> None:
        self._stream = cast(BinaryIO, stream)

    def read(self, size: int = -1) -> bytes:
        try:
            return self._stream.read(size)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise OSError(str(error)) from error

    def readline(self, size: int = -1) -> bytes:
        try:
            return self._stream.readline(size)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise OSError(str(error)) from error
