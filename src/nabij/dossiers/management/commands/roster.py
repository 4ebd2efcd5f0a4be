# SPDX-License-Identifier: EUPL-1.2
import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nabij.access.queries.viewers import command_viewer
from nabij.core.commands import ask_who_answers
from nabij.dossiers.actions import intakes, rosters
from nabij.dossiers.management.commands import _report
from nabij.linkage import queries as linkage_queries


class Command(BaseCommand):
    help = "Take a roster in: a CSV of planned visits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument(
            "--source", default="", help="name of the source; 'rooster' if not given"
        )
        ask_who_answers(parser)
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *, file: Path, source: str, **options: Any) -> None:
        file = Path(file)
        if not file.is_file():
            raise CommandError(_("%(path)s is not there.") % {"path": file})
        viewer = command_viewer(command="roster", answers=options["answers"], at=timezone.now())
        started = rosters.start_roster(
            viewer=viewer,
            source=linkage_queries.source_named(viewer=viewer, name=source)
            if source
            else rosters.roster_source(viewer=viewer),
            data=file.read_bytes(),
            name=file.name,
        )
        with _report.bar(kind=intakes.TAKE_IN, viewer=viewer, intake=started.intake) as progress:
            intake = intakes.run_intake(viewer=viewer, intake=started.intake, progress=progress)
        followed = rosters.follow_roster(viewer=viewer, started=started)
        errors = [
            {"row": error.row, "column": error.column, "reason": _(error.reason) % error.values}
            for error in started.errors
        ]
        if options["json"]:
            counts = {
                "planned": started.planned,
                "cancelled": started.cancelled,
                "errors": errors,
                "care_relations": asdict(followed.relations),
                "unknown_teams": followed.unknown_teams,
                "unknown_clients": followed.unknown_clients,
            }
            self.stdout.write(json.dumps(_report.as_json(intake) | counts))
        else:
            self._tell(started, errors)
            self._tell_followed(followed)
        if errors:
            sys.exit(_report.PARTLY_REFUSED)

    def _tell(self, started: rosters.RosterStarted, errors: list[dict[str, Any]]) -> None:
        if started.is_known:
            self.stdout.write(_("This roster was taken in before: nothing changed."))
            return
        self.stdout.write(
            _("%(planned)s visits planned, %(cancelled)s cancelled.")
            % {"planned": started.planned, "cancelled": started.cancelled}
        )
        for error in errors:
            self.stdout.write(
                _("Row %(row)s, column %(column)s: %(reason)s") % error  # what is wrong where
            )

    def _tell_followed(self, followed: rosters.RosterFollowed) -> None:
        if followed.relations.made or followed.relations.changed:
            self.stdout.write(
                _("%(made)s care relations made, %(changed)s extended.")
                % asdict(followed.relations)
            )
        for team in followed.unknown_teams:
            self.stdout.write(
                _("There is no team %(team)s here: its visits open nothing.") % {"team": team}
            )
        if followed.unknown_clients:
            self.stdout.write(
                ngettext(
                    "%(n)s client number is not known here.",
                    "%(n)s client numbers are not known here.",
                    len(followed.unknown_clients),
                )
                % {"n": len(followed.unknown_clients)}
            )
