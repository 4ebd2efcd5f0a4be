# SPDX-License-Identifier: EUPL-1.2
"""What is skipped may not be near: the answers are those of measuring every pair."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA, JaroWinkler

from nabij.matching.texts import GivenNames, Initials, Texts

NAMES = st.text(alphabet="abcdeé -", min_size=1, max_size=9)
PAIRS = st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=30)


def _codes(pairs, kind=Texts):
    values = sorted({name for pair in pairs for name in pair})
    left, right = (
        np.array([values.index(name) for name in side], np.int32)
        for side in zip(*pairs, strict=True)
    )
    return kind(values), left, right


@given(PAIRS)
def test_the_distance_of_texts_is_that_of_measuring_all(pairs):
    texts, left, right = _codes(pairs)
    for edits in (1, 2):
        expected = [OSA.distance(one, other) <= edits for one, other in pairs]
        assert texts.are_within(left, right, edits).tolist() == expected


@given(PAIRS)
def test_who_looks_alike_is_that_of_measuring_all(pairs):
    texts, left, right = _codes(pairs)
    expected = [np.float32(JaroWinkler.similarity(*pair)) >= np.float32(0.9) for pair in pairs]
    assert texts.look_alike(left, right, 0.9).tolist() == expected


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [("jp", "jpm", True), ("jp", "jm", False), ("j", "j", True), ("a", "j", False)],
)
def test_initials_agree_when_the_longer_begin_with_the_shorter(one, other, agree):
    texts, left, right = _codes([(one, other)], Initials)
    assert texts.begin_alike(left, right).tolist() == [agree]
    assert texts.begin_alike(right, left).tolist() == [agree]


def test_forms_of_one_name_are_found_both_ways():
    texts, left, right = _codes(
        [("kees", "cornelis"), ("piet", "cornelis"), ("noa", "noa")], GivenNames
    )
    assert texts.are_forms_of_one_name(left, right).tolist() == [True, False, True]
    assert texts.are_forms_of_one_name(right, left).tolist() == [True, False, True]
