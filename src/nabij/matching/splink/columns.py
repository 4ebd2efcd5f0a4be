# SPDX-License-Identifier: EUPL-1.2
"""The records of a table as plain columns, with what SQL could not work out itself.

Sounds, rarity of a surname, how many people have a number, and the block keys of `pairing`, of
which those that too many share are left out: so that another engine brings together the same pairs
and sees the same levels.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nabij.matching.call_names import birth_names_of
from nabij.matching.pairing import LARGEST_BLOCK, RULES, block_keys
from nabij.matching.rarity import name_rarity, people_with
from nabij.matching.table import Codes, PersonTable

# Of the table as it is.
PLAIN = (
    "bsn", "surname", "surname_2", "sound", "sound_2", "given", "call", "initials", "first", "birth",
    "whole_birth", "gender", "postcode", "area", "house_number", "suffix", "phone", "phone_2",
    "email", "year", "day",
)  # fmt: skip
COLUMNS = (
    "unique_id", *PLAIN, "name", "forms", "birth_digits", "surname_rarity", "phone_people",
    "phone_2_people", "email_people",
)  # fmt: skip


def columns(table: PersonTable) -> dict[str, Sequence[Any]]:
    """Return per name of `COLUMNS` a value per row, None where it is absent.

    `unique_id` is the row.
    """
    found: dict[str, Sequence[Any]] = {"unique_id": range(len(table))}
    for name in PLAIN:
        found[name] = _spread(table.codes(name), table.values(name))
    given, call = table.codes("given"), table.codes("call")
    called = np.where(given >= 0, given, call)
    found["name"] = _spread(called, table.values("given"))
    forms = [sorted(birth_names_of(text)) or None for text in table.values("given")]
    found["forms"] = _spread(called, forms)
    digits = [text.replace("-", "").ljust(8, "0") for text in table.values("birth")]
    found["birth_digits"] = _spread(table.codes("birth"), digits)
    rarity = name_rarity(table.columns["surname"]).tolist()
    found["surname_rarity"] = _spread(table.codes("surname"), rarity)
    for names in (("phone", "phone_2"), ("email",)):
        people = people_with(table, *names).tolist()
        found |= {f"{name}_people": _spread(table.codes(name), people) for name in names}
    return found


def arrow_columns(table: PersonTable) -> Any:
    """Return `columns` as a `pyarrow.Table` with the type of each told.

    A column that is absent everywhere would else be read as numbers, and no longer fit its
    neighbour.
    """
    import pyarrow as pa

    types = {"unique_id": pa.int64(), "forms": pa.list_(pa.string())}
    types |= {name: pa.int32() for name in COLUMNS if name.endswith(("_rarity", "_people"))}
    schema = pa.schema([(name, types.get(name, pa.string())) for name in COLUMNS])
    return pa.table(dict(columns(table)), schema=schema)


def keys(
    table: PersonTable, *, largest_block: int = LARGEST_BLOCK
) -> Mapping[str, NDArray[np.int64]]:
    """Return the block keys as two columns, `unique_id` and `block`; a row has several or none."""
    rows, blocks = [], []
    for number, names in enumerate(RULES.values()):
        key, row = block_keys(table, names, largest_block=largest_block)
        rows.append(row)
        blocks.append(key * len(RULES) + number)
    return {"unique_id": np.concatenate(rows), "block": np.concatenate(blocks)}


def _spread(codes: Codes, values: Sequence[Any]) -> list[Any]:
    """Return the value of each row; the last of the list stands for the absent one, code -1."""
    of_code = [*values, None]
    return [of_code[code] for code in codes.tolist()]
