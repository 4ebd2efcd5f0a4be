# SPDX-License-Identifier: EUPL-1.2
"""Remember outside the database what was erased, so that it goes again after an older backup.

One line each, without personal data: the keys under which somebody stood, and hashes of their random
refs, so that a key that was given to another meanwhile erases nobody.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings

from nabij.core.viewer import Viewer
from nabij.privacy.queries.holdings import Whose

FOLDER, FILE = "erasures", "erasures.jsonl"


@dataclass(frozen=True, slots=True)
class Remembered:
    """One erasure as the file has it; `refs` are hashes by key."""

    at: datetime
    kind: str
    refs: dict[int, str]


def path() -> Path:
    """Return the file of this installation."""
    return Path(settings.NABIJ_HOME) / FOLDER / FILE


def remember(*, viewer: Viewer, person: Whose, kind: str) -> None:
    """Add a line before the erasure is certain; twice the same does no harm.

    Raises:
        OSError: it cannot be written; then nothing may go.
    """
    line = {
        "at": viewer.at.isoformat(),
        "kind": kind,
        "refs": {str(key): _hash(ref) for key, ref in _refs(person.keys).items()},
    }
    file = path()
    file.parent.mkdir(mode=0o700, exist_ok=True)
    with file.open("a", encoding="ascii") as out:
        out.write(json.dumps(line) + "\n")
        out.flush()
        os.fsync(out.fileno())


def remembered(file: Path) -> Iterator[Remembered]:
    """Yield what was erased, in order; a line that was cut off at the end is no erasure."""
    if not file.exists():
        return
    for line in file.read_text(encoding="ascii").splitlines():
        try:
            found = json.loads(line)
        except ValueError:
            continue
        yield Remembered(
            datetime.fromisoformat(found["at"]),
            found["kind"],
            {int(key): value for key, value in found["refs"].items()},
        )


def still_here(one: Remembered) -> list[int]:
    """Return the keys that are the same persons in this database. One SQL query."""
    return [key for key, ref in _refs(one.refs).items() if _hash(ref) == one.refs[key]]


def _refs(keys: Any) -> dict[int, str]:
    model: Any = apps.get_model("relations.Party")
    return dict(model._base_manager.filter(pk__in=list(keys)).values_list("pk", "ref"))


def _hash(ref: str) -> str:
    return sha256(ref.encode()).hexdigest()
