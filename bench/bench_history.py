# SPDX-License-Identifier: EUPL-1.2
"""What it costs that each change is kept.

    python -m bench.bench_history [--rows 10000]

Sets up an installation of its own with the embedded database as it runs for real (fsync on). The
same rows are made and changed twice: with a row of history each, and in a range, where one row of
history tells of all. Goals: a change by hand at most a third slower, an import as good as free.
"""

import argparse
import sys
import time
from collections.abc import Callable
from functools import partial

from bench.installation import answer_of, installation, say, started

CHANGES = 1_000


def timed(work: Callable[[], object], times: int) -> float:
    """Return how many microseconds one of `times` takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) / times * 1e6


def measure(rows: int) -> None:
    """Make and change rows with and without a row of history each."""
    import django

    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from nabij.access.models import Unit
    from nabij.access.queries import machine
    from nabij.core import history
    from nabij.relations.models import ContactPoint, Party

    viewer = machine(at=timezone.now(), command="bench")
    Unit.objects.create(name="Bench", kind="team")
    party = Party.objects.create(kind="organisation", name="Bench", sort_key="bench")

    def make(start: int) -> None:
        ContactPoint.objects.bulk_create(
            ContactPoint(party=party, system="email", value=f"{n}@example.test")
            for n in range(start, start + rows)
        )

    def change(note: str) -> None:
        for pk in ContactPoint.objects.values_list("pk", flat=True)[:CHANGES]:
            ContactPoint.objects.filter(pk=pk).update(note=note)

    def silent(work: Callable[[], object]) -> None:
        with (
            transaction.atomic(),
            history.as_range(
                viewer=viewer, source="bench", subject_ref="bench", first=1, last=rows
            ),
        ):
            work()

    def kept(work: Callable[[], object]) -> None:
        with transaction.atomic(), history.by(viewer, way="bench"):
            work()

    silent(lambda: make(0))  # warm
    works: tuple[tuple[str, int, Callable[[int], None]], ...] = (
        ("made in bulk", rows, lambda n: make(rows * n)),
        ("changed one by one", CHANGES, lambda n: change(f"change {n}")),
    )
    for label, of, work in works:
        without = timed(partial(silent, partial(work, 1)), of)
        told = timed(partial(kept, partial(work, 2)), of)
        say(
            f"  {told:8.0f} us a row, {without:6.0f} us in a range ({told / without:.2f}x)   {label}"
        )


def main() -> None:
    """Set up, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        measure(given.rows)
        return
    with installation() as home:
        part = started(home, "bench.bench_history", "--inside", "--rows", str(given.rows))
        sys.stdout.write(answer_of(part))


if __name__ == "__main__":
    main()
