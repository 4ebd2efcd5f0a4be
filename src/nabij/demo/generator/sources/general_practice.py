# SPDX-License-Identifier: EUPL-1.2
"""What the general practice sends: STU3 in the profiles of the GP data of MedMij, ICPC codes.

References to professionals carry the role in an extension; products are sent inline, contained or
as a resource of their own.
"""

from nabij.demo.generator import providers
from nabij.demo.generator.fhir import clinical, contacts, medicines, people
from nabij.demo.generator.fhir.parts import Json, reference
from nabij.demo.generator.sources.dossier import Dossier, World, role_reference
from nabij.demo.generator.sources.everywhere import add_allergies, add_directives
from nabij.demo.generator.stories.health import sensitivity
from nabij.demo.generator.stories.shapes import Consult, Problem

SOURCE = providers.GP
BASE = "https://huisartsen.example/fhir"


def write(dossier: Dossier, world: World) -> None:
    """Add everything the GP tells."""
    client = dossier.story.client
    doctor = world.practitioners[client.practitioner]
    author = role_reference(doctor)
    if dossier.has("dangling"):
        author = reference(f"Practitioner/vervallen-{doctor.key}", doctor.name)
    practice = world.organisation(client.general_practice)
    dossier.add(
        people.patient(
            dossier.copy,
            version=dossier.version,
            patient_id=dossier.patient_id,
            local_system=f"{BASE}/NamingSystem/patient",
            phone_style=1,
            practitioner=role_reference(doctor),
            deceased=client.person.deceased,
        )
    )
    episodes = _problems(dossier, author, practice)
    _medication(dossier, author)
    add_allergies(dossier)
    for consult in dossier.story.consults:
        _consult(dossier, consult, author, practice, episodes)
    scope = dossier.scope
    for result in dossier.story.labs:
        if result.source == SOURCE:
            dossier.add(clinical.lab(scope, dossier.id("lab"), result))
    for vaccine in dossier.story.vaccines:
        dossier.add(clinical.vaccination(scope, dossier.id("vac"), vaccine))
    add_directives(dossier)


def _problems(dossier: Dossier, author: Json, practice: Json) -> dict[str, tuple[Json, Problem]]:
    """Add conditions and the episodes they belong to; return episodes by problem."""
    found: dict[str, tuple[Json, Problem]] = {}
    scope = dossier.scope
    has_all = dossier.story.client.weight in {"heavy", "very_heavy"}
    for number, problem in enumerate(dossier.story.problems):
        if SOURCE not in problem.sources:
            continue
        status = "entered-in-error" if problem.wrong_at == SOURCE else ""
        diagnosis = dossier.add(
            clinical.condition(
                scope, dossier.id("cond"), problem, use_icpc=True, status=status, asserter=author
            ),
            problem.title,
            sensitivity=problem.sensitivity,
        )
        if dossier.has("unknown_modifier") and not found:
            dossier.mark_unknown()
        if status or not (has_all or (number % 2 == 0 and not problem.until)):
            continue
        episode = contacts.episode(
            scope, dossier.id("ep"), problem, diagnosis=diagnosis, organisation=practice
        )
        added = dossier.add(episode, problem.title, sensitivity=problem.sensitivity)
        found[problem.key] = (added, problem)
    return found


def _medication(dossier: Dossier, author: Json) -> None:
    scope = dossier.scope
    for number, medication in enumerate(dossier.story.medications):
        use = medication.views.get(SOURCE)
        if use is None:
            continue
        identifier = dossier.id("ma")
        contained = product = None
        if number % 3 == 0:
            contained = medicines.medication("product", medication.drug, scope)
            product = {"reference": "#product"}
        elif number % 7 == 1:
            added = medicines.medication(f"{identifier}-p", medication.drug, scope)
            product = dossier.add(added, medication.drug.label)
        dossier.add(
            medicines.request(
                scope,
                identifier,
                medication,
                use,
                product=product,
                requester=author,
                contained=contained,
            ),
            sensitivity=sensitivity(medication.problem),
        )


def _consult(
    dossier: Dossier,
    consult: Consult,
    author: Json,
    practice: Json,
    episodes: dict[str, tuple[Json, Problem]],
) -> None:
    """Add a contact: the encounter, the lines of the journal and, for a visit, the report."""
    scope = dossier.scope
    label = sensitivity(consult.problem)
    episode, problem = episodes.get(consult.problem, (None, None))
    encounter = dossier.add(
        contacts.gp_encounter(
            scope,
            dossier.id("contact"),
            consult,
            episode=episode,
            practitioner=author,
            practice=practice,
        ),
        sensitivity=label,
    )
    lines: list[tuple[str, str, Json]] = []
    is_short = dossier.story.client.weight in {"light", "medium"}
    for letter, text in zip("SOEP", consult.lines, strict=True):
        if not text or (is_short and letter in "OP"):
            continue
        line = contacts.journal_line(
            scope,
            dossier.id("regel"),
            letter,
            text,
            found=consult,
            encounter=encounter,
            performer=author,
        )
        lines.append((letter, text, dossier.add(line, sensitivity=label)))
    if consult.mode != "consult":
        dossier.add(
            contacts.gp_report(
                scope,
                dossier.id("verslag"),
                lines,
                found=consult,
                encounter=encounter,
                author=author,
                icpc=problem.icpc if problem else None,
            ),
            sensitivity=label,
        )
