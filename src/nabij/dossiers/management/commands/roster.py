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
from nabij.dossiers.actions import roster_files
from nabij.dossiers.management.commands import _report
from nabij.dossiers.models import Intake, Roster
from nabij.dossiers.queries import rosters as queries
from nabij.dossiers.queries.rosters import RosterInView
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
        given = roster_files.give_roster(
            viewer=viewer,
            data=file.read_bytes(),
            name=file.name,
            source=linkage_queries.source_named(viewer=viewer, name=source) if source else None,
        )
        with _report.bar(
            kind=roster_files.TAKE_IN, viewer=viewer, subject_ref=given.ref
        ) as progress:
            roster_files.take_in_roster(viewer=viewer, given=given, progress=progress)
        found = queries.roster(viewer=viewer, ref=given.ref)
        if options["json"]:
            self.stdout.write(json.dumps(_report.as_json(_intake(given)) | _as_json(found)))
        else:
            self._tell(found)
        if found.errors:
            sys.exit(_report.PARTLY_REFUSED)

    def _tell(self, found: RosterInView) -> None:
        if found.is_known:
            self.stdout.write(_("This roster was taken in before: nothing changed."))
        else:
            self.stdout.write(
                _("%(planned)s visits planned, %(cancelled)s cancelled.")
                % {"planned": found.planned, "cancelled": found.cancelled}
            )
            for error in found.errors:
                self.stdout.write(
                    _("Row %(row)s, column %(column)s: %(reason)s") % asdict(error)  # what, where
                )
        if found.made or found.changed:
            self.stdout.write(
                _("%(made)s care relations made, %(changed)s extended.")
                % {"made": found.made, "changed": found.changed}
            )
        for team in found.unknown_teams:
            self.stdout.write(
                _("There is no team %(team)s here: its visits open nothing.") % {"team": team}
            )
        if found.unknown_clients:
            self.stdout.write(
                ngettext(
                    "%(n)s client number is not known here.",
                    "%(n)s client numbers are not known here.",
                    len(found.unknown_clients),
                )
                % {"n": len(found.unknown_clients)}
            )


def _intake(given: Roster) -> Intake:
    if given.intake is None:
        raise ValueError(given.ref)
    return given.intake


def _as_json(found: RosterInView) -> dict[str, Any]:
    return {
        "planned": found.planned,
        "cancelled": found.cancelled,
        "errors": [asdict(error) for error in found.errors],
        "care_relations": {"made": found.made, "changed": found.changed},
        "unknown_teams": list(found.unknown_teams),
        "unknown_clients": list(found.unknown_clients),
    }
