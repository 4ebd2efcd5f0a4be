# SPDX-License-Identifier: EUPL-1.2
"""When the machine may link by itself: the rules of safety, one by one.

Capability A-103; decision 39.
"""

import numpy as np
import pytest

from nabij.linkage.rules.default_weights import DEFAULT
from nabij.linkage.rules.groups import Bounds, Edges, groups
from nabij.linkage.rules.weights import kept, model_of
from nabij.matching import safety
from nabij.matching.levels import LEVELS

NAMED = {"surname": "same", "given": "same", "birth": "same", "gender": "same"}


@pytest.mark.parametrize(
    "levels",
    [
        NAMED | {"bsn": "same"},
        NAMED | {"bsn": "same", "surname": "close", "given": "initial", "address": "different"},
        NAMED | {"address": "same"},
        NAMED | {"address": "same", "given": "initials"},
        NAMED | {"phone": "same", "address": "different"},
        NAMED | {"email": "family"},
        {"bsn": "same", "birth": "same", "surname": "same"},
    ],
    ids=["BSN", "BSN and a maiden name", "address", "initials", "phone", "e-mail", "no given name"],
)
def test_what_surely_is_one_person_may_be_linked(levels):
    assert safety.may_link(levels)


@pytest.mark.parametrize(
    "levels",
    [
        NAMED | {"bsn": "same", "surname": "different"},
        NAMED | {"bsn": "same", "given": "different"},
        NAMED | {"bsn": "same", "birth": "different"},
        NAMED | {"bsn": "same", "birth": "swapped"},
        NAMED | {"bsn": "same", "birth": "digit"},
        NAMED | {"bsn": "same", "birth": "partial"},
        NAMED | {"bsn": "same", "birth": ""},
        NAMED | {"bsn": "same", "gender": "different"},
        NAMED | {"bsn": "different", "address": "same", "phone": "same"},
        NAMED | {"address": "same", "phone": "same", "given": "different"},
        NAMED | {"address": "same", "phone": "same", "given": "initial"},
        NAMED | {"address": "same", "phone": "same", "given": ""},
        NAMED | {"address": "same", "phone": "same", "given": "close"},
        NAMED | {"address": "same", "given": "initials", "gender": ""},
        NAMED | {"address": "same", "phone": "same", "birth": "generation"},
        NAMED | {"address": "same", "phone": "same", "birth": "different"},
        NAMED,
        NAMED | {"address": "postcode"},
        NAMED | {"phone": "crowd", "email": "crowd"},
    ],
    ids=[
        "one BSN, another surname", "one BSN, another given name", "one BSN, another birth date",
        "one BSN, day and month swapped", "one BSN, a digit of the birth date",
        "one BSN, year of birth only", "one BSN, no birth date", "one BSN, another gender",
        "another BSN", "twins", "twins of one first letter", "twins by surname", "twins nearly of one name",
        "twins by initials", "father and son of one name", "house-mates", "namesakes of one birth date",
        "namesakes of one street", "namesakes in one care home",
    ],
)  # fmt: skip
def test_what_may_be_two_persons_is_not_linked(levels):
    assert not safety.may_link(levels)


def test_a_masked_bsn_is_unknown_and_hinders_nothing():
    assert safety.may_link(NAMED | {"address": "same", "bsn": ""})
    assert safety.conflicts(NAMED | {"bsn": ""}) == ()
    assert safety.conflicts(NAMED | {"bsn": "different"}) == ("bsn",)


def test_millions_of_pairs_are_judged_as_one_pair_is():
    chance = np.random.default_rng(39)
    columns = {f: chance.integers(0, len(n) + 1, 20_000).astype(np.int8) for f, n in LEVELS.items()}
    for field in ("surname", "given", "birth"):  # or hardly any pair would do
        columns[field] = np.minimum(columns[field], 2)
    may, conflict = safety.linkable(columns), safety.conflicting(columns)
    assert 0 < may.sum() < len(may)
    for n in range(len(may)):
        levels = {f: ("", *LEVELS[f])[column[n]] for f, column in columns.items()}
        assert may[n] == safety.may_link(levels)
        assert conflict[n] == bool(safety.conflicts(levels))


def _groups(edges, *, person=(), bsn=(), apart=(), size=6, tiers=()):
    left, right = np.array(edges, np.int64).reshape(-1, 2).T
    one, other = np.array(apart, np.int64).reshape(-1, 2).T
    padded = np.zeros(size, np.int64)
    padded[: len(person)] = person
    numbers = np.full(size, -1, np.int32)
    numbers[: len(bsn)] = bsn
    found = groups(
        Edges(
            left=left,
            right=right,
            tier=np.array(tiers or [2] * len(edges), np.int8),
            bits=np.arange(len(edges), 0, -1).astype(np.float32),
        ),
        Bounds(person=padded, bsn=numbers, apart=(one, other)),
    )
    return found.tolist()


def test_rows_that_hang_together_are_one_group():
    assert _groups([(0, 1), (1, 2), (4, 5)]) == [0, 0, 0, 3, 4, 4]


def test_two_persons_never_become_one_and_who_fits_both_joins_neither():
    assert _groups([(0, 2), (1, 2)], person=[7, 8]) == [0, 1, 2, 3, 4, 5]


def test_a_bsn_decides_between_two_persons_who_both_fit():
    assert _groups([(0, 2), (1, 2)], person=[7, 8], tiers=[2, 1]) == [0, 1, 1, 3, 4, 5]


def test_two_bsns_never_come_together_by_way_of_a_third_row():
    assert _groups([(0, 1), (1, 2)], bsn=[3, -1, 4]) == [0, 1, 2, 3, 4, 5]
    assert _groups([(0, 1), (2, 3), (1, 4)], bsn=[3, 3, 4, 4, -1]) == [0, 0, 2, 2, 0, 5]


def test_what_was_kept_apart_does_not_come_together_by_a_chain():
    assert _groups([(0, 1), (1, 2), (2, 3)], apart=[(0, 3)]) == [0, 0, 2, 3, 4, 5]


def test_records_of_one_person_stay_so_whatever_they_say_now():
    assert _groups([(2, 3)], person=[7, 7, 7], bsn=[1, 2], apart=[(0, 1)]) == [0, 0, 0, 0, 4, 5]


def test_the_weights_that_come_along_fit_what_is_compared_today():
    """Else run tools/default_weights.py."""
    model = model_of(DEFAULT)
    assert model is not None
    assert kept(model) == DEFAULT
    assert model.weight("bsn", "same") > 5 > -5 > model.weight("bsn", "different")


def test_weights_of_other_levels_are_not_used():
    assert model_of(DEFAULT | {"levels": DEFAULT["levels"] | {"bsn": {"same": [1, 0, 0]}}}) is None
    assert model_of(DEFAULT | {"shares": [1.0]}) is None
