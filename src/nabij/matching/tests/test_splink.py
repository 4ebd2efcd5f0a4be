# SPDX-License-Identifier: EUPL-1.2
"""The model in the words of Splink. On Spark it runs when `nabij[spark]` and Java are there."""

import os
import shutil

import numpy as np
import pytest

from nabij.matching.levels import LEVELS
from nabij.matching.linking import link_records
from nabij.matching.pairing import RULES, block_keys, pairs_of
from nabij.matching.quality import quality_of
from nabij.matching.splink.columns import COLUMNS, columns
from nabij.matching.splink.settings import conditions, settings
from nabij.matching.table import table_of
from nabij.matching.testing.persons import told


@pytest.fixture(scope="module")
def table():
    return table_of(row.record for row in told(records=3000, seed=3, bsn_share=0.5))


@pytest.mark.parametrize("dialect", ["duckdb", "spark"])
def test_every_level_of_the_engine_has_its_condition(dialect):
    for field, (_unknown, tests) in conditions(dialect).items():
        assert (*tests, LEVELS[field][-1]) == LEVELS[field]
    # Spark reads a name in quotation marks as a text, and compares two texts.
    assert '"' not in "".join(test for _, tests in conditions(dialect).values() for test in tests)


def test_the_settings_carry_the_learned_chances(table):
    model = link_records(table).model
    wanted = settings(dialect="spark", rules=[], model=model)
    birth = next(c for c in wanted["comparisons"] if c["output_column_name"] == "birth")
    _unknown, same, *_ = birth["comparison_levels"]
    assert same["m_probability"] == pytest.approx(model.levels["birth"][0, 0])
    assert same["m_probability"] > same["u_probability"]


def test_all_columns_are_there_for_every_record(table):
    found = columns(table)
    assert set(found) == set(COLUMNS)
    assert {len(values) for values in found.values()} == {len(table)}


def test_the_block_keys_bring_together_the_pairs_of_the_engine(table):
    size, found = len(table), set()
    for names in RULES.values():
        key, rows = block_keys(table, names)
        for value in np.unique(key):
            members = np.unique(rows[key == value])
            one, other = np.triu_indices(len(members), 1)
            found.update((members[one] * size + members[other]).tolist())
    pairs = pairs_of(table)
    assert found == set((pairs.left * size + pairs.right).tolist())


@pytest.mark.faults
def test_spark_gives_the_links_of_the_engine():
    """Within one in a thousand at 100,000 records.

    Fewer by NABIJ_SPARK_RECORDS, for a first look.
    """
    pytest.importorskip("splink", reason="tools/setup.sh linkage installs what Spark needs")
    pytest.importorskip("pyspark", reason="tools/setup.sh linkage installs what Spark needs")
    if shutil.which("java") is None:
        pytest.skip("Java is not here: apt-get install openjdk-17-jre-headless")
    from nabij.matching.splink.spark import link_on_spark

    records = int(os.environ.get("NABIJ_SPARK_RECORDS", "100000"))
    table = table_of(row.record for row in told(records=records, seed=5, bsn_share=0.5))
    here, there = link_records(table), link_on_spark(table)
    assert len(there.pairs) == len(here.pairs)
    agreement = quality_of(there.persons, here.persons)
    assert agreement.precision >= 0.999
    assert agreement.recall >= 0.999
