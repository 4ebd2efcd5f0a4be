# SPDX-License-Identifier: EUPL-1.2
"""How long it takes to import many persons with the check for duplicates, and how much memory.

    python -m bench.bench_import [--rows 100000] [--known 20000] [--kill] [--keep FOLDER]

Sets up an installation of its own with the embedded database as it runs for real (fsync on), and
imports a CSV file of invented persons (`matching.testing.persons`: families, twins, namesakes,
moves, typing errors, so many of them twice) as a front office does: upload, check, write. Some of
them are known beforehand. With `--kill` the same file goes in once more, in an installation of its
own, by a process that is killed with -9 again and again; what becomes of every row has to be the
same.
"""

import argparse
import csv
import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from bench.installation import answer_of, installation, say, started

SEED = 11
HEADER = (
    "cliëntnummer", "voornamen", "voorletters", "roepnaam", "geslachtsnaam", "naam partner",
    "naamgebruik", "geboortedatum", "geslacht", "telefoon", "telefoon 2", "e-mail", "straat",
    "huisnummer", "toevoeging", "postcode", "plaats", "bsn",
)  # fmt: skip
STEPS = ("upload", "read", "compare", "write")
KILLS = 3


def told(rows: int) -> Iterator[list[str]]:
    """Yield invented persons as a spreadsheet writes them."""
    from nabij.matching.testing.persons import told as invented

    for number, one in enumerate(invented(records=rows, seed=SEED)):
        record = one.record
        *partner, own = record.surnames
        born = record.birth_on
        shape = ("%-d-%-m-%Y", "%d%m%Y", "%Y-%m-%d")[number % 3]
        phones = [*record.phones, "", ""]
        yield [
            str(1_000_000 + number), record.given_names, record.initials, record.call_name, own,
            partner[0] if partner else "", "V" if partner else "",
            born.strftime(shape) if born else "", {"female": "v", "male": "m"}.get(record.gender, ""),
            phones[0], phones[1], next(iter(record.emails), ""), "Dorpsstraat", record.house_number,
            record.suffix, record.postcode, "Zwolle", "",
        ]  # fmt: skip


def write_file(path: Path, rows: int, *, first: int = 0) -> None:
    """Write the file, without the rows before `first`."""
    with path.open("w", encoding="cp1252", errors="replace", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADER)
        writer.writerows(islice(told(rows), first, None))


