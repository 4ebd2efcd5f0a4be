# SPDX-License-Identifier: EUPL-1.2
"""How fast and how well many records of persons are linked, where the truth is known.

    python -m bench.bench_linkage [--splink] [--quick] [--records 100000 1000000] [--seed 11]

Invents records of persons as several sources write them (couples, twins, namesakes, moves, typing
errors), links them with and without BSN, and compares with the truth. With `--splink` (`make
bench-linkage`) the same file is linked by Splink 5 on DuckDB too, trained in two ways, and FEBRL 1
to 4 are linked by both. Each engine works in a process of its own on a file of normalised columns:
normalising is counted apart, for a product does it when a record is written. "F1 pairs" counts the
pairs that are scored as one person, "F1" the persons that are made of them.

Goal at 1,000,000 records: F1 0.985 with BSN and 0.975 without, below 1.5 GB of memory, and four
times as fast as the better-trained Splink.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from nabij.matching.linking import link_records
from nabij.matching.quality import quality_of
from nabij.matching.table import PersonTable, TableBuilder, normalised
from nabij.matching.testing.febrl import FILES, febrl
from nabij.matching.testing.persons import told

ENGINES = ("ours", "splink-documented", "splink-fitted")
# FEBRL has no twins: what contradicts itself there is a typing error, so the scores alone decide.
FEBRL_ENGINES = ("ours-alone", "ours", "splink-documented", "splink-fitted")
HEAD = (
    f"{'records':<26}{'engine':<19}{'seconds':>8}{'cpu':>8}{'MB':>7}"
    f"{'precision':>11}{'recall':>8}{'F1':>8}{'F1 pairs':>10}\n"
)


def invented(records: int, seed: int, bsn_share: float) -> tuple[PersonTable, np.ndarray, float]:
    """Return the table, the truth, and the seconds of processor time that normalising took."""
    builder, truth, seconds = TableBuilder(), [], 0.0
    for row in told(records=records, seed=seed, bsn_share=bsn_share):
        started = time.process_time()
        values = normalised(row.record)
        seconds += time.process_time() - started
        builder.add(values, key=row.record.key)
        truth.append(row.person)
    return builder.table(), np.array(truth), seconds


def main() -> None:
    """Print ours alone, or a table of ours beside Splink."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, nargs="+", default=[100_000])
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--splink", action="store_true", help="beside Splink, and FEBRL")
    parser.add_argument("--quick", action="store_true", help="100,000 records at most")
    given = parser.parse_args()
    sizes = [size for size in given.records if not given.quick or size <= 100_000]
    for size in sizes:
        for label, share in (("with BSN", 0.75), ("without BSN", 0.0)):
            if given.splink:
                sys.stdout.writelines(_beside(size, given.seed, label, share))
            else:
                sys.stdout.write(_alone(size, given.seed, label, share))
    if given.splink:
        sys.stdout.writelines(_febrl())


def _alone(size: int, seed: int, label: str, share: float) -> str:
    table, truth, normalising = invented(size, seed, share)
    started, processor = time.perf_counter(), time.process_time()
    linked = link_records(table)
    seconds = time.perf_counter() - started
    processor = time.process_time() - processor
    quality = quality_of(linked.persons, truth)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"linkage, {size:,} records {label}: {seconds:.1f} s ({processor:.1f} s processor"
        f" time; normalising apart {normalising:.1f} s), {len(linked.pairs):,} pairs compared, "
        f"precision {quality.precision:.4f}, recall {quality.recall:.4f}, F1 {quality.f1:.4f}, "
        f"most memory so far {memory:.0f} MB\n"
    )


def _beside(size: int, seed: int, label: str, share: float) -> Iterator[str]:
    """Yield a line per engine, and how many times as fast ours is as the better-trained Splink."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "records.parquet"
        normalising = _in_child(_write_invented, file, size, seed, share)
        yield f"\n{HEAD}"
        told = {}
        for engine in ENGINES:
            told[engine] = _run(engine, file)
            yield _line(f"{size:,} {label}", told[engine])
    times = told["splink-fitted"]["seconds"] / told["ours"]["seconds"]
    yield f"normalising apart: {normalising:.0f} s. Ours is {times:.1f} times as fast as Splink (fitted).\n"


def _febrl() -> Iterator[str]:
    yield f"\n{HEAD}"
    for name in FILES:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "records.parquet"
            table, truth = febrl(name)
            _write(table, truth, file)
            for engine in FEBRL_ENGINES:
                yield _line(f"{name}, {len(truth):,}", _run(engine, file))


def _write(table: PersonTable, truth: np.ndarray, file: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from nabij.matching.splink.columns import arrow_columns

    pq.write_table(arrow_columns(table).append_column("person", pa.array(truth)), file)


def _write_invented(file: Path, size: int, seed: int, share: float) -> float:
    table, truth, normalising = invented(size, seed, share)
    _write(table, truth, file)
    return normalising


def _in_child(write: Any, *given: Any) -> float:
    """Do it in a process of its own, so that its memory is given back."""
    import multiprocessing

    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return float(pool.apply(write, given))


def _run(engine: str, file: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.linkage_engines", engine, str(file)]
    # The command and the file are our own.
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=os.environ)  # noqa: S603
    if done.returncode != 0:
        sys.stderr.write(done.stderr)
        sys.exit(done.returncode)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _line(label: str, told: dict[str, Any]) -> str:
    return (
        f"{label:<26}{told['engine']:<19}{told['seconds']:>8.1f}{told['processor']:>8.1f}"
        f"{told['memory']:>7.0f}{told['precision']:>11.4f}{told['recall']:>8.4f}{told['f1']:>8.4f}"
        f"{told['f1_pairs']:>10.4f}\n"
    )


if __name__ == "__main__":
    main()
