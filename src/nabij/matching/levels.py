# SPDX-License-Identifier: EUPL-1.2
"""Compare many pairs field by field: per pair and field one small number, the level of agreement.

The levels mean what `compare` says of a single pair, told apart further where that teaches more: by
how rare a surname is, and by how many others have the phone number or e-mail address.
Source: Fellegi & Sunter (1969) for levels; Winkler (1990) for names that look alike; Newcombe (1959)
for rare values.
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
from nabij.matching.texts import Texts

type Level = NDArray[np.int8]
type Flags = NDArray[np.bool_]
UNKNOWN = 0

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

    About a microsecond a pair.
    """
    sides = _Sides(table, pairs)
    # The longest first, so that no worker waits at the end.
    fields: dict[str, Callable[[_Sides], Level]] = {
        "surname": _surname,
        "given": _given,
        "phone": _phone,
        "email": _email,
        "address": _address,
        "birth": _birth,
        "bsn": lambda sides: _equal_or_not(sides, "bsn"),
        "gender": lambda sides: _equal_or_not(sides, "gender"),
    }
    with ThreadPoolExecutor(WORKERS) as workers:
        found = dict(
            zip(fields, workers.map(lambda look: look(sides), fields.values()), strict=True)
        )
    # What stands in the wrong place is one error, not two.
    found["given"][found["surname"] == LEVELS["surname"].index("crossed") + 1] = UNKNOWN
    return Levels(found)


class _Sides:
    """The codes of both records of each pair, gathered once per column."""

    def __init__(self, table: PersonTable, pairs: Pairs) -> None:
        self.table, self.pairs = table, pairs

    def __len__(self) -> int:
        return len(self.pairs)

    def codes(self, name: str) -> tuple[Codes, Codes]:
        codes = self.table.codes(name)
        return codes.take(self.pairs.left), codes.take(self.pairs.right)

    def equal(self, name: str) -> Flags:
        left, right = self.codes(name)
        return np.asarray((left == right) & (left >= 0), bool)

    def both(self, name: str) -> Flags:
        left, right = self.codes(name)
        return (left >= 0) & (right >= 0)


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


def _any_equal(sides: _Sides, *names: str) -> Flags:
    """Tell whether one of these columns left equals one of them right; they share their values."""
    found = np.zeros(len(sides), bool)
    gathered = [sides.codes(name) for name in names]
    for left, _ in gathered:
        for _, right in gathered:
            found |= (left == right) & (left >= 0)
    return found


def _phone(sides: _Sides) -> Level:
    return _contact(sides, "phone", "phone_2", edits=1)


def _email(sides: _Sides) -> Level:
    return _contact(sides, "email", edits=2)


def _contact(sides: _Sides, *names: str, edits: int) -> Level:
    """Tell apart a shared value that nobody else has, that a family has, and that a crowd has."""
    found = np.full(len(sides), len(LEVELS["phone"]), np.int8)
    people, births = people_with(sides.table, *names), sides.codes("whole_birth")
    gathered = [sides.codes(name) for name in names]
    for left, _ in gathered:
        for _, right in gathered:
            rest = np.flatnonzero((left == right) & (left >= 0))
            others = others_with(people[left[rest]], births[0][rest], births[1][rest])
            found[rest] = np.minimum(found[rest], others + 1)
    rest = np.flatnonzero((found == len(LEVELS["phone"])) & sides.both(names[0]))
    left, right = gathered[0]
    near = Texts(sides.table.values(names[0])).are_within(left[rest], right[rest], edits)
    found[rest[near]] -= 1
    found[~sides.both(names[0])] = UNKNOWN
    return found


def _surname(sides: _Sides) -> Level:
    left, right = sides.codes("surname")
    shared = _any_equal(sides, "surname", "surname_2")
    sound = _any_equal(sides, "sound", "sound_2")
    texts = Texts(sides.table.values("surname"))
    crossed = _crossed(sides)
    rarity = name_rarity(sides.table.columns["surname"])
    return _leveled(
        len(sides),
        (left >= 0) & (right >= 0),
        [
            lambda rest: (left[rest] == right[rest]) & (rarity[left[rest]] == 0),
            lambda rest: (left[rest] == right[rest]) & (rarity[left[rest]] == 1),
            lambda rest: left[rest] == right[rest],
            lambda rest: shared[rest],
            lambda rest: sound[rest],
            lambda rest: texts.are_typed_nearly(left[rest], right[rest]),
            lambda rest: texts.look_alike(left[rest], right[rest], CLOSE_NAME),
            lambda rest: crossed[rest],
        ],
    )


