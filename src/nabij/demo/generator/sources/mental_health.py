# SPDX-License-Identifier: EUPL-1.2
"""What the mental health institution sends: R4. Its very name is sensitive."""

from nabij.demo.generator import providers
from nabij.demo.generator.fhir import clinical, contacts, people
from nabij.demo.generator.fhir.parts import Json, reference
from nabij.demo.generator.sources.dossier import Dossier, World
from nabij.demo.generator.sources.everywhere import of_source

LABEL = "PSY"
SOURCE = providers.MENTAL_HEALTH
SYSTEM = "https://ggzoversticht.example/fhir/NamingSystem/dossier"


def write(dossier: Dossier, world: World) -> None:
    """Add everything the mental health institution tells."""
    story, scope = dossier.story, dossier.scope
    dossier.add(
        people.patient(
            dossier.copy,
            version=dossier.version,
            patient_id=dossier.patient_id,
            local_system=SYSTEM,
            phone_style=0,
        )
    )
    doctor = world.specialists["psychiatrie"]
    author = reference(f"Practitioner/{doctor.key}", doctor.name)
    diagnosis: Json | None = None
    for problem in story.problems:
        if SOURCE in problem.sources:
            added = clinical.condition(
                scope, dossier.id("cond"), problem, use_icpc=False, asserter=author
            )
            diagnosis = dossier.add(added, problem.title, sensitivity=LABEL)
    provider = world.organisation("mental-health")
    for stay in story.stays:
        if stay.key == "ggz":
            encounter = contacts.hospital_encounter(
                scope,
                dossier.id("contact"),
                stay,
                practitioner=author,
                provider=provider,
                diagnosis=diagnosis,
            )
            dossier.add(encounter, sensitivity=LABEL)
    for letter in of_source(dossier, story.letters):
        document = contacts.document(scope, dossier.id("plan"), letter, author=author)
        dossier.add(document, sensitivity=LABEL)
