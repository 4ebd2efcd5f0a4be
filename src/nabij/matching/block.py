# SPDX-License-Identifier: EUPL-1.2
"""Which pairs are worth comparing: those that share one of a few keys.

Each key is narrow on its own; values that are absent make no key, for else all records without a
phone number would meet each other.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from nabij.matching.compare import Prepared


def keys(prepared: Prepared) -> Iterator[tuple[object, ...]]:
    """Yield the keys under which a record is found."""
    record = prepared.record
    if record.bsn_index is not None and record.bsn_state == "present":
        yield "bsn", record.bsn_index
    yield from (("phone", value) for value in prepared.phones)
    yield from (("email", value) for value in prepared.emails)
    first = prepared.initials[:1]
    postcode, number, _suffix = prepared.address
    birth = prepared.birth
    for sound in prepared.surname_keys:
        if postcode and number:
            yield "address", postcode, number, sound
        if birth is not None:
            yield "year", birth.year, sound, first
            if birth.precision == "day":
                yield "birth", birth.earliest, sound
    if birth is not None and birth.precision == "day" and first:
        yield "birth", birth.earliest, first, "initial"


def pairs(left: Sequence[Prepared], right: Sequence[Prepared]) -> list[tuple[int, int]]:
    """Return each pair (left key, right key) that shares a key once, in a stable order."""
    found: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for prepared in right:
        for key in keys(prepared):
            found[key].append(prepared.record.key)
    wanted = {
        (prepared.record.key, other)
        for prepared in left
        for key in keys(prepared)
        for other in found.get(key, ())
    }
    return sorted(wanted)
