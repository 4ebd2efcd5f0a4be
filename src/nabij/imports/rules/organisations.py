# SPDX-License-Identifier: EUPL-1.2
"""A row of a file as an organisation."""

from dataclasses import dataclass
from functools import partial

from nabij.imports.rules import cells
from nabij.imports.rules.understanding import Reader
from nabij.imports.types import Given, Problem, Surroundings
from nabij.relations.types import OrganisationFields

KINDS = {
    "thuiszorg": "home_care", "wijkverpleging": "home_care", "verpleeghuis": "nursing_home",
    "verpleeg- en verzorgingshuis": "nursing_home", "huisarts": "general_practice",
    "huisartsenpraktijk": "general_practice", "ziekenhuis": "hospital", "apotheek": "pharmacy",
    "ggz": "mental_health", "geestelijke gezondheidszorg": "mental_health",
    "dagbesteding": "day_care", "dagopvang": "day_care", "fysiotherapie": "therapy",
    "therapie": "therapy", "therapiepraktijk": "therapy", "zorgkantoor": "care_office",
    "zorgverzekeraar": "insurer", "verzekeraar": "insurer", "gemeente": "municipality",
    "woningcorporatie": "housing", "woningbouwvereniging": "housing", "leverancier": "supplier",
    "vrijwilligersorganisatie": "voluntary", "anders": "other", "overig": "other",
}  # fmt: skip
CODES = frozenset(KINDS.values())
_WORDS = KINDS | {code: code for code in CODES}


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRow:
    """An organisation as a row tells it, and what was decided when it may be known."""

    fields: OrganisationFields
    decision: str = ""


def organisation_of(given: Given, around: Surroundings) -> OrganisationRow | list[Problem]:
    """Return the organisation of a row, or all that is wrong with it."""
    reader = Reader(given, around)
    name = reader.text("name", 250)
    if not name:
        reader.wrong("name", "no-name")
    numbers = {
        kind: reader.read(kind, partial(cells.number_of, kind=kind), "")
        for kind in ("kvk", "agb", "vestiging")
    }
    fields = OrganisationFields(
        name=name,
        kind=reader.one_of("kind", _WORDS, "other"),
        legal_name=reader.text("legal_name", 250),
        website=reader.text("website", 250),
        identifiers=numbers,
        addresses=reader.address("visit"),
        contact_points=reader.contact_points("work"),
    )
    decision = reader.decision()
    return reader.problems or OrganisationRow(fields=fields, decision=decision)
