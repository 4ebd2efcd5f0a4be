# SPDX-License-Identifier: EUPL-1.2
"""Which fields can be put back to what they were, each by the action that changes them.

That somebody died is no such field: it is recorded, and taken back, with all that it stops.
"""

from typing import Any

# The column, and the name of the field in `relations.types.PersonFields`.
OF_PARTY = {
    "birth_on": "birth",
    "client_number": "client_number",
    "is_shielded": "is_shielded",
    "unit": "unit_id",
}
OF_PERSON = {
    "gender": "gender",
    "language": "language",
    "form_of_address": "form_of_address",
}
OF_NAME = {
    "given_names", "initials", "call_name", "own_prefix", "own_name", "partner_prefix",
    "partner_name", "name_use",
}  # fmt: skip


def may_be_restored(model: str, name: str) -> bool:
    """Tell whether a field of a person can be put back.

    Example:
        >>> may_be_restored("relations.Party", "birth_on")
        True
        >>> may_be_restored("relations.PersonDetail", "is_deceased")
        False
    """
    if model == "relations.Party":
        return name in OF_PARTY
    return model == "relations.PersonDetail" and (name in OF_PERSON or name in OF_NAME)


def restored(name: str, old: Any) -> tuple[str, Any]:
    """Return the field of the person that a column belongs to, and its value there.

    Example:
        >>> restored("unit", None)
        ('unit_id', None)
        >>> restored("client_number", None)
        ('client_number', '')
    """
    if name in OF_NAME:
        return f"name.{name}", old
    field = {**OF_PARTY, **OF_PERSON}[name]
    return field, "" if old is None and field == "client_number" else old
