# SPDX-License-Identifier: EUPL-1.2
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from nabij.access.queries.viewers import command_viewer
from nabij.core.commands import ask_who_answers
from nabij.core.viewer import Viewer
from nabij.dossiers.actions import intakes, quarantine
from nabij.dossiers.management.commands import _report
from nabij.dossiers.models import IntakeFile
from nabij.linkage import queries as linkage_queries
from nabij.linkage.choices import FhirVersion, GroundKind


class Command(BaseCommand):
    help = "Take dossiers in: FHIR files, folders and zips of one source."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--source", required=True, help="name of the source: nabij sources")
        parser.add_argument(
            "--fhir", choices=FhirVersion.values, default="", help="FHIR version of these files"
        )
        parser.add_argument(
            "--ground",
            choices=GroundKind.values,
            default="",
            help="ground on which these dossiers may be opened; without one they stay closed",
        )
        ask_who_answers(parser)
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(
        self, *, paths: list[Path], source: str, fhir: str, ground: str, **options: Any
    ) -> None:
        for path in paths:
            if not Path(path).exists():
                raise CommandError(_("%(path)s is not there.") % {"path": path})
        viewer = command_viewer(command="intake", answers=options["answers"], at=timezone.now())
        started = intakes.start_intake(
            viewer=viewer,
            source=linkage_queries.source_named(viewer=viewer, name=source),
            deliveries=[intakes.Delivery(Path(path)) for path in paths],
            fhir_version=fhir,
            ground=ground,
        )
        with _report.bar(
            kind=intakes.TAKE_IN, viewer=viewer, subject_ref=started.intake.ref
        ) as progress:
            intake = intakes.run_intake(
                viewer=viewer, intake=started.intake, openers=started.openers, progress=progress
            )
            if fhir:
                self._retry(viewer, started.known, fhir)
                intake.refresh_from_db()
        if options["json"]:
            self.stdout.write(json.dumps(_report.as_json(intake)))
        else:
            self.stdout.writelines(f"{line}\n" for line in _report.lines(intake))
        if code := _report.exit_code(intake):
            sys.exit(code)

    def _retry(self, viewer: Viewer, known: list[int], fhir: str) -> None:
        """Read anew what was refused of files that came before, now that the version is given."""
        files = IntakeFile.objects.filter(pk__in=known).select_related("intake__source")
        for earlier in {file.intake for file in files.defer("content")}:
            quarantine.retry(viewer=viewer, intake=earlier, fhir_version=fhir)
