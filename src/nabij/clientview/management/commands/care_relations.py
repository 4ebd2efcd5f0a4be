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
from nabij.clientview import actions
from nabij.clientview.actions import CareFile
from nabij.core import history
from nabij.core.commands import ask_who_answers

PARTLY_REFUSED = 3


class Command(BaseCommand):
    help = "Take in who cares for which client: a CSV of agreements."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["import"], help="what to do")
        parser.add_argument(
            "file",
            type=Path,
            metavar="FILE.csv",
            help="columns: client number, team or e-mail of a colleague, kind, from, until",
        )
        parser.add_argument("--dry-run", action="store_true", help="tell, and change nothing")
        ask_who_answers(parser)
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *, file: Path, dry_run: bool, **options: Any) -> None:
        file = Path(file)
        if not file.is_file():
            raise CommandError(_("%(path)s is not there.") % {"path": file})
        viewer = command_viewer(
            command="care-relations", answers=options["answers"], at=timezone.now()
        )
        with history.by(viewer, way="care-relations"):
            done = actions.import_agreements(
                viewer=viewer, data=file.read_bytes(), is_dry_run=dry_run
            )
        errors = [
            {"row": error.row, "column": error.column, "reason": _(error.reason) % error.values}
            for error in done.errors
        ]
        if options["json"]:
            counts = {"rows": done.rows, "made": done.made, "changed": done.changed}
            told = counts | {"errors": errors, "dry_run": dry_run}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            self._tell(done, errors, is_dry_run=dry_run)
        if errors:
            sys.exit(PARTLY_REFUSED)

    def _tell(self, done: CareFile, errors: list[dict[str, Any]], *, is_dry_run: bool) -> None:
        for error in errors:
            self.stdout.write(
                _("Row %(row)s, column %(column)s: %(reason)s") % error  # what is wrong where
            )
        counts = {"made": done.made, "changed": done.changed}
        if is_dry_run:
            told = _("A trial: %(made)s care relations would be made, %(changed)s changed.")
        else:
            told = _("%(made)s care relations made, %(changed)s changed.")
        self.stdout.write(told % counts)
