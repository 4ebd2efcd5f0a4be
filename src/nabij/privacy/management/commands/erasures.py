# SPDX-License-Identifier: EUPL-1.2
import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from nabij.access import actions as access_actions
from nabij.access.queries.viewers import command_viewer
from nabij.core.commands import ask_who_answers
from nabij.core.viewer import Viewer
from nabij.privacy.actions import reapplying
from nabij.privacy.queries import past_term


class Command(BaseCommand):
    help = "Erase again who was erased since an older backup; list whose term is over."

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
        past = parts.add_parser(
            "past-term", help="list who is kept longer than the law asks; nothing goes by itself"
        )
        ask_who_answers(past, required=True)
        past.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *, part: str, **options: Any) -> None:
        viewer = command_viewer(command="erasures", answers=options["answers"], at=now())
        if part == "reapply":
            self._reapply(viewer, options)
        else:
            self._past_term(viewer, options)

    def _past_term(self, viewer: Viewer, options: dict[str, Any]) -> None:
        found = past_term.past_term(viewer=viewer)
        access_actions.record_list(
            viewer=viewer, event="past-term", object_ids=[one.person_id for one in found]
        )
        if options["json"]:
            self.stdout.write(json.dumps([asdict(one) for one in found], default=str))
            return
        for one in found:
            number = one.client_number or "-"
            self.stdout.write(f"{one.ref}  {number}  {one.regime}  last {one.last_on:%Y-%m-%d}")
        self.stdout.write(f"{len(found):,} persons are kept longer than the law asks.")

    def _reapply(self, viewer: Viewer, options: dict[str, Any]) -> None:
        file: Path | None = options["file"]
        if file and not file.is_file():
            raise CommandError(f"There is no file {file}.")
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
