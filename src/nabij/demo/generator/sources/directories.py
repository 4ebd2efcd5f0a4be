# SPDX-License-Identifier: EUPL-1.2
"""The resources of a source that are about no client: organisations and professionals."""

from nabij.demo.generator import providers
from nabij.demo.generator.fhir import people
from nabij.demo.generator.fhir.parts import NL_CORE, Json, profile, reference
from nabij.demo.generator.shapes import Institution, Organisation, Source
from nabij.demo.generator.sources.dossier import colleague_resource

_KINDS = {
    providers.GP: {"general_practice"},
    providers.HOSPITAL: {"hospital"},
    providers.PHARMACY: {"pharmacy"},
    providers.DAY_CARE: {"day_care"},
    providers.MENTAL_HEALTH: {"mental_health"},
}
_PAYORS = {"insurer", "care_office", "municipality", "general_practice", "hospital"}


def directory(institution: Institution, source: Source) -> list[Json]:
    """Return organisations and professionals as the source has them."""
    version = source.fhir_version
    if source.is_own:
        return _own(institution, version)
    found: list[Json] = []
    by_key: dict[str, Organisation] = {}
    for organisation in institution.organisations:
        if organisation.kind in _KINDS[source.name]:
            by_key[organisation.key] = organisation
            found.append(people.organisation(organisation, version))
    for practitioner in institution.practitioners:
        if practitioner.organisation in by_key:
            found.append(people.practitioner(practitioner, version))
            found.append(
                people.practitioner_role(practitioner, by_key[practitioner.organisation], version)
            )
    return found


def _own(institution: Institution, version: str) -> list[Json]:
    """Return our own units and colleagues, and the organisations that our record refers to."""
    found: list[Json] = []
    for unit in institution.units:
        resource: Json = {
            "resourceType": "Organization",
            "id": unit.key,
            "meta": profile(NL_CORE + "nl-core-organization"),
            "active": True,
            "type": [{"text": "Thuiszorg"}],
            "name": unit.name,
            "telecom": [{"system": "phone", "value": unit.phone, "use": "work"}],
        }
        if unit.parent:
            resource["partOf"] = reference(f"Organization/{unit.parent}")
        found.append(resource)
    found += [colleague_resource(colleague) for colleague in institution.colleagues]
    found += [
        people.organisation(organisation, version)
        for organisation in institution.organisations
        if organisation.kind in _PAYORS
    ]
    return found
