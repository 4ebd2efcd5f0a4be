# SPDX-License-Identifier: EUPL-1.2
"""Which kind of fact each resource type is, and which function reads it."""

from collections.abc import Callable
from typing import Final, NamedTuple

from . import care, clinical, directives, documents, medication
from .draft import Draft


class Kind(NamedTuple):
    """The kind of a resource type and its reader."""

    name: str
    read: Callable[[Draft], None]


KINDS: Final[dict[str, Kind]] = {
    "RelatedPerson": Kind("related_person", documents.related_person),
    "Condition": Kind("problem", clinical.problem),
    "AllergyIntolerance": Kind("allergy", clinical.allergy),
    "MedicationRequest": Kind("medication", medication.medication),
    "MedicationStatement": Kind("medication", medication.medication),
    "MedicationDispense": Kind("medication", medication.medication),
    "MedicationAdministration": Kind("medication", medication.medication),
    "Observation": Kind("observation", clinical.observation),
    "Procedure": Kind("procedure", clinical.procedure),
    "ProcedureRequest": Kind("procedure", clinical.request),
    "ReferralRequest": Kind("procedure", clinical.request),
    "ServiceRequest": Kind("procedure", clinical.request),
    "Immunization": Kind("immunization", clinical.immunization),
    "ImmunizationRecommendation": Kind("immunization", clinical.recommendation),
    "Encounter": Kind("encounter", care.encounter),
    "EpisodeOfCare": Kind("episode", care.episode),
    "CarePlan": Kind("care_plan", care.care_plan),
    "Goal": Kind("goal", care.goal),
    "CareTeam": Kind("care_team", care.care_team),
    "Appointment": Kind("appointment", care.appointment),
    "Task": Kind("task", care.task),
    "Consent": Kind("consent", directives.consent),
    "Coverage": Kind("coverage", care.coverage),
    "EligibilityRequest": Kind("coverage", care.eligibility),
    "EligibilityResponse": Kind("coverage", care.eligibility),
    "CoverageEligibilityRequest": Kind("coverage", care.eligibility),
    "CoverageEligibilityResponse": Kind("coverage", care.eligibility),
    "Flag": Kind("flag", clinical.flag_fact),
    "Device": Kind("device", documents.device),
    "DeviceUseStatement": Kind("device", documents.device),
    "DeviceRequest": Kind("device", documents.device),
    "DocumentReference": Kind("document", documents.document),
    "DocumentManifest": Kind("document", documents.document),
    "Binary": Kind("document", documents.binary),
    "Media": Kind("document", documents.binary),
    "DiagnosticReport": Kind("report", clinical.report),
    "ImagingStudy": Kind("report", clinical.report),
    "NutritionOrder": Kind("nutrition", care.nutrition),
    "QuestionnaireResponse": Kind("questionnaire", documents.questionnaire),
    "Composition": Kind("note", documents.composition),
    "Communication": Kind("communication", care.communication),
    "CommunicationRequest": Kind("communication", care.communication),
    "Specimen": Kind("other", clinical.specimen),
    "BodySite": Kind("other", clinical.specimen),
    "BodyStructure": Kind("other", clinical.specimen),
}
OTHER: Final = Kind("other", documents.other)
