# SPDX-License-Identifier: EUPL-1.2
"""Take dossiers in: register a delivery, read and store it, and finish what needs all of it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from nabij.access import rules as access_rules
from nabij.core import crypto, jobs
from nabij.core.errors import DomainError, NotFound
from nabij.core.jobs import JobCancelled, Progress
from nabij.core.viewer import Viewer
from nabij.dossiers.actions.finishing import finish
from nabij.dossiers.actions.storing import Store
from nabij.dossiers.choices import IntakeState
from nabij.dossiers.models import Intake, IntakeFile, Quarantine
from nabij.dossiers.rules import originals
from nabij.dossiers.rules.batches import FileToRead, Opener, Recipe
from nabij.dossiers.rules.beside import batches_of
from nabij.dossiers.rules.deliveries import DeliveredFile, Sealed, Skipped, files_of

if TYPE_CHECKING:
    from nabij.linkage.models import Source

# Advisory lock of a source: its intakes run one after another. The source's key comes behind it.
ONE_INTAKE_PER_SOURCE = 7_239_021 << 32
PATIENCE_SECONDS = 60
TAKE_IN = "dossiers.take_in"


class IntakeNotAllowed(NotFound):
    code = "not-found"


class NothingToTakeIn(DomainError):
    code = "nothing-to-take-in"
    message = _("There is no JSON, XML or NDJSON file in what you gave.")


class SourceIsBusy(DomainError):
    code = "source-is-busy"
    message = _("Another intake of %(source)s is running. Try again when it is done.")


class FileNotAtHand(DomainError):
    code = "file-not-at-hand"
    message = _("%(name)s is not there any more. Give the same files again to go on.")


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file, folder or zip; `label` is what the sender called it when the path is our own."""

    path: Path
    label: str = ""


@dataclass(frozen=True, slots=True)
class Started:
    """An intake that is registered, and how to open its files; `known` were taken in before."""

    intake: Intake
    openers: dict[bytes, Opener] = field(default_factory=dict)
    known: list[int] = field(default_factory=list)


def start_intake(
    *,
    viewer: Viewer,
    source: "Source",
    deliveries: Sequence[Delivery],
    fhir_version: str = "",
    ground: str = "",
    keeps_files: bool = False,
) -> Started:
    """Register a delivery: which files it has, and which of these this source delivered before.

    The same delivery again finds the same intake, done or half done. `run_intake` does the work.

    Args:
        keeps_files: keep the files themselves, sealed, until they are read (an upload).

    Raises:
        IntakeNotAllowed: the viewer may not take dossiers in.
        NothingToTakeIn: no file looks like a dossier.
    """
    if not (viewer.is_machine or access_rules.may_take_in(viewer.roles)):
        raise IntakeNotAllowed
    found = [item for given in deliveries for item in files_of(given.path, label=given.label)]
    files = {item.sha256: item for item in found if isinstance(item, DeliveredFile)}
    if not files:
        raise NothingToTakeIn
    key = hashlib.sha256(b"".join((str(source.pk).encode(), *sorted(files)))).digest()
    with transaction.atomic():
        intake, is_new = Intake.objects.get_or_create(
            key=key,
            defaults={
                "source": source,
                "name": ", ".join(d.label or d.path.name for d in deliveries)[:200],
                "fhir_version": fhir_version,
                "ground": ground,
                "started_by_id": viewer.colleague_id,
                "skipped_files": sum(isinstance(item, Skipped) for item in found),
            },
        )
        if not is_new:
            _adjust(intake, fhir_version=fhir_version, ground=ground)
        known = _register(intake, files, keeps_files=keeps_files)
        if is_new:
            # The same bytes twice in one delivery are known the second time.
            given = sum(isinstance(item, DeliveredFile) for item in found)
            intake.known_files = len(known) + given - len(files)
            intake.save(update_fields=["known_files"])
    openers = {sha256: file.open for sha256, file in files.items() if file.open is not None}
    return Started(intake, {} if keeps_files else dict(openers), [file.pk for file in known])


