# SPDX-License-Identifier: EUPL-1.2
import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nabij.access import actions as access_actions
from nabij.access.queries.viewers import command_viewer
from nabij.core.commands import ask_who_answers
from nabij.core.viewer import Viewer
from nabij.dossiers.actions import quarantine
from nabij.dossiers.queries import intakes as queries
from nabij.linkage.choices import FhirVersion


class Command(BaseCommand):
    help = "List what was refused, hand it out, or take it in again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        ask_who_answers(parser)
        parser.add_argument("--json", action="store_true", help="JSON on stdout")
        commands = parser.add_subparsers(dest="what", metavar="export | retry | mend")
        export = commands.add_parser("export", help="write all that is refused to a zip")
        export.add_argument("file", type=Path, metavar="FILE.zip")
        export.add_argument("--intake", default="", help="ref of one intake")
        retry = commands.add_parser("retry", help="read what was refused once more")
        retry.add_argument("refs", nargs="*", metavar="REF", help="only these")
        retry.add_argument("--intake", default="", help="ref of one intake")
        retry.add_argument("--fhir", choices=FhirVersion.values, default="")
        mend = commands.add_parser("mend", help="take in a mended file instead of what was refused")
        mend.add_argument("ref", metavar="REF")
        mend.add_argument("file", type=Path, metavar="FILE")
        for command in (export, retry, mend):
            command.add_argument("--json", action="store_true", help="JSON on stdout")

    def handle(self, *, what: str | None, **options: Any) -> None:
        viewer = command_viewer(command="quarantine", answers=options["answers"], at=timezone.now())
        if what == "export":
            found = self._export(viewer, options["file"], options["intake"])
        elif what == "retry":
            found = self._retry(viewer, options)
        elif what == "mend":
            found = self._mend(viewer, options["ref"], options["file"])
        else:
            self._list(viewer, is_json=options["json"])
            return
        self.stdout.write(json.dumps(found) if options["json"] else str(found["sentence"]))

    def _list(self, viewer: Viewer, *, is_json: bool) -> None:
        rows = queries.quarantined(viewer=viewer)
        access_actions.record_overview(
            viewer=viewer, event="quarantine", object_type="Quarantine", count=len(rows)
        )
        if is_json:
            self.stdout.write(
                json.dumps(
                    [
                        {
                            "ref": row.ref,
                            "intake": row.intake_ref,
                            "file": row.file,
                            "pointer": row.pointer,
                            "code": row.code,
                            "reason": row.reason,
                        }
                        for row in rows
                    ]
                )
            )
            return
        for row in rows:
            self.stdout.write(f"{row.ref}  {row.file} {row.pointer}\n    {row.reason}")
        if not rows:
            self.stdout.write(_("Nothing is in quarantine."))

    def _export(self, viewer: Viewer, file: Path, ref: str) -> dict[str, object]:
        intake = queries.intake(viewer=viewer, ref=ref) if ref else None
        data = quarantine.export(viewer=viewer, intake=intake)
        # It holds dossiers: for the eyes of its owner only, from the first byte on.
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
            target.write(data)
        return {
            "file": str(file),
            "sentence": _("Written to %(file)s. It holds personal data: keep it safe.")
            % {"file": file},
        }

    def _retry(self, viewer: Viewer, options: dict[str, Any]) -> dict[str, object]:
        refs: list[str] = options["refs"]
        total = quarantine.Retried()
        for intake in queries.intakes_with_refused(
            viewer=viewer, ref=options["intake"], quarantine_refs=refs
        ):
            total += quarantine.retry(
                viewer=viewer, intake=intake, fhir_version=options["fhir"], refs=refs
            )
        mended = ngettext(
            "%(mended)s resource is taken in after all, %(refused)s refused.",
            "%(mended)s resources are taken in after all, %(refused)s refused.",
            total.mended,
        )
        counts = {"mended": total.mended, "refused": total.refused}
        return {**counts, "sentence": mended % counts}

    def _mend(self, viewer: Viewer, ref: str, file: Path) -> dict[str, object]:
        if not file.is_file():
            raise CommandError(_("%(path)s is not there.") % {"path": file})
        quarantine.mend(viewer=viewer, ref=ref, data=file.read_bytes())
        return {"ref": ref, "sentence": _("It is taken in.")}
