# SPDX-License-Identifier: EUPL-1.2
"""Take a file in: read it once, and keep its rows sealed until they are dealt with."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import batched
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.core import jobs, tables
from nabij.core.errors import DomainError
from nabij.core.models import Job
from nabij.core.spreadsheets import Limits, UnreadableFile
from nabij.core.viewer import Viewer
from nabij.imports.choices import FILE_PROBLEMS, ImportState, OnKnown
from nabij.imports.models import HeaderMapping, Import, ImportPart, ImportRow
from nabij.imports.queries.imports import (
    ImportNotFound,
    check_may_import,
    closed_codes,
    has_rows,
    head_of,
    import_of,
    may_update,
    needs_rows,
)
from nabij.imports.rules import cells, columns, parts

MEGABYTE = 1024 * 1024
LIMITS = Limits(
    file=512 * MEGABYTE,
    inflated=6 * 1024 * MEGABYTE,
    rows=2_000_000,
    columns=200,
    seconds=300,
    memory=6 * 1024 * MEGABYTE,
)
WORK = "imports.work"
LONGEST_HEADER = 100


class FileRefused(DomainError):
    """The file cannot be imported; the message says why and what to do."""

    code = "file-refused"
    message = _("%(sentence)s")

    def __init__(self, problem: str, **values: object) -> None:
        super().__init__(sentence=str(FILE_PROBLEMS[problem]) % values)


class ImportIsBusy(DomainError):
    code = "import-is-busy"
    message = _("This import is being worked on. Stop that first, or wait until it is done.")


class NotNow(DomainError):
    code = "import-not-now"
    message = _("This import is not at that step any more. Look at where it stands.")


class NothingMapped(DomainError):
    code = "nothing-mapped"
    message = _("Say of at least one column what it is.")


@transaction.atomic
def upload(
    *, viewer: Viewer, kind: str, path: Path, name: str, mends: Import | None = None
) -> Import:
    """Keep the rows of a file, sealed; nothing of it is understood yet.

    Args:
        mends: the import whose rows come back mended in this file.

    Raises:
        ImportNotFound: the role imports no rows of this kind.
        FileRefused: the file cannot be read, is too large, or has no rows or no names.
    """
    check_may_import(viewer=viewer, kind=kind)
    try:
        file = tables.opened(path, limits=LIMITS)
        made = Import.objects.create(
            kind=kind,
            owner_id=viewer.user_id,
            name=name[:200],
            format=file.format,
            encoding=file.encoding,
            delimiter=file.delimiter,
            mends=mends,
        )
        _keep(made, file)
    except UnreadableFile as error:
        raise FileRefused(error.code, row=error.row) from None
    except RecursionError:
        raise FileRefused("damaged") from None
    made.codes = _first_codes(viewer, made)
    made.save(update_fields=["rows", "parts", "codes"])
    access_actions.record_overview(
        viewer=viewer, event="import-upload", object_type="Import", count=made.rows, detail=made.ref
    )
    return made


def _keep(made: Import, file: tables.TableFile) -> None:
    header = next(file.rows, None)
    if header is None:
        raise FileRefused("no-rows")
    names = [cells.as_text(cell)[:LONGEST_HEADER] for cell in header[1]]
    while names and not names[-1]:
        names.pop()
    filled = [columns.plain(name) for name in names if name]
    if not filled or len(set(filled)) < len(filled):
        raise FileRefused("no-names")
    width = len(names)
    _add_part(made, 0, [(header[0], list(names))])
    for number, rows in enumerate(batched(file.rows, parts.PART_ROWS), 1):
        _add_part(made, number, [(row, given[:width]) for row, given in rows])
        made.rows += len(rows)
        made.parts = number
    if not made.rows:
        raise FileRefused("no-rows")


def _add_part(made: Import, number: int, rows: Sequence[tables.Row]) -> None:
    ImportPart.objects.create(
        whole=made,
        number=number,
        first_row=rows[0][0],
        last_row=rows[-1][0],
        rows=parts.sealed_rows(rows, ref=made.ref, number=number),
    )


def _first_codes(viewer: Viewer, made: Import) -> list[str]:
    """Return what the columns are: as the last time for these headers, else as they look."""
    head = head_of(made)
    without = closed_codes(viewer=viewer)
    key = columns.header_key(head.names)
    known = HeaderMapping.objects.filter(kind=made.kind, header_key=key).first()
    if known is not None:
        codes = [known.codes.get(columns.plain(name), "") for name in head.names]
        return columns.fitted(made.kind, codes, without=without)
    return columns.guessed(
        made.kind, head.names, [row for _number, row in head.rows], without=without
    )


@transaction.atomic
def map_columns(*, viewer: Viewer, ref: str, codes: Sequence[str]) -> Import:
    """Say what the columns are, remember that for these headers, and let the rows be checked.

    Whatever was found out with other columns is forgotten.

    Raises:
        ImportNotFound: there is none of this viewer.
        ImportIsBusy, NotNow: it is worked on, or was written already.
        NothingMapped: no column is anything.
    """
    found = import_of(viewer=viewer, ref=ref, for_change=True)
    _refuse_while_busy(viewer, found)
    if found.state not in (ImportState.UPLOADED, ImportState.CHECKED, *_CHECKING):
        raise NotNow
    head = head_of(found)
    fitted = columns.fitted(found.kind, codes, without=closed_codes(viewer=viewer))
    if len(fitted) != len(head.names) or not any(fitted):
        raise NothingMapped
    HeaderMapping.objects.update_or_create(
        kind=found.kind,
        header_key=columns.header_key(head.names),
        defaults={
            "codes": {columns.plain(n): c for n, c in zip(head.names, fitted, strict=True)},
            "saved_at": viewer.at,
        },
    )
    ImportRow.objects.filter(whole=found).delete()
    found.codes, found.counts, found.done_parts = fitted, {}, 0
    found.checked_at = viewer.at
    found.state = ImportState.READING
    found.save()
    enqueue(viewer=viewer, found=found)
    return found


_CHECKING = (ImportState.READING, ImportState.COMPARING)


@transaction.atomic
def go_on(*, viewer: Viewer, ref: str) -> Import:
    """Let work go on that stopped.

    Raises:
        ImportNotFound: there is none of this viewer.
        ImportIsBusy, NotNow: it goes on already, or the rows that were left are gone.
    """
    found = import_of(viewer=viewer, ref=ref, for_change=True)
    _refuse_while_busy(viewer, found)
    if needs_rows(found.state) and not has_rows(found):
        raise NotNow
    enqueue(viewer=viewer, found=found)
    return found


@transaction.atomic
def start_writing(*, viewer: Viewer, ref: str, on_known: str) -> Import:
    """Let a checked import be written; who may change nobody leaves who is known as they are.

    Raises:
        ImportNotFound: there is none of this viewer.
        ImportIsBusy, NotNow: it is worked on, or not checked.
    """
    found = import_of(viewer=viewer, ref=ref, for_change=True)
    _refuse_while_busy(viewer, found)
    if found.state != ImportState.CHECKED:
        raise NotNow
    if not may_update(viewer=viewer, kind=found.kind):
        on_known = OnKnown.SKIP
    found.state, found.on_known, found.done_parts = ImportState.WRITING, on_known, 0
    found.save(update_fields=["state", "on_known", "done_parts"])
    enqueue(viewer=viewer, found=found)
    return found


@transaction.atomic
def start_taking_back(*, viewer: Viewer, ref: str) -> Import:
    """Let what an import wrote be taken back, also when it was stopped halfway, also once more.

    Raises:
        ImportNotFound: there is none of this viewer.
        ImportIsBusy, NotNow: it is worked on, or nothing of it was written.
    """
    found = import_of(viewer=viewer, ref=ref, for_change=True)
    _refuse_while_busy(viewer, found)
    if found.state not in _WRITTEN:
        raise NotNow
    ImportRow.objects.filter(whole=found, is_written=True).exclude(kept="").update(kept="")
    found.state = ImportState.TAKING_BACK
    found.save(update_fields=["state"])
    enqueue(viewer=viewer, found=found)
    return found


_WRITTEN = (
    ImportState.WRITING, ImportState.DONE, ImportState.TAKING_BACK, ImportState.TAKEN_BACK,
)  # fmt: skip


@transaction.atomic
def throw_away(*, viewer: Viewer, ref: str) -> None:
    """Remove the rows of a file, and the import too when nothing of it was written.

    Raises:
        ImportNotFound: there is none of this viewer.
        ImportIsBusy: it is worked on.
    """
    found = import_of(viewer=viewer, ref=ref, for_change=True)
    _refuse_while_busy(viewer, found)
    _forget(found)


def forget_files(*, viewer: Viewer) -> int:
    """Remove the rows of files on which the last step was taken too long ago; return how many.

    As `throw_away` does, for the machine only: what was written stays and can be taken back.

    Raises:
        ImportNotFound: a colleague asks.
    """
    if not viewer.is_machine:
        raise ImportNotFound
    until = viewer.at - timedelta(days=settings.NABIJ_IMPORT_DAYS)
    lying = Import.objects.filter(Exists(ImportPart.objects.filter(whole=OuterRef("pk"))))
    old = lying.alias(last=Greatest("created_at", "checked_at", "finished_at"))
    gone = 0
    for pk in old.filter(last__lt=until).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            found = Import.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
            job = jobs.latest_of(subject_ref=found.ref) if found else None
            if found is None or (job is not None and job.is_alive(viewer.at)):
                continue
            _forget(found)
            gone += 1
    return gone


def _forget(found: Import) -> None:
    """Remove what came in with a file and was not written; the import too where nothing was."""
    written = ImportRow.objects.filter(whole=found, is_written=True)
    if not written.exists():
        found.delete()
        return
    ImportPart.objects.filter(whole=found).delete()
    ImportRow.objects.filter(whole=found, is_written=False).delete()


def enqueue(*, viewer: Viewer, found: Import) -> Job:
    """Let a worker do what the state of an import asks."""
    return jobs.enqueue(
        WORK,
        queue="bulk",
        viewer=viewer,
        subject_ref=found.ref,
        lock=f"import-{found.pk}",
        import_id=found.pk,
    )


def _refuse_while_busy(viewer: Viewer, found: Import) -> None:
    job = jobs.latest_of(subject_ref=found.ref)
    if job is not None and job.is_alive(viewer.at):
        raise ImportIsBusy