def _crossed(sides: _Sides) -> Flags:
    """Tell whether the given name of the one is the surname of the other: filled in the wrong way."""
    known = {text: code for code, text in enumerate(sides.table.values("surname"))}
    given = sides.table.values("given")
    as_surname = np.array([*(known.get(text, -2) for text in given), -2], np.int32)
    surname, name = sides.codes("surname"), sides.codes("given")
    one = as_surname[name[0]] == surname[1]
    return np.asarray(one | (as_surname[name[1]] == surname[0]), bool)


def _given(sides: _Sides) -> Level:
    given, call = sides.codes("given"), sides.codes("call")
    left, right = (np.where(given[n] >= 0, given[n], call[n]) for n in (0, 1))
    has_names = (left >= 0) & (right >= 0)
    initials = sides.codes("initials")
    has_initials = (initials[0] >= 0) & (initials[1] >= 0)
    shared, first = _any_equal(sides, "given", "call"), sides.equal("first")
    letters, texts = Texts(sides.table.values("initials")), Texts(sides.table.values("given"))
    agree = letters.begin_alike(*initials)
    several = letters.lengths > 1
    are_several = several[initials[0]] & several[initials[1]]
    return _leveled(
        len(sides),
        has_names | has_initials,
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
    )


def _where(some: Flags, look: Callable[[Rows], Flags]) -> Flags:
    """Ask only of those that count; the others do not hold."""
    found = np.zeros(len(some), bool)
    places = np.flatnonzero(some)
    if len(places):
        found[places] = look(places)
    return found


def _birth(sides: _Sides) -> Level:
    """Compare the dates as eight digits of four bits each, so that all is done with few numbers."""
    left, right = sides.codes("birth")
    texts = sides.table.values("birth")
    eight = (int(text.replace("-", "").ljust(8, "0"), 16) for text in texts)
    digits = np.array([*eight, 0], np.uint32)
    years = np.array([*(int(text[:4]) for text in texts), 0], np.int32)
    year, month, day = (np.uint32(bits) for bits in (0xFFFF0000, 0xFF00, 0xFF))

    def differ(rest: Rows) -> NDArray[np.uint32]:
        return digits[left[rest]] ^ digits[right[rest]]

    def swapped(rest: Rows) -> Flags:
        one, other = digits[left[rest]], digits[right[rest]]
        turned = (one & year) | ((one & day) << 8) | ((one & month) >> 8)
        return np.asarray((turned == other) & (one & day > 0) & (one & month > 0), bool)

    def partial(rest: Rows) -> Flags:
        one, other = digits[left[rest]], digits[right[rest]]
        apart = one ^ other
        no_day = (one & day == 0) | (other & day == 0)
        no_month = (one & month == 0) | (other & month == 0)
        agrees = (apart & year == 0) & (no_month | (apart & month == 0))
        return np.asarray(agrees & (no_day | (apart & day == 0)) & (no_day | no_month), bool)

    def one_digit(rest: Rows) -> Flags:
        apart = differ(rest)
        apart |= apart >> 1
        apart |= apart >> 2
        return np.asarray(np.bitwise_count(apart & np.uint32(0x11111111)) == 1, bool)

    def a_generation_apart(rest: Rows) -> Flags:
        # After `one_digit`: a son born on the very day of his father is rarer than a slip.
        return np.abs(years[left[rest]] - years[right[rest]]) >= GENERATION_YEARS

    def two_parts(rest: Rows) -> Flags:
        apart = differ(rest)
        equal = sum((apart & part == 0).astype(np.int8) for part in (year, month, day))
        whole = (digits[left[rest]] & day > 0) & (digits[right[rest]] & day > 0)
        return np.asarray(whole & (equal == 2), bool)

    return _leveled(
        len(sides),
        (left >= 0) & (right >= 0),
        [lambda rest: left[rest] == right[rest], swapped, partial, one_digit,
         a_generation_apart, two_parts],
    )  # fmt: skip


def _address(sides: _Sides) -> Level:
    left, right = sides.codes("postcode")
    suffix = sides.codes("suffix")
    number = sides.equal("house_number")
    suffix_agrees = (suffix[0] == suffix[1]) | (suffix[0] < 0) | (suffix[1] < 0)
    area = sides.equal("area")
    texts = Texts(sides.table.values("postcode"))
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
