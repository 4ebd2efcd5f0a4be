# SPDX-License-Identifier: EUPL-1.2
"""Facts made by hand, for the tests of the rules."""

from datetime import date
from itertools import count
from typing import Any

from nabij.core.dates import PartialDate, parse_fhir
from nabij.dossiers.types import FactInView, SourceInView

TODAY = date(2026, 11, 22)
_numbers = count(1)

GP = SourceInView(id=1, ref="gp", title="Huisartsenpraktijk De Linde", care_type="gp")
HOSPITAL = SourceInView(id=2, ref="hospital", title="Ziekenhuis Noord", care_type="hospital")
PHARMACY = SourceInView(id=3, ref="pharmacy", title="Apotheek Zuid", care_type="pharmacy")
OWN = SourceInView(id=4, ref="own", title="Thuiszorg", care_type="home_care", is_own=True)
DAY_CARE = SourceInView(id=5, ref="day", title="Dagopvang De Hoeve", care_type="day_care")


def partial(given: str | PartialDate | None) -> PartialDate | None:
    return parse_fhir(given) if isinstance(given, str) else given


def make(kind: str, code_text: str, source: SourceInView = GP, **fields) -> FactInView:
    number = next(_numbers)
    fields["starts"] = partial(fields.get("starts"))
    fields["ends"] = partial(fields.get("ends"))
    recorded = fields.get("recorded_on")
    fields["recorded_on"] = date.fromisoformat(recorded) if recorded else None
    given: dict[str, Any] = {
        "type": "Condition",
        "record_id": source.id,
        "ref": f"fact{number:012}",
    }
    return FactInView(id=number, source=source, kind=kind, code_text=code_text, **given | fields)