@transaction.atomic
def upload(
    *,
    viewer: Viewer,
    source: "Source",
    deliveries: Sequence[Delivery],
    fhir_version: str = "",
    ground: str = "",
) -> Intake:
    """Register what a colleague uploads and let a job take it in; both or neither.

    Raises:
        IntakeNotAllowed: the viewer may not take dossiers in.
        NothingToTakeIn: no file looks like a dossier.
    """
    intake = start_intake(
        viewer=viewer,
        source=source,
        deliveries=deliveries,
        fhir_version=fhir_version,
        ground=ground,
        keeps_files=True,
    ).intake
    enqueue_intake(viewer=viewer, intake=intake)
    return intake


def enqueue_intake(*, viewer: Viewer, intake: Intake) -> None:
    """Let a job take in what is registered, unless that is done or under way."""
    job = jobs.latest_of(subject_ref=intake.ref)
    if intake.state != IntakeState.DONE and not (job and job.is_alive(viewer.at)):
        jobs.enqueue(
            TAKE_IN,
            queue="intake",
            viewer=viewer,
            subject_ref=intake.ref,
            lock=f"source-{intake.source_id}",
            intake_id=intake.pk,
        )


def run_intake(
    *,
    viewer: Viewer,
    intake: Intake,
    openers: Mapping[bytes, Opener] | None = None,
    progress: Progress | None = None,
    patience_seconds: float = PATIENCE_SECONDS,
    readers: int | None = None,
) -> Intake:
    """Read and store what is not done yet of an intake, then resolve, link, and report.

    May be killed at any moment and started again: it ends with exactly the same rows.

    Args:
        openers: how to open files by their hash; the others were uploaded and lie sealed.
        readers: processes that read; see `beside.batches_of`.

    Raises:
        SourceIsBusy: another intake of the source went on for too long.
        JobCancelled: a colleague stopped it; what was stored stays.
    """
    with source_turn(viewer=viewer, source=intake.source, patience_seconds=patience_seconds):
        intake.refresh_from_db()
        if intake.state == IntakeState.DONE:
            return intake
        _set_state(intake, IntakeState.RUNNING)
        try:
            _store_files(viewer, intake, openers or {}, progress, readers)
            finish(viewer=viewer, intake=intake)
        except JobCancelled:
            _set_state(intake, IntakeState.CANCELLED)
            raise
        except Exception:
            if connection.is_usable():
                _set_state(intake, IntakeState.FAILED)
            raise
    intake.refresh_from_db()
    return intake


@contextmanager
def source_turn(
    *, viewer: Viewer, source: "Source", patience_seconds: float = PATIENCE_SECONDS
) -> Iterator[None]:
    """Hold the lock of a source: what changes its facts happens one after another.

    Waits a while: a killed intake may hold the lock for some seconds more.

    Raises:
        SourceIsBusy: another intake of the source went on for too long.
    """
    end = monotonic() + patience_seconds
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_INTAKE_PER_SOURCE | source.pk])
            if cursor.fetchone()[0]:
                break
            if monotonic() > end:
                raise SourceIsBusy(source=source.title)
            sleep(0.5)
    try:
        yield
    finally:
        # A broken connection has given the lock back already.
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_INTAKE_PER_SOURCE | source.pk])


def _set_state(intake: Intake, state: IntakeState) -> None:
    Intake.objects.filter(pk=intake.pk).update(state=state)


def _adjust(intake: Intake, *, fhir_version: str, ground: str) -> None:
    """Take over what is given anew with a delivery that is known.

    Another ground is one more thing to do, also when all files are in.
    """
    if intake.state != IntakeState.DONE:
        intake.fhir_version = fhir_version or intake.fhir_version
    elif ground and ground != intake.ground:
        intake.state = IntakeState.WAITING
    intake.ground = ground or intake.ground
    intake.save(update_fields=["fhir_version", "ground", "state"])


