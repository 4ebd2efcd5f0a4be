# SPDX-License-Identifier: EUPL-1.2
"""Compare many pairs field by field: per pair and field one small number, the level of agreement.

The levels mean what `compare` says of a single pair, told apart further where that teaches more: by
how rare a surname is, and by how many others have the phone number or e-mail address.
Source: Fellegi & Sunter (1969) for levels; Winkler (1990) for names that look alike; Newcombe
(1959) for rare values.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nabij.matching.compare import CLOSE_NAME, GENERATION_YEARS
from nabij.matching.pairing import Pairs, Rows
from nabij.matching.rarity import name_rarity, others_with, people_with
from nabij.matching.table import WORKERS, Codes, PersonTable
from nabij.matching.texts import GivenNames, Initials, Texts

type Level = NDArray[np.int8]
type Flags = NDArray[np.bool_]
UNKNOWN = 0
# Pairs compared at a time.
PIECE = 1 << 17

# Per field the levels after 0 (unknown), from agreement to contradiction.
LEVELS: dict[str, tuple[str, ...]] = {
    "bsn": ("same", "different"),
    "surname": (
        "rare", "same", "common", "shared", "close", "typed", "alike", "crossed", "different",
    ),
    "given": (
        "same", "call", "other_initials", "form", "close", "initials", "initial",
        "initials_differ", "other_name", "different", "other_initial",
    ),
    "birth": ("same", "swapped", "partial", "digit", "generation", "close", "different"),
    "gender": ("same", "different"),
    "address": ("same", "suffix", "postcode", "near", "area", "different"),
    "phone": ("same", "family", "crowd", "typed", "different"),
    "email": ("same", "family", "crowd", "typed", "different"),
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
    """Return the levels of all fields of all pairs: per field one int8 per pair, in their order.

    Half a microsecond a pair, in pieces that stay in the memory nearest to the processor.
    """
    prepares: dict[str, Callable[[PersonTable], Look]] = {
        "surname": _surname,
        "given": _given,
        "phone": lambda table: _contact(table, "phone", "phone_2", edits=1),
        "email": lambda table: _contact(table, "email", edits=2),
        "address": _address,
        "birth": _birth,
        "bsn": lambda _: lambda sides: _equal_or_not(sides, "bsn"),
        "gender": lambda _: lambda sides: _equal_or_not(sides, "gender"),
    }
    found = {field: np.empty(len(pairs), np.int8) for field in prepares}
    with ThreadPoolExecutor(WORKERS) as workers:
        looks = dict(
            zip(
                prepares,
                workers.map(lambda prepare: prepare(table), prepares.values()),
                strict=True,
            )
        )

        def compare(start: int) -> None:
            piece = slice(start, start + PIECE)
            sides = _Sides(table, pairs.left[piece], pairs.right[piece])
            for field, look in looks.items():
                found[field][piece] = look(sides)

        list(workers.map(compare, range(0, len(pairs), PIECE)))
    # What stands in the wrong place is one error, not two.
    found["given"][found["surname"] == LEVELS["surname"].index("crossed") + 1] = UNKNOWN
    return Levels(found)


class _Sides:
    """The codes of both records of some pairs, gathered once per column."""

    def __init__(self, table: PersonTable, left: Rows, right: Rows) -> None:
        self.table, self.left, self.right = table, left, right
        self._gathered: dict[str, tuple[Codes, Codes]] = {}

    def __len__(self) -> int:
        return len(self.left)

    def codes(self, name: str) -> tuple[Codes, Codes]:
        if name not in self._gathered:
            codes = self.table.codes(name)
            self._gathered[name] = codes.take(self.left), codes.take(self.right)
        return self._gathered[name]

    def equal(self, name: str) -> Flags:
        left, right = self.codes(name)
        return np.asarray((left == right) & (left >= 0), bool)

    def both(self, name: str) -> Flags:
        left, right = self.codes(name)
        return (left >= 0) & (right >= 0)


# What a field prepares once of a table, then asked of the pairs piece by piece.
type Look = Callable[[_Sides], Level]


def _leveled(size: int, known: Flags, tests: list[Callable[[Rows], Flags]]) -> Level:
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


def _any_equal(sides: _Sides, rest: Rows, *names: str) -> Flags:
    """Tell whether one of these columns left equals one of them right; they share their values."""
    left, right = sides.left[rest], sides.right[rest]
    codes = map(sides.table.codes, names)
    return _one_equals([(one.take(left), one.take(right)) for one in codes])


def _one_equals(gathered: list[tuple[Codes, Codes]]) -> Flags:
    """Tell whether one of these codes left equals one of them right."""
    found = np.zeros(len(gathered[0][0]), bool)
    for one, _ in gathered:
        for _, other in gathered:
            found |= (one == other) & (one >= 0)
    return found


def _contact(table: PersonTable, *names: str, edits: int) -> Look:
    """Tell apart a shared value that nobody else has, that a family has, and that a crowd has."""
    people, texts = people_with(table, *names), Texts(table.values(names[0]))
    different = len(LEVELS["phone"])

    def look(sides: _Sides) -> Level:
        found, births = np.full(len(sides), different, np.int8), sides.codes("whole_birth")
        gathered = [sides.codes(name) for name in names]
        for left, _ in gathered:
            for _, right in gathered:
                rest = np.flatnonzero((left == right) & (left >= 0))
                others = others_with(people[left[rest]], births[0][rest], births[1][rest])
                found[rest] = np.minimum(found[rest], others + 1)
        rest = np.flatnonzero((found == different) & sides.both(names[0]))
        left, right = gathered[0]
        near = texts.are_within(left[rest], right[rest], edits)
        found[rest[near]] -= 1
        found[~sides.both(names[0])] = UNKNOWN
        return found

    return look


def _surname(table: PersonTable) -> Look:
    texts, rarity = Texts(table.values("surname")), name_rarity(table.columns["surname"])
    are_crossed = _crossed(table)

    def look(sides: _Sides) -> Level:
        left, right = sides.codes("surname")
        return _leveled(
            len(sides),
            (left >= 0) & (right >= 0),
            [
                lambda rest: (left[rest] == right[rest]) & (rarity[left[rest]] == 0),
                lambda rest: (left[rest] == right[rest]) & (rarity[left[rest]] == 1),
                lambda rest: left[rest] == right[rest],
                lambda rest: _any_equal(sides, rest, "surname", "surname_2"),
                lambda rest: _any_equal(sides, rest, "sound", "sound_2"),
                lambda rest: texts.are_typed_nearly(left[rest], right[rest]),
                lambda rest: texts.look_alike(left[rest], right[rest], CLOSE_NAME),
                lambda rest: are_crossed(sides, rest),
            ],
        )

    return look


def _crossed(table: PersonTable) -> Callable[[_Sides, Rows], Flags]:
    """Tell whether the given name of the one is the surname of the other:
    filled in the wrong way."""
    known = {text: code for code, text in enumerate(table.values("surname"))}
    given = table.values("given")
    as_surname = np.array([*(known.get(text, -2) for text in given), -2], np.int32)

    def look(sides: _Sides, rest: Rows) -> Flags:
        (surname, surname_2), (name, name_2) = (
            [codes[rest] for codes in sides.codes(column)] for column in ("surname", "given")
        )
        return np.asarray((as_surname[name] == surname_2) | (as_surname[name_2] == surname), bool)

    return look


def _given(table: PersonTable) -> Look:
    letters, texts = Initials(table.values("initials")), GivenNames(table.values("given"))
    several = letters.lengths > 1

    def look(sides: _Sides) -> Level:
        given, call = sides.codes("given"), sides.codes("call")
        left, right = (np.where(given[n] >= 0, given[n], call[n]) for n in (0, 1))
        has_names = (left >= 0) & (right >= 0)
        initials = sides.codes("initials")
        first = sides.equal("first")
        shared = _one_equals([given, call])
        agree = letters.begin_alike(*initials)
        are_several = several[initials[0]] & several[initials[1]]
        return _leveled(
            len(sides),
            has_names | sides.both("initials"),
            [
                lambda rest: (given[0][rest] == given[1][rest]) & (given[0][rest] >= 0) & agree[rest],
                lambda rest: shared[rest] & agree[rest],
                lambda rest: shared[rest],
                lambda rest: _where(
                    has_names[rest],
                    lambda some: texts.are_forms_of_one_name(left[rest[some]], right[rest[some]]),
                ),
                lambda rest: _where(
                    has_names[rest],
                    lambda some: texts.are_typed_nearly(left[rest[some]], right[rest[some]]),
                ),
                lambda rest: ~has_names[rest] & agree[rest] & are_several[rest],
                lambda rest: ~has_names[rest] & agree[rest],
                lambda rest: ~has_names[rest] & first[rest],
                lambda rest: first[rest],
                lambda rest: has_names[rest],
            ],
        )  # fmt: skip

    return look


def _where(some: Flags, look: Callable[[Rows], Flags]) -> Flags:
    """Ask only of those that count; the others do not hold."""
    found = np.zeros(len(some), bool)
    places = np.flatnonzero(some)
    if len(places):
        found[places] = look(places)
    return found


def _birth(table: PersonTable) -> Look:
    """Compare the dates as eight digits of four bits each, so that all is done with few numbers."""
    texts = table.values("birth")
    eight = (int(text.replace("-", "").ljust(8, "0"), 16) for text in texts)
    digits = np.array([*eight, 0], np.uint32)
    years = np.array([*(int(text[:4]) for text in texts), 0], np.int32)

    def look(sides: _Sides) -> Level:
        left, right = sides.codes("birth")
        one, other = digits[left], digits[right]
        apart = one ^ other
        same = {part: apart & part == 0 for part in (_YEAR, _MONTH, _DAY)}
        no_day = (one & _DAY == 0) | (other & _DAY == 0)
        no_month = (one & _MONTH == 0) | (other & _MONTH == 0)
        turned = (one & _YEAR) | ((one & _DAY) << 8) | ((one & _MONTH) >> 8)
        agrees = same[_YEAR] & (no_month | same[_MONTH])
        folded = apart | apart >> 1
        folded |= folded >> 2
        return np.select(
            [
                ~((left >= 0) & (right >= 0)),
                left == right,
                (turned == other) & (one & _DAY > 0) & (one & _MONTH > 0),
                agrees & (no_day | same[_DAY]) & (no_day | no_month),
                np.bitwise_count(folded & np.uint32(0x11111111)) == 1,
                # Behind one digit: a son born on the very day of his father is rarer than a slip.
                np.abs(years[left] - years[right]) >= GENERATION_YEARS,
                ~no_day & (sum(part.astype(np.int8) for part in same.values()) == 2),
            ],
            list(range(7)),
            7,
        ).astype(np.int8)

    return look


# The digits of a date of eight digits of four bits.
_YEAR, _MONTH, _DAY = (np.uint32(bits) for bits in (0xFFFF0000, 0xFF00, 0xFF))


def _address(table: PersonTable) -> Look:
    texts = Texts(table.values("postcode"))

    def look(sides: _Sides) -> Level:
        left, right = sides.codes("postcode")
        suffix = sides.codes("suffix")
        number, area = sides.equal("house_number"), sides.equal("area")
        suffix_agrees = (suffix[0] == suffix[1]) | (suffix[0] < 0) | (suffix[1] < 0)
        return _leveled(
            len(sides),
            (left >= 0) & (right >= 0),
            [
                lambda rest: (left[rest] == right[rest]) & number[rest] & suffix_agrees[rest],
                lambda rest: (left[rest] == right[rest]) & number[rest],
                lambda rest: left[rest] == right[rest],
                lambda rest: _where(
                    number[rest],
                    lambda some: texts.differ_in_one_place(left[rest[some]], right[rest[some]]),
                ),
                lambda rest: area[rest],
            ],
        )

    return look
