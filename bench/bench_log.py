# SPDX-License-Identifier: EUPL-1.2
"""How many lines of the access log are written and sealed in a minute, and how long a proof takes.

    python -m bench.bench_log [--seconds 15] [--lines 1000000] [--keep FOLDER]

Sets up an installation of its own with the embedded database as it runs for real (fsync on). Two
processes of eight threads, as many as `nabij serve` has, write as pages do: one line, one commit;
meanwhile the sealer runs every second. Goals: 100,000 lines a minute written and sealed on two
cores, and a million lines proven in less than 15 seconds.

The processor time is that of writers, sealer and database together. On a busy machine it is the
steadier figure: two cores can do no more than 2 / (time per line).
"""

import argparse
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from bench.installation import answer_of, database_seconds, installation, say, started

GOAL_A_MINUTE, GOAL_SECONDS = 100_000, 15.0
PROCESSES, THREADS, CORES = 2, 8, 2
ALONE = 2_000
OURSELVES = "bench.bench_log"


def figures_of(process: "subprocess.Popen[str]") -> list[float]:
    """Return the figures that a part printed."""
    return [float(figure) for figure in answer_of(process).split()]


def measure(home: Path, seconds: float, lines: int) -> None:
    """Set up, write and seal, prove, print."""
    alone, cpu = figures_of(started(home, OURSELVES, "--write-alone"))
    say(f"  {alone:9.2f} ms for one line and its commit ({cpu:.2f} ms of it our own processor)")

    busy, start = database_seconds(home), time.perf_counter()
    writers = [started(home, OURSELVES, "--write", str(seconds)) for _ in range(PROCESSES)]
    sealer = started(home, OURSELVES, "--seal", str(seconds))
    counts, own = zip(*map(figures_of, writers), strict=True)
    sealed, longest, rest, sealing = figures_of(sealer)
    written = sum(counts)
    busy = database_seconds(home) - busy + sum(own) + sealing
    took = time.perf_counter() - start
    total = written + ALONE
    if sealed != total:
        raise SystemExit(f"{sealed:.0f} of {total:.0f} lines were sealed")
    speed = written / (seconds + rest) * 60
    verdict = "ok" if speed >= GOAL_A_MINUTE else f"below the goal of {GOAL_A_MINUTE:,}"
    say(f"  {speed:9,.0f} lines a minute written and sealed   {verdict}")
    each = busy / written
    say(
        f"  {each * 1e6:9,.0f} us of processor time a line: "
        f"at most {CORES / each * 60:,.0f} a minute on {CORES} cores"
    )
    say(f"  {longest:9.2f} s the longest run of the sealer meanwhile, {took:.1f} s in all")

    filled, at_once = figures_of(started(home, OURSELVES, "--fill", str(lines), role="owner"))
    say(f"  {at_once:9.1f} s to seal {filled:,.0f} lines at once")
    busy = database_seconds(home)
    proven, proof, own_cpu = figures_of(started(home, OURSELVES, "--verify"))
    busy = database_seconds(home) - busy + own_cpu
    each = proof / proven * 1_000_000
    verdict = "ok" if each < GOAL_SECONDS else f"above the goal of {GOAL_SECONDS:.0f} s"
    say(f"  {each:9.1f} s to prove a million lines ({proven:,.0f} were there)   {verdict}")
    say(f"  {busy / proven * 1_000_000:9.1f} s of processor time for it")


