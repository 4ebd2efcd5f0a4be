# SPDX-License-Identifier: EUPL-1.2
"""Compare two records field by field. Every answer is a level; what it weighs stands in `score`."""

from dataclasses import dataclass
from functools import cached_property
from itertools import product

from rapidfuzz.distance import JaroWinkler

from nabij.core.dates import PartialDate, from_columns
from nabij.matching import normalise
from nabij.matching.call_names import are_forms_of_one_name
from nabij.matching.phonetics import surname_key
from nabij.matching.records import PersonRecord

CLOSE_NAME = 0.92
GENERATION_YEARS = 14
SEXES = frozenset({"male", "female"})


@dataclass(frozen=True)
class Prepared:
    """A record with its values normalised, each once and only when asked."""

    record: PersonRecord

    @cached_property
    def surnames(self) -> tuple[str, ...]:
        """Return all surnames, without prefixes, partners' names apart."""
        found = [part for name in self.record.surnames for part in normalise.surnames(name)]
        return tuple(dict.fromkeys(found))

    @cached_property
    def surname_keys(self) -> frozenset[str]:
        """Return the sound keys of all surnames."""
        return frozenset(filter(None, map(surname_key, self.surnames)))

    @cached_property
    def given(self) -> tuple[str, ...]:
        """Return the given names in full, in their order."""
        return normalise.given_names(self.record.given_names)

    @cached_property
    def call(self) -> tuple[str, ...]:
        """Return the everyday name, if there is one."""
        return normalise.given_names(self.record.call_name)[:1]

    @cached_property
    def initials(self) -> str:
        """Return the initials: as given, else of the given names, else of the everyday name."""
        record = self.record
        named = normalise.initials(record.given_names.title())
        written = normalise.initials(record.initials)
        longest = max(written, named, key=len)
        return longest or normalise.initials(record.call_name.title())

    @cached_property
    def birth(self) -> PartialDate | None:
        """Return the birth date with its precision."""
        return from_columns(self.record.birth_on, self.record.birth_precision)

    @cached_property
    def address(self) -> tuple[str, str, str]:
        """Return postcode, house number and suffix."""
        number, suffix = normalise.house(self.record.house_number, self.record.suffix)
        return normalise.postcode(self.record.postcode), number, suffix

    @cached_property
    def phones(self) -> frozenset[str]:
        """Return the phone numbers without their country code."""
        return frozenset(filter(None, map(normalise.phone, self.record.phones)))

    @cached_property
    def emails(self) -> frozenset[str]:
        """Return the e-mail addresses."""
        return frozenset(filter(None, map(normalise.email, self.record.emails)))


def bsn(left: Prepared, right: Prepared) -> str:
    """Return 'same' or 'different'; 'unknown' when one is masked or absent."""
    one, other = left.record, right.record
    if one.bsn_state != "present" or other.bsn_state != "present":
        return "unknown"
    if one.bsn_index is None or other.bsn_index is None:
        return "unknown"
    return "same" if one.bsn_index == other.bsn_index else "different"


def surname(left: Prepared, right: Prepared) -> str:
    """Return 'same', 'close' (sounds or looks alike), 'different' or 'unknown'.

    Any name of one side may meet any name of the other: people change to a partner's name and back.
    """
    if not left.surnames or not right.surnames:
        return "unknown"
    if not set(left.surnames).isdisjoint(right.surnames):
        return "same"
    if not left.surname_keys.isdisjoint(right.surname_keys):
        return "close"
    pairs = product(left.surnames, right.surnames)
    if any(JaroWinkler.similarity(one, other) >= CLOSE_NAME for one, other in pairs):
        return "close"
    return "different"


