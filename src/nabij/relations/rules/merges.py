# SPDX-License-Identifier: EUPL-1.2
"""What of two parties holds once they are one, and what goes back when that is undone.

Columns are named `party.birth_on` or `detail.gender`. A field of choice is one or more of them
that hold together: the parts of a name come from one of the two.
"""

from collections.abc import Collection, Mapping
from typing import Any

type Columns = Mapping[str, Any]

NAME_PARTS = (
    "given_names", "initials", "call_name", "own_prefix", "own_name", "partner_prefix",
    "partner_name", "name_use",
)  # fmt: skip
# Follows from the rest, and is written when that changes.
DERIVED = "derived"
# Who is shielded stays so, whichever of the two it was.
SHIELD = "shield"
PERSON_FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": tuple(f"detail.{part}" for part in NAME_PARTS),
    "birth": ("party.birth_on", "party.birth_precision"),
    "gender": ("detail.gender",),
    "death": ("detail.is_deceased", "detail.deceased_on", "detail.deceased_precision"),
    "form_of_address": ("detail.form_of_address",),
    "language": ("detail.language",),
    "unit": ("party.unit_id",),
    SHIELD: ("party.is_shielded",),
    DERIVED: (
        "party.name", "party.sort_key", "party.search_text", "party.city", "detail.match_keys",
    ),
}  # fmt: skip
ORGANISATION_FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": ("party.name",),
    "legal_name": ("detail.legal_name",),
    "kind": ("detail.kind",),
    "website": ("detail.website",),
    "unit": ("party.unit_id",),
    DERIVED: ("party.sort_key", "party.search_text", "party.city"),
}
# What nobody knew: where the kept one has it, the other's holds without being asked.
UNKNOWN = {"", None, "unknown", False}


def field_values(columns: Columns, fields: Mapping[str, tuple[str, ...]]) -> dict[str, list[Any]]:
    """Return per field of choice the values of its columns, in their order."""
    return {field: [columns[name] for name in names] for field, names in fields.items()}


def is_unknown(values: Collection[Any]) -> bool:
    """Tell whether a field says nothing.

    Example:
        >>> is_unknown([None, ""]), is_unknown(["female"])
        (True, False)
    """
    return all(value in UNKNOWN for value in values)


def what_goes_back(
    *, before: Mapping[str, Any], written: Mapping[str, Any], now: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the fields that go back to what they were before a merge, with their values.

    A field that was edited since the merge stays as it is now: an edit belongs to the party that it
    was made on.

    Example:
        >>> what_goes_back(
        ...     before={"name": ["Ans"], "unit": [1]},
        ...     written={"name": ["Anna"], "unit": [2]},
        ...     now={"name": ["Anneke"], "unit": [2]},
        ... )
        {'unit': [1]}
    """
    return {field: before[field] for field in before if now.get(field) == written.get(field)}


def joined_words(*texts: str) -> str:
    """Return one search text with the words of all, each once.

    Example:
        >>> joined_words(" vries anna ", " berg anna ")
        ' vries anna berg '
    """
    words = dict.fromkeys(word for text in texts for word in text.split())
    return " " + " ".join(words) + " "
