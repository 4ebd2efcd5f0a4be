# SPDX-License-Identifier: EUPL-1.2
import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from nabij.access.queries.viewers import command_viewer
from nabij.core.commands import ask_who_answers
from nabij.privacy.actions import reapplying


class Command(BaseCommand):
    help = "Erase again, after an older backup was put back, who was erased since: reapply."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        reapply = parts.add_parser("reapply", help="do every erasure that is remembered once more")
        reapply.add_argument(
            "--file",
            type=Path,
            help="a copy of erasures.jsonl; that of this installation if absent",
        )
        ask_who_answers(reapply, required=True)
        reapply.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *, part: str, **options: Any) -> None:
        file: Path | None = options["file"]
        if file and not file.is_file():
            raise CommandError(f"There is no file {file}.")
        viewer = command_viewer(command="erasures", answers=options["answers"], at=now())
        found = list(reapplying.reapply(viewer=viewer, file=file))
        again = [one for one in found if one.gone]
        held = [one for one in found if one.held]
        if options["json"]:
            self.stdout.write(json.dumps([asdict(one) for one in found]))
        else:
            self.stdout.write(
                f"{len(found):,} erasures are remembered; {len(again):,} were done again "
                f"({sum(one.gone for one in again):,} rows), {len(held):,} are held."
            )
        for one in found:
            if one.error:
                self.stderr.write(one.error)
        if any(one.error for one in found):
            raise CommandError("An erasure could not be done again: mend it and run this again.")
        if held:
            raise CommandError("Something holds an erasure that was done before: look into it.")
        if any(one.is_unsure for one in found):
            raise CommandError(
                "An erasure began, and nothing says that it was carried out: look into it."
            )
