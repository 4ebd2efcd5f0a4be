# SPDX-License-Identifier: EUPL-1.2
"""From rows as they are read to what other packages see of a fact, and which names stay out."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from nabij.core.dates import from_columns
from nabij.dossiers.rules.restricted import restriction_of
from nabij.dossiers.types import FactInView, NamedReference, SourceInView
from nabij.relations.types import RestrictionInView

# Names and specialties that tell a diagnosis by themselves.
_TELLING = re.compile(
    r"\b(?:ggz|rib[wc]\b)|psychiat|psycholo|psychother|verslaving|jellinek|geestelijke gezondh",
    re.IGNORECASE,
)
# The details of a fact that name providers, or say of which specialty.
_PROVIDERS = frozenset(
    {
        "care_manager", "care_team", "custodian", "facility", "location", "organisation", "owner",
        "participants", "parties", "payers", "performer", "performers", "policy_holder",
        "prescriber", "recipients", "service_provider", "service_type", "source", "specialty",
    }
)  # fmt: skip
FACT_COLUMNS = (
    "id", "ref", "type", "kind", "data_class", "version", "category", "code_system", "code",
    "code_text", "status", "is_active", "is_understood", "is_error", "starts_at", "ends_at",
    "recorded_on", "received_at", "superseded_at", "value", "unit", "details", "source_key",
    "fhir_version",
)  # fmt: skip


def tells_a_diagnosis(name: str, category: str = "") -> bool:
    """Tell whether the very name or specialty of a provider tells what somebody suffers from.

    The name of a sensitive source has class d as a whole; this is for the sources that name it.

    Example:
        >>> tells_a_diagnosis("GGZ Oost"), tells_a_diagnosis("Isala", "cardiologie")
        (True, False)
    """
    return _TELLING.search(f"{name} {category}") is not None


def may_name(name: str, category: str, *, record: int, sensitive: Collection[int]) -> bool:
    """Tell whether a name may be shown: a telling one for records opened for class d only."""
    return record in sensitive or not tells_a_diagnosis(name, category)


def without_telling_names(details: Mapping[str, Any]) -> dict[str, Any]:
    """Return details without the providers in them whose name or specialty tells a diagnosis.

    Example:
        >>> without_telling_names({"organisation": "GGZ Oost", "reason": "psychische klachten"})
        {'reason': 'psychische klachten'}
    """
    found = {}
    for name, value in details.items():
        kept = value
        if name in _PROVIDERS:
            kept = [v for v in value if not _tells(v)] if isinstance(value, list) else value
            kept = "" if isinstance(value, str) and _tells(value) else kept
        if kept or not value:
            found[name] = kept
    return found


def _tells(value: object) -> bool:
    """Tell whether something in a text, or in the parts of a person or place, tells a diagnosis."""
    if isinstance(value, Mapping):
        return any(map(_tells, value.values()))
    return isinstance(value, str) and tells_a_diagnosis(value)


def source_in_view(row: Mapping[str, Any]) -> SourceInView:
    """Return the source of a row that was read with the columns of its source."""
    return SourceInView(
        id=row["source_id"],
        ref=row["source__ref"],
        title=row["source__title"],
        care_type=row["source__care_type"],
        data_class=row["source__data_class"],
        is_own=row["source__is_own"],
    )


def fact_in_view(
    row: Mapping[str, Any],
    *,
    sensitive: Collection[int],
    restricted: Collection[RestrictionInView] = (),
) -> FactInView:
    """Return a row as a fact, without the names that may not be shown for its record.

    What is restricted is named by no other fact that refers to it.
    """
    record = row["patient_record_id"]
    author = row["author"]
    details = row["details"]
    names = tuple(map(_named, row.get("parties", ())))
    unused = {one.what.fact for one in restricted if one.what.fact}

    def may(name: str, category: str) -> bool:
        return may_name(name, category, record=record, sensitive=sensitive)

    def is_unused(named: NamedReference) -> bool:
        return (row["source_id"], named.target_type, named.target_key) in unused

    withheld = [
        named.name
        for named in names
        if named.name and (is_unused(named) or not may(named.name, named.category))
    ]
    if not may(author, ""):
        withheld.append(author)
    return FactInView(
        **{name: row[name] for name in FACT_COLUMNS if name != "details"},
        details=details if record in sensitive else without_telling_names(details),
        source=source_in_view(row),
        record_id=record,
        author=author if may(author, "") else "",
        starts=from_columns(row["starts_on"], row["starts_precision"]),
        ends=from_columns(row["ends_on"], row["ends_precision"]),
        text=row.get("text", row.get("beginning", "")),
        names=tuple(
            replace(named, name="") if is_unused(named) else named
            for named in names
            if may(named.name, named.category)
        ),
        withheld=tuple(withheld),
        restriction=restriction_of(
            restricted, key=(row["source_id"], row["type"], row["source_key"]), record_id=record
        )
        if restricted
        else None,
    )


def _named(found: Mapping[str, Any]) -> NamedReference:
    return NamedReference(
        role=found["in_role"],
        target_type=found["of_type"],
        name=found["called"],
        category=found["speciality"],
        fact_ref=found.get("fact_ref", ""),
        state=found["is_in_state"],
        path=found["at_path"],
        target_key=found["key"],
    )
