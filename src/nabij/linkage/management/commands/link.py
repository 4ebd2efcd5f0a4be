# SPDX-License-Identifier: EUPL-1.2
import csv
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nabij.linkage.rules.truth_file import COLUMNS, PERSON, TruthFileNotValid, truth_rows
from nabij.matching.linking import Linked, link_records
from nabij.matching.quality import Quality, quality_of
from nabij.matching.table import TableBuilder, normalised


class Command(BaseCommand):
    help = "Measure how good the linking of persons is on a file of which the truth is known."

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="what", metavar="evaluate", required=True)
        evaluate = commands.add_parser("evaluate", help="link the records of a CSV and compare")
        evaluate.add_argument(
            "file",
            type=Path,
            help=f"CSV in UTF-8 with a head; columns: {', '.join(COLUMNS)} ('person' tells who is who)",
        )
        evaluate.add_argument("--json", action="store_true", help="JSON on stdout")

    def handle(self, *, file: Path, **options: Any) -> None:
        builder, names = TableBuilder(), dict[str, int]()
        truth: list[int] = []
        try:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                rows = csv.DictReader(lines)
                if PERSON not in (rows.fieldnames or ()):
                    raise CommandError(_("The file has no column 'person' that tells who is who."))
                for row in truth_rows(rows, today=localdate(timezone.now())):
                    builder.add(normalised(row.record), key=row.record.key)
                    truth.append(names.setdefault(row.person, len(names)))
        except OSError as error:
            raise CommandError(_("This file cannot be read: %(file)s") % {"file": file}) from error
        except UnicodeDecodeError as error:
            raise CommandError(
                _("This file is not UTF-8. Save it as UTF-8 and try again.")
            ) from error
        except TruthFileNotValid as error:
            raise CommandError(
                _("Row %(row)s, column %(column)s cannot be used: %(value)s")
                % {"row": error.row, "column": error.column, "value": error.value or "—"}
            ) from error
        linked = link_records(builder.table())
        quality = quality_of(linked.persons, np.array(truth, np.int64))
        self._tell(linked, quality, persons=len(names), as_json=options["json"])

    def _tell(self, linked: Linked, quality: Quality, *, persons: int, as_json: bool) -> None:
        found = {
            "records": len(linked.persons),
            "persons": persons,
            "compared": len(linked.pairs),
            "precision": round(quality.precision, 4),
            "recall": round(quality.recall, 4),
            "f1": round(quality.f1, 4),
        }
        if as_json:
            self.stdout.write(json.dumps(found))
            return
        for label, name in (
            (_("records"), "records"),
            (_("persons in truth"), "persons"),
            (_("pairs compared"), "compared"),
            (_("of what was joined is right (precision)"), "precision"),
            (_("of what belongs together was joined (recall)"), "recall"),
            ("F1", "f1"),
        ):
            self.stdout.write(f"{label:<48}{found[name]}")
