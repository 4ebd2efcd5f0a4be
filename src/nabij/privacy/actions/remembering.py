# SPDX-License-Identifier: EUPL-1.2
"""Remember outside the database what was erased, so that it goes again after an older backup.

A line before it and one when it is certain, without personal data: the keys under which somebody
stood, and hashes of their random refs, so that a key that was given to another erases nobody.
"""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings

from nabij.privacy.queries.holdings import Whose

FOLDER, FILE = "erasures", "erasures.jsonl"


@dataclass(frozen=True, slots=True)
class Remembered:
    """One erasure as the file has it: its ref in the database, and hashes of refs by key.

    `is_done`: it was certain. One that only began was perhaps never carried out.
    """

    ref: str
    at: datetime
    kind: str
    refs: dict[int, str]
    is_done: bool


def path() -> Path:
    """Return the file of this installation."""
    return Path(settings.NABIJ_HOME) / FOLDER / FILE


def begin(*, ref: str, at: datetime, person: Whose, kind: str) -> None:
    """Write who it is about before anything goes; of one that begins again the last counts.

    Raises:
        OSError: it cannot be written; then nothing may go.
    """
    refs = {str(key): _hash(value) for key, value in _refs(person.keys).items()}
    _write({"erasure": ref, "at": at.isoformat(), "kind": kind, "refs": refs})


def finish(*, ref: str) -> None:
    """Write that it is certain, unless that stands there already.

    Raises:
        OSError: it cannot be written; say it again later.
    """
    if any(one.ref == ref and not one.is_done for one in remembered(path())):
        _write({"erasure": ref, "is_done": True})


def keep(one: Remembered) -> None:
    """Take over what is done from a copy of the file, unless this installation has it."""
    if one.is_done and one not in remembered(path()):
        refs = {str(key): value for key, value in one.refs.items()}
        _write({"erasure": one.ref, "at": one.at.isoformat(), "kind": one.kind, "refs": refs})
        _write({"erasure": one.ref, "is_done": True})


def remembered(file: Path) -> list[Remembered]:
    """Return what was erased, in order; a line that was cut off says nothing."""
    begun: dict[str, dict[str, Any]] = {}
    done: set[str] = set()
    lines = file.read_text(encoding="ascii").splitlines() if file.exists() else []
    for line in lines:
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if "refs" in found:
            begun[found["erasure"]] = found
        else:
            done.add(found["erasure"])
    return [
        Remembered(
            ref,
            datetime.fromisoformat(found["at"]),
            found["kind"],
            {int(key): value for key, value in found["refs"].items()},
            ref in done,
        )
        for ref, found in begun.items()
    ]


def still_here(one: Remembered) -> list[int]:
    """Return the keys that are the same persons in this database. One SQL query."""
    return [key for key, ref in _refs(one.refs).items() if _hash(ref) == one.refs[key]]


def _write(line: dict[str, Any]) -> None:
    """Add a line and wait until it lies on disk; behind one that was cut off it begins anew."""
    file = path()
    file.parent.mkdir(mode=0o700, exist_ok=True)
    is_cut_off = file.exists() and not f"\n{file.read_text(encoding='ascii')}".endswith("\n")
    with file.open("a", encoding="ascii") as out:
        out.write(("\n" if is_cut_off else "") + json.dumps(line) + "\n")
        out.flush()
        os.fsync(out.fileno())


def _refs(keys: Any) -> dict[int, str]:
    model: Any = apps.get_model("relations.Party")
    return dict(model._base_manager.filter(pk__in=list(keys)).values_list("pk", "ref"))


def _hash(ref: str) -> str:
    return sha256(ref.encode()).hexdigest()
