# SPDX-License-Identifier: EUPL-1.2
"""How long it takes to link everybody, and how much memory; how much of it is right.

    python -m bench.bench_link_all [--records 100000] [--keep FOLDER]

Sets up an installation of its own with the embedded database as it runs for real (fsync on), stores
invented records of three sources (`matching.testing.persons`: families, twins, namesakes, moves,
typing errors; three in four tell a BSN) as an intake does, and links them as `nabij link --all`
does. Then once more, which has to change nothing. The processor time is that of the command alone,
without the database.
"""

import argparse
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from itertools import batched
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench.installation import answer_of, installation, say, started

SEED, CHUNK, CORES = 11, 2_000, 2
SOURCES = ("gp", "hospital", "pharmacy")
STEPS = {
    "read": "read and normalise the records",
    "compare": "compare, learn the weights",
    "plan": "decide, lay down the plan",
    "write": "write persons, links and questions",
}


def part(home: Path, *arguments: str) -> dict[str, Any]:
    """Run a part of this program in an installation, as the intake, and return what it found."""
    process = started(home, "bench.bench_link_all", *arguments, role="intake")
    found: dict[str, Any] = json.loads(answer_of(process))
    return found


def measure(home: Path, records: int) -> None:
    """Set up, fill, link twice, print."""
    filled = part(home, "--fill", str(records))
    say(f"{records:,} records stored in {filled['seconds']:.0f} s, as an intake does")
    for time_ in ("first", "again"):
        found = part(home, "--link", str(records))
        say(f"{time_}: {sum(found['seconds'].values()):.1f} s, {found['mb']:,.0f} MB at most")
        for name, label in STEPS.items():
            say(
                f"  {found['seconds'].get(name, 0):9.1f} s, "
                f"{found['processor'].get(name, 0):7.1f} s of processor  {label}"
            )
        say(f"  {found['pairs']:11,} pairs compared, {found['left_out']} keys left out")
        counts = ", ".join(f"{number:,} {name}" for name, number in found["counts"].items())
        say(f"  written: {counts}")
    say(
        f"  of what was linked {found['precision']:.5f} is right ({found['wrong']} pairs are "
        f"not), of what belongs together {found['recall']:.4f} was linked"
    )


def fill(records: int) -> dict[str, Any]:
    """Store the records of all sources."""
    from django.db import connection

    from nabij.linkage import actions
    from nabij.linkage.tests.building import MACHINE
    from nabij.linkage.tests.invented import invented

    start = time.perf_counter()
    keys = [
        actions.add_source(viewer=MACHINE, name=name, title=name, care_type="other").pk
        for name in SOURCES
    ]
    connection.close()
    rows = (row for row, _person in invented(records=records, seed=SEED))
    work = ((keys[n % len(keys)], list(chunk)) for n, chunk in enumerate(batched(rows, CHUNK)))
    with get_context("spawn").Pool(CORES) as pool:
        for _done in pool.imap_unordered(store, work):
            pass
    return {"seconds": time.perf_counter() - start}


def store(work: tuple[int, list[Any]]) -> None:
    """Store some records, in a process of its own."""
    import django

    django.setup()
    from nabij.linkage import actions
    from nabij.linkage.tests.building import MACHINE

    source_id, rows = work
    actions.store_patient_records(viewer=MACHINE, source_id=source_id, rows=rows)


def link(records: int) -> dict[str, Any]:
    """Link everybody, and compare with the truth."""
    from django.utils import timezone

    from nabij.access import queries as access_queries
    from nabij.linkage.actions.link_all import Step, link_all

    seconds: Counter[str] = Counter()
    processor: Counter[str] = Counter()
    now: list[Any] = ["", time.perf_counter(), time.process_time()]

    def tell(step: Step) -> None:
        name, since, spent = now
        now[:] = step.name, time.perf_counter(), time.process_time()
        if name:
            seconds[name] += now[1] - since
            processor[name] += now[2] - spent

    viewer = access_queries.machine(at=timezone.now(), command="bench")
    done = link_all(viewer=viewer, tell=tell)
    tell(Step(""))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "seconds": dict(seconds), "processor": dict(processor), "mb": peak, "pairs": done.pairs, "counts": done.counts,
        "left_out": sum(done.left_out.values()),
    } | quality(records)  # fmt: skip


def quality(records: int) -> dict[str, Any]:
    """Return how much of the links is right."""
    import numpy as np

    from nabij.linkage.models import RecordLink
    from nabij.linkage.tests.invented import invented
    from nabij.matching.quality import quality_of

    truth = {row.source_key: person for row, person in invented(records=records, seed=SEED)}
    links = RecordLink.objects.filter(state="automatic").values_list(
        "patient_record__source_key", "person_id"
    )
    pairs = [(person, truth[key]) for key, person in links.iterator(chunk_size=CHUNK)]
    found = quality_of(*np.array(pairs, np.int64).T)
    return {
        "precision": found.precision, "recall": found.recall, "wrong": found.found - found.right
    }  # fmt: skip


def main() -> None:
    """Measure in a folder that is gone afterwards, or in one that is kept; or do one part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="an empty folder to work in, left as it is")
    parser.add_argument("--fill", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--link", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()

    parts: list[tuple[int | None, Callable[[int], Any]]] = [(given.fill, fill), (given.link, link)]
    for records, do in parts:
        if records:
            import django

            django.setup()
            sys.stdout.write(json.dumps(do(records)))
            return
    with installation(given.keep) as home:
        measure(home, given.records)


if __name__ == "__main__":
    main()
