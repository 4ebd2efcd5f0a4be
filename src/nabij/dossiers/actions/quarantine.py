# SPDX-License-Identifier: EUPL-1.2
"""What was refused: look at it again, take in what somebody mended, hand it out."""

import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from msgspec import structs

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.rules import DataClass
from nabij.core import crypto, jobs
from nabij.core.errors import DomainError, NotFound
from nabij.core.models import Job
from nabij.core.viewer import Viewer
from nabij.dossiers.actions.finishing import finish
from nabij.dossiers.actions.intakes import source_turn
from nabij.dossiers.actions.storing import Store
from nabij.dossiers.fhir.reading import read_file
from nabij.dossiers.fhir.types import Found, Refused
from nabij.dossiers.models import Intake, IntakeFile, Quarantine
from nabij.dossiers.queries import intakes as queries
from nabij.dossiers.rules import originals
from nabij.dossiers.rules.addressing import Addresses, server_of
from nabij.dossiers.rules.batches import Batch, FileProgress, FileToRead, Recipe, read_again
from nabij.dossiers.rules.patients_named import patients_named
from nabij.linkage.queries import keys as linkage_keys

if TYPE_CHECKING:
    from nabij.linkage.models import Source

MEND = "dossiers.mend"
RETRY = "dossiers.retry"
# Nothing is gained by reading these again: there is no resource, or the choice is a colleague's.
NOT_BY_ITSELF = (
    *("duplicate-id", "deletion", "no-resource", "empty-file", "too-large", "line-too-large"),
    *("unreadable-file", "zip-broken", "zip-bomb", "zip-too-large", "zip-too-many"),
    *("zip-in-zip", "zip-encrypted"),
)
LARGEST_MENDED = 64 * 1024 * 1024


class QuarantineNotFound(NotFound):
    code = "not-found"


class StillRefused(DomainError):
    code = "still-refused"
    message = _("This is refused too: %(reason)s")


class MendedTooLarge(DomainError):
    code = "mended-too-large"
    message = _("A mended file may be at most 64 MB. Deliver it as a new file instead.")


@dataclass(frozen=True, slots=True)
class Retried:
    """How many refused resources were taken in after all, and how many were refused again."""

    mended: int = 0
    refused: int = 0

    def __add__(self, other: "Retried") -> "Retried":
        """Return both together."""
        return Retried(self.mended + other.mended, self.refused + other.refused)


def retry(
    *, viewer: Viewer, intake: Intake, fhir_version: str = "", refs: Sequence[str] = ()
) -> Retried:
    """Read what was refused of an intake once more, and take in what can be read now.

    What helps is another FHIR version (`fhir_version`, or set at the source since then) or a newer
    nabij. What is refused again keeps its place, with the reason of today. What time does not mend
    is left alone, unless it is named in `refs`. For the machine.

    Raises:
        QuarantineNotFound: a colleague asks.
    """
    if not viewer.is_machine:
        raise QuarantineNotFound
    total = Retried()
    files = IntakeFile.objects.filter(intake=intake, is_done=True).order_by("pk")
    with source_turn(viewer=viewer, source=intake.source):
        for file in files.defer("content"):
            rows = Quarantine.objects.filter(intake_file=file, mended_at=None)
            rows = rows.filter(ref__in=refs) if refs else rows.exclude(code__in=NOT_BY_ITSELF)
            rows = rows.select_related("intake_file").order_by("position")
            if rows:
                total += _again(viewer, intake, file, list(rows), fhir_version)
        if total.mended:
            finish(viewer=viewer, intake=intake)
    return total


def enqueue_retry(*, viewer: Viewer, intake: Intake) -> Job:
    """Let a job read what an intake refused once more.

    Raises:
        QuarantineNotFound: the viewer may not take dossiers in.
    """
    if not access_rules.may_take_in(viewer.roles):
        raise QuarantineNotFound
    return jobs.enqueue(
        RETRY,
        queue="intake",
        viewer=viewer,
        subject_ref=intake.ref,
        lock=f"source-{intake.source_id}",
        intake_id=intake.pk,
    )


def offer_mended(*, viewer: Viewer, ref: str, data: bytes) -> Job:
    """Keep what a colleague gives instead of a refused resource, and let a job take it in.

    Raises:
        QuarantineNotFound: the viewer may not, or it is not there or mended already.
        MendedTooLarge: it is larger than 64 MB.
    """
    if len(data) > LARGEST_MENDED:
        raise MendedTooLarge
    if not access_rules.may_take_in(viewer.roles):
        raise QuarantineNotFound
    with transaction.atomic():
        row = _open_row(ref)
        row.mended_content = originals.pack(data, context=_context(row), keys=crypto.keyring())
        row.mended_by_id = viewer.user_id
        row.save(update_fields=["mended_content", "mended_by"])
        return jobs.enqueue(
            MEND,
            queue="intake",
            viewer=viewer,
            subject_ref=row.ref,
            lock=f"source-{row.intake_file.source_id}",
            quarantine_id=row.pk,
        )


