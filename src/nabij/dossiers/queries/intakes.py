# SPDX-License-Identifier: EUPL-1.2
"""What came in and how far it is, and what was refused: for the colleagues who take dossiers in.

None of these reads a fact or an original: counts, names of files, places and reasons only.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.translation import gettext

from nabij.access import rules as access_rules
from nabij.core import jobs
from nabij.core.errors import NotFound
from nabij.core.models import Job
from nabij.core.viewer import Viewer
from nabij.dossiers.choices import FactKind, IntakeState
from nabij.dossiers.fhir.facts.kinds import KINDS, OTHER
from nabij.dossiers.fhir.subjects import DIRECTORY as DIRECTORY_TYPES
from nabij.dossiers.models import Intake, IntakeFile, Quarantine

if TYPE_CHECKING:
    from nabij.linkage.models import Source

PAGE = 50
MOST_REFUSED = 500


class IntakeNotFound(NotFound):
    code = "not-found"


@dataclass(frozen=True, slots=True)
class IntakeRow:
    """An intake in the list.

    `name`, `source` and `care_type` are '' when the source is shielded.
    """

    ref: str
    name: str
    source: str
    care_type: str
    state: str
    state_label: str
    created_at: datetime
    entries: int
    refused: int


@dataclass(frozen=True, slots=True)
class IntakePage:
    """Intakes, newest first; `older` is the ref behind which the next page starts."""

    rows: Sequence[IntakeRow]
    older: str = ""


@dataclass(frozen=True, slots=True)
class IntakeStatus:
    """One intake: how far it is, and its report when it is done.

    `name`, `source` and `care_type` are '' when the source is shielded.

    `is_busy` says that a job is at it or waits for its turn.
    """

    ref: str
    name: str
    source: str
    care_type: str
    fhir_version: str
    ground: str
    state: str
    state_label: str
    created_at: datetime
    finished_at: datetime | None
    files: int
    files_done: int
    known_files: int
    skipped_files: int
    report: Mapping[str, Any]
    refused: int
    job: Job | None
    is_busy: bool

    @property
    def kilobytes(self) -> tuple[int, int]:
        """How much is read, and how much there is."""
        job = self.job
        return (-(-job.done // 1000), -(-job.total // 1000)) if job and job.total else (0, 0)

    @property
    def facts(self) -> list[tuple[str, str, int]]:
        """What came in: kind in words, FHIR type, how many; most first."""
        counts = [
            *self.report.get("facts", {}).items(),
            *self.report.get("directory", {}).items(),
        ]
        return [(_kind(type_), type_, number) for type_, number in sorted(counts, key=_most_first)]

    @property
    def total_facts(self) -> int:
        """How many facts are new or changed."""
        return sum(self.report.get("facts", {}).values())

    @property
    def is_done(self) -> bool:
        """Tell whether all of it was read and the report is there."""
        return self.state == IntakeState.DONE


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """A refused resource: where it stood and why. Its content is read by `actions.quarantine`.

    `source` and `file` are '' when the source is shielded; then its content stays here too.
    """

    ref: str
    intake_ref: str
    source: str
    file: str
    position: int
    pointer: str
    type: str
    code: str
    reason: str
    created_at: datetime
    job: Job | None = None


def check_may_take_in(*, viewer: Viewer) -> None:
    """Refuse who may not take dossiers in. No query.

    Raises:
        IntakeNotFound: the viewer may not.
    """
    if not (viewer.is_machine or access_rules.may_take_in(viewer.roles)):
        raise IntakeNotFound


def intakes(*, viewer: Viewer, before: str = "") -> IntakePage:
    """Return fifty intakes, newest first, behind the one named `before`. Two SQL queries.

    Raises:
        IntakeNotFound: the viewer may not take dossiers in.
    """
    check_may_take_in(viewer=viewer)
    rows = Intake.objects.select_related("source").order_by("-id")
    if before:
        rows = rows.filter(id__lt=Intake.objects.filter(ref=before).values("id"))
    found = list(rows[: PAGE + 1])
    refused = _refused_by_intake([row.pk for row in found])
    return IntakePage(
        rows=[
            IntakeRow(
                ref=row.ref,
                **_named(viewer, row),
                state=row.state,
                state_label=str(row.get_state_display()),
                created_at=row.created_at,
                entries=row.report.get("entries", 0),
                refused=refused.get(row.pk, 0),
            )
            for row in found[:PAGE]
        ],
        older=found[PAGE - 1].ref if len(found) > PAGE else "",
    )


def status(*, viewer: Viewer, ref: str) -> IntakeStatus:
    """Return how far one intake is, and its report. Four SQL queries.

    Raises:
        IntakeNotFound: the viewer may not take dossiers in, or there is none.
    """
    found = intake(viewer=viewer, ref=ref)
    files = IntakeFile.objects.filter(intake=found).aggregate(
        total=Count("pk"), done=Count("pk", filter=Q(is_done=True))
    )
    job = jobs.latest_of(subject_ref=found.ref)
    return IntakeStatus(
        ref=found.ref,
        **_named(viewer, found),
        fhir_version=found.fhir_version,
        ground=found.ground,
        state=found.state,
        state_label=str(found.get_state_display()),
        created_at=found.created_at,
        finished_at=found.finished_at,
        files=files["total"],
        files_done=files["done"],
        known_files=found.known_files,
        skipped_files=found.skipped_files,
        report=found.report,
        refused=_refused_by_intake([found.pk]).get(found.pk, 0),
        job=job,
        is_busy=job is not None and job.is_alive(viewer.at),
    )


def intake(*, viewer: Viewer, ref: str) -> Intake:
    """Return one intake with its source. One SQL query.

    Raises:
        IntakeNotFound: the viewer may not take dossiers in, or there is none.
    """
    check_may_take_in(viewer=viewer)
    found = Intake.objects.select_related("source").filter(ref=ref).first()
    if found is None:
        raise IntakeNotFound
    return found


def intakes_with_refused(
    *, viewer: Viewer, ref: str = "", quarantine_refs: Collection[str] = ()
) -> list[Intake]:
    """Return the intakes of which something is refused, oldest first. One SQL query.

    Raises:
        IntakeNotFound: the viewer may not take dossiers in.
    """
    check_may_take_in(viewer=viewer)
    refused = Quarantine.objects.filter(mended_at=None)
    if quarantine_refs:
        refused = refused.filter(ref__in=quarantine_refs)
    rows = Intake.objects.filter(pk__in=refused.values("intake_file__intake_id"))
    if ref:
        rows = rows.filter(ref=ref)
    return list(rows.select_related("source").order_by("pk"))


def quarantined(*, viewer: Viewer, intake_ref: str = "") -> list[QuarantinedRow]:
    """Return what is refused and not mended, at most 500, newest intake first. Two SQL queries.

    Raises:
        IntakeNotFound: the viewer may not take dossiers in.
    """
    check_may_take_in(viewer=viewer)
    rows = Quarantine.objects.filter(mended_at=None)
    if intake_ref:
        rows = rows.filter(intake_file__intake__ref=intake_ref)
    found = _without_content(rows).order_by(
        "-intake_file__intake_id", "intake_file__name", "position"
    )
    return [_quarantined(viewer, row) for row in found[:MOST_REFUSED]]


def quarantined_resource(*, viewer: Viewer, ref: str) -> QuarantinedRow:
    """Return one refused resource, with the job that takes in what was given instead.

    Two SQL queries.

    Raises:
        IntakeNotFound: the viewer may not, it is not there or it was mended.
    """
    check_may_take_in(viewer=viewer)
    row = _without_content(Quarantine.objects.filter(ref=ref, mended_at=None)).first()
    if row is None:
        raise IntakeNotFound
    return _quarantined(viewer, row, jobs.latest_of(subject_ref=ref))


def _kind(type_: str) -> str:
    if type_ in DIRECTORY_TYPES:
        return gettext("provider, product or term")
    kind = KINDS.get(type_, OTHER).name
    return str(FactKind(kind).label)


def _most_first(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


def _refused_by_intake(keys: Sequence[int]) -> dict[int, int]:
    rows = Quarantine.objects.filter(intake_file__intake_id__in=keys, mended_at=None)
    counted = rows.values_list("intake_file__intake_id").annotate(number=Count("pk"))
    return dict(counted.order_by())


def _without_content(rows: Any) -> Any:
    return rows.select_related("intake_file__intake__source").defer(
        "content", "mended_content", "intake_file__content"
    )


def may_name(*, viewer: Viewer, source: "Source") -> bool:
    """Tell whether the viewer may read the name of a source, and files that may tell it."""
    return viewer.is_machine or access_rules.may(viewer.roles, source.data_class)


def _named(viewer: Viewer, intake: Intake) -> dict[str, str]:
    if not may_name(viewer=viewer, source=intake.source):
        return {"name": "", "source": "", "care_type": ""}
    source = intake.source
    return {"name": intake.name, "source": source.title, "care_type": source.care_type}


def _quarantined(viewer: Viewer, row: Quarantine, job: Job | None = None) -> QuarantinedRow:
    intake = row.intake_file.intake
    is_named = may_name(viewer=viewer, source=intake.source)
    return QuarantinedRow(
        ref=row.ref,
        intake_ref=intake.ref,
        source=intake.source.title if is_named else "",
        file=row.intake_file.name if is_named else "",
        position=row.position,
        pointer=row.pointer,
        type=row.type,
        code=row.code,
        reason=row.sentence,
        created_at=row.created_at,
        job=job,
    )
