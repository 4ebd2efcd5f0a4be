# SPDX-License-Identifier: EUPL-1.2
"""Links one file of normalised records with one engine, in a process of its own,
and says how it went.

    python -m bench.linkage_engines ENGINE FILE.parquet [RULES]

Engines: `ours`; `splink-documented`, Splink 5 trained as its documentation tells; `splink-fitted`,
Splink 5 with the chances that were fitted on the compared pairs, which is the better of the two.
All read the same columns, with the same levels and the same keys. Prints one line of JSON.
"""

import json
import logging
import resource
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from nabij.matching.linking import link_records
from nabij.matching.pairing import RULES
from nabij.matching.quality import Quality, quality_of
from nabij.matching.splink.columns import COLUMNS
from nabij.matching.splink.settings import settings
from nabij.matching.table import NAMES, table_of_arrow

TRUTH = "person"
# A label per row, and both rows of each pair that is scored as one person.
type Found = tuple[np.ndarray, np.ndarray, np.ndarray]
# What its documentation gives for linking, and as likely as not for well-trained weights.
DOCUMENTED, EVEN = 0.9, 0.5


def ours(records: pa.Table, *, hold_back: bool = True) -> Found:
    """Link with the engine of nabij."""
    linked = link_records(table_of_arrow(records.select(NAMES)), hold_back=hold_back)
    one = linked.scores >= 0
    if hold_back:
        one &= ~linked.contradicts
    return linked.persons, linked.pairs.left[one], linked.pairs.right[one]


def ours_alone(records: pa.Table) -> Found:
    """Link by the scores alone, for files without twins and namesakes."""
    return ours(records, hold_back=False)


def splink_documented(records: pa.Table) -> Found:
    """Train as the documentation of Splink tells: u of random pairs, m by three runs of EM."""
    from splink import block_on

    linker = _linker(records, settings(dialect="duckdb", rules=_rules(records)))
    has_bsn = records["bsn"].null_count < records.num_rows
    names = ["l.whole_birth = r.whole_birth and l.sound = r.sound and l.first = r.first"]
    training = linker.training
    training.estimate_probability_two_random_records_match(
        ["l.bsn = r.bsn"] if has_bsn else names, recall=0.55
    )
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in (
        ("whole_birth", "sound"),
        ("phone", "first"),
        ("postcode", "house_number", "first"),
    ):
        training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    return _clusters(linker, records.num_rows, DOCUMENTED)


def splink_fitted(records: pa.Table) -> Found:
    """Give Splink the chances that our engine fitted on the compared pairs.

    The fit is not timed.
    """
    started = time.perf_counter()
    model = link_records(table_of_arrow(records.select(NAMES))).model
    _not_timed.append(time.perf_counter() - started)
    linker = _linker(records, settings(dialect="duckdb", rules=_rules(records), model=model))
    return _clusters(linker, records.num_rows, EVEN)


_not_timed: list[float] = []
ENGINES: dict[str, Callable[[pa.Table], Found]] = {
    "ours": ours,
    "ours-alone": ours_alone,
    "splink-documented": splink_documented,
    "splink-fitted": splink_fitted,
}


def _rules(records: pa.Table) -> list[dict[str, Any]]:
    """Return our keys as rules, without the second names and numbers,
    which Splink would join slowly."""
    wanted = [[name.removesuffix("+") for name in names] for names in RULES.values()]
    return [
        {"blocking_rule": " and ".join(f"l.{name} = r.{name}" for name in names)}
        for names in wanted
        if all(records[name].null_count < records.num_rows for name in names)
    ]


def _linker(records: pa.Table, wanted: dict[str, Any]) -> Any:
    from splink import DuckDBAPI, Linker

    for rule in wanted["blocking_rules_to_generate_predictions"]:
        rule["sql_dialect"] = "duckdb"
    connection = duckdb.connect()
    return Linker(DuckDBAPI(connection).register(records.drop_columns([TRUTH])), wanted)


def _clusters(linker: Any, size: int, threshold: float) -> Found:
    scored = linker.inference.predict(threshold_match_probability=threshold)
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(
        scored, threshold_match_probability=threshold
    )
    rows, pairs = (table.as_duckdbpyrelation().fetchnumpy() for table in (found, scored))
    labels = np.zeros(size, np.int64)
    labels[rows["unique_id"]] = np.unique(rows["cluster_id"], return_inverse=True)[1]
    return labels, pairs["unique_id_l"], pairs["unique_id_r"]


def main() -> None:
    """Link and print seconds, memory and quality."""
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    engine, file = sys.argv[1:3]
    columns = [TRUTH, *(NAMES if engine.startswith("ours") else COLUMNS)]
    records = pq.read_table(file, columns=columns)
    started, processor = time.perf_counter(), time.process_time()
    labels, left, right = ENGINES[engine](records)
    seconds, processor = time.perf_counter() - started, time.process_time() - processor
    truth = records[TRUTH].to_numpy()
    quality = quality_of(labels, truth)
    pairs = Quality(int((truth[left] == truth[right]).sum()), len(left), quality.true)
    told = {
        "engine": engine,
        "seconds": seconds - sum(_not_timed),
        "processor": processor,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "precision": quality.precision,
        "recall": quality.recall,
        "f1": quality.f1,
        "f1_pairs": pairs.f1,
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
