# SPDX-License-Identifier: EUPL-1.2
"""Condition, AllergyIntolerance, Observation, Procedure, Immunization, Flag and devices."""

from typing import NamedTuple

from nabij.demo.generator.days import moment
from nabij.demo.generator.fhir.parts import (
    ATC,
    ICPC,
    LOINC,
    NICTIZ,
    SNOMED,
    TERMINOLOGY,
    Json,
    concept,
    period,
    profile,
    quantity,
    snomed,
    text_note,
)
from nabij.demo.generator.fhir.people import STU3
from nabij.demo.generator.stories.contacts import lab_row
from nabij.demo.generator.stories.shapes import (
    Aid,
    Alert,
    Allergy,
    Finding,
    Lab,
    Measurement,
    Operation,
    Problem,
    Vaccine,
)


class Scope(NamedTuple):
    """The version a source writes in and its reference to the patient."""

    version: str
    subject: Json

    def zib(self, stu3: str, r4: str) -> Json:
        """Return the `meta` with the profile of the version."""
        return profile(NICTIZ + (stu3 if self.version == STU3 else r4))


# Profiles (STU3, R4), code, and (code, unit, unit code) of the value or of each of two components.
MEASURES: dict[str, tuple[str, str, Json, tuple[tuple[str, str], ...]]] = {
    "weight": ("zib-BodyWeight", "nl-core-BodyWeight", concept(LOINC, "29463-7", "Lichaamsgewicht"), (("kg", "kg"),)),
    "blood_pressure": ("zib-BloodPressure", "nl-core-BloodPressure", concept(LOINC, "85354-9", "Bloeddruk"), (("mmHg", "mm[Hg]"), ("mmHg", "mm[Hg]"))),
    "pulse": ("zib-PulseRate", "nl-core-PulseRate", concept(LOINC, "8867-4", "Hartfrequentie"), (("per minuut", "/min"),)),
    "temperature": ("zib-BodyTemperature", "nl-core-BodyTemperature", concept(LOINC, "8310-5", "Lichaamstemperatuur"), (("graden Celsius", "Cel"),)),
    "saturation": ("zib-OxygenSaturation", "nl-core-O2Saturation", concept(LOINC, "59408-5", "Zuurstofsaturatie"), (("%", "%"),)),
    "glucose": ("zib-GeneralMeasurement", "nl-core-GeneralMeasurement", concept(LOINC, "14743-9", "Glucose in capillair bloed"), (("mmol/l", "mmol/L"),)),
    "pain": ("zib-PainScore", "nl-core-PainScore", concept(SNOMED, "225908003", "Pijnscore"), (("", ""),)),
    "mmse": ("zib-GeneralMeasurement", "nl-core-GeneralMeasurement", concept(LOINC, "72106-8", "MMSE, totaalscore"), (("", ""),)),
    "barthel": ("zib-BarthelADLIndex", "nl-core-BarthelADLIndex", concept(SNOMED, "273302005", "Barthel-index"), (("", ""),)),
    "must": ("zib-MUSTScore", "nl-core-MUSTScore", concept(SNOMED, "444297006", "MUST-score voor ondervoeding"), (("", ""),)),
}  # fmt: skip
FINDINGS: dict[str, tuple[str, str, Json]] = {
    "wash": ("zib-AbilityToWashOneSelf", "nl-core-AbilityToWashOneself", concept(SNOMED, "284785009", "Zich wassen")),
    "dress": ("zib-AbilityToDressOneself", "nl-core-AbilityToDressOneself", concept(SNOMED, "165235000", "Zich kleden")),
    "eat": ("zib-AbilityToEat", "nl-core-AbilityToEat", concept(SNOMED, "288883002", "Eten")),
    "manage_medication": ("zib-AbilityToManageMedication", "nl-core-AbilityToManageMedication", concept(SNOMED, "285033005", "Zelfstandig medicatiegebruik")),
    "walk": ("zib-Mobility", "nl-core-Mobility", concept(SNOMED, "282097004", "Lopen")),
    "living": ("zib-LivingSituation", "nl-core-LivingSituation", concept(SNOMED, "365508006", "Woonsituatie")),
    "hearing": ("zib-HearingFunction", "nl-core-HearingFunction", concept(SNOMED, "47078008", "Hoorfunctie")),
    "participation": ("zib-ParticipationInSociety", "nl-core-ParticipationInSociety", concept(SNOMED, "314845004", "Participatie in maatschappij")),
    "illness": ("zib-IllnessPerception", "nl-core-IllnessPerception", concept(SNOMED, "363910003", "Ziektebeleving")),
    "life_stance": ("zib-LifeStance", "nl-core-LifeStance", {"text": "Levensovertuiging"}),
    "wound": ("zib-WoundCharacteristics", "nl-core-wounds.WoundCharacteristics", concept(SNOMED, "225552003", "Wondkenmerken")),
    "journal": ("gp-JournalEntry", "nl-core-SOAPReport", concept("http://fhir.nl/fhir/NamingSystem/journaalregeltypen", "S", "Subjectief")),
}  # fmt: skip
_VITAL_STU3 = [
    concept("http://hl7.org/fhir/observation-category", "vital-signs", "Vitale functies")
]
_VITAL_R4 = [concept(TERMINOLOGY + "observation-category", "vital-signs", "Vitale functies")]
_LAB_STU3 = [concept("http://hl7.org/fhir/observation-category", "laboratory", "Laboratorium")]
_LAB_R4 = [concept(TERMINOLOGY + "observation-category", "laboratory", "Laboratorium")]
_VITAL_KINDS = {"weight", "blood_pressure", "pulse", "temperature", "saturation"}
_PRESSURES = (
    concept(LOINC, "8480-6", "Systolische bloeddruk"),
    concept(LOINC, "8462-4", "Diastolische bloeddruk"),
)
_DIAGNOSIS = [concept(SNOMED, "282291009", "Diagnose")]
_WOUND = [concept(SNOMED, "416462003", "Wond")]
_SEVERITY = {"mild": "low", "moderate": "low", "severe": "high"}
_TESTED = "Provocatietest negatief: geen allergie."
_ALLERGY_STATUS = {
    "confirmed": ("active", "confirmed"),
    "unconfirmed": ("active", "unconfirmed"),
    "refuted": ("", "refuted"),
    "error": ("", "entered-in-error"),
}