def mend(*, viewer: Viewer, ref: str, data: bytes | None = None) -> None:
    """Take in what was given instead of a refused resource: all of it or nothing. For the machine.

    Args:
        data: a resource, bundle or NDJSON; what `offer_mended` kept if not given.

    Raises:
        QuarantineNotFound: it is not there or mended already, or a colleague asks.
        StillRefused: something in it cannot be read either.
    """
    if not viewer.is_machine:
        raise QuarantineNotFound
    row = _open_row(ref)
    if data is None:
        if row.mended_content is None:
            raise QuarantineNotFound
        data = originals.unpack(row.mended_content, context=_context(row), keys=crypto.keyring())
    file = row.intake_file
    intake = file.intake
    entries = [_placed(row, entry) for entry in read_file(BytesIO(data), name=file.name)]
    with source_turn(viewer=viewer, source=intake.source):
        batch = read_again(
            _file_to_read(file),
            entries,
            addresses=_addresses(file),
            recipe=_recipe(intake, intake.fhir_version),
        )
        if batch.refused:
            first = batch.refused[0]
            raise StillRefused(reason=gettext(first.reason) % first.values)
        _store(viewer, intake, file, batch, [row])
        finish(viewer=viewer, intake=intake)


def export(*, viewer: Viewer, intake: Intake | None = None) -> bytes:
    """Return a zip of all that is refused and not mended: the originals, and a list with reasons.

    The export is logged. `refused.ndjson` names for each its file in the zip, the file it came in,
    the place in it and the reason.

    A colleague gets nothing of shielded sources; the command on the server gives all.

    Raises:
        QuarantineNotFound: the viewer may not take dossiers in.
        LogUnavailable: the log line could not be written; nothing leaves.
    """
    if not (viewer.is_machine or access_rules.may_take_in(viewer.roles)):
        raise QuarantineNotFound
    rows = Quarantine.objects.filter(mended_at=None).select_related("intake_file__intake__source")
    if intake is not None:
        rows = rows.filter(intake_file__intake=intake)
    packed = BytesIO()
    persons: set[int] = set()
    sources: set[Source] = set()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        lines = []
        for row in rows.order_by("intake_file_id", "position").iterator(chunk_size=100):
            if not _may_take(viewer, row):
                continue
            content = _content_of(row)
            persons |= _persons_in(viewer, row, content)
            sources.add(row.intake_file.intake.source)
            name = f"{row.ref}{_ending(content)}"
            archive.writestr(name, content)
            lines.append(json.dumps(_described(row, name), ensure_ascii=False))
        archive.writestr("refused.ndjson", "".join(f"{line}\n" for line in lines))
    what = f"{intake.ref if intake else 'all'}: {len(lines)} resources"
    _log(viewer, "quarantine-export", persons, sources, what)
    return packed.getvalue()


def download(*, viewer: Viewer, ref: str) -> tuple[str, bytes]:
    """Return the name and the content of one refused resource, and log who took it.

    Raises:
        QuarantineNotFound: the viewer may not, or it is not there.
        LogUnavailable: the log line could not be written.
    """
    found = Quarantine.objects.filter(ref=ref).select_related("intake_file__intake__source")
    row = found.first()
    if row is None or not access_rules.may_take_in(viewer.roles) or not _may_take(viewer, row):
        raise QuarantineNotFound
    content = _content_of(row)
    persons = _persons_in(viewer, row, content)
    _log(viewer, "quarantine-download", persons, {row.intake_file.intake.source}, ref)
    return f"{row.ref}{_ending(content)}", content


def _may_take(viewer: Viewer, row: Quarantine) -> bool:
    """Tell whether the viewer may have the original: of a shielded source only the machine may."""
    return queries.may_name(viewer=viewer, source=row.intake_file.intake.source)


def _persons_in(viewer: Viewer, row: Quarantine, content: bytes) -> set[int]:
    return linkage_keys.persons_with_records(
        viewer=viewer, source_id=row.intake_file.source_id, keys=patients_named(content)
    )


def _content_of(row: Quarantine) -> bytes:
    """Return a refused resource as it came. The caller has logged it."""
    return originals.unpack(row.content, context=_context(row), keys=crypto.keyring())


