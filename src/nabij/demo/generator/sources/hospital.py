# SPDX-License-Identifier: EUPL-1.2
"""What the hospital sends: R4 in the profiles of zib 2020,
as transactions with urn:uuid references."""

from nabij.demo.generator import providers
from nabij.demo.generator.fhir import caring, clinical, contacts, medicines, people
from nabij.demo.generator.fhir.parts import Json, reference
from nabij.demo.generator.sources.dossier import Dossier, World
from nabij.demo.generator.sources.everywhere import (
    add_aids_and_alerts,
    add_allergies,
    add_directives,
    add_meetings,
    of_source,
)
from nabij.demo.generator.stories.health import main_specialty, sensitivity
from nabij.demo.generator.stories.shapes import Stay

SOURCE = providers.HOSPITAL
SYSTEM = "https://hanzepoort.example/fhir/NamingSystem/patientnummer"


def write(dossier: Dossier, world: World) -> None:
    """Add everything the hospital tells."""
    story, scope = dossier.story, dossier.scope
    dossier.add(
        people.patient(
            dossier.copy,
            version=dossier.version,
            patient_id=dossier.patient_id,
            local_system=SYSTEM,
            phone_style=0,
            marital="M" if any("partner" in one.kinds for one in story.circle) else "",
            language=story.client.person.language,
        )
    )
    diagnoses: dict[str, Json] = {}
    for problem in story.problems:
        if SOURCE in problem.sources:
            added = clinical.condition(scope, dossier.id("cond"), problem, use_icpc=False)
            diagnoses[problem.key] = dossier.add(added, problem.title)
    add_allergies(dossier)
    for stay in story.stays:
        if stay.key != "ggz":
            _stay(dossier, world, stay, diagnoses)
    _operations(dossier, world, diagnoses)
    _results(dossier, world)
    _medication(dossier, world)
    for letter in of_source(dossier, story.letters):
        author = _who(world, letter.specialty)
        dossier.add(contacts.document(scope, dossier.id("brief"), letter, author=author))
    add_directives(dossier)
    add_aids_and_alerts(dossier)
    add_meetings(dossier, "afspr", lambda specialty: _who(world, specialty))
    _team(dossier, world)


def _who(world: World, specialty: str) -> Json:
    """Return a reference to the specialist.

    By name only when nobody of that specialty is listed.
    """
    found = world.specialist(specialty)
    if found is None:
        return {"display": specialty}
    return reference(f"PractitionerRole/{found.key}-rol", f"{found.name}, {specialty}")


def _stay(dossier: Dossier, world: World, stay: Stay, diagnoses: dict[str, Json]) -> None:
    scope = dossier.scope
    diagnosis = diagnoses.get(stay.problem)
    dossier.add(
        contacts.hospital_encounter(
            scope,
            dossier.id("contact"),
            stay,
            practitioner=_who(world, stay.specialty),
            provider=world.organisation("hospital"),
            diagnosis=diagnosis,
        )
    )


def _operations(dossier: Dossier, world: World, diagnoses: dict[str, Json]) -> None:
    """Add what was done, and for which problem when that is told."""
    specialties = {problem.key: problem.specialty for problem in dossier.story.problems}
    for operation in of_source(dossier, dossier.story.operations):
        specialty = specialties.get(operation.problem)
        dossier.add(
            clinical.operation(
                dossier.scope,
                dossier.id("verr"),
                operation,
                performer=_who(world, specialty) if specialty else None,
                reason=diagnoses.get(operation.problem),
            )
        )


def _results(dossier: Dossier, world: World) -> None:
    """Add laboratory results, and a report for each day with three or more of them."""
    by_day: dict[str, list[Json]] = {}
    for result in of_source(dossier, dossier.story.labs):
        added = dossier.add(clinical.lab(dossier.scope, dossier.id("lab"), result))
        by_day.setdefault(result.day.isoformat(), []).append(added)
    for day, results in by_day.items():
        if len(results) >= 3:
            dossier.add(
                contacts.diagnostic_report(
                    dossier.scope,
                    dossier.id("uitslag"),
                    title="Laboratoriumonderzoek",
                    day=day,
                    conclusion="Uitslagen zie losse bepalingen; afwijkingen zijn besproken met de aanvrager.",
                    performer=world.organisation("hospital"),
                    results=results,
                )
            )


def _medication(dossier: Dossier, world: World) -> None:
    specialty = main_specialty(dossier.story.problems)
    for medication in dossier.story.medications:
        use = medication.views.get(SOURCE)
        if use is not None:
            dossier.add(
                medicines.request(
                    dossier.scope,
                    dossier.id("ma"),
                    medication,
                    use,
                    product=None,
                    requester=_who(world, specialty),
                ),
                sensitivity=sensitivity(medication.problem),
            )


def _team(dossier: Dossier, world: World) -> None:
    """Add the team around someone with several specialists."""
    specialties = list(
        dict.fromkeys(stay.specialty for stay in dossier.story.stays if stay.key != "ggz")
    )
    if len(specialties) < 2:
        return
    members = [(specialty, _who(world, specialty)) for specialty in specialties]
    since = min(stay.first for stay in dossier.story.stays)
    dossier.add(
        caring.care_team(
            dossier.scope,
            dossier.id("team"),
            "Behandelteam ziekenhuis",
            members,
            since=since.isoformat(),
            organisation=world.organisation("hospital"),
        )
    )