def condition(
    scope: Scope,
    identifier: str,
    problem: Problem,
    *,
    use_icpc: bool,
    status: str = "",
    asserter: Json | None = None,
) -> Json:
    """Return a problem, coded in ICPC or SNOMED CT; `status` entered-in-error hides the rest."""
    is_stu3 = scope.version == STU3
    clinical = status or ("inactive" if problem.until else "active")
    found: Json = {
        "resourceType": "Condition",
        "id": identifier,
        "meta": scope.zib("zib-Problem", "nl-core-Problem"),
    }
    if status == "entered-in-error":
        if is_stu3:
            found["verificationStatus"] = status
        else:
            found["verificationStatus"] = concept(
                TERMINOLOGY + "condition-ver-status", status, "Onjuist ingevoerd"
            )
    elif is_stu3:
        found["clinicalStatus"], found["verificationStatus"] = clinical, "confirmed"
    else:
        found["clinicalStatus"] = concept(
            TERMINOLOGY + "condition-clinical",
            clinical,
            "Actief" if clinical == "active" else "Niet actief",
        )
        found["verificationStatus"] = concept(
            TERMINOLOGY + "condition-ver-status", "confirmed", "Bevestigd"
        )
    found["category"] = _WOUND if problem.site else _DIAGNOSIS
    if use_icpc:
        found["code"] = {
            **concept(ICPC, problem.icpc.code, problem.icpc.title),
            "text": problem.title,
        }
    else:
        found["code"] = snomed(problem.snomed)
    if problem.site:
        found["bodySite"] = [{"text": problem.site}]
    found["subject"] = scope.subject
    found["onsetDateTime"] = problem.since
    if problem.until:
        found["abatementDateTime"] = problem.until
    if asserter is not None:
        found["asserter"] = asserter
    if problem.note:
        found["note"] = text_note(problem.note)
    return found


