# SPDX-License-Identifier: EUPL-1.2
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.config import keys
from nabij.core import crypto
from nabij.core.resealing import SealedColumn, rows_per_key
from nabij.database.connection import connected_as

COPY_IT = "Copy it now to a safe place that is not the backup of the database."


class Command(BaseCommand):
    help = "Make, list, replace or retire the keys that seal BSNs and originals."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "action",
            nargs="?",
            default="show",
            choices=["create", "show", "rotate", "retire"],
            help="show: the keys, and how many rows each seals; rotate: new keys, and seal all anew "
            "while others work; retire: take the keys of before away, a day later",
        )
        parser.add_argument(
            "--if-absent", action="store_true", help="with create: an existing keyring is fine"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *, action: str, **options: Any) -> None:
        path = Path(settings.NABIJ_KEYS_FILE)
        answer: dict[str, Any] = {"file": str(path)}
        if action == "create":
            answer["made"] = self._create(path, is_fine_if_there=options["if_absent"])
        elif not path.exists():
            raise CommandError(f"There is no keyring in {path}. Run: nabij keys create")
        elif action == "rotate":
            ring, done = keys.rotate(at=timezone.now(), report=self._report)
            answer["resealed"] = done
            _log("keys-rotated", ring.current)
        elif action == "retire":
            ring, gone = keys.retire(at=timezone.now())
            answer["retired"] = gone
            _log("keys-retired", ", ".join(gone))
        self._tell(answer, options["json"], counts=action != "create")

    def _create(self, path: Path, *, is_fine_if_there: bool) -> bool:
        try:
            crypto.write_keyring(crypto.new_keyring(), path)
        except FileExistsError:
            if is_fine_if_there:
                return False
            raise CommandError(
                f"There is a keyring in {path} already; nothing was changed."
            ) from None
        return True

    def _report(self, place: SealedColumn, done: int, total: int) -> None:
        self.stderr.write(f"{place.name}: {done} of {total}")

    def _tell(self, answer: dict[str, Any], is_json: bool, *, counts: bool) -> None:
        ring = crypto.read_keyring(Path(answer["file"]))
        answer |= {"current": ring.current, "keys": sorted(ring.sealing)}
        if counts:
            try:
                answer["rows"] = rows_per_key(keys.PLACES)
            except DatabaseError:  # a database that is not made or migrated yet seals nothing
                answer["rows"] = {}
        if is_json:
            self.stdout.write(json.dumps(answer))
            return
        self.stdout.write(
            f"Keyring {answer['file']}: {len(ring.sealing)} key(s), {ring.current} seals."
        )
        for key in answer["keys"]:
            places = answer.get("rows", {}).get(key, {})
            self.stdout.write(f"  {key}: {sum(places.values())} rows")
            self.stdout.writelines(f"    {name}: {number}\n" for name, number in places.items())
        if "resealed" in answer:
            self.stdout.write(
                f"{sum(answer['resealed'].values())} rows were sealed anew. The key of before still "
                "opens old backups; take it away a day from now or later with: nabij keys retire"
            )
        if answer.get("made") or "resealed" in answer:
            self.stdout.write(COPY_IT)


def _log(event: str, detail: str) -> None:
    with connected_as("app"):
        viewer = access_queries.machine(at=timezone.now(), command="keys")
        access_actions.record_list(viewer=viewer, event=event, object_ids=[], detail=detail)
