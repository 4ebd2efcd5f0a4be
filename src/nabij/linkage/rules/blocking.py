# SPDX-License-Identifier: EUPL-1.2
"""Which records are worth comparing: those that share a key. The database finds by the same keys.

A record is *found* under its own keys and *looks* under these and a few more: a birth date with
day and month swapped, or of which another source knows the month or year only.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from nabij.core.dates import PartialDate
from nabij.matching import PersonRecord
from nabij.matching.compare import Prepared

Key = tuple[object, ...]


def own_keys(prepared: Prepared) -> Iterator[Key]:
    """Yield the keys under which a record is found."""
    record, birth = prepared.record, prepared.birth
    if record.bsn_index is not None and record.bsn_state == "present":
        yield "bsn", record.bsn_index
    postcode, number, _suffix = prepared.address
    if postcode and number:
        yield from (("address", postcode, number, sound) for sound in prepared.surname_keys)
    if birth is None:
        return
    if birth.precision != "day":
        yield from (("part", birth.earliest, sound) for sound in prepared.surname_keys)
        return
    yield from (("day", birth.earliest, sound) for sound in prepared.surname_keys)
    if prepared.initials:
        yield "initial", birth.earliest, prepared.initials[0]
    for part in _parts(birth):
        yield from (("within", part.earliest, part.latest, s) for s in prepared.surname_keys)


def look_keys(prepared: Prepared) -> Iterator[Key]:
    """Yield the keys under which others are looked up for a record."""
    yield from (key for key in own_keys(prepared) if key[0] != "within")
    birth = prepared.birth
    if birth is None:
        return
    if birth.precision != "day":
        period = birth.earliest, birth.latest
        yield from (("within", *period, sound) for sound in prepared.surname_keys)
    for part in _parts(birth):
        yield from (("part", part.earliest, sound) for sound in prepared.surname_keys)
    if birth.precision == "day" and birth.earliest.day <= 12:
        day = birth.earliest
        swapped = day.replace(month=day.day, day=day.month)
        yield from (("day", swapped, sound) for sound in prepared.surname_keys)


def pairs(left: Sequence[PersonRecord], right: Collection[PersonRecord]) -> list[tuple[int, int]]:
    """Return each pair (left key, right key) that shares a key once; nothing meets itself."""
    found: dict[Key, list[int]] = defaultdict(list)
    for record in right:
        for key in own_keys(Prepared(record)):
            found[key].append(record.key)
    wanted = {
        (record.key, other)
        for record in left
        for key in look_keys(Prepared(record))
        for other in found.get(key, ())
        if other != record.key
    }
    return sorted(wanted)


def _parts(birth: PartialDate) -> Iterator[PartialDate]:
    """Yield the less precise forms of a birth date: its month, its year."""
    if birth.precision == "day":
        yield PartialDate(birth.earliest, "month")
    if birth.precision != "year":
        yield PartialDate(birth.earliest, "year")
