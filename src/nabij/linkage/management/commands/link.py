# SPDX-License-Identifier: EUPL-1.2
import csv
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nabij.access.queries.viewers import command_viewer
from nabij.core import jobs
from nabij.core.commands import ask_who_answers
from nabij.linkage import choices
from nabij.linkage.actions.link_all import EVERYBODY, LINK_ALL, Step, link_all, start_link_all
from nabij.linkage.models import LinkRun
from nabij.linkage.rules.truth_file import COLUMNS, PERSON, TruthFileNotValid, truth_rows
from nabij.matching.linking import Linked, link_records
from nabij.matching.quality import Quality, quality_of
from nabij.matching.table import PersonTable, TableBuilder, normalised

STEPS = {
    "read": _("reading records"),
    "compare": _("comparing records"),
    "plan": _("deciding on pairs"),
    "write": _("writing"),
}


class Command(BaseCommand):
    help = "Link all records of persons at once, or measure linking on a file of which the truth is known."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="link all records; goes on where it was cut off"
        )
        parser.add_argument(
            "--learn", action="store_true", help="with --all: learn the weights anew"
        )
        parser.add_argument(
            "--background", action="store_true", help="with --all: let the worker do it"
        )
        ask_who_answers(parser)
        parser.add_argument(
            "--engine",
            choices=["here", "spark"],
            default="here",
            help="with evaluate: where pairs are compared; spark asks nabij[spark] and Java",
        )
        parser.add_argument("--json", action="store_true", help="JSON on stdout")
        commands = parser.add_subparsers(dest="what", metavar="evaluate")
        evaluate = commands.add_parser("evaluate", help="link the records of a CSV and compare")
        evaluate.add_argument(
            "file",
            type=Path,
            help=f"CSV in UTF-8 with a head; columns: {', '.join(COLUMNS)} ('person' tells who is who)",
        )
        evaluate.add_argument("--json", action="store_true", help="JSON on stdout")

    def handle(self, *, what: str | None, **options: Any) -> None:
        if what == "evaluate":
            self._evaluate(**options)
        elif options["all"] and options["engine"] != "here":
            raise CommandError(gettext("Spark links the records of a file: nabij link evaluate."))
        elif options["all"]:
            self._link_all(**options)
        else:
            raise CommandError(gettext("Say what to link: nabij link --all"))

    def _link_all(self, *, learn: bool, background: bool, **options: Any) -> None:
        viewer = command_viewer(command="link", answers=options["answers"], at=timezone.now())
        if background:
            start_link_all(viewer=viewer)
            self.stdout.write(gettext("The worker links everybody as soon as it is free."))
            return
        job = jobs.new_job(kind=LINK_ALL, viewer=viewer, subject_ref=EVERYBODY)
        with jobs.tracked(job) as progress:
            shown = _Shown(progress, sys.stderr)
            try:
                run = link_all(viewer=viewer, tell=shown.tell, is_to_learn=learn)
            finally:
                shown.end()
        self._tell_run(run, as_json=options["json"])

    def _tell_run(self, run: LinkRun, *, as_json: bool) -> None:
        found = {"records": run.records, "pairs": run.pairs, **run.counts}
        found["left_out"] = sum(run.left_out.values())
        if as_json:
            self.stdout.write(json.dumps(found))
            return
        for label, name in (
            (gettext("records"), "records"),
            (gettext("pairs compared"), "pairs"),
            (gettext("keys left out, too many share them"), "left_out"),
            (gettext("linked to a person"), "automatic"),
            (gettext("became a person of their own"), "new"),
            (gettext("questions for a colleague"), "proposed"),
            (gettext("linked records that no longer fit"), "doubted"),
        ):
            self.stdout.write(f"{label!s:<48}{found[name]}")

    def _evaluate(self, *, file: Path, **options: Any) -> None:
        builder, names = TableBuilder(), dict[str, int]()
        truth: list[int] = []
        try:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                rows = csv.DictReader(lines)
                if PERSON not in (rows.fieldnames or ()):
                    raise CommandError(
                        gettext("The file has no column 'person' that tells who is who.")
                    )
                for row in truth_rows(rows, today=localdate(timezone.now())):
                    builder.add(normalised(row.record), key=row.record.key)
                    truth.append(names.setdefault(row.person, len(names)))
        except OSError as error:
            raise CommandError(
                gettext("This file cannot be read: %(file)s") % {"file": file}
            ) from error
        except UnicodeDecodeError as error:
            raise CommandError(
                gettext("This file is not UTF-8. Save it as UTF-8 and try again.")
            ) from error
        except TruthFileNotValid as error:
            raise CommandError(
                gettext("Row %(row)s, column %(column)s cannot be used: %(value)s")
                % {"row": error.row, "column": error.column, "value": error.value or "—"}
            ) from error
        linked = self._linked(builder.table(), options["engine"])
        quality = quality_of(linked.persons, np.array(truth, np.int64))
        self._tell(linked, quality, persons=len(names), as_json=options["json"])

    def _linked(self, table: PersonTable, engine: str) -> Linked:
        if engine == "here":
            return link_records(table)
        from nabij.matching.splink.spark import SparkNotInstalled, link_on_spark

        try:
            return link_on_spark(table)
        except SparkNotInstalled as error:
            raise CommandError(
                gettext("Spark is not here. It needs: %(what)s") % {"what": error}
            ) from error

    def _tell(self, linked: Linked, quality: Quality, *, persons: int, as_json: bool) -> None:
        found = {
            "records": len(linked.persons),
            "persons": persons,
            "compared": len(linked.pairs),
            "precision": round(quality.precision, 4),
            "recall": round(quality.recall, 4),
            "f1": round(quality.f1, 4),
        }
        if as_json:
            self.stdout.write(json.dumps(found))
            return
        for label, name in (
            (gettext("records"), "records"),
            (gettext("persons in truth"), "persons"),
            (gettext("pairs compared"), "compared"),
            (choices.PRECISION, "precision"),
            (choices.RECALL, "recall"),
            ("F1", "f1"),
        ):
            self.stdout.write(f"{label!s:<48}{found[name]}")


class _Shown:
    """The progress of a run: in its row, and on the terminal when somebody is looking."""

    def __init__(self, progress: jobs.Progress, stream: TextIO) -> None:
        self.progress, self.stream = progress, stream

    def tell(self, step: Step) -> None:
        self.progress.update(done=step.done, total=step.total)
        if self.stream.isatty():
            far = f"{step.done:,} / {step.total:,}" if step.done else f"{step.total:,}"
            self.stream.write(f"\r\x1b[K{STEPS[step.name]}: {far}")
            self.stream.flush()

    def end(self) -> None:
        if self.stream.isatty():
            self.stream.write("\r\x1b[K")