def given(left: Prepared, right: Prepared) -> str:
    """Return how the given names agree.

    'same' first names; 'call' one is the recorded everyday name of the other; 'initials' two or
    more initials; 'form' known forms of one name; 'close' spelled nearly alike; 'initial' the first
    initial only; 'order' they share a name but not the first; 'different'; 'unknown'.
    """
    if left.given and right.given and left.given[0] == right.given[0]:
        return "same" if initials_agree(left, right) else "order"
    full = _compare_full_names(left, right)
    if full:
        return full
    if not left.initials or not right.initials:
        return "unknown"
    if left.initials[0] != right.initials[0]:
        return "different"
    if min(len(left.initials), len(right.initials)) > 1:
        return "initials" if initials_agree(left, right) else "different"
    return "initial"


def _compare_full_names(left: Prepared, right: Prepared) -> str:
    """Compare written-out names beyond an equal first name; '' when there is nothing to compare."""
    ours, theirs = left.given[:1] + left.call, right.given[:1] + right.call
    if not ours or not theirs:
        return ""
    # A recorded everyday name explains a name that differs, if it is not all that both sides have.
    if not set(ours).isdisjoint(theirs) and initials_agree(left, right, by_call_name=True):
        return "call"
    if any(are_forms_of_one_name(one, other) for one, other in product(ours, theirs)):
        return "form"
    if any(JaroWinkler.similarity(a, b) >= CLOSE_NAME for a, b in product(ours, theirs)):
        return "close"
    shared = set(left.given + left.call) & set(right.given + right.call)
    return "order" if shared else "different"


def initials_agree(left: Prepared, right: Prepared, *, by_call_name: bool = False) -> bool:
    """Tell whether the shorter initials begin the longer ones; absent initials agree.

    With `by_call_name` a single initial may also be that of the everyday name.
    """
    one, other = sorted((left.initials, right.initials), key=len)
    if other.startswith(one):
        return True
    return by_call_name and len(one) <= 1


def birth(left: Prepared, right: Prepared) -> str:
    """Return how the birth dates agree.

    'same' day; 'partial' both may be the same day but a part is not known; 'swapped' day and
    month; 'close' one part differs; 'different'; 'generation' years apart; 'unknown'.
    """
    one, other = left.birth, right.birth
    if one is None or other is None:
        return "unknown"
    if abs(one.year - other.year) >= GENERATION_YEARS:
        return "generation"
    if one.precision != "day" or other.precision != "day":
        return "partial" if one.may_be(other) else "different"
    ours, theirs = one.earliest, other.earliest
    if ours == theirs:
        return "same"
    if ours.year == theirs.year and (ours.day, ours.month) == (theirs.month, theirs.day):
        return "swapped"
    agreeing = (ours.year == theirs.year) + (ours.month == theirs.month) + (ours.day == theirs.day)
    return "close" if agreeing == 2 else "different"


def gender(left: Prepared, right: Prepared) -> str:
    """Return 'same', 'different', or 'unknown' when one is not male or female."""
    pair = {left.record.gender, right.record.gender}
    if not pair <= SEXES:
        return "unknown"
    return "same" if len(pair) == 1 else "different"


def address(left: Prepared, right: Prepared) -> str:
    """Return 'same', 'suffix' (another suffix), 'postcode', 'different' or 'unknown'."""
    (postcode, number, suffix), (their_postcode, their_number, their_suffix) = (
        left.address,
        right.address,
    )
    if not postcode or not their_postcode:
        return "unknown"
    if postcode != their_postcode:
        return "different"
    if number != their_number or not number:
        return "postcode"
    return "same" if suffix == their_suffix or not suffix or not their_suffix else "suffix"


def phone(left: Prepared, right: Prepared) -> str:
    """Return 'same' when they share a number, 'different' or 'unknown'."""
    return _shares(left.phones, right.phones)


def email(left: Prepared, right: Prepared) -> str:
    """Return 'same' when they share an address, 'different' or 'unknown'."""
    return _shares(left.emails, right.emails)


def _shares(left: frozenset[str], right: frozenset[str]) -> str:
    if not left or not right:
        return "unknown"
    return "different" if left.isdisjoint(right) else "same"
