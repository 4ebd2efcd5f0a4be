# SPDX-License-Identifier: EUPL-1.2
"""What the pharmacies send: R4, one resource a line; the prescriber by AGB number only."""

from datetime import date, timedelta

from nabij.demo.generator import providers
from nabij.demo.generator.fhir import medicines, people
from nabij.demo.generator.fhir.parts import Json
from nabij.demo.generator.sources.dossier import Dossier, World, logical_reference
from nabij.demo.generator.sources.everywhere import add_allergies
from nabij.demo.generator.stories.health import sensitivity
from nabij.demo.generator.stories.shapes import Medication, Use

SOURCE = providers.PHARMACY
SYSTEM = "https://apotheken.example/fhir/NamingSystem/patient"
_DELIVERIES = {"light": 1, "medium": 1, "heavy": 2, "very_heavy": 8}


def write(dossier: Dossier, world: World) -> None:
    """Add everything the pharmacy tells."""
    story = dossier.story
    client = story.client
    prescriber = logical_reference(world.practitioners[client.practitioner])
    dossier.add(
        people.patient(
            dossier.copy,
            version=dossier.version,
            patient_id=dossier.patient_id,
            local_system=SYSTEM,
            phone_style=2,
            practitioner=prescriber,
        )
    )
    for medication in story.medications:
        use = medication.views.get(SOURCE)
        if use is not None:
            _drug(dossier, world, medication, use, prescriber)
    add_allergies(dossier)
    if dossier.has("unknown_modifier") and len(dossier.resources) > 1:
        dossier.mark_unknown()


def _drug(
    dossier: Dossier, world: World, medication: Medication, use: Use, prescriber: Json
) -> None:
    """Add the use of a drug as it is known, and the last times it was handed over."""
    identifier, label = dossier.id("gebruik"), sensitivity(medication.problem)
    asserted = use.until or use.since
    statement = medicines.statement(
        dossier.scope, identifier, medication, use, asserted=asserted, informant=prescriber
    )
    if use.status == "active":
        dossier.add(statement, sensitivity=label)
    performer = world.organisation(dossier.story.client.pharmacy)
    days = 28 if medication.drug.per == "d" else 84
    last = (dossier.story.client.ends_on or world.today) - timedelta(
        days=int(dossier.patient_id) % 26
    )
    if use.status != "active":
        last = min(last, date.fromisoformat(use.until or use.since))
    for number in range(_DELIVERIES[dossier.story.client.weight]):
        day = last - timedelta(days=days * number)
        if day < date.fromisoformat(use.since) and number:
            break
        dossier.add(
            medicines.dispense(
                dossier.scope,
                dossier.id("verstr"),
                medication,
                use,
                day=max(day, date.fromisoformat(use.since)).isoformat(),
                performer=performer,
                contained=medicines.medication("p", medication.drug, dossier.scope)
                if number == 0
                else None,
                prescription={"identifier": {"system": SYSTEM + "/recept", "value": identifier}},
            ),
            sensitivity=label,
        )
