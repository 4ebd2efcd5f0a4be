# SPDX-License-Identifier: EUPL-1.2
"""The heads of the seals outside the database: a file per day, a line per seal."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from nabij.access.types import SealHead
from nabij.core.viewer import Viewer

FOLDER = "log-seals"


@dataclass(frozen=True, slots=True)
class HeadLine:
    """One line of a file of heads; `head` is None when no sealer wrote it."""

    file_name: str
    line_number: int
    head: SealHead | None

    @property
    def is_in_its_own_file(self) -> bool:
        """Tell whether the line stands in the file of the day that it says."""
        return self.head is not None and self.head.file_name == self.file_name


def heads_folder(*, viewer: Viewer) -> Path:
    """Return the folder of this installation in which the heads are written."""
    return Path(settings.NABIJ_HOME) / FOLDER


def last_head(*, viewer: Viewer) -> SealHead | None:
    """Return the head with the highest number in the newest file that has one."""
    for path in sorted(heads_folder(viewer=viewer).glob("*.jsonl"), reverse=True):
        found = [line.head for line in _lines(path) if line.head]
        if found:
            return max(found, key=lambda head: head.seal)
    return None


def head_lines(*, viewer: Viewer, folder: Path | None = None) -> Iterator[HeadLine]:
    """Return every line of every file, in the order of the days.

    Args:
        folder: a copy kept elsewhere; the installation's own folder if not given.
    """
    folder = folder or heads_folder(viewer=viewer)
    for path in sorted(folder.glob("*.jsonl")):
        yield from _lines(path)


def _lines(path: Path) -> Iterator[HeadLine]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            yield HeadLine(path.name, number, SealHead.parse(line))
