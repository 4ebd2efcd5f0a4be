# SPDX-License-Identifier: EUPL-1.2
"""Store a batch in one transaction, with how far the intake is: killed anywhere, none is torn."""

from collections import Counter
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg.types.json import Jsonb

from nabij.core.jobs import Progress
from nabij.core.refs import new_ref
from nabij.core.viewer import Viewer
from nabij.dossiers.actions import staging
from nabij.dossiers.models import Intake, IntakeFile, Quarantine
from nabij.dossiers.rules import copying
from nabij.dossiers.rules.batches import Batch
from nabij.linkage import actions as linkage_actions

Counts = dict[str, Any]


class Store:
    """Writes the batches of one intake, in order."""

    def __init__(self, *, viewer: Viewer, intake: Intake) -> None:
        self.viewer = viewer
        self.intake = intake
        self.source_id = intake.source_id
        self.is_measured = False
        self.counts: dict[int, Counts] = dict(
            IntakeFile.objects.filter(intake=intake, is_done=False).values_list("pk", "counts")
        )
        with connection.cursor() as cursor:
            cursor.execute(staging.MAKE)

    def add(self, batch: Batch, *, progress: Progress | None = None, done: int = 0) -> None:
        """Store a batch; `done` is what the progress row says when it is stored.

        Raises:
            JobCancelled: a colleague stopped the job; the batch is not stored.
        """
        with transaction.atomic(), connection.cursor() as cursor:
            # What a crash of the server may cost is stored again, with its progress.
            cursor.execute("SET LOCAL synchronous_commit = off")
            self._stage(cursor, batch)
            self._store(cursor, batch)
            self._refuse(batch)
            counts = self._count(cursor, batch)
            self._save_progress(cursor, batch, counts)
            if progress is not None:
                progress.update(done=done, errors=_refused(self.counts | counts))
        self.counts |= counts

    def _stage(self, cursor: CursorWrapper, batch: Batch) -> None:
        cursor.execute(staging.CLEAR)
        _copy(cursor, "stage_directory", batch.directory)
        _copy(cursor, "stage_fact", batch.facts)
        _copy(cursor, "stage_reference", batch.references)
        if not self.is_measured:
            cursor.execute(staging.MEASURE)
            self.is_measured = batch.entries > 100

    def _store(self, cursor: CursorWrapper, batch: Batch) -> None:
        given = {"source": self.source_id, "intake": self.intake.pk}
        if batch.patients:
            linkage_actions.store_patient_records(
                viewer=self.viewer, source_id=self.source_id, rows=list(batch.patients.values())
            )
        if batch.directory:
            cursor.execute(staging.DECIDE_DIRECTORY, given)
            cursor.execute(staging.END_DIRECTORY)
            has_ended = cursor.rowcount > 0
            cursor.execute(staging.STORE_DIRECTORY, given)
            if has_ended:
                cursor.execute(staging.FOLLOW_DIRECTORY)
        if batch.facts:
            cursor.execute(staging.UNKNOWN_SUBJECTS, given)
            if unknown := [key for (key,) in cursor.fetchall()]:
                linkage_actions.ensure_records(
                    viewer=self.viewer, source_id=self.source_id, keys=unknown
                )
            cursor.execute(staging.DECIDE_FACTS, given)
            cursor.execute(staging.END_FACTS)
            has_ended = cursor.rowcount > 0
            cursor.execute(staging.STORE_FACTS, given)
            cursor.execute(staging.STORE_ORIGINALS)
            if batch.references:
                cursor.execute(staging.STORE_REFERENCES, given)
            if has_ended:
                cursor.execute(staging.FOLLOW_FACTS)
            cursor.execute(staging.NOTE_RECORDS, given)

    def _refuse(self, batch: Batch) -> None:
        Quarantine.objects.bulk_create(
            [
                Quarantine(
                    ref=new_ref(),
                    intake_file_id=refused.file_id,
                    position=refused.position,
                    pointer=refused.pointer,
                    full_url=refused.full_url,
                    declared=list(refused.declared),
                    code=refused.code,
                    reason=refused.reason,
                    values=refused.values,
                    type=refused.type,
                    content=refused.content,
                )
                for refused in batch.refused
            ]
        )

    def _count(self, cursor: CursorWrapper, batch: Batch) -> dict[int, Counts]:
        """Return the counts of the files of this batch, those of earlier batches included."""
        found = {file.file_id: Counter[tuple[str, str]]() for file in batch.files}
        cursor.execute(staging.COUNT)
        for file_id, type_, place, total, new, changed, closed in cursor.fetchall():
            key = ("records", "") if type_ == "Patient" else (place, type_)
            found[file_id][key] += new
            found[file_id]["unchanged", ""] += total - new
            found[file_id]["changed", ""] += changed
            found[file_id]["without_subject", ""] += closed
        for refused in batch.refused:
            found[refused.file_id]["quarantined", refused.code] += 1
        return {pk: _added(self.counts.get(pk, {}), counted) for pk, counted in found.items()}

    def _save_progress(
        self, cursor: CursorWrapper, batch: Batch, counts: dict[int, Counts]
    ) -> None:
        files = batch.files
        cursor.execute(
            staging.SAVE_PROGRESS,
            {
                "ids": [file.file_id for file in files],
                "entries": [file.entries_done for file in files],
                "done": [file.is_done for file in files],
                "media": [file.media for file in files],
                "counts": [Jsonb(counts[file.file_id]) for file in files],
                "targets": [Jsonb(file.targets) if file.targets else None for file in files],
                "contents": [file.content for file in files],
            },
        )


def _copy(cursor: CursorWrapper, table: str, rows: list[bytes]) -> None:
    if rows:
        with cursor.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)") as copy:
            copy.write(copying.table(rows))


def _added(before: Counts, counted: Counter[tuple[str, str]]) -> Counts:
    after: Counts = {
        name: value.copy() if isinstance(value, dict) else value for name, value in before.items()
    }
    for (name, part), number in counted.items():
        if not number:
            continue
        if part:
            inner = after.setdefault(name, {})
            inner[part] = inner.get(part, 0) + number
        else:
            after[name] = after.get(name, 0) + number
    return after


def _refused(counts: dict[int, Counts]) -> int:
    return sum(sum(file.get("quarantined", {}).values()) for file in counts.values())
