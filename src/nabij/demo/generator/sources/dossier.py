# SPDX-License-Identifier: EUPL-1.2
"""One client's dossier at one source while it is being written, and what all sources look up."""

from hashlib import blake2b
from typing import Literal

from nabij.demo.generator.copies import Copy
from nabij.demo.generator.fhir.clinical import Scope
from nabij.demo.generator.fhir.labels import labelled, with_unknown_modifier
from nabij.demo.generator.fhir.parts import AGB, NICTIZ, NL_CORE, Json, extension, reference
from nabij.demo.generator.names import full_name
from nabij.demo.generator.shapes import Colleague, Institution, Organisation, Practitioner
from nabij.demo.generator.stories.shapes import Story

type Style = Literal["relative", "absolute", "urn"]


class World:
    """Everything a source may refer to, by key."""

    def __init__(self, institution: Institution) -> None:
        self.today = institution.today
        self.name = institution.name
        self.practitioners = {row.key: row for row in institution.practitioners}
        self.organisations = {row.key: row for row in institution.organisations}
        self.colleagues = {row.key: row for row in institution.colleagues}
        self.units = {row.key: row for row in institution.units}
        self.specialists = {row.specialty: row for row in reversed(institution.practitioners)}

    def organisation(self, key: str) -> Json:
        """Return a reference to an organisation with its name."""
        return reference(f"Organization/{key}", self.organisations[key].name)

    def specialist(self, specialty: str) -> Practitioner | None:
        """Return who works in hospital (or elsewhere) in this specialty."""
        return self.specialists.get(specialty)

    def colleague(self, key: str) -> Json:
        """Return a reference to one of our own colleagues."""
        return reference(f"Practitioner/{key}", self.colleagues[key].name)


def role_reference(person: Practitioner) -> Json:
    """Return how STU3 refers to a professional: the role in an extension on the practitioner."""
    role = reference(f"PractitionerRole/{person.key}-rol", person.name)
    return {
        "extension": [extension(NICTIZ + "practitionerrole-reference", "Reference", role)],
        "reference": f"Practitioner/{person.key}",
        "display": person.name,
    }


def logical_reference(found: Organisation | Practitioner) -> Json:
    """Return a reference by AGB number only,
    as a source does that does not know the other's ids."""
    number = found.agb if isinstance(found, Practitioner) else _agb(found)
    return {"identifier": {"system": AGB, "value": number}, "display": found.name}


def _agb(found: Organisation) -> str:
    return next((number.value for number in found.numbers if number.system == "agb"), "")


class Dossier:
    """The resources about one client, in the order in which they were added."""

    def __init__(
        self,
        story: Story,
        copy: Copy,
        *,
        source: str,
        patient_id: str,
        version: str,
        style: Style = "relative",
        base: str = "",
        shows_name: bool = False,
    ) -> None:
        self.story = story
        self.copy = copy
        self.source = source
        self.patient_id = patient_id
        self.version = version
        self.style = style
        self.base = base
        self.resources: list[Json] = []
        self._counts: dict[str, int] = {}
        display = full_name(copy.name) if shows_name else ""
        self.scope = Scope(version, self.ref("Patient", patient_id, display))

    def id(self, kind: str) -> str:
        """Return a new id; it starts with the patient's."""
        self._counts[kind] = number = self._counts.get(kind, 0) + 1
        return f"{self.patient_id}-{kind}-{number}"

    def ref(self, type_: str, identifier: str, display: str = "") -> Json:
        """Return a reference to a resource of this dossier in the style of the source."""
        if self.style == "urn":
            return reference(urn(type_, identifier), display)
        if self.style == "absolute":
            return reference(f"{self.base}/{type_}/{identifier}", display)
        return reference(f"{type_}/{identifier}", display)

    def add(self, resource: Json, display: str = "", *, sensitivity: str = "") -> Json:
        """Add a resource and return a reference to it; a sensitive one gets a security label."""
        if sensitivity:
            resource = labelled(resource, sensitivity, self.version)
        self.resources.append(resource)
        return self.ref(resource["resourceType"], resource["id"], display)

    def mark_unknown(self) -> None:
        """Put an unknown modifierExtension on the last resource (once per dossier)."""
        self.resources[-1] = with_unknown_modifier(self.resources[-1])

    def has(self, oddity: str) -> bool:
        """Tell whether the story asks for this oddity."""
        return oddity in self.story.oddities


def urn(type_: str, identifier: str) -> str:
    """Return the urn:uuid of a resource; the same one each time it is asked."""
    digits = blake2b(f"{type_}/{identifier}".encode(), digest_size=16).hexdigest()
    return f"urn:uuid:{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def colleague_resource(found: Colleague) -> Json:
    """Return one of our own colleagues as a Practitioner of the own record (STU3)."""
    given, _, family = found.name.partition(" ")
    return {
        "resourceType": "Practitioner",
        "id": found.key,
        "meta": {"profile": [NL_CORE + "nl-core-practitioner"]},
        "identifier": [
            {"system": "https://rietkraag.example/fhir/NamingSystem/medewerker", "value": found.key}
        ],
        "active": True,
        "name": [{"text": found.name, "family": family, "given": [given]}],
        "telecom": [
            {"system": "phone", "value": found.phone, "use": "work"},
            {"system": "email", "value": found.email, "use": "work"},
        ],
        "qualification": [{"code": {"text": found.job_title}}],
    }
