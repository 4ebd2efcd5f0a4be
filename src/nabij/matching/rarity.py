# SPDX-License-Identifier: EUPL-1.2
"""How much it says that two records have one value: little when many people have it.

A surname of one in a hundred, the phone of a care home, the e-mail address of a whole family.
Newcombe (1959) weighed rare names by their frequency; here a level is told apart by how common the
value is, and the weights are learned like those of any level.
"""

import numpy as np
from numpy.typing import NDArray

from nabij.matching.table import Codes, Column, PersonTable

type Counts = NDArray[np.int32]
# Shares of the records that make a name rare or common.
RARE_NAME, COMMON_NAME = 1e-4, 1e-3
# Other people with a phone number or an e-mail address: nobody else, a family, a crowd.
NOBODY_ELSE, A_FAMILY = 0, 3


def name_rarity(column: Column) -> NDArray[np.int8]:
    """Return per value 0 for a rare name, 1 for a usual one, 2 for a common one."""
    codes = column.codes
    share = np.bincount(codes[codes >= 0], minlength=len(column.values)) / max(len(codes), 1)
    return np.digitize(share, [RARE_NAME, COMMON_NAME]).astype(np.int8)


def people_with(table: PersonTable, *names: str) -> Counts:
    """Return per value how many people seem to have it: the distinct whole birth dates beside it.

    Args:
        names: columns that share their values, as `phone` and `phone_2` do.
    """
    births = table.codes("whole_birth")
    size = int(births.max(initial=0)) + 1
    both = []
    for name in names:
        codes = table.codes(name)
        there = (codes >= 0) & (births >= 0)
        both.append(codes[there].astype(np.int64) * size + births[there])
    key = np.sort(np.concatenate(both))
    key = key[np.r_[True, key[1:] != key[:-1]]] if len(key) else key
    return np.bincount(key // size, minlength=len(table.values(names[0]))).astype(np.int32)


def others_with(people: Counts, left: Codes, right: Codes) -> NDArray[np.int8]:
    """Return per pair 0 when nobody else has the value they share, 1 a family, 2 a crowd.

    Args:
        people: how many people have the shared value, one number per pair.
        left, right: codes of the birth dates of both; when they differ the pair itself is two.
    """
    themselves = np.where((left >= 0) & (right >= 0) & (left != right), 2, 1)
    return np.digitize(people - themselves, [NOBODY_ELSE + 1, A_FAMILY + 1]).astype(np.int8)
