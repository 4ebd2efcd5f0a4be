# SPDX-License-Identifier: EUPL-1.2
"""How fast and how well many records of persons are linked, where the truth is known.

    python -m bench.bench_linkage [--records 100000] [--seed 11]

Invents records of persons as several sources write them (couples, twins, namesakes, moves, typing
errors), links them with and without BSN, and compares with the truth. Normalising is counted apart: a
product does it when a record is written. Goal at 1,000,000 records: F1 0.985 with BSN and 0.975
without, below 1.5 GB of memory.
"""

import argparse
import resource
import sys
import time

import numpy as np

from nabij.matching.linking import link_records
from nabij.matching.quality import quality_of
from nabij.matching.table import PersonTable, TableBuilder, normalised
from nabij.matching.testing.persons import told


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
    """Print a line with BSN and one without."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=11)
    given = parser.parse_args()
    for label, share in (("with BSN", 0.75), ("without BSN", 0.0)):
        table, truth, normalising = invented(given.records, given.seed, share)
        started, processor = time.perf_counter(), time.process_time()
        linked = link_records(table)
        seconds = time.perf_counter() - started
        processor = time.process_time() - processor
        quality = quality_of(linked.persons, truth)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(
            f"linkage, {given.records:,} records {label}: {seconds:.1f} s ({processor:.1f} s processor"
            f" time; normalising apart {normalising:.1f} s), {len(linked.pairs):,} pairs compared, "
            f"precision {quality.precision:.4f}, recall {quality.recall:.4f}, F1 {quality.f1:.4f}, "
            f"most memory so far {memory:.0f} MB\n"
        )


if __name__ == "__main__":
    main()