def allergy(scope: Scope, identifier: str, found: Allergy, source: str) -> Json:
    """Return an allergy as one source has it: confirmed, in doubt, refuted or made in error."""
    is_stu3 = scope.version == STU3
    clinical, certainty = _ALLERGY_STATUS[found.views[source]]
    resource: Json = {
        "resourceType": "AllergyIntolerance",
        "id": identifier,
        "meta": scope.zib("zib-AllergyIntolerance", "nl-core-AllergyIntolerance"),
    }
    if clinical:
        resource["clinicalStatus"] = (
            clinical
            if is_stu3
            else concept(TERMINOLOGY + "allergyintolerance-clinical", clinical, "Actief")
        )
    titles = {
        "confirmed": "Bevestigd",
        "unconfirmed": "Niet bevestigd",
        "refuted": "Weerlegd",
        "entered-in-error": "Onjuist ingevoerd",
    }
    resource["verificationStatus"] = (
        certainty
        if is_stu3
        else concept(TERMINOLOGY + "allergyintolerance-verification", certainty, titles[certainty])
    )
    resource["category"] = [found.category]
    resource["criticality"] = _SEVERITY[found.severity]
    resource["code"] = snomed(found.substance)
    resource["patient"] = scope.subject
    resource["onsetDateTime"] = found.since
    note = _TESTED if certainty == "refuted" else found.note
    if note:
        resource["note"] = text_note(note)
    resource["reaction"] = [{"manifestation": [snomed(found.reaction)], "severity": found.severity}]
    return resource


def no_allergies(scope: Scope, identifier: str) -> Json:
    """Return the statement that no allergies are known."""
    is_stu3 = scope.version == STU3
    return {
        "resourceType": "AllergyIntolerance",
        "id": identifier,
        "meta": scope.zib("zib-AllergyIntolerance", "nl-core-AllergyIntolerance"),
        "clinicalStatus": "active" if is_stu3 else concept(TERMINOLOGY + "allergyintolerance-clinical", "active", "Actief"),
        "verificationStatus": "confirmed" if is_stu3 else concept(TERMINOLOGY + "allergyintolerance-verification", "confirmed", "Bevestigd"),
        "code": concept(SNOMED, "716186003", "geen bekende allergie"),
        "patient": scope.subject,
    }  # fmt: skip


def measurement(scope: Scope, identifier: str, found: Measurement, performer: Json | None) -> Json:
    """Return a measurement with one value, or blood pressure with two."""
    stu3, r4, code, units = MEASURES[found.kind]
    resource: Json = {
        "resourceType": "Observation",
        "id": identifier,
        "meta": scope.zib(stu3, r4),
        "status": "final",
    }
    if found.kind in _VITAL_KINDS:
        resource["category"] = _VITAL_STU3 if scope.version == STU3 else _VITAL_R4
    resource["code"] = code
    resource["subject"] = scope.subject
    resource["effectiveDateTime"] = moment(found.day, found.clock)
    if performer is not None:
        resource["performer"] = [performer]
    if len(units) == 1:
        if units[0][0] or scope.version == STU3:
            resource["valueQuantity"] = quantity(found.values[0], *units[0])
        else:
            resource["valueInteger"] = int(found.values[0])
    if found.note:
        if scope.version == STU3:
            resource["comment"] = found.note
        else:
            resource["note"] = text_note(found.note)
    if len(units) == 2:
        resource["component"] = [
            {"code": part, "valueQuantity": quantity(value, *unit)}
            for part, value, unit in zip(_PRESSURES, found.values, units, strict=True)
        ]
    return resource


def finding(scope: Scope, identifier: str, found: Finding, performer: Json | None = None) -> Json:
    """Return an observation whose value is a code, or a text where there is none."""
    stu3, r4, code = FINDINGS[found.kind]
    resource: Json = {
        "resourceType": "Observation",
        "id": identifier,
        "meta": scope.zib(stu3, r4),
        "status": "final",
        "code": code,
        "subject": scope.subject,
        "effectiveDateTime": found.day.isoformat(),
    }
    if performer is not None:
        resource["performer"] = [performer]
    if found.value.code:
        resource["valueCodeableConcept"] = snomed(found.value)
    else:
        resource["valueString"] = found.value.title
    return resource