def _again(
    viewer: Viewer,
    intake: Intake,
    file: IntakeFile,
    rows: Sequence[Quarantine],
    fhir_version: str,
) -> Retried:
    """Read the refused resources of one file again, each by itself, and store what can be read."""
    recipe = _recipe(intake, fhir_version or intake.fhir_version)
    to_read, addresses = _file_to_read(file), _addresses(file)
    mended: list[Quarantine] = []
    entries: list[Found | Refused] = []
    for row in rows:
        found = [_placed(row, entry) for entry in read_file(BytesIO(_content_of(row)))]
        refused = read_again(to_read, found, addresses=addresses, recipe=recipe).refused
        if not refused:
            mended.append(row)
            entries += found
        else:
            row.code, row.reason, row.values = (
                refused[0].code,
                refused[0].reason,
                refused[0].values,
            )
            row.save(update_fields=["code", "reason", "values"])
    with transaction.atomic():
        if mended:
            batch = read_again(to_read, entries, addresses=addresses, recipe=recipe)
            _store(viewer, intake, file, batch, mended)
        else:
            _recounted(file)
    return Retried(len(mended), len(rows) - len(mended))


@transaction.atomic
def _store(
    viewer: Viewer, intake: Intake, file: IntakeFile, batch: Batch, mended: Sequence[Quarantine]
) -> None:
    """Store a batch of mended resources; the counts of the file go along."""
    Quarantine.objects.filter(pk__in=[quarantined.pk for quarantined in mended]).update(
        mended_at=Now(), mended_content=None
    )
    row = _recounted(file)
    batch.files = [FileProgress(row.pk, row.entries_done, is_done=row.is_done, media=row.media)]
    store = Store(viewer=viewer, intake=intake)
    store.counts = {row.pk: row.counts}
    store.add(batch)


def _recounted(file: IntakeFile) -> IntakeFile:
    """Count anew what of a file is refused; return its row, locked."""
    row = IntakeFile.objects.select_for_update().defer("content").get(pk=file.pk)
    codes = Quarantine.objects.filter(intake_file=row, mended_at=None).values_list("code")
    row.counts["quarantined"] = dict(codes.annotate(number=Count("pk")).order_by("code"))
    row.save(update_fields=["counts"])
    return row


def _open_row(ref: str) -> Quarantine:
    row = (
        Quarantine.objects.filter(ref=ref, mended_at=None)
        .select_related("intake_file__intake__source")
        .defer("intake_file__content")
        .first()
    )
    if row is None:
        raise QuarantineNotFound
    return row


def _placed(row: Quarantine, entry: Found | Refused) -> Found | Refused:
    """Return an entry under the place of the refused resource."""
    if isinstance(entry, Refused):
        return replace(entry, position=row.position, pointer=row.pointer)
    return structs.replace(
        entry,
        position=row.position,
        pointer=row.pointer,
        full_url=entry.full_url or row.full_url or None,
        declared=entry.declared or tuple(row.declared),
    )


def _addresses(file: IntakeFile) -> Addresses:
    targets = {url: (type_, key) for url, (type_, key) in file.targets.items()}
    return Addresses(targets, frozenset(filter(None, map(server_of, targets))))


def _file_to_read(file: IntakeFile) -> FileToRead:
    return FileToRead(file.pk, bytes(file.sha256), file.name, file.size, 0, None)


def _recipe(intake: Intake, declared: str) -> Recipe:
    source = intake.source
    return Recipe(
        source_id=source.pk,
        data_class=source.data_class,
        declared=declared,
        source_version=source.fhir_version,
        keys=crypto.keyring(),
    )


def _context(row: Quarantine) -> bytes:
    file = row.intake_file
    return originals.quarantine_context(
        source_id=file.source_id, sha256=bytes(file.sha256), position=row.position
    )


def _ending(content: bytes) -> str:
    first = content.lstrip()[:1]
    return {b"{": ".json", b"[": ".json", b"<": ".xml"}.get(first, ".txt")


def _described(row: Quarantine, name: str) -> dict[str, str | int]:
    return {
        "ref": row.ref,
        "content": name,
        "source": row.intake_file.intake.source.name,
        "file": row.intake_file.name,
        "position": row.position,
        "pointer": row.pointer,
        "code": row.code,
        "reason": row.sentence,
    }


def _log(
    viewer: Viewer, event: str, persons: set[int], sources: "Iterable[Source]", what: str
) -> None:
    """Write who took originals along: whose, as far as known, of which sources, of which class.

    What could not be read may hold content of care, whatever the class of its source.
    """
    rows = list(sources)
    access_actions.record_export(
        viewer=viewer,
        event=event,
        person_ids=persons,
        sensitivity=max([DataClass.CARE.value, *(source.data_class for source in rows)]),
        detail=f"{what}; sources {' '.join(sorted(str(source.pk) for source in rows))}",
        categories=["original"],
    )
