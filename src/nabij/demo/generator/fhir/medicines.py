# SPDX-License-Identifier: EUPL-1.2
"""Medication, and what was agreed, dispensed and used."""

from functools import lru_cache

from nabij.demo.generator.fhir.clinical import Scope
from nabij.demo.generator.fhir.parts import (
    ATC,
    NICTIZ,
    PRK,
    SNOMED,
    UCUM,
    Json,
    concept,
    extension,
    period,
    text_note,
)
from nabij.demo.generator.fhir.people import STU3
from nabij.demo.generator.stories.shapes import Drug, Medication, Use

_TREATMENT = "https://rietkraag.example/fhir/NamingSystem/medicamenteuze-behandeling"
_STOP_STU3 = NICTIZ + "zib-Medication-StopType"
_STOP_R4 = NICTIZ + "ext-StopType"
_STOPPED = concept("urn:oid:2.16.840.1.113883.2.4.3.11.60.20.77.5.2.1", "2", "Definitief")
_AGREEMENT = concept(SNOMED, "16076005", "Medicatieafspraak")
_DISPENSING = concept(SNOMED, "373784005", "Medicatieverstrekking")
_USAGE = concept("urn:oid:2.16.840.1.113883.2.4.3.11.60.20.77.5.3", "6", "Medicatiegebruik")
_PLURALS = {
    "tablet": "tabletten", "capsule": "capsules", "eenheid": "eenheden", "dosis": "doses", "pleister": "pleisters",
    "inhalatie": "inhalaties", "sachet": "sachets", "druppel": "druppels", "ampul": "ampullen", "spuit": "spuiten",
    "keer": "keer",
}  # fmt: skip
_PERIODS = {"d": "per dag", "wk": "per week", "mo": "per maand"}


@lru_cache(maxsize=256)
def code(drug: Drug) -> Json:
    """Return a drug with its product number, ATC code and label."""
    return {
        "coding": [
            {"system": PRK, "code": drug.product, "display": drug.label},
            {"system": ATC, "code": drug.atc, "display": drug.name},
        ],
        "text": drug.label,
    }


def medication(identifier: str, drug: Drug, scope: Scope) -> Json:
    """Return a product as a resource of its own (or contained in another)."""
    return {
        "resourceType": "Medication",
        "id": identifier,
        "meta": scope.zib("zib-Product", "nl-core-PharmaceuticalProduct"),
        "code": code(drug),
    }


@lru_cache(maxsize=2048)
def _dosage(drug: Drug, use: tuple[int, float, str], version: str) -> Json:
    times, amount, remark = use
    number = f"{amount:g}".replace(".", ",")
    unit = drug.unit if amount == 1 else _PLURALS[drug.unit]
    text = f"{times} keer {_PERIODS[drug.per]} {number} {unit}"
    found: Json = {"sequence": 1, "text": f"{text}, {remark}" if remark else text}
    found["timing"] = {"repeat": {"frequency": times, "period": 1, "periodUnit": drug.per}}
    if drug.as_needed or "zo nodig" in remark:
        found["asNeededBoolean"] = True
    found["route"] = {"text": drug.route}
    dose = {"value": amount, "unit": drug.unit, "system": UCUM, "code": "1"}
    if version == STU3:
        found["doseQuantity"] = dose
    else:
        found["doseAndRate"] = [{"doseQuantity": dose}]
    return found


def _dosages(found: Medication, use: Use, version: str) -> list[Json]:
    return [_dosage(found.drug, (use.times, use.amount, use.remark), version)]


def _label(resource: Json, found: Medication, product: Json | None) -> None:
    """Name the product: by reference, or by its code in the resource itself."""
    if product is None:
        resource["medicationCodeableConcept"] = code(found.drug)
    else:
        resource["medicationReference"] = product


def request(
    scope: Scope,
    identifier: str,
    found: Medication,
    use: Use,
    *,
    product: Json | None,
    requester: Json,
    contained: Json | None = None,
) -> Json:
    """Return an agreement to use a drug; one that was stopped says so in a modifierExtension."""
    is_stu3 = scope.version == STU3
    resource: Json = {
        "resourceType": "MedicationRequest",
        "id": identifier,
        "meta": scope.zib("zib-MedicationAgreement", "mp-MedicationAgreement"),
    }
    if contained is not None:
        resource["contained"] = [contained]
    resource["extension"] = [
        extension(
            NICTIZ + ("zib-Medication-PeriodOfUse" if is_stu3 else "ext-TimeInterval.Period"),
            "Period",
            period(use.since, use.until),
        )
    ]
    if use.status == "stopped":
        resource["modifierExtension"] = [
            extension(_STOP_STU3 if is_stu3 else _STOP_R4, "CodeableConcept", _STOPPED)
        ]
    resource["identifier"] = [{"system": _TREATMENT, "value": identifier}]
    resource["status"] = use.status
    resource["intent"] = "order"
    resource["category"] = _AGREEMENT if is_stu3 else [_AGREEMENT]
    _label(resource, found, product)
    resource["subject"] = scope.subject
    resource["authoredOn"] = use.since
    resource["requester"] = {"agent": requester} if is_stu3 else requester
    if use.note:
        resource["note"] = text_note(use.note)
    resource["dosageInstruction"] = _dosages(found, use, scope.version)
    return resource


def dispense(
    scope: Scope,
    identifier: str,
    found: Medication,
    use: Use,
    *,
    day: str,
    performer: Json,
    contained: Json | None = None,
    prescription: Json | None = None,
) -> Json:
    """Return what a pharmacy handed over on `day`."""
    resource: Json = {
        "resourceType": "MedicationDispense",
        "id": identifier,
        "meta": scope.zib("zib-Dispense", "mp-MedicationDispense"),
    }
    if contained is not None:
        resource["contained"] = [contained]
    resource["status"] = "completed"
    resource["category"] = _DISPENSING
    _label(resource, found, {"reference": f"#{contained['id']}"} if contained else None)
    resource["subject"] = scope.subject
    resource["performer"] = [{"actor": performer}]
    if prescription is not None:
        resource["authorizingPrescription"] = [prescription]
    days = 28 if found.drug.per == "d" else 84
    resource["quantity"] = {"value": round(use.times * use.amount * days), "unit": found.drug.unit}
    resource["daysSupply"] = {"value": days, "unit": "dag", "system": UCUM, "code": "d"}
    resource["whenHandedOver"] = day
    resource["dosageInstruction"] = _dosages(found, use, scope.version)
    return resource


def statement(
    scope: Scope,
    identifier: str,
    found: Medication,
    use: Use,
    *,
    asserted: str,
    informant: Json | None = None,
) -> Json:
    """Return that someone uses a drug, as whoever asked was told."""
    is_stu3 = scope.version == STU3
    resource: Json = {
        "resourceType": "MedicationStatement",
        "id": identifier,
        "meta": scope.zib("zib-MedicationUse", "mp-MedicationUse2"),
        "status": use.status,
        "category": _USAGE,
    }
    _label(resource, found, None)
    if is_stu3:
        resource["effectivePeriod"] = period(use.since, use.until)
        resource["dateAsserted"] = asserted
        if informant is not None:
            resource["informationSource"] = informant
        resource["subject"] = scope.subject
        resource["taken"] = "n" if use.status == "stopped" else "y"
    else:
        resource["subject"] = scope.subject
        resource["effectivePeriod"] = period(use.since, use.until)
        resource["dateAsserted"] = asserted
        if informant is not None:
            resource["informationSource"] = informant
    if use.note:
        resource["note"] = text_note(use.note)
    resource["dosage"] = _dosages(found, use, scope.version)
    return resource
