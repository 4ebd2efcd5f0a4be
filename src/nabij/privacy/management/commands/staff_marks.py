# SPDX-License-Identifier: EUPL-1.2
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from nabij.access import queries as access_queries
from nabij.privacy import actions


class Command(BaseCommand):
    help = (
        "Load by what the review of the log compares colleagues with clients: a CSV with email, "
        "surname, partner_surname, birth_date, postcode and house_number. Keyed hashes are kept, "
        "nothing else. After keys were replaced and retired it is loaded anew."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV in UTF-8, from the staff administration")
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            lines = file.read_text("utf-8-sig").splitlines(keepends=True)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"Cannot read {file}: {error}") from error
        viewer = access_queries.machine(at=now(), command="staff_marks")
        found = actions.load_staff(viewer=viewer, lines=lines)
        if options["json"]:
            told = {"rows": found.rows, "marked": found.marked, "errors": found.errors}
            self.stdout.write(json.dumps(told))
            return
        self.stdout.write(f"{found.marked} of {found.rows} colleagues marked.")
        for row, reason in found.errors:
            self.stdout.write(f"  row {row}: {reason}")
