# SPDX-License-Identifier: EUPL-1.2
"""What a person sees of an intake on the command line: a bar while it runs, a report after it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from django.utils.translation import gettext as _

from nabij.core import jobs
from nabij.core.models import Job
from nabij.core.viewer import Viewer
from nabij.dossiers.models import Intake, Quarantine

DONE, PARTLY_REFUSED = 0, 3
WIDTH = 32


class Bar(jobs.Progress):
    """A progress row that also draws itself, when somebody is looking."""

    def __init__(self, job: Job, stream: TextIO) -> None:
        super().__init__(job)
        self.stream = stream
        self.total = 0

    def update(
        self, *, done: int | None = None, total: int | None = None, errors: int | None = None
    ) -> None:
        super().update(done=done, total=total, errors=errors)
        self.total = total or self.total
        if self.stream.isatty() and done is not None and self.total:
            filled = min(WIDTH, WIDTH * done // self.total)
            megabytes = f"{done / 1e6:.1f} / {self.total / 1e6:.1f} MB"
            self.stream.write(f"\r[{'#' * filled:<{WIDTH}}] {megabytes}  ")
            self.stream.flush()

    def end(self) -> None:
        if self.stream.isatty():
            self.stream.write("\r\x1b[K")


@contextmanager
def bar(*, kind: str, viewer: Viewer, subject_ref: str) -> Iterator[Bar]:
    """Keep a progress row of work that this very process does, so that the page shows it too."""
    job = jobs.new_job(kind=kind, viewer=viewer, subject_ref=subject_ref)
    with jobs.tracked(job) as progress:
        drawn = Bar(progress.job, sys.stderr)
        try:
            yield drawn
        finally:
            drawn.end()


def lines(intake: Intake) -> Iterator[str]:
    """Yield the report of an intake for a person to read."""
    report = intake.report
    yield f"{intake.source.title}: {intake.name}"
    yield _("%(entries)s resources in %(files)s files") % {
        "entries": report.get("entries", 0),
        "files": report.get("files", 0),
    }
    yield _row(_("records of persons"), report.get("records", 0))
    for heading, name in ((_("facts"), "facts"), (_("directory"), "directory")):
        counts = report.get(name, {})
        yield _row(heading, sum(counts.values()))
        yield from (_row(f"  {type_}", number) for type_, number in sorted(counts.items()))
    yield _row(_("unchanged"), report.get("unchanged", 0))
    yield _row(_("refused"), sum(report.get("quarantined", {}).values()))
    yield from _reasons(intake)
    yield _row(_("closed for want of a ground"), report.get("closed", 0))
    yield _row(_("without a known person"), report.get("without_subject", 0))
    yield _row(_("references to what did not come along"), report.get("dangling", 0))
    yield _row(_("persons"), report.get("persons", 0))
    for heading, number in (
        (_("files taken in before"), intake.known_files),
        (_("files that are no dossier"), intake.skipped_files),
    ):
        if number:
            yield _row(heading, number)


def as_json(intake: Intake) -> dict[str, object]:
    """Return the report of an intake for a program to read."""
    finished = intake.finished_at or intake.created_at
    return {
        "ref": intake.ref,
        "source": intake.source.name,
        "name": intake.name,
        "state": intake.state,
        "seconds": round((finished - intake.created_at).total_seconds(), 3),
        "known_files": intake.known_files,
        "skipped_files": intake.skipped_files,
        **intake.report,
    }


def exit_code(intake: Intake) -> int:
    """Return 0 when all is in, 3 when something was refused."""
    return PARTLY_REFUSED if any(intake.report.get("quarantined", {}).values()) else DONE


def _reasons(intake: Intake) -> Iterator[str]:
    refused = Quarantine.objects.filter(intake_file__intake=intake, mended_at=None)
    for code, number in sorted(intake.report.get("quarantined", {}).items()):
        yield _row(f"  {code}", number)
        example = refused.filter(code=code).order_by("pk").select_related("intake_file").first()
        if example is not None:
            place = f"{example.intake_file.name} {example.pointer}".strip()
            yield f"      {place}: {example.sentence}"


def _row(name: str, number: int) -> str:
    return f"  {name:<42}{number:>10}"
