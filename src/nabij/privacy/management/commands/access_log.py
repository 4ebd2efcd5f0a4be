# SPDX-License-Identifier: EUPL-1.2
import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils.timezone import localdate, now

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access.queries.viewers import command_viewer
from nabij.core.commands import ask_who_answers
from nabij.core.dates import start_of_day
from nabij.privacy import actions

MOST_SHOWN = 50


class Command(BaseCommand):
    help = "Prove, export or end the access log: verify, export, end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)

        verify = parts.add_parser("verify", help="recompute every seal and line; exit 1 if wrong")
        verify.add_argument("--heads", type=Path, help="folder with a copy of the seal heads")
        verify.add_argument("--json", action="store_true", help="one JSON object on stdout")

        export = parts.add_parser("export", help="write lines as JSON, one a line")
        export.add_argument("--from", dest="since", type=_day, required=True, metavar="YYYY-MM-DD")
        export.add_argument(
            "--until", type=_day, metavar="YYYY-MM-DD", help="first day left out; all if not given"
        )
        export.add_argument("--person", metavar="NUMBER", help="client number; everybody if absent")
        export.add_argument("--fhir", action="store_true", help="as FHIR R4 AuditEvent")
        export.add_argument("--output", type=Path, help="a new file; stdout if not given")
        ask_who_answers(export, required=True)
        export.add_argument("--json", action="store_true", help="say the count as JSON on stderr")

        end = parts.add_parser("end", help="remove lines of more than five years ago, for ever")
        end.add_argument("--before", type=_day, required=True, metavar="YYYY-MM-DD")
        end.add_argument(
            "--also-kept",
            action="store_true",
            help="also lines about persons who are still known here",
        )
        ask_who_answers(end, required=True)
        end.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *, part: str, **options: Any) -> None:
        {"verify": self._verify, "export": self._export, "end": self._end}[part](options)

    def _verify(self, options: dict[str, Any]) -> None:
        heads: Path | None = options["heads"]
        if heads and not heads.is_dir():
            raise CommandError(f"There is no folder {heads}.")
        viewer = access_queries.machine(at=now(), command="access-log")
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            found = access_queries.verify_log(viewer=viewer, heads_at=heads)
        if options["json"]:
            answer = asdict(found) | {"is_sound": found.is_sound}
            self.stdout.write(json.dumps(answer, cls=DjangoJSONEncoder))
        else:
            self._say(found)
        if not found.is_sound:
            sys.exit(1)

    def _say(self, found: access_queries.Verification) -> None:
        self.stdout.write(
            f"{found.entries:,} lines under {found.seals:,} seals; {found.heads:,} heads outside the "
            f"database; {found.ended:,} lines ended by law."
        )
        if found.unsealed:
            self.stdout.write(
                f"{found.unsealed:,} lines are not sealed yet, the oldest of "
                f"{found.oldest_unsealed_at:%Y-%m-%d %H:%M} UTC."
            )
        if found.without_month:
            self.stdout.write(f"{found.without_month:,} lines lie outside the months that exist.")
        for finding in found.findings[:MOST_SHOWN]:
            places = [finding.place] if finding.place else []
            places += [f"seal {finding.seal}"] if finding.seal is not None else []
            places += [f"lines {', '.join(map(str, finding.entries))}"] if finding.entries else []
            more = finding.count - len(finding.entries) if finding.entries else 0
            places += [f"and {more:,} more"] if more > 0 else []
            said = access_queries.PROBLEMS[finding.code]
            self.stdout.write(self.style.ERROR(f"{said} ({'; '.join(places) or finding.code})"))
        if len(found.findings) > MOST_SHOWN:
            self.stdout.write(
                f"And {len(found.findings) - MOST_SHOWN:,} findings more: see --json."
            )
        if found.is_sound:
            self.stdout.write(self.style.SUCCESS("The log is sound."))

    def _export(self, options: dict[str, Any]) -> None:
        viewer = command_viewer(command="access-log", answers=options["answers"], at=now())
        until = options["until"] or localdate(viewer.at) + timedelta(days=1)
        lines = actions.export_log(
            viewer=viewer,
            since=start_of_day(options["since"]),
            until=start_of_day(until),
            client_number=options["person"] or "",
            as_fhir=options["fhir"],
        )
        count = self._write(lines, options["output"])
        said = json.dumps({"lines": count}) if options["json"] else f"{count:,} lines exported."
        self.stderr.write(said)

    def _write(self, lines: Iterator[dict[str, Any]], output: Path | None) -> int:
        count = 0
        # "x": what is there already is not written over.
        file = output.open("x", encoding="utf-8") if output else None
        try:
            for line in lines:
                text = json.dumps(line, cls=DjangoJSONEncoder, ensure_ascii=False)
                if file:
                    file.write(f"{text}\n")
                else:
                    self.stdout.write(text)
                count += 1
        finally:
            if file:
                file.close()
        return count

    def _end(self, options: dict[str, Any]) -> None:
        ended = access_actions.end_log(
            viewer=command_viewer(command="access-log", answers=options["answers"], at=now()),
            before=start_of_day(options["before"]),
            also_kept=options["also_kept"],
        )
        if options["json"]:
            self.stdout.write(json.dumps({"ended": ended}))
        else:
            self.stdout.write(
                self.style.SUCCESS(f"{ended:,} lines were ended; their hashes stay in the seals.")
            )


def _day(text: str) -> date:
    return date.fromisoformat(text)
