# SPDX-License-Identifier: EUPL-1.2
"""Tell of many pairs of texts at once which are nearly the same.

A distance costs a hundred times what comparing two numbers costs. So per distinct text its length
and the set of its letters are kept as numbers; what differs too much in those cannot be near, and
only the rest is measured. The answers are those of measuring all.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, Hamming, JaroWinkler
from rapidfuzz.process import cpdist

from nabij.matching.call_names import birth_names_of
from nabij.matching.table import Codes

type Flags = NDArray[np.bool_]
SHORTEST_CLOSE = 4
_INITIALS = 8
_DISTANCES = (OSA.distance, Hamming.distance)


class Texts:
    """The distinct texts of a column. Everything is asked with codes, arrays of equal shape."""

    def __init__(self, values: Sequence[str]) -> None:
        """Keep the texts; the last row of each array stands for the absent one, code -1."""
        self.values = values
        self.lengths = np.array([*map(len, values), 0], np.int32)
        self.letters = _letters(values)

    def are_within(self, left: Codes, right: Codes, edits: int) -> Flags:
        """Tell which differ by so many typing errors at most
        (letter left out, added, replaced, swapped).

        Source: optimal string alignment distance; Damerau (1964).
        """
        letters = self.letters
        near = np.abs(self.lengths[left] - self.lengths[right]) <= edits
        near &= np.bitwise_count(letters[left] ^ letters[right]) <= 2 * edits
        return self._holds(near, left, right, OSA.distance, edits)

    def are_typed_nearly(self, left: Codes, right: Codes) -> Flags:
        """Tell which, of some length, differ by one typing error."""
        long_enough = self.lengths >= SHORTEST_CLOSE
        some = np.flatnonzero(long_enough[left] & long_enough[right])
        found = np.zeros(len(left), bool)
        found[some] = self.are_within(left[some], right[some], 1)
        return found

    def look_alike(self, left: Codes, right: Codes, least: float) -> Flags:
        """Tell which have at least this Jaro-Winkler similarity, 0..1.

        With `m` letters in common of lengths a and b, similarity is at most
        0.6 (m/a + m/b + 1)/3 + 0.4, which bounds how many letters may be of one text only.
        Source: Winkler (1990), String comparator metrics.
        """
        letters, lengths = self.letters, self.lengths.astype(np.float32)
        total, apart = lengths[left] + lengths[right], lengths[left] - lengths[right]
        jaro = (least - 0.4) / 0.6
        shared = (3 * jaro - 1) * (total * total - apart * apart) / np.maximum(4 * total, 1)
        alone = np.bitwise_count(letters[left] ^ letters[right])
        near = alone <= total - 2 * shared + 1e-3
        return self._holds(near, left, right, JaroWinkler.normalized_similarity, least)

    def differ_in_one_place(self, left: Codes, right: Codes) -> Flags:
        """Tell which texts of equal length differ in one place at most."""
        near = self.lengths[left] == self.lengths[right]
        return self._holds(near, left, right, Hamming.distance, 1)

    def _holds(
        self, near: Flags, left: Codes, right: Codes, scorer: Callable[..., float], bound: float
    ) -> Flags:
        """Measure those that may be near, and tell which keep within the bound."""
        some = np.flatnonzero(near)
        values = self.values
        measured = cpdist(
            [values[code] for code in left[some].tolist()],
            [values[code] for code in right[some].tolist()],
            scorer=scorer, score_cutoff=bound, workers=1, dtype=np.float32,
        )  # fmt: skip
        found = np.zeros(len(left), bool)
        found[some] = measured <= bound if scorer in _DISTANCES else measured >= bound
        return found


class GivenNames(Texts):
    """The distinct given names of a column."""

    def __init__(self, values: Sequence[str]) -> None:
        """Keep the names, and per name the birth names that it can be a form of, as bits."""
        super().__init__(values)
        of_each = [birth_names_of(value) for value in values]
        columns = {name: place for place, name in enumerate(sorted(frozenset().union(*of_each)))}
        table = np.zeros((len(values) + 1, len(columns) + 1), bool)
        for row, names in enumerate(of_each):
            table[row, [columns[name] for name in names]] = True
        self._birth_names = np.packbits(table, axis=1)

    def are_forms_of_one_name(self, left: Codes, right: Codes) -> Flags:
        """Tell which can be forms of one birth name; see `call_names`."""
        shared = (self._birth_names[left] & self._birth_names[right]).any(1)
        return np.asarray((left == right) | shared, bool)


class Initials:
    """The distinct initials of a column, asked with codes as `Texts` are."""

    def __init__(self, values: Sequence[str]) -> None:
        """Keep the letters of each as one number, the first in front."""
        texts = np.array([text.encode("ascii", "replace") for text in [*values, ""]])
        self.lengths = np.array([*map(len, values), 0], np.int32)
        self._packed = texts.astype(f"S{_INITIALS}").view(">u8").astype(np.uint64)

    def begin_alike(self, left: Codes, right: Codes) -> Flags:
        """Tell which begin with the whole of the shorter one."""
        packed = self._packed
        shorter = np.minimum(self.lengths[left], self.lengths[right]).clip(0, _INITIALS)
        differ = (packed[left] ^ packed[right]) >> (64 - 8 * np.maximum(shorter, 1)).astype(
            np.uint64
        )
        return np.asarray((differ == 0) | (shorter == 0), bool)


def _letters(values: Sequence[str]) -> NDArray[np.uint64]:
    """Return per text the set of its letters as bits."""
    texts = np.array([text.encode("ascii", "replace") for text in [*values, ""]])
    places = texts.view(np.uint8).reshape(len(texts), -1)
    found = np.zeros(len(texts), np.uint64)
    for column in places.T:
        found |= np.where(column, np.uint64(1) << (column & 63).astype(np.uint64), np.uint64(0))
    return found
