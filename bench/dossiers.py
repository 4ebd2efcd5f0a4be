# SPDX-License-Identifier: EUPL-1.2
"""Invent dossiers to measure with: one R4 transaction bundle a person, about a hundred resources.

The shape is that of a synthetic elderly person: contacts with measurements, some problems,
medication with dispenses, a care plan; references are urn:uuid, as senders of transactions do.
"""

import json
import random
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ENCOUNTERS = 12
MEASUREMENTS = (
    ("8480-6", "Systolische bloeddruk", "mm[Hg]", 110, 170),
    ("8462-4", "Diastolische bloeddruk", "mm[Hg]", 60, 100),
    ("29463-7", "Lichaamsgewicht", "kg", 50, 110),
    ("8867-4", "Hartfrequentie", "/min", 50, 100),
    ("2339-0", "Glucose", "mmol/L", 4, 14),
)
PROBLEMS = (
    "Hypertensie",
    "Diabetes mellitus type 2",
    "Artrose",
    "COPD",
    "Hartfalen",
    "Osteoporose",
)
MEDICINES = ("Metoprolol 50 mg", "Metformine 500 mg", "Paracetamol 500 mg", "Omeprazol 20 mg")
FAMILIES = ("de Vries", "Jansen", "Bakker", "Visser", "Smit", "Meijer", "de Boer", "Mulder")
GIVEN = ("Johanna", "Cornelis", "Maria", "Willem", "Hendrika", "Gerrit", "Anna", "Jan")


def write_dossiers(folder: Path, *, persons: int, seed: int = 1) -> int:
    """Write one bundle a person into `folder` and return the number of resources in them."""
    folder.mkdir(parents=True, exist_ok=True)
    resources = 0
    for index in range(persons):
        # The same dossiers each time: no secrets are made of this.
        dice = random.Random(f"{seed}-{index}")  # noqa: S311
        entries = list(_dossier(dice, index))
        bundle = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
        (folder / f"{index:06}.json").write_text(json.dumps(bundle))
        resources += len(entries)
    return resources


def _dossier(dice: random.Random, index: int) -> Iterator[dict[str, Any]]:
    person = _Person(dice, index)
    yield person.patient()
    organization = person.entry("Organization", name=f"Praktijk {dice.randrange(40)}", active=True)
    yield organization
    practitioner = person.entry(
        "Practitioner", name=[{"family": dice.choice(FAMILIES), "prefix": ["dr."]}], active=True
    )
    yield practitioner
    for number in range(5):
        yield person.problem(PROBLEMS[(index + number) % len(PROBLEMS)])
    for number in range(4):
        request = person.medication(MEDICINES[(index + number) % len(MEDICINES)], practitioner)
        yield request
        yield person.dispense(request)
    for _ in range(ENCOUNTERS):
        encounter = person.encounter(organization, practitioner)
        yield encounter
        for measurement in MEASUREMENTS:
            yield person.measurement(measurement, encounter, practitioner)
        if dice.random() < 0.7:
            yield person.procedure(encounter)
    yield person.care_plan()


