# SPDX-License-Identifier: EUPL-1.2
"""Find whom a resource is about, and which resources are about nobody in particular."""

from typing import Final

from .tree import nodes, text
from .types import Node, ReferenceFound

# Resources of providers, products, terms and agreements about data: the directory. Everything
# else counts as about a person, so what is not known here stays closed rather than open.
DIRECTORY: Final = frozenset(
    (
        "Practitioner", "PractitionerRole", "Organization", "OrganizationAffiliation", "Location",
        "HealthcareService", "Endpoint", "Schedule", "Slot", "InsurancePlan",
        "Medication", "MedicationKnowledge", "MedicinalProduct", "Substance",
        "SubstanceSpecification", "DeviceDefinition", "DeviceComponent", "CatalogEntry",
        "Questionnaire", "CodeSystem", "ValueSet", "ConceptMap", "NamingSystem",
        "StructureDefinition", "StructureMap", "SearchParameter", "OperationDefinition",
        "CapabilityStatement", "ImplementationGuide", "CompartmentDefinition", "GraphDefinition",
        "TerminologyCapabilities", "ExampleScenario", "MessageDefinition", "EventDefinition",
        "PlanDefinition", "ActivityDefinition", "ServiceDefinition", "DataElement",
        "ExpansionProfile", "Library", "Measure", "TestScript", "TestReport", "Evidence",
        "EvidenceVariable", "ResearchDefinition", "ResearchElementDefinition", "ResearchStudy",
        "ObservationDefinition", "SpecimenDefinition", "ChargeItemDefinition", "OperationOutcome",
    )
)  # fmt: skip

_BY_TYPE: Final[dict[str, tuple[str, ...]]] = {
    "Coverage": ("beneficiary",),
    "Task": ("for",),
    "Appointment": ("participant.actor",),
    "AppointmentResponse": ("actor",),
    "ResearchSubject": ("individual",),
    "EnrollmentRequest": ("candidate", "subject"),
    "Person": ("link.target",),
    "Provenance": ("target", "entity.what", "entity.whatReference"),
    "AuditEvent": ("entity.what", "entity.reference", "agent.who", "agent.reference"),
    "SupplyRequest": ("deliverTo",),
    "Group": ("member.entity",),
    "Linkage": ("item.resource",),
    "Binary": ("securityContext",),
}
_USUAL: Final = ("patient", "subject", "beneficiary", "for")


def subject_of(
    tree: Node, kind: str, references: tuple[ReferenceFound, ...]
) -> ReferenceFound | None:
    """Return the reference to the person a resource is about, None when it names no one person.

    A reference to something known not to be a Patient (a Location, a Group) is no person; neither
    are several different patients. A urn and a logical reference may be a Patient.
    """
    roles = _BY_TYPE.get(kind, _USUAL)
    patients: list[ReferenceFound] = []
    for role in roles:
        patients = [r for r in references if r.role == role and _may_be_patient(r, kind)]
        if patients:
            break
    if not patients:
        return None
    targets = {
        (p.target_key, p.identifier_value, p.display if not p.target_key else "") for p in patients
    }
    return patients[0] if len(targets) == 1 else None


def _may_be_patient(reference: ReferenceFound, kind: str) -> bool:
    if reference.target_type is not None:
        return reference.target_type == "Patient"
    # In these the role also holds practitioners, devices, records: only a known Patient counts.
    return kind not in _BY_TYPE or kind in ("Coverage", "Task")


def is_directory(tree: Node, kind: str, subject: ReferenceFound | None) -> bool:
    """Say whether a resource belongs to the directory: about providers or products, no person."""
    if kind in DIRECTORY:
        return True
    if kind == "Device":
        return subject is None and "patient" not in tree
    if kind == "Group":
        return text(tree, "type") not in ("person", "") and not nodes(tree, "member")
    return False
