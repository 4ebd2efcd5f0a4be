# SPDX-License-Identifier: EUPL-1.2
"""How many resources a second `nabij intake` reads, seals, stores, indexes and links.

    python -m bench.bench_intake [--persons 500] [--keep FOLDER]

Sets up an installation of its own with the embedded database as it runs for real (fsync on), writes
a transaction bundle a person (about a hundred resources) and takes them in with the command, as
anybody would. Goal: 10,000 resources a second on two idle cores.

The processor time is that of the command, its readers and the database together. On a busy machine
it is the steadier figure: two cores can do no more than 2 / (time per resource).
"""

import argparse
import json
import resource
import time
from pathlib import Path
from typing import Any

from bench.installation import database_seconds, installation, run, say

GOAL = 10_000
CORES = 2


def commands_seconds() -> float:
    """Return the processor time of all commands that ended, their readers included."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def take_in(home: Path, folder: Path, source: str) -> dict[str, Any]:
    """Take a folder in and return the command's report, with what it cost."""
    before = commands_seconds() + database_seconds(home)
    start = time.perf_counter()
    report: dict[str, Any] = json.loads(run(home, "intake", folder, "--source", source, "--json"))
    report["wall"] = time.perf_counter() - start
    report["cpu"] = commands_seconds() + database_seconds(home) - before
    return report


def measure(home: Path, persons: int) -> None:
    """Set up, take in, print."""
    from bench.dossiers import write_dossiers

    run(
        home, "sources", "add", "bench", "--title", "Bench", "--care", "gp", "--fhir", "r4",
        "--ground", "consent",
    )  # fmt: skip
    warm, folder = home / "warm", home / "delivery"
    write_dossiers(warm, persons=1, seed=2)
    take_in(home, warm, "bench")
    resources = write_dossiers(folder, persons=persons)
    size = sum(path.stat().st_size for path in folder.iterdir())
    say(f"{resources} resources of {persons} persons, {size / 1e6:.0f} MB of JSON")

    report = take_in(home, folder, "bench")
    if report["entries"] != resources or report["quarantined"]:
        raise SystemExit(f"not all came in: {report}")
    speed = resources / report["seconds"]
    verdict = "ok" if speed >= GOAL else f"below the goal of {GOAL:,}"
    again = take_in(home, folder, "bench")
    # What starting the command costs stands apart.
    each = (report["cpu"] - again["cpu"]) / resources * 1e6
    say(f"  {speed:9,.0f} resources/s stored, indexed and linked   {verdict}")
    say(f"  {resources / report['wall']:9,.0f} resources/s with the start of the command")
    say(
        f"  {each:9.0f} us of processor time a resource: "
        f"at most {CORES / each * 1e6:,.0f}/s on {CORES} cores"
    )
    say(f"  {again['wall']:9.1f} s to see that the same files change nothing")


def main() -> None:
    """Measure in a folder that is gone afterwards, or in one that is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=500)
    parser.add_argument("--keep", type=Path, help="an empty folder to work in, left as it is")
    given = parser.parse_args()
    with installation(given.keep) as home:
        measure(home, given.persons)


if __name__ == "__main__":
    main()
