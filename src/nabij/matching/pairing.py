# SPDX-License-Identifier: EUPL-1.2
"""Which pairs of many records are worth comparing: those that share a narrow key.

Every key is narrow by itself, an absent value makes no key, and a block that is too large after all
(a care home, a test person) is left out and counted, so the work stays in proportion to the
records.
Source: docs/decisions/0009; the idea of several keys in Newcombe (1988), Handbook of Record
Linkage.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nabij.matching.table import WORKERS, Codes, PersonTable

type Rows = NDArray[np.int64]
LARGEST_BLOCK = 300
# One pair in so many tells where the middle is.
SAMPLED = 1_000

# Per rule the columns that together are the key. A name with `+` also stands for its second column:
# somebody is found under both surnames, and under both numbers.
RULES: dict[str, tuple[str, ...]] = {
    "bsn": ("bsn",),
    "phone": ("phone+",),
    "email": ("email",),
    "birth and initial": ("whole_birth", "first"),
    "birth and sound": ("whole_birth", "sound+"),
    "birth and postcode": ("whole_birth", "postcode"),
    "birth and house number": ("whole_birth", "house_number"),
    "address and sound": ("postcode", "house_number", "sound+"),
    "address and initial": ("postcode", "house_number", "first"),
    "sound, initial and year": ("sound+", "first", "year"),
    "sound, name and day": ("sound+", "given", "day"),
    "sound, initial and postcode": ("sound+", "first", "postcode"),
}


@dataclass(frozen=True, slots=True)
class RuleCount:
    """What one rule brought together; `left_out` counts blocks that were too large."""

    rule: str
    pairs: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """Each pair of rows once, `left < right`, in order."""

    left: Rows
    right: Rows
    counts: tuple[RuleCount, ...]

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.left)


def pairs_of(table: PersonTable, *, largest_block: int = LARGEST_BLOCK) -> Pairs:
    """Return the pairs of rows that share a key of at least one rule."""
    bits = len(table).bit_length()

    def found_by(names: tuple[str, ...]) -> tuple[NDArray[np.int64], int]:
        key, rows = _key(_key_columns(table, names), len(table))
        return _within_blocks(key, rows, bits, largest_block)

    with ThreadPoolExecutor(WORKERS) as workers:
        found = list(workers.map(found_by, RULES.values()))
        counts = (RuleCount(rule, len(packed), left_out)
                  for rule, (packed, left_out) in zip(RULES, found, strict=True))  # fmt: skip
        of_rules = [packed for packed, _ in found]
        middle = np.median(np.concatenate([[0], *(packed[::SAMPLED] for packed in of_rules)]))

        def half(is_low: bool) -> tuple[Rows, Rows]:
            """Return the pairs of one half; the whole is too much for one to sort."""
            packed = np.concatenate([one[(one < middle) == is_low] for one in of_rules])
            unique = _sorted_once(packed)
            return unique >> bits, unique & _ones(bits)

        halves = list(workers.map(half, (True, False)))
    left, right = (np.concatenate(side) for side in zip(*halves, strict=True))
    return Pairs(left, right, tuple(counts))


def _ones(bits: int) -> int:
    return (1 << bits) - 1


def _sorted_once(packed: NDArray[np.int64]) -> NDArray[np.int64]:
    packed.sort()
    return packed[np.r_[True, packed[1:] != packed[:-1]]] if len(packed) else packed


def block_keys(
    table: PersonTable, names: tuple[str, ...], *, largest_block: int = LARGEST_BLOCK
) -> tuple[NDArray[np.int64], Rows]:
    """Return the keys of one rule and the rows that have them, shape (n,) both.

    Only of blocks of two to `largest_block`: who shares a key here is a pair of `pairs_of`.
    """
    key, rows = _by_key(*_key(_key_columns(table, names), len(table)), len(table).bit_length())
    _, place, lengths = np.unique(key, return_inverse=True, return_counts=True)
    is_block = ((lengths > 1) & (lengths <= largest_block))[place]
    return key[is_block], rows[is_block]


def _key_columns(table: PersonTable, names: tuple[str, ...]) -> list[Codes]:
    """Return the columns of a rule; with a `+` each record stands in them twice.

    So the own name of the one also meets the partner's name of the other.
    """
    if not any(name.endswith("+") for name in names):
        return [table.codes(name) for name in names]
    return [
        np.concatenate([table.codes(plain), table.codes(f"{plain}_2" if plain != name else plain)])
        for name in names
        for plain in [name.removesuffix("+")]
    ]


def _key(columns: list[Codes], size: int) -> tuple[NDArray[np.int64], Rows]:
    """Return one number per row that has all values, and those rows."""
    key = np.zeros(len(columns[0]), np.int64)
    is_there = np.ones(len(columns[0]), bool)
    for codes in columns:
        is_there &= codes >= 0
        key = key * (int(codes.max(initial=0)) + 1) + codes
    rows = np.flatnonzero(is_there)
    return key[rows], np.where(rows < size, rows, rows - size)


def _within_blocks(
    key: NDArray[np.int64], rows: Rows, bits: int, largest_block: int
) -> tuple[NDArray[np.int64], int]:
    """Return `left << bits | right` for all rows with equal keys,
    and how many blocks were too large.

    Blocks of one size are done together: a matrix of their rows, and all combinations of columns.
    """
    sorted_key, sorted_rows = _by_key(key, rows, bits)
    starts = np.flatnonzero(np.r_[True, sorted_key[1:] != sorted_key[:-1]]) if len(key) else key
    lengths = np.diff(np.r_[starts, len(sorted_key)])
    found = []
    for length in np.unique(lengths[(lengths > 1) & (lengths <= largest_block)]):
        blocks = sorted_rows[starts[lengths == length][:, None] + np.arange(length)]
        one, other = np.triu_indices(int(length), 1)
        a, b = blocks[:, one].ravel(), blocks[:, other].ravel()
        differ = a != b
        found.append((np.minimum(a, b) << bits | np.maximum(a, b))[differ])
    keys = np.concatenate(found) if found else np.empty(0, np.int64)
    return keys, int((lengths > largest_block).sum())


def _by_key(key: NDArray[np.int64], rows: Rows, bits: int) -> tuple[NDArray[np.int64], Rows]:
    """Return keys and rows in order of the keys, and within a key in order of the rows.

    Where both fit in one number, sorting that number takes a third of the time.
    """
    if int(key.max(initial=0)) >> (63 - bits) == 0:
        packed = key << bits | rows
        packed.sort()
        return packed >> bits, packed & _ones(bits)
    order = np.argsort(key, kind="stable")
    return key[order], rows[order]
