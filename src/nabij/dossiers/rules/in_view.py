# SPDX-License-Identifier: EUPL-1.2
"""From rows as they are read to what other packages see of a fact, and which names stay out."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from nabij.core.dates import from_columns
from nabij.dossiers.types import FactInView, NamedReference, SourceInView

# Names and specialties that tell a diagnosis by themselves.
_TELLING = re.compile(
    r"\b(?:ggz|rib[wc]\b)|psychiat|psycholo|psychother|verslaving|jellinek|geestelijke gezondh",
    re.IGNORECASE,
)
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


def fact_in_view(row: Mapping[str, Any], *, sensitive: Collection[int]) -> FactInView:
    """Return a row as a fact, without the names that may not be shown for its record."""
    record = row["patient_record_id"]
    author = row["author"]
    return FactInView(
        **{name: row[name] for name in FACT_COLUMNS},
        source=source_in_view(row),
        record_id=record,
        author=author if may_name(author, "", record=record, sensitive=sensitive) else "",
        starts=from_columns(row["starts_on"], row["starts_precision"]),
        ends=from_columns(row["ends_on"], row["ends_precision"]),
        text=row.get("text", row.get("beginning", "")),
        names=tuple(
            NamedReference(
                role=found["in_role"],
                target_type=found["of_type"],
                name=found["called"],
                category=found["speciality"],
                fact_ref=found.get("fact_ref", ""),
                state=found["is_in_state"],
                path=found["at_path"],
                target_key=found["key"],
            )
            for found in row.get("parties", ())
            if may_name(found["called"], found["speciality"], record=record, sensitive=sensitive)
        ),
    )