def lab(scope: Scope, identifier: str, found: Lab) -> Json:
    """Return a laboratory result with its limits and whether it lies outside them."""
    code, unit, low, high, _, _ = lab_row(found.name)
    is_stu3 = scope.version == STU3
    resource: Json = {
        "resourceType": "Observation",
        "id": identifier,
        "meta": scope.zib("zib-LaboratoryTestResult-Observation", "nl-core-LaboratoryTestResult"),
        "status": "final",
        "category": _LAB_STU3 if is_stu3 else _LAB_R4,
        "code": concept(LOINC, code.code, code.title),
        "subject": scope.subject,
        "effectiveDateTime": moment(found.day, "10:20"),
        "valueQuantity": quantity(found.value, unit, unit),
    }
    if not low <= found.value <= high:
        mark = ("L", "Te laag") if found.value < low else ("H", "Te hoog")
        system = (
            "http://hl7.org/fhir/v2/0078"
            if is_stu3
            else TERMINOLOGY + "v3-ObservationInterpretation"
        )
        interpretation = concept(system, *mark)
        resource["interpretation"] = interpretation if is_stu3 else [interpretation]
    if found.comment:
        if is_stu3:
            resource["comment"] = found.comment
        else:
            resource["note"] = text_note(found.comment)
    resource["referenceRange"] = [
        {"low": quantity(low, unit, unit), "high": quantity(high, unit, unit)}
    ]
    return resource


def operation(
    scope: Scope, identifier: str, found: Operation, *, performer: Json | None, reason: Json | None
) -> Json:
    """Return a procedure that was carried out."""
    resource: Json = {
        "resourceType": "Procedure",
        "id": identifier,
        "meta": scope.zib("zib-Procedure", "nl-core-Procedure-event"),
        "status": "completed",
        "code": snomed(found.code),
        "subject": scope.subject,
        "performedDateTime": found.day,
    }
    if performer is not None:
        resource["performer"] = [{"actor": performer}]
    if reason is not None:
        resource["reasonReference"] = [reason]
    if found.note:
        resource["note"] = text_note(found.note)
    return resource


def vaccination(scope: Scope, identifier: str, found: Vaccine) -> Json:
    """Return a vaccination that was given."""
    vaccine = concept(ATC, found.code.code, found.code.title)
    resource: Json = {
        "resourceType": "Immunization",
        "id": identifier,
        "meta": scope.zib("zib-Vaccination", "nl-core-Vaccination-event"),
        "status": "completed",
    }
    if scope.version == STU3:
        return {
            **resource,
            "notGiven": False,
            "vaccineCode": vaccine,
            "patient": scope.subject,
            "date": found.day,
            "primarySource": True,
        }
    return {
        **resource,
        "vaccineCode": vaccine,
        "patient": scope.subject,
        "occurrenceDateTime": found.day,
    }


def flag(scope: Scope, identifier: str, found: Alert) -> Json:
    """Return a warning about a patient."""
    category = concept(LOINC, "75323-6", found.category)
    return {
        "resourceType": "Flag",
        "id": identifier,
        "meta": scope.zib("zib-Alert", "nl-core-Alert"),
        "status": "active",
        "category": category if scope.version == STU3 else [category],
        "code": snomed(found.code),
        "subject": scope.subject,
        "period": period(found.since),
    }


def device(scope: Scope, identifier: str, found: Aid) -> Json:
    """Return the product that someone uses."""
    resource: Json = {
        "resourceType": "Device",
        "id": identifier,
        "meta": scope.zib("zib-MedicalDeviceProduct", "nl-core-MedicalDevice.Product"),
        "type": snomed(found.type),
        "patient": scope.subject,
    }
    if found.note:
        resource["note"] = text_note(found.note)
    return resource


def device_use(scope: Scope, identifier: str, found: Aid, target: Json) -> Json:
    """Return that someone uses a product, and since when."""
    is_stu3 = scope.version == STU3
    return {
        "resourceType": "DeviceUseStatement",
        "id": identifier,
        "meta": scope.zib("zib-MedicalDevice", "nl-core-MedicalDevice"),
        "status": "active",
        "subject": scope.subject,
        ("whenUsed" if is_stu3 else "timingPeriod"): period(found.since),
        "device": target,
    }
