# SPDX-License-Identifier: EUPL-1.2
"""Many records at once (A-103): who is one person, who only lives in the same house."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from nabij.matching import PersonRecord, compare
from nabij.matching.clusters import clusters, components
from nabij.matching.compare import Prepared
from nabij.matching.levels import LEVELS
from nabij.matching.linking import link_records
from nabij.matching.pairing import Pairs, pairs_of
from nabij.matching.quality import quality_of
from nabij.matching.table import table_of
from nabij.matching.testing.persons import told

ANNA = PersonRecord(
    key=0, given_names="Anna Maria", initials="A.M.", surnames=("de Vries",),
    birth_on=date(1941, 3, 9), birth_precision="day", gender="female", postcode="8011AB",
    house_number="12", phones=("038 1234567",), bsn_index=b"a", bsn_state="present",
)  # fmt: skip


@pytest.fixture(scope="module", params=[0.75, 0.0], ids=["with BSN", "without BSN"])
def invented(request):
    rows = list(told(records=20_000, seed=20261122, bsn_share=request.param))
    table = table_of(row.record for row in rows)
    truth = np.array([row.person for row in rows])
    return [row.record for row in rows], table, truth, link_records(table), request.param


def _together(crowd, *records):
    """Link these records among a crowd of which the weights are learned; return their labels."""
    own = [replace(record, key=-1 - n) for n, record in enumerate(records)]
    linked = link_records(table_of([*own, *crowd]))
    return linked.persons[: len(own)].tolist()


@pytest.fixture(scope="module")
def crowd():
    return [row.record for row in told(records=6_000, seed=7)]


def test_invented_persons_are_found_again(invented):
    """The floor lies well below what is seen, and well above what two kinds of pairs reach."""
    _records, _table, truth, linked, share = invented
    quality = quality_of(linked.persons, truth)
    assert quality.f1 > (0.985 if share else 0.965)
    assert quality.precision > 0.97


def test_the_same_records_give_the_same_answer(invented):
    """In another order too, but for the few where two answers are equally good."""
    records, table, _truth, linked, _share = invented
    assert np.array_equal(link_records(table).persons, linked.persons)
    order = np.random.default_rng(1).permutation(len(records))
    shuffled = link_records(table_of(records[row] for row in order))
    assert quality_of(shuffled.persons, linked.persons[order]).f1 > 0.999


@pytest.mark.parametrize(
    ("field", "said", "means"),
    [
        ("bsn", compare.bsn, {"same": "same", "different": "different"}),
        ("gender", compare.gender, {"same": "same", "different": "different"}),
        ("phone", compare.phone, {"same": "same", "different": "different"}),
        ("email", compare.email, {"same": "same", "different": "different"}),
        ("surname", compare.surname, {"same": "same", "shared": "same", "close": "close"}),
        (
            "birth",
            compare.birth,
            {
                "same": "same",
                "swapped": "swapped",
                "partial": "partial",
                "generation": "generation",
            },
        ),
        (
            "address",
            compare.address,
            {"same": "same", "suffix": "suffix", "postcode": "postcode", "area": "different"},
        ),
        ("given", compare.given, {"same": "same", "initials": "initials"}),
    ],
)
def test_a_level_means_what_a_single_comparison_says(invented, field, said, means):
    records, _table, _truth, linked, _share = invented
    left, right = linked.pairs.left, linked.pairs.right
    looked = 0
    for level, expected in means.items():
        found = np.flatnonzero(linked.levels.of[field] == LEVELS[field].index(level) + 1)[:200]
        looked += len(found)
        for place in found:
            pair = Prepared(records[left[place]]), Prepared(records[right[place]])
            answer = said(*pair)
            # A single comparison also looks for the everyday name among the given names.
            assert answer == expected or (field, answer) == ("given", "call"), (level, *pair)
    assert looked or field == "bsn"


def test_a_typing_error_a_move_and_a_marriage_do_not_hide_a_person(crowd):
    moved = replace(ANNA, postcode="9711XZ", house_number="3", phones=(), bsn_index=None,
                    bsn_state="absent")  # fmt: skip
    married = replace(ANNA, surnames=("Bakker", "de Vries"), given_names="Anna", phones=())
    typed = replace(ANNA, surnames=("de Vreis",), bsn_index=None, bsn_state="masked")
    assert len(set(_together(crowd, ANNA, moved, married, typed))) == 1


def test_house_mates_stay_apart(crowd):
    """Husband, daughter and twin sister share surname, address and phone."""
    unknown = {"bsn_index": None, "bsn_state": "absent"}
    anna = replace(ANNA, **unknown)
    husband = replace(anna, given_names="Jan", initials="J.", gender="male",
                      birth_on=date(1939, 7, 1))  # fmt: skip
    daughter = replace(anna, given_names="Anna", initials="A.", birth_on=date(1966, 3, 9))
    twin = replace(anna, given_names="Bertha", initials="B.")
    assert len(set(_together(crowd, anna, husband, daughter, twin))) == 4


def test_an_equal_bsn_with_another_name_or_birth_date_is_not_joined(crowd):
    other_name = replace(ANNA, surnames=("Yilmaz",), given_names="Emine", initials="E.")
    other_birth = replace(ANNA, birth_on=date(1952, 11, 30))
    labels = _together(crowd, ANNA, other_name, other_birth)
    assert len(set(labels)) == 3


def test_what_is_absent_brings_nobody_together():
    nobody = [PersonRecord(key=n) for n in range(50)]
    linked = link_records(table_of(nobody))
    assert len(linked.pairs) == 0
    assert len(set(linked.persons.tolist())) == 50


def test_a_block_that_is_too_large_is_left_out_and_counted():
    """A care home with one phone number: every resident would meet every other."""
    home = [PersonRecord(key=n, phones=("038 1234567",)) for n in range(40)]
    pairs = pairs_of(table_of(home), largest_block=30)
    assert len(pairs) == 0
    assert sum(count.left_out for count in pairs.counts) == 1


def _pairs(*rows):
    left, right = (np.array(side, np.int64) for side in zip(*rows, strict=True))
    return Pairs(left, right, ())


def test_strangers_are_not_chained_together():
    """0 and 1 are one, 2 and 3 are one; a weak pair between them weighs less than the rest."""
    pairs = _pairs((0, 1), (1, 2), (2, 3), (0, 2), (1, 3))
    scores = np.array([9, 1, 9, -8, -8], np.float32)
    assert clusters(4, pairs, scores).tolist() == [0, 0, 2, 2]
    assert len(set(components(4, pairs.left[:3], pairs.right[:3]).tolist())) == 1


def test_a_long_chain_is_one_component():
    size = 1000
    left, right = np.arange(size - 1), np.arange(1, size)
    assert set(components(size, left[::-1], right[::-1]).tolist()) == {0}
