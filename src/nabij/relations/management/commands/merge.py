# SPDX-License-Identifier: EUPL-1.2
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from nabij.access import queries as access_queries
from nabij.core import history
from nabij.core.errors import ExpectedError
from nabij.core.viewer import Viewer
from nabij.relations import actions, queries


class Command(BaseCommand):
    help = "Make one of two persons or organisations that are the same, or undo that."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kept", help="ref of the one who stays; with --undo: of the merge")
        parser.add_argument("given", nargs="?", default="", help="ref of the one that is added")
        parser.add_argument(
            "--as", dest="email", required=True, help="address of the colleague who decides this"
        )
        parser.add_argument("--reason", required=True, help="how we know; others read it later")
        parser.add_argument(
            "--choose",
            action="append",
            default=[],
            metavar="FIELD",
            help="field for which the value of GIVEN holds; may be given more than once",
        )
        parser.add_argument("--dry-run", action="store_true", help="do it and take it all back")
        parser.add_argument("--undo", action="store_true", help="take a merge back")
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *, kept: str, given: str, email: str, **options: Any) -> None:
        user = access_queries.user_with_email(email=email)
        if user is None:
            raise CommandError(f"There is no active colleague with the address {email}.")
        viewer = access_queries.viewer_of(user=user, at=now(), access_point="nabij merge")
        try:
            with history.by(viewer, way="merge", reason=options["reason"]):
                answer = (
                    self._undo(viewer, kept, options)
                    if options["undo"]
                    else self._merge(viewer, kept, given, options)
                )
        except ExpectedError as error:
            raise CommandError(str(error)) from None
        if options["json"]:
            self.stdout.write(json.dumps(answer))
            return
        for name, value in answer.items():
            told = ", ".join(value) if isinstance(value, list) else value
            self.stdout.write(f"{name:<14}{told}")

    def _merge(
        self, viewer: Viewer, kept: str, given: str, options: dict[str, Any]
    ) -> dict[str, Any]:
        preview = queries.merge_preview(viewer=viewer, kept_ref=kept, given_ref=given)
        merge = actions.merge(
            viewer=viewer,
            kept_ref=kept,
            given_ref=given,
            stamp=preview.stamp,
            reason=options["reason"],
            chosen=options["choose"],
            is_dry_run=options["dry_run"],
        )
        return {
            "merge": "" if options["dry_run"] else merge.ref,
            "dry_run": options["dry_run"],
            "kept": preview.kept.ref,
            "given": preview.given.ref,
            "chosen": merge.chosen,
            "differs": [field.name for field in preview.fields if field.differs],
            "comes_along": list(preview.comes_along),
        }

    def _undo(self, viewer: Viewer, ref: str, options: dict[str, Any]) -> dict[str, Any]:
        if options["dry_run"]:
            raise CommandError("An undo has no dry run: it restores exactly what was.")
        merge = actions.unmerge(viewer=viewer, ref=ref, reason=options["reason"])
        return {"merge": merge.ref, "undone": True}