class _Person:
    def __init__(self, dice: random.Random, index: int) -> None:
        self.dice = dice
        self.index = index
        self.url = self.urn()

    def urn(self) -> str:
        return f"urn:uuid:{uuid.UUID(int=self.dice.getrandbits(128), version=4)}"

    def entry(self, type_: str, url: str = "", **fields: Any) -> dict[str, Any]:
        url = url or self.urn()
        meta = {
            "profile": [f"http://hl7.org/fhir/us/core/StructureDefinition/us-core-{type_.lower()}"]
        }
        resource = {"resourceType": type_, "id": url[9:], "meta": meta, **fields}
        return {
            "fullUrl": url,
            "resource": resource,
            "request": {"method": "POST", "url": type_},
        }

    def about(self, type_: str, **fields: Any) -> dict[str, Any]:
        narrative = f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{type_} van cliënt {self.index}</p></div>'
        return self.entry(
            type_,
            text={"status": "generated", "div": narrative},
            identifier=[{"system": "urn:ietf:rfc:3986", "value": self.urn()}],
            subject={"reference": self.url},
            **fields,
        )

    def moment(self) -> str:
        on = date(2024, 1, 1) + timedelta(days=self.dice.randrange(1000))
        return f"{on}T{self.dice.randrange(8, 18):02}:{self.dice.randrange(60):02}:00+01:00"

    def patient(self) -> dict[str, Any]:
        family = self.dice.choice(FAMILIES)
        given = self.dice.choice(GIVEN)
        born = date(1926, 1, 1) + timedelta(days=self.dice.randrange(12_000))
        return self.entry(
            "Patient",
            self.url,
            identifier=[
                {
                    "system": "http://fhir.nl/fhir/NamingSystem/bsn",
                    "value": _bsn(600_000_000 + self.index * 10),
                }
            ],
            name=[{"use": "official", "family": family, "given": [given]}],
            gender=self.dice.choice(("female", "male")),
            birthDate=born.isoformat(),
            telecom=[{"system": "phone", "value": f"06{self.index:08}"}],
            address=[
                {
                    "use": "home",
                    "line": [f"Dorpsstraat {self.index % 300 + 1}"],
                    "city": "Zwolle",
                    "postalCode": f"80{self.index % 90 + 10}AB",
                }
            ],
        )

    def problem(self, name: str) -> dict[str, Any]:
        return self.about(
            "Condition",
            clinicalStatus=_concept("condition-clinical", "active", "Actief"),
            code=_concept("http://snomed.info/sct", str(10_000_000 + PROBLEMS.index(name)), name),
            onsetDateTime=self.moment()[:10],
            recordedDate=self.moment(),
        )

    def medication(self, name: str, by: dict[str, Any]) -> dict[str, Any]:
        return self.about(
            "MedicationRequest",
            status="active",
            intent="order",
            medicationCodeableConcept=_concept(
                "urn:oid:2.16.840.1.113883.2.4.4.10", name[:3], name
            ),
            authoredOn=self.moment(),
            requester={"reference": by["fullUrl"]},
            dosageInstruction=[
                {"text": "1 tablet per dag", "timing": {"repeat": {"frequency": 1}}}
            ],
        )

    def dispense(self, request: dict[str, Any]) -> dict[str, Any]:
        return self.about(
            "MedicationDispense",
            status="completed",
            medicationCodeableConcept=request["resource"]["medicationCodeableConcept"],
            authorizingPrescription=[{"reference": request["fullUrl"]}],
            quantity={"value": 90, "unit": "stuk"},
            whenHandedOver=self.moment(),
        )

    def encounter(self, at: dict[str, Any], by: dict[str, Any]) -> dict[str, Any]:
        return self.about(
            "Encounter",
            status="finished",
            type=[_concept("http://snomed.info/sct", "185349003", "Controle")],
            period={"start": self.moment(), "end": self.moment()},
            serviceProvider={"reference": at["fullUrl"], "display": at["resource"]["name"]},
            participant=[{"individual": {"reference": by["fullUrl"]}}],
            **{"class": {"code": "AMB", "display": "ambulant"}},
        )

    def measurement(
        self,
        given: tuple[str, str, str, int, int],
        encounter: dict[str, Any],
        by: dict[str, Any],
    ) -> dict[str, Any]:
        code, name, unit, low, high = given
        value = round(self.dice.uniform(low, high), 1)
        return self.about(
            "Observation",
            status="final",
            category=[_concept("observation-category", "vital-signs", "Metingen")],
            code=_concept("http://loinc.org", code, name),
            encounter={"reference": encounter["fullUrl"]},
            effectiveDateTime=self.moment(),
            issued=self.moment(),
            performer=[{"reference": by["fullUrl"]}],
            valueQuantity={
                "value": value,
                "unit": unit,
                "system": "http://unitsofmeasure.org",
                "code": unit,
            },
        )

    def procedure(self, encounter: dict[str, Any]) -> dict[str, Any]:
        return self.about(
            "Procedure",
            status="completed",
            code=_concept("http://snomed.info/sct", "225358003", "Wondverzorging"),
            encounter={"reference": encounter["fullUrl"]},
            performedDateTime=self.moment(),
        )

    def care_plan(self) -> dict[str, Any]:
        return self.about(
            "CarePlan",
            status="active",
            intent="plan",
            category=[_concept("http://snomed.info/sct", "736055001", "Revalidatie")],
            period={"start": self.moment()[:10]},
        )


def _concept(system: str, code: str, name: str) -> dict[str, Any]:
    system = system if ":" in system else f"http://terminology.hl7.org/CodeSystem/{system}"
    return {"coding": [{"system": system, "code": code, "display": name}], "text": name}


def _bsn(start: int) -> str:
    """Return the first number from `start` that passes the eleven check."""
    number = start
    while (
        sum(w * int(d) for w, d in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), f"{number:09}", strict=True))
        % 11
    ):
        number += 1
    return f"{number:09}"