def part(home: Path, *arguments: str, is_killed_after: float = 0.0) -> dict[str, Any]:
    """Run a part of this program in an installation, as the application; kill it if so told."""
    process = started(home, "bench.bench_import", *arguments)
    if is_killed_after:
        try:
            process.wait(is_killed_after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            return {}
    found: dict[str, Any] = json.loads(answer_of(process))
    return found


def measure(home: Path, rows: int, known: int, *, kills: bool) -> str:
    """Set up, import, print; return a hash of what became of every row and who was made."""
    files = home.parent if os.access(home.parent, os.W_OK) else home
    path, before = files / "bench-import.csv", files / "bench-known.csv"
    write_file(path, rows)
    write_file(before, known)
    setup = part(home, "--set-up")
    if known:
        part(home, "--import", str(before), "--user", str(setup["user"]))
    start = time.perf_counter()
    arguments = ["--import", str(path), "--user", str(setup["user"])]
    found: dict[str, Any] = {}
    killed = 0
    while not found:
        is_to_be_killed = kills and killed < KILLS
        found = part(
            home, *arguments, is_killed_after=20 * (killed + 1) if is_to_be_killed else 0.0
        )
        killed += not found
    seconds = time.perf_counter() - start
    say(f"{rows:,} rows in {seconds:.0f} s; killed {killed} times")
    for name in STEPS:
        step = found["steps"].get(name)
        if step:
            say(f"  {step['seconds']:8.1f} s, {step['processor']:7.1f} s of processor  {name}")
    processor = sum(step["processor"] for step in found["steps"].values())
    say(f"  {processor / rows * 1e6:6.0f} microseconds of processor a row, ours")
    say(f"  {found['mb']:,.0f} MB at most in one process; {found['counts']}")
    path.unlink()
    before.unlink()
    return str(found["digest"])


def set_up() -> dict[str, Any]:
    """Make the colleague who imports."""
    from datetime import timedelta

    from django.apps import apps
    from django.utils import timezone

    user = apps.get_model("access", "User").objects.create_user("anja@example.nl", "Anja")
    on = timezone.localdate() - timedelta(days=1)
    user.role_assignments.create(role="front_office", starts_on=on)
    return {"user": user.pk}


def import_(user_id: int, path: Path) -> dict[str, Any]:
    """Import a file from the start, or go on with the import of it that stands."""
    from dataclasses import replace

    from django.apps import apps
    from django.utils import timezone

    from nabij.access import queries as access_queries
    from nabij.core import jobs
    from nabij.core.models import LONGEST_SILENCE, Job
    from nabij.imports.actions import planning, reading, uploading, work
    from nabij.imports.choices import ImportState
    from nabij.imports.models import Import

    user = apps.get_model("access", "User").objects.get(pk=user_id)
    now = timezone.now()
    viewer = access_queries.viewer_of(user=user, at=now, access_point="bench")
    steps: dict[str, dict[str, float]] = {}

    def timed(name: str, start: tuple[float, float]) -> None:
        spent = steps.setdefault(name, {"seconds": 0.0, "processor": 0.0})
        spent["seconds"] += time.perf_counter() - start[0]
        spent["processor"] += _processor() - start[1]

    def clock() -> tuple[float, float]:
        return time.perf_counter(), _processor()

    if not Import.objects.filter(name=path.name).exists():
        at = clock()
        found = uploading.upload(viewer=viewer, kind="persons", path=path, name=path.name)
        timed("upload", at)
    found = Import.objects.get(name=path.name)
    if found.state == ImportState.UPLOADED:
        uploading.map_columns(viewer=viewer, ref=found.ref, codes=found.codes)
        found.refresh_from_db()
    while found.state != ImportState.DONE:
        if found.state == ImportState.CHECKED:
            uploading.start_writing(
                # Whoever was killed just before says nothing any more.
                viewer=replace(viewer, at=timezone.now() + 2 * LONGEST_SILENCE),
                ref=found.ref,
                on_known="skip",
            )
        found.refresh_from_db()
        job = jobs.latest_of(subject_ref=found.ref) or Job()
        step = {"reading": "read", "comparing": "compare", "writing": "write"}[found.state]
        at = clock()
        with jobs.tracked(job) as progress:
            if found.state == ImportState.READING:
                reading.read(viewer=viewer, found=found, progress=progress)
            elif found.state == ImportState.COMPARING:
                planning.plan_persons(viewer=viewer, found=found)
            else:
                work.work_on(viewer=viewer, found=found, progress=progress)
        timed(step, at)
        found.refresh_from_db()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"steps": steps, "mb": peak, "counts": found.counts, "digest": digest(found)}


def _processor() -> float:
    """Return the processor time of this process and of those that it started and that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def digest(found: Any) -> str:
    """Return a hash of what became of every row, and of who is recorded."""
    from nabij.imports.models import ImportRow
    from nabij.relations.models import Party

    hashed = hashlib.sha256()
    rows = ImportRow.objects.filter(whole=found).order_by("number")
    for row in rows.values_list("number", "outcome", "problems", "is_written").iterator():
        hashed.update(repr(row).encode())
    parties = Party.objects.order_by("client_number", "sort_key")
    for party in parties.values_list("client_number", "name", "birth_on", "search_text").iterator():
        hashed.update(repr(party).encode())
    return hashed.hexdigest()


def main() -> None:
    """Measure in folders that are gone afterwards; or do one part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument(
        "--known", type=int, default=-1, help="rows known before; a fifth if not said"
    )
    parser.add_argument("--kill", action="store_true", help="once more, killed with -9 on the way")
    parser.add_argument("--set-up", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--import", dest="path", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--user", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.set_up or given.path:
        import django

        django.setup()
        found = set_up() if given.set_up else import_(given.user, given.path)
        sys.stdout.write(json.dumps(found))
        return
    known = given.rows // 5 if given.known < 0 else given.known
    digests = []
    for kills in (False, True) if given.kill else (False,):
        with installation() as home:
            digests.append(measure(home, given.rows, known, kills=kills))
    if given.kill:
        same = len(set(digests)) == 1
        say(f"what became of every row is {'the same' if same else 'NOT THE SAME'}")
        sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
