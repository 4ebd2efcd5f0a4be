# SPDX-License-Identifier: EUPL-1.2
"""Compare many pairs field by field: per pair and field one small number, the level of agreement.

The levels mean what `compare` says of a single pair. Texts are compared once per pair of distinct
values, not once per pair of records.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, Hamming, JaroWinkler
from rapidfuzz.process import cpdist

from nabij.matching.call_names import are_forms_of_one_name
from nabij.matching.compare import CLOSE_NAME, GENERATION_YEARS
from nabij.matching.pairing import Pairs
from nabij.matching.table import Codes, PersonTable

type Level = NDArray[np.int8]
type Flags = NDArray[np.bool_]
UNKNOWN = 0
SHORTEST_CLOSE = 4

# Per field the levels after 0 (unknown), from agreement to contradiction.
LEVELS: dict[str, tuple[str, ...]] = {
    "bsn": ("same", "different"),
    "surname": ("same", "shared", "close", "typed", "alike", "different"),
    "given": (
        "same", "call", "other_initials", "form", "close", "initials", "initial",
        "initials_differ", "other_name", "different", "other_initial",
    ),
    "birth": ("same", "generation", "swapped", "partial", "digit", "close", "different"),
    "gender": ("same", "different"),
    "address": ("same", "suffix", "postcode", "near", "area", "different"),
    "phone": ("same", "different"),
    "email": ("same", "different"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Levels:
    """The level of each pair per field of `LEVELS`, 0 where one side does not tell."""

    of: dict[str, Level]

    def named(self, field: str, position: int) -> str:
        """Return the name of the level of one pair, '' when it is not known."""
        level = int(self.of[field][position])
        return LEVELS[field][level - 1] if level else ""


def levels_of(table: PersonTable, pairs: Pairs) -> Levels:
    """Return the levels of all fields of all pairs."""
    sides = _Sides(table, pairs)
    fields: dict[str, Callable[[_Sides], Level]] = {
        "bsn": lambda sides: _equal_or_not(sides, "bsn"),
        "surname": _surname,
        "given": _given,
        "birth": _birth,
        "gender": lambda sides: _equal_or_not(sides, "gender"),
        "address": _address,
        "phone": _phone,
        "email": lambda sides: _equal_or_not(sides, "email"),
    }
    return Levels({field: compare(sides) for field, compare in fields.items()})


class _Sides:
    """The codes of both records of each pair, gathered once per column."""

    def __init__(self, table: PersonTable, pairs: Pairs) -> None:
        self.table, self.pairs = table, pairs

    def __len__(self) -> int:
        return len(self.pairs)

    def codes(self, name: str) -> tuple[Codes, Codes]:
        codes = self.table.codes(name)
        return codes[self.pairs.left], codes[self.pairs.right]

    def equal(self, name: str) -> Flags:
        left, right = self.codes(name)
        return np.asarray((left == right) & (left >= 0), bool)

    def both(self, name: str) -> Flags:
        left, right = self.codes(name)
        return (left >= 0) & (right >= 0)


def _leveled(size: int, known: Flags, tests: list[Callable[[NDArray[np.int64]], Flags]]) -> Level:
    """Give each known pair the number of the first test that holds, else one more.

    Each test gets the pairs that no earlier one took, so the costly ones see few.
    """
    found = np.zeros(size, np.int8)
    rest = np.flatnonzero(known)
    for number, test in enumerate(tests, 1):
        if not len(rest):
            break
        holds = test(rest)
        found[rest[holds]] = number
        rest = rest[~holds]
    found[rest] = len(tests) + 1
    return found


def _equal_or_not(sides: _Sides, name: str) -> Level:
    left, right = sides.codes(name)
    found = np.where(left == right, 1, 2).astype(np.int8)
    found[(left < 0) | (right < 0)] = UNKNOWN
    return found


def _any_equal(sides: _Sides, *names: str) -> Flags:
    """Tell whether one of these columns left equals one of them right; they share their values."""
    found = np.zeros(len(sides), bool)
    gathered = [sides.codes(name) for name in names]
    for left, _ in gathered:
        for _, right in gathered:
            found |= (left == right) & (left >= 0)
    return found


def _phone(sides: _Sides) -> Level:
    found = np.where(_any_equal(sides, "phone", "phone_2"), 1, 2).astype(np.int8)
    found[~sides.both("phone")] = UNKNOWN
    return found


def _surname(sides: _Sides) -> Level:
    left, right = sides.codes("surname")
    shared = _any_equal(sides, "surname", "surname_2")
    sound = _any_equal(sides, "sound", "sound_2")
    values = sides.table.values("surname")
    return _leveled(
        len(sides),
        (left >= 0) & (right >= 0),
        [
            lambda rest: left[rest] == right[rest],
            lambda rest: shared[rest],
            lambda rest: sound[rest],
            lambda rest: _typed_nearly(left[rest], right[rest], values),
            lambda rest: _looks_alike(left[rest], right[rest], values),
        ],
    )


def _given(sides: _Sides) -> Level:
    given, call = sides.codes("given"), sides.codes("call")
    left, right = (np.where(given[n] >= 0, given[n], call[n]) for n in (0, 1))
    has_names = (left >= 0) & (right >= 0)
    initials = sides.codes("initials")
    has_initials = (initials[0] >= 0) & (initials[1] >= 0)
    shared, first = _any_equal(sides, "given", "call"), sides.equal("first")
    agree = _initials_agree(*initials, sides.table.values("initials"))
    several = _lengths(sides.table.values("initials"))
    values = sides.table.values("given")
    are_several = np.minimum(several[initials[0]], several[initials[1]]) > 1
    return _leveled(
        len(sides),
        has_names | has_initials,
        [
            lambda rest: (given[0][rest] == given[1][rest]) & (given[0][rest] >= 0) & agree[rest],
            lambda rest: shared[rest] & agree[rest],
            lambda rest: shared[rest],
            lambda rest: _where(
                has_names[rest], lambda some: _forms(left[rest[some]], right[rest[some]], values)
            ),
            lambda rest: _where(
                has_names[rest],
                lambda some: _typed_nearly(left[rest[some]], right[rest[some]], values),
            ),
            lambda rest: ~has_names[rest] & agree[rest] & are_several[rest],
            lambda rest: ~has_names[rest] & agree[rest],
            lambda rest: ~has_names[rest] & first[rest],
            lambda rest: first[rest],
            lambda rest: has_names[rest],
        ],
    )


def _initials_agree(left: Codes, right: Codes, values: list[str]) -> Flags:
    """Tell whether the shorter initials begin the longer ones; absent ones agree."""

    def look(ones: list[int], others: list[int]) -> list[bool]:
        pairs = [(values[one], values[other]) for one, other in zip(ones, others, strict=True)]
        return [one.startswith(other) or other.startswith(one) for one, other in pairs]

    agree: Flags = np.asarray(_by_distinct(left, right, look), bool)
    return (left < 0) | (right < 0) | agree


def _forms(left: Codes, right: Codes, values: list[str]) -> Flags:
    def look(ones: list[int], others: list[int]) -> list[bool]:
        pairs = zip(ones, others, strict=True)
        return [are_forms_of_one_name(values[one], values[other]) for one, other in pairs]

    found: Flags = np.asarray(_by_distinct(left, right, look), bool)
    return found


def _typed_nearly(left: Codes, right: Codes, values: list[str]) -> Flags:
    """Tell whether two texts of some length differ by one typing error."""
    long_enough = _lengths(values) >= SHORTEST_CLOSE
    return _where(
        long_enough[left] & long_enough[right],
        lambda some: _distance(left[some], right[some], values, OSA.distance, most=1) <= 1,
    )


def _looks_alike(left: Codes, right: Codes, values: list[str]) -> Flags:
    found = _distance(
        left, right, values, JaroWinkler.normalized_similarity, most=CLOSE_NAME, kind=np.float32
    )
    return np.asarray(found >= CLOSE_NAME, bool)


def _distance(
    left: Codes, right: Codes, values: list[str], scorer: Callable[..., float], *, most: float,
    kind: type = np.uint8,
) -> NDArray[Any]:  # fmt: skip
    """Return a distance or likeness of texts; beyond `most` it need not be exact."""
    return _by_distinct(
        left, right,
        lambda a, b: cpdist([values[i] for i in a], [values[j] for j in b], scorer=scorer,
                            score_cutoff=most, dtype=kind),
    )  # fmt: skip


def _by_distinct(
    left: Codes, right: Codes, look: Callable[[list[int], list[int]], object]
) -> NDArray[Any]:
    """Ask something symmetric once per distinct pair of values, and spread the answers."""
    low, high = np.minimum(left, right).astype(np.int64), np.maximum(left, right)
    size = int(high.max(initial=0)) + 2
    unique, place = np.unique((low + 1) * size + high + 1, return_inverse=True)
    ones, others = unique // size - 1, unique % size - 1
    there = (ones >= 0) & (others >= 0)
    answers = np.asarray(look(ones[there].tolist(), others[there].tolist()))
    spread = np.zeros(len(unique), answers.dtype if len(answers) else np.float64)
    spread[there] = answers
    return spread[place]


def _where(some: Flags, look: Callable[[NDArray[np.int64]], Flags]) -> Flags:
    """Ask only of those that count; the others do not hold."""
    found = np.zeros(len(some), bool)
    places = np.flatnonzero(some)
    if len(places):
        found[places] = look(places)
    return found


def _lengths(values: list[str]) -> NDArray[np.int64]:
    """Return the length of each value; the last stands for the absent one."""
    return np.array([*map(len, values), 0], np.int64)


def _birth(sides: _Sides) -> Level:
    left, right = sides.codes("birth")
    parts = np.array([*map(_parts, sides.table.values("birth")), (0, 0, 0)], np.int32)
    digits = np.array([*map(_digits, sides.table.values("birth")), [0] * 8], np.uint8)

    def look(rest: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        return parts[left[rest]], parts[right[rest]]

    def swapped(rest: NDArray[np.int64]) -> Flags:
        one, other = look(rest)
        same_year = one[:, 0] == other[:, 0]
        crossed = (one[:, 1] == other[:, 2]) & (one[:, 2] == other[:, 1]) & (one[:, 2] > 0)
        return np.asarray(same_year & crossed, bool)

    def one_digit(rest: NDArray[np.int64]) -> Flags:
        return np.asarray((digits[left[rest]] != digits[right[rest]]).sum(1) == 1, bool)

    def two_parts(rest: NDArray[np.int64]) -> Flags:
        one, other = look(rest)
        whole = (one[:, 2] > 0) & (other[:, 2] > 0)
        return np.asarray(whole & ((one == other).sum(1) == 2), bool)

    def partial(rest: NDArray[np.int64]) -> Flags:
        one, other = look(rest)
        open_ = (one[:, 1:] == 0) | (other[:, 1:] == 0)
        agrees = (one[:, 0] == other[:, 0]) & ((one[:, 1:] == other[:, 1:]) | open_).all(1)
        return np.asarray(agrees & open_.any(1), bool)

    def a_generation_apart(rest: NDArray[np.int64]) -> Flags:
        one, other = look(rest)
        return np.asarray(np.abs(one[:, 0] - other[:, 0]) >= GENERATION_YEARS, bool)

    return _leveled(
        len(sides),
        (left >= 0) & (right >= 0),
        [lambda rest: left[rest] == right[rest], a_generation_apart, swapped, partial, one_digit,
         two_parts],
    )  # fmt: skip


def _parts(text: str) -> tuple[int, int, int]:
    """Return year, month and day of a FHIR date, 0 for what is not known."""
    year, month, day = (*map(int, text.split("-")), 0, 0)[:3]
    return year, month, day


def _digits(text: str) -> list[int]:
    return [int(digit) for digit in text.replace("-", "").ljust(8, "0")]


def _address(sides: _Sides) -> Level:
    left, right = sides.codes("postcode")
    suffix = sides.codes("suffix")
    number = sides.equal("house_number")
    suffix_agrees = (suffix[0] == suffix[1]) | (suffix[0] < 0) | (suffix[1] < 0)
    area = sides.equal("area")
    values = sides.table.values("postcode")
    return _leveled(
        len(sides),
        (left >= 0) & (right >= 0),
        [
            lambda rest: (left[rest] == right[rest]) & number[rest] & suffix_agrees[rest],
            lambda rest: (left[rest] == right[rest]) & number[rest],
            lambda rest: left[rest] == right[rest],
            lambda rest: _where(
                number[rest],
                lambda some: (
                    _distance(left[rest[some]], right[rest[some]], values, Hamming.distance, most=1)
                    <= 1
                ),
            ),
            lambda rest: area[rest],
        ],
    )