def _register(
    intake: Intake, files: Mapping[bytes, DeliveredFile], *, keeps_files: bool
) -> list[IntakeFile]:
    """Add the files that this source did not deliver before; return those that it did.

    A file of an intake that was given up is taken over by this one.
    """
    source_id = intake.source_id
    of_source = IntakeFile.objects.filter(source_id=source_id, sha256__in=list(files))
    there = {bytes(file.sha256): file for file in of_source.defer("content")}
    for file in there.values():
        if not file.is_done:
            file.intake = intake
            if keeps_files:
                file.content = _sealed(source_id, files[bytes(file.sha256)])
            file.save(update_fields=["intake", *(["content"] if keeps_files else [])])
    new = [
        IntakeFile(
            intake=intake,
            source_id=source_id,
            name=file.name,
            sha256=sha256,
            size=file.size,
            is_done=file.refused is not None,
            counts={"quarantined": {file.refused.code: 1}} if file.refused else {},
            content=_sealed(source_id, file) if keeps_files and file.open else None,
        )
        for sha256, file in files.items()
        if sha256 not in there
    ]
    IntakeFile.objects.bulk_create(new, batch_size=500)
    Quarantine.objects.bulk_create(
        _refused_whole(source_id, row, files[bytes(row.sha256)]) for row in new if row.is_done
    )
    return [file for file in there.values() if file.is_done]


def _sealed(source_id: int, file: DeliveredFile) -> bytes | None:
    if file.open is None:
        return None
    with file.open() as stream:
        data = stream.read()
    context = originals.file_context(source_id=source_id, sha256=file.sha256)
    return originals.pack(data, context=context, keys=crypto.keyring())


def _refused_whole(source_id: int, row: IntakeFile, file: DeliveredFile) -> Quarantine:
    refused = file.refused
    if refused is None:
        raise ValueError(file.name)
    context = originals.quarantine_context(source_id=source_id, sha256=file.sha256, position=0)
    return Quarantine(
        intake_file=row,
        position=0,
        code=refused.code,
        reason=refused.reason,
        values=dict(refused.values),
        content=originals.pack(refused.original, context=context, keys=crypto.keyring()),
    )


def _store_files(
    viewer: Viewer,
    intake: Intake,
    openers: Mapping[bytes, Opener],
    progress: Progress | None,
    readers: int | None,
) -> None:
    files = list(_files_to_read(intake, openers))
    total = sum(IntakeFile.objects.filter(intake=intake).values_list("size", flat=True))
    done = total - sum(file.size for file in files)
    if progress is not None:
        progress.update(done=done, total=total)
    source = intake.source
    recipe = Recipe(
        source_id=source.pk,
        data_class=source.data_class,
        declared=intake.fhir_version,
        source_version=source.fhir_version,
        keys=crypto.keyring(),
    )
    store = Store(viewer=viewer, intake=intake)
    sizes = {file.file_id: file.size for file in files}
    read: dict[int, int] = {}
    with closing(batches_of(files, recipe=recipe, fetch=_fetched, readers=readers)) as batches:
        for batch in batches:
            for file in batch.files:
                size = sizes[file.file_id]
                before = read.get(file.file_id, 0)
                read[file.file_id] = size if file.is_done else min(size, before + file.read_bytes)
            store.add(batch, progress=progress, done=done + sum(read.values()))


def _files_to_read(intake: Intake, openers: Mapping[bytes, Opener]) -> Iterator[FileToRead]:
    waiting = IntakeFile.objects.filter(intake=intake, is_done=False).order_by("name", "pk")
    for file in waiting.defer("content"):
        sha256 = bytes(file.sha256)
        yield FileToRead(
            file_id=file.pk,
            sha256=sha256,
            name=file.name,
            size=file.size,
            skip=file.entries_done,
            open=openers.get(sha256),
        )


def _fetched(files: Sequence[FileToRead]) -> list[FileToRead]:
    """Return files that can be opened: of uploaded ones the sealed content is fetched."""
    uploaded = [file.file_id for file in files if file.open is None]
    if not uploaded:
        return list(files)
    rows = IntakeFile.objects.filter(pk__in=uploaded)
    contents = {
        row.pk: Sealed(
            content=bytes(row.content),
            context=originals.file_context(source_id=row.source_id, sha256=bytes(row.sha256)),
            keys=crypto.keyring(),
        )
        for row in rows
        if row.content is not None
    }
    if len(contents) < len(uploaded):
        missing = next(file.name for file in files if file.file_id in {*uploaded} - {*contents})
        raise FileNotAtHand(name=missing)
    return [
        file if file.open is not None else replace(file, open=contents[file.file_id])
        for file in files
    ]
