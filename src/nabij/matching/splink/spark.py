# SPDX-License-Identifier: EUPL-1.2
"""Link on Apache Spark, through Splink, with the levels, weights and rules of the engine itself.

Spark joins by the block keys and looks at the levels, which is nearly all of the work and spreads
over machines. The pairs come back with the pattern of their levels; what they weigh and who is one
person is worked out here, by the same code as always.
Source: docs/decisions/0037.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from nabij.matching.levels import LEVELS, UNKNOWN, Levels
from nabij.matching.linking import EVEN, Linked, linked_by
from nabij.matching.mixture import Model
from nabij.matching.pairing import LARGEST_BLOCK, Pairs
from nabij.matching.splink.columns import arrow_columns, keys
from nabij.matching.splink.settings import settings
from nabij.matching.table import PersonTable

# Splink numbers levels from the surest downwards, the last is 0, and calls unknown -1.
_GAMMA = "gamma_"


class SparkNotInstalled(RuntimeError):
    """The packages of `nabij[spark]`, or Java, are not there."""


def link_on_spark(
    table: PersonTable,
    *,
    session: Any = None,
    threshold: float = EVEN,
    model: Model | None = None,
    largest_block: int = LARGEST_BLOCK,
) -> Linked:
    """Tell which records are of one person, as `link_records` does, with Spark for the pairs.

    Args:
        session: a `SparkSession` with the functions of Splink's jar; None starts one on this
            machine.

    Raises:
        SparkNotInstalled: there is no pyspark, Splink or Java here.

    Source: capability A-103; docs/decisions/0037.
    """
    nobody = np.empty(0, np.int64)
    if not len(table):
        return linked_by(table, Pairs(nobody, nobody, ()), _no_levels(), model=model)
    with _session(session) as spark, tempfile.TemporaryDirectory() as folder:
        left, right, levels = _compared(spark, table, Path(folder), largest_block)
    order = np.argsort(left * len(table) + right)
    pairs = Pairs(left[order], right[order], ())
    of = {field: level[order] for field, level in levels.items()}
    return linked_by(table, pairs, Levels(of), threshold=threshold, model=model)


def _no_levels() -> Levels:
    return Levels({field: np.empty(0, np.int8) for field in LEVELS})


def _compared(
    spark: Any, table: PersonTable, folder: Path, largest_block: int
) -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
    """Return the rows of all pairs and the level of each field, as Spark and Splink find them."""
    from pyarrow import parquet
    from pyarrow import table as arrow
    from splink import Linker, SparkAPI

    parquet.write_table(arrow_columns(table), folder / "records.parquet")
    parquet.write_table(
        arrow(dict(keys(table, largest_block=largest_block))), folder / "keys.parquet"
    )
    spark.read.parquet(str(folder / "records.parquet")).createOrReplaceTempView("nabij_records")
    spark.read.parquet(str(folder / "keys.parquet")).createOrReplaceTempView("nabij_keys")
    records = spark.sql(
        "select r.*, k.blocks from nabij_records r join (select unique_id, collect_set(block) as "
        "blocks from nabij_keys group by unique_id) k on r.unique_id = k.unique_id"
    )
    rule = {"blocking_rule": "l.blocks = r.blocks", "arrays_to_explode": ["blocks"]}
    wanted = settings(dialect="spark", rules=[rule | {"sql_dialect": "spark"}])
    wanted["retain_matching_columns"] = True  # the level of each field is among them
    api = SparkAPI(spark_session=spark, break_lineage_method="persist")
    scored = Linker(api.register(records), wanted).inference.predict()
    names = ["unique_id_l", "unique_id_r", *(f"{_GAMMA}{field}" for field in LEVELS)]
    found = scored.as_spark_dataframe().select(names).toArrow()
    one, other = (found[name].to_numpy().astype(np.int64) for name in names[:2])
    levels = {
        field: _level(found[f"{_GAMMA}{field}"].to_numpy(), len(LEVELS[field])) for field in LEVELS
    }
    return np.minimum(one, other), np.maximum(one, other), levels


def _level(gamma: np.ndarray, levels: int) -> np.ndarray:
    return np.where(gamma < 0, UNKNOWN, levels - gamma).astype(np.int8)


@contextmanager
def _session(given: Any) -> Iterator[Any]:
    """Give the session that was given, else one of our own that is stopped afterwards."""
    if given is not None:
        yield given
        return
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
        from splink.backends.spark import similarity_jar_location
    except ImportError as error:
        raise SparkNotInstalled("pip install 'nabij[spark]'") from error
    builder = SparkSession.builder.master("local[*]").appName("nabij link")
    for name, value in {
        "spark.jars": similarity_jar_location(),
        "spark.ui.enabled": "false",
        "spark.sql.warehouse.dir": f"{tempfile.gettempdir()}/nabij-spark",
        "spark.driver.memory": "2g",
        "spark.driver.maxResultSize": "0",
        "spark.sql.shuffle.partitions": "8",
        "spark.default.parallelism": "8",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
    }.items():
        builder = builder.config(name, value)
    try:
        spark = builder.getOrCreate()
    except PySparkException as error:
        raise SparkNotInstalled("Java 17 or newer") from error
    try:
        yield spark
    finally:
        spark.stop()