def write(seconds: float) -> list[float]:
    """Write lines from all threads for so long; return how many, and our own processor time."""
    written = [0] * THREADS
    until = time.monotonic() + seconds

    def work(number: int) -> None:
        record = recorder()
        while time.monotonic() < until:
            record()
            written[number] += 1

    busy = time.process_time()
    threads = [threading.Thread(target=work, args=[number]) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [sum(written), time.process_time() - busy]


def write_alone() -> list[float]:
    """Return milliseconds, and those of our own processor, for one line by one writer."""
    record = recorder()
    for _warm in range(50):
        record()
    start, busy = time.perf_counter(), time.process_time()
    for _line in range(ALONE - 50):
        record()
    count = (ALONE - 50) / 1000
    return [(time.perf_counter() - start) / count, (time.process_time() - busy) / count]


def recorder() -> Callable[[], None]:
    """Return what writes one line as a page does that shows a person."""
    from django.utils import timezone

    from nabij.access import actions
    from nabij.core.viewer import Role, Viewer

    viewer = Viewer(
        user_id=31,
        name="Fatima El Amrani",
        at=timezone.now(),
        roles=frozenset({Role.CARE_PROFESSIONAL}),
        access_point="10.0.0.1",
    )
    return lambda: actions.record_event(
        viewer=viewer, event="contact-instructions", action="R", person_id=8101, records=[61, 62]
    )


def seal(seconds: float) -> list[float]:
    """Run the sealer every second, and to the end.

    Returns lines, the longest run, the last run, and our own processor time.
    """
    from django.utils import timezone

    from nabij.access import actions, queries

    sealed, longest, until = 0, 0.0, time.monotonic() + seconds
    busy = time.process_time()
    while time.monotonic() < until:
        start = time.perf_counter()
        viewer = queries.machine(at=timezone.now(), command="bench")
        sealed += actions.seal_log(viewer=viewer).entries
        longest = max(longest, time.perf_counter() - start)
        time.sleep(1)
    time.sleep(3)  # the writers are done by now
    start = time.perf_counter()
    viewer = queries.machine(at=timezone.now(), command="bench")
    sealed += actions.seal_log(viewer=viewer).entries
    return [sealed, longest, time.perf_counter() - start, time.process_time() - busy]


def fill(lines: int) -> list[float]:
    """Write lines set by set as the owner, and return how many and how long sealing them took."""
    from django.utils import timezone

    from nabij.access import actions, queries
    from nabij.access.models import AccessEntry
    from nabij.access.tests.log_building import write_entries

    while (there := AccessEntry.objects.count()) < lines:
        write_entries(min(20_000, lines - there))
    viewer = queries.machine(at=timezone.now(), command="bench")
    start = time.perf_counter()
    sealed = actions.seal_log(viewer=viewer).entries
    return [sealed, time.perf_counter() - start]


def verify() -> list[float]:
    """Return how many lines were proven, in how many seconds, and our own processor time."""
    from django.db import transaction
    from django.utils import timezone

    from nabij.access import queries

    start, busy = time.perf_counter(), time.process_time()
    with transaction.atomic():
        found = queries.verify_log(viewer=queries.machine(at=timezone.now(), command="bench"))
    took = time.perf_counter() - start
    if not found.is_sound or found.unsealed:
        raise SystemExit(f"the log is not sound: {found.findings[:3]}")
    return [found.entries, took, time.process_time() - busy]


def main() -> None:
    """Measure in a folder that is gone afterwards, or in one that is kept; or do one part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="an empty folder to work in, left as it is")
    for name, kind in (("--write", float), ("--seal", float), ("--fill", int)):
        parser.add_argument(name, type=kind, help=argparse.SUPPRESS)
    for name in ("--write-alone", "--verify"):
        parser.add_argument(name, action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()

    parts: list[tuple[object, Callable[[], list[float]]]] = [
        (given.write, lambda: write(given.write)),
        (given.seal, lambda: seal(given.seal)),
        (given.fill, lambda: fill(given.fill)),
        (given.write_alone, write_alone),
        (given.verify, verify),
    ]
    for is_asked, do in parts:
        if is_asked:
            import django

            django.setup()
            sys.stdout.write(" ".join(map(str, do())))
            return
    with installation(given.keep) as home:
        measure(home, given.seconds, given.lines)


if __name__ == "__main__":
    main()
