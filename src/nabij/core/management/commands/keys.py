# SPDX-License-Identifier: EUPL-1.2
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from nabij.core import crypto


class Command(BaseCommand):
    help = "Make the keyring that seals BSNs and originals, or tell where it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["create", "show"])
        parser.add_argument(
            "--if-absent", action="store_true", help="with create: an existing keyring is fine"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *, action: str, **options: Any) -> None:
        path = Path(settings.NABIJ_KEYS_FILE)
        is_made = False
        if action == "create":
            try:
                crypto.write_keyring(crypto.new_keyring(), path)
                is_made = True
            except FileExistsError:
                if not options["if_absent"]:
                    raise CommandError(
                        f"There is a keyring in {path} already; nothing was changed."
                    ) from None
        try:
            ring = crypto.read_keyring(path)
        except crypto.KeyMissing:
            raise CommandError(f"There is no keyring in {path}. Run: nabij keys create") from None
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    {"file": str(path), "current": ring.current, "keys": sorted(ring.sealing)}
                )
            )
            return
        self.stdout.write(f"Keyring {path}: {len(ring.sealing)} key(s), {ring.current} seals.")
        if is_made:
            self.stdout.write("Copy it now to a safe place that is not the backup of the database.")
