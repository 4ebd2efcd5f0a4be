# SPDX-License-Identifier: EUPL-1.2
"""Many records as columns of numbers: each distinct value is kept once and named by its code."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nabij.matching.compare import Prepared
from nabij.matching.phonetics import surname_key
from nabij.matching.records import PersonRecord

type Codes = NDArray[np.int32]
ABSENT = -1
SURNAMES, PHONES = 2, 2
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Column:
    """One field of all records: `codes[row]` is a place in `values`, -1 where it is absent."""

    codes: Codes
    values: list[str]

    def derived(self, of: list[str]) -> "Column":
        """Return another column of the same rows, by the text that belongs to each value here."""
        known: dict[str, int] = {}
        codes = [known.setdefault(text, len(known)) if text else ABSENT for text in of]
        table = np.array([*codes, ABSENT], np.int32)
        return Column(table[self.codes], list(known))


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonTable:
    """Normalised records of persons, in rows.

    Args:
        keys: the keys of the records, one per row.
        columns: a column per name of `NAMES`. Of what a record may have several (`surname`,
            `phone`) there is a column each, `surname_2`, `phone_2`, with the codes of the first.
    """

    keys: NDArray[np.int64]
    columns: dict[str, Column]

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self.keys)

    def codes(self, name: str) -> Codes:
        """Return the codes of one column."""
        return self.columns[name].codes

    def values(self, name: str) -> list[str]:
        """Return the distinct values of one column."""
        return self.columns[name].values


@dataclass(slots=True)
class TableBuilder:
    """Collects records one by one, so that their texts need not lie in memory together."""

    _keys: list[int] = field(default_factory=list)
    _codes: dict[str, list[int]] = field(default_factory=dict)
    _known: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, values: dict[str, str], *, key: int) -> None:
        """Add a record by its normalised values; see `normalised`."""
        self._keys.append(key)
        for name in NAMES:
            known = self._known.setdefault(SHARED.get(name, name), {})
            value = values.get(name, "")
            code = known.setdefault(value, len(known)) if value else ABSENT
            self._codes.setdefault(name, []).append(code)

    def table(self) -> PersonTable:
        """Return what was collected."""
        columns = {
            name: Column(
                np.array(self._codes.get(name, []), np.int32),
                list(self._known.get(SHARED.get(name, name), {})),
            )
            for name in NAMES
        }
        columns |= _derived(columns)
        return PersonTable(keys=np.array(self._keys, np.int64), columns=columns)


# What is stored of a record and compared; the rest is derived from these.
NAMES = (
    "given", "call", "initials", "surname", "surname_2", "birth", "gender", "postcode",
    "house_number", "suffix", "phone", "phone_2", "email", "bsn",
)  # fmt: skip
SHARED = {"call": "given", "surname_2": "surname", "phone_2": "phone"}


def normalised(record: PersonRecord) -> dict[str, str]:
    """Return the values of a record in the form in which they are compared, by `NAMES`.

    About 30 microseconds. A product keeps them beside the record, so that linking need not.
    """
    prepared = Prepared(record)
    postcode, number, suffix = prepared.address
    known_bsn = record.bsn_index is not None and record.bsn_state == "present"
    found = {
        "given": prepared.given[0] if prepared.given else "",
        "call": prepared.call[0] if prepared.call else "",
        "initials": prepared.initials,
        "birth": prepared.birth.fhir if prepared.birth else "",
        "gender": record.gender if record.gender in ("female", "male") else "",
        "postcode": postcode,
        "house_number": number,
        "suffix": suffix,
        "email": min(prepared.emails, default=""),
        "bsn": record.bsn_index.hex() if known_bsn and record.bsn_index else "",
    }
    found |= _numbered("surname", prepared.surnames[:SURNAMES])
    found |= _numbered("phone", sorted(prepared.phones)[:PHONES])
    return found


def table_of(records: Iterable[PersonRecord]) -> PersonTable:
    """Return these records as a table, normalised here."""
    builder = TableBuilder()
    for record in records:
        builder.add(normalised(record), key=record.key)
    return builder.table()


def table_of_arrow(arrow: Any) -> PersonTable:
    """Return an Arrow table of normalised texts as a table, about a second for a million rows.

    Args:
        arrow: a `pyarrow.Table` with a text column per name of `NAMES`, null where it is absent; a
            column that is not there is absent everywhere. Keys are the places of the rows.

    pyarrow is not among what nabij needs to run; `nabij[spark]` brings it.
    """
    from pyarrow import chunked_array, string

    size, columns = arrow.num_rows, dict[str, Column]()
    there = [name for name in NAMES if name in arrow.column_names]

    def encoded(first: str) -> dict[str, Column]:
        names = [name for name in there if SHARED.get(name, name) == first]
        chunks = [c for name in names for c in arrow.column(name).cast(string()).chunks]
        coded = chunked_array(chunks, string()).dictionary_encode().combine_chunks()
        codes = coded.indices.fill_null(ABSENT).to_numpy(zero_copy_only=False).astype(np.int32)
        values, parts = coded.dictionary.to_pylist(), np.split(codes, len(names))
        return {name: Column(part, values) for name, part in zip(names, parts, strict=True)}

    with ThreadPoolExecutor(WORKERS) as workers:
        for found in workers.map(encoded, dict.fromkeys(SHARED.get(name, name) for name in there)):
            columns |= found
    absent = np.full(size, ABSENT, np.int32)
    for name in NAMES:
        shared = columns.get(SHARED.get(name, name))
        columns.setdefault(name, Column(absent, shared.values if shared else []))
    columns |= _derived(columns)
    return PersonTable(keys=np.arange(size, dtype=np.int64), columns=columns)


def _numbered(name: str, values: Iterable[str]) -> dict[str, str]:
    return {name if n == 1 else f"{name}_{n}": value for n, value in enumerate(values, 1)}


def _derived(columns: dict[str, Column]) -> dict[str, Column]:
    """Return what blocking and comparing ask of a column: sounds, first letters, parts of dates."""
    surnames, births = columns["surname"], columns["birth"]
    sounds = [surname_key(text) for text in surnames.values]
    sound = surnames.derived(sounds)
    second = Column(columns["surname_2"].codes, surnames.values).derived(sounds)
    return {
        "sound": sound,
        "sound_2": Column(second.codes, sound.values),
        "first": columns["initials"].derived([text[0] for text in columns["initials"].values]),
        "year": births.derived([text[:4] for text in births.values]),
        "day": births.derived([text[5:] if len(text) == 10 else "" for text in births.values]),
        "whole_birth": births.derived([text if len(text) == 10 else "" for text in births.values]),
        "area": columns["postcode"].derived([text[:4] for text in columns["postcode"].values]),
    }
