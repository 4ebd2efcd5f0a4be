# SPDX-License-Identifier: EUPL-1.2
"""What our own care record sends: STU3, the zibs of long-term care, references relative."""

from nabij.demo.generator import providers
from nabij.demo.generator.fhir import caring, clinical, contacts, medicines, people, wishes
from nabij.demo.generator.fhir.parts import Json, reference, without_empty
from nabij.demo.generator.names import full_name, words_for
from nabij.demo.generator.sources.dossier import Dossier, World
from nabij.demo.generator.sources.everywhere import (
    add_aids_and_alerts,
    add_allergies,
    add_answers,
    add_directives,
    add_goals,
    add_measurements,
    add_meetings,
    add_messages,
    of_source,
)
from nabij.demo.generator.stories.health import sensitivity
from nabij.demo.generator.stories.living import pays
from nabij.demo.generator.stories.shapes import Report

SOURCE = providers.OWN
BASE = "https://rietkraag.example/fhir"
SYSTEM = f"{BASE}/NamingSystem/clientnummer"
OWN_ORGANISATION = "rietkraag"
_RELATED = {"light": 1, "medium": 2, "heavy": 3, "very_heavy": 4}
_ACTS = {"wound": ("225358003", "wondzorg"), "medication": ("18629005", "toedienen van medicatie"),
         "injection": ("18629005", "toedienen van medicatie"), "insulin": ("18629005", "toedienen van insuline"),
         "weighing": ("39857003", "wegen"), "compression": ("", "zwachtelen")}  # fmt: skip
_SPEAKS = {"authorised", "mentor", "curator"}
_PAYORS = {"wlz": "care-office"}


def write(dossier: Dossier, world: World) -> None:
    """Add everything our own record tells."""
    client = dossier.story.client
    person = client.person
    dossier.add(
        people.patient(
            dossier.copy,
            version=dossier.version,
            patient_id=dossier.patient_id,
            local_system=SYSTEM,
            phone_style=1,
            marital=_marital(dossier),
            practitioner=world.organisation(client.general_practice),
            deceased=person.deceased,
            language=person.language,
        )
    )
    relatives = _relatives(dossier)
    _organisation_of_care(dossier, world)
    problems = _content(dossier, world, relatives)
    _plan(dossier, world, relatives, problems)
    _daily(dossier, world)
    _contacts(dossier, world, relatives)


def _marital(dossier: Dossier) -> str:
    if any("partner" in one.kinds for one in dossier.story.circle):
        return "M"
    return "W" if dossier.story.client.person.name.partner_name else ""


def _relatives(dossier: Dossier) -> dict[str, Json]:
    """Add the people around the client; return references to them by key."""
    found: dict[str, Json] = {}
    most = _RELATED[dossier.story.client.weight]
    for one in dossier.story.circle[:most]:
        resource = people.related_person(
            version=dossier.version,
            identifier=dossier.id("naaste"),
            subject=dossier.scope.subject,
            name=one.person.name,
            gender=one.person.gender,
            kinds=one.kinds,
            points=one.person.contact_points,
            home=one.person.addresses[0] if one.person.addresses else None,
            phone_style=1,
        )
        found[one.person.key] = dossier.add(resource, full_name(one.person.name))
    return found


def _organisation_of_care(dossier: Dossier, world: World) -> None:
    """Add the episode, the team and who pays."""
    client, scope = dossier.story.client, dossier.scope
    own = reference(f"Organization/{OWN_ORGANISATION}", world.name)
    since = client.starts_on.isoformat()
    until = client.ends_on.isoformat() if client.ends_on else ""
    dossier.add(
        contacts.home_care_episode(
            scope, dossier.id("ep"), since=since, until=until, organisation=own
        )
    )
    members = [
        ("Contactverzorgende", world.colleague(client.coordinator)),
        ("Wijkteam", reference(f"Organization/{client.team}", world.units[client.team].name)),
        ("Huisarts", world.organisation(client.general_practice)),
    ]
    dossier.add(
        caring.care_team(
            scope, dossier.id("team"), "Team rond de cliënt", members, since=since, organisation=own
        )
    )
    for law in pays(client):
        payor = {"zvw": client.insurer, "wmo": client.municipality}.get(law) or _PAYORS[law]
        start = f"{world.today.year}-01-01" if law == "zvw" else since
        dossier.add(
            caring.coverage(
                scope,
                dossier.id("dekking"),
                law,
                payor=world.organisation(payor),
                number=client.policy_number if law == "zvw" else "",
                since=start,
                until=until if law != "zvw" else "",
            )
        )


def _content(dossier: Dossier, world: World, relatives: dict[str, Json]) -> list[Json]:
    """Add problems, allergies, medication, wishes, warnings and devices; return the problems."""
    story, scope = dossier.story, dossier.scope
    nurse = world.colleague(story.client.coordinator)
    problems = []
    for problem in story.problems:
        if SOURCE in problem.sources:
            resource = clinical.condition(
                scope, dossier.id("cond"), problem, use_icpc=False, asserter=nurse
            )
            added = dossier.add(resource, problem.title, sensitivity=problem.sensitivity)
            if not problem.sensitivity:
                problems.append(added)
    add_allergies(dossier)
    for medication in story.medications:
        use = medication.views.get(SOURCE)
        if use is not None:
            statement = medicines.statement(
                scope,
                dossier.id("med"),
                medication,
                use,
                asserted=use.since,
                informant=scope.subject,
            )
            dossier.add(statement, sensitivity=sensitivity(medication.problem))
    add_directives(dossier)
    speaker = next((one.person.key for one in story.circle if _SPEAKS.intersection(one.kinds)), "")
    for will in story.wills:
        dossier.add(wishes.will(scope, dossier.id("wil"), will, relatives.get(speaker)))
    add_aids_and_alerts(dossier)
    for diet in story.diets:
        dossier.add(caring.diet(scope, dossier.id("voeding"), diet))
    return problems


def _plan(dossier: Dossier, world: World, relatives: dict[str, Json], problems: list[Json]) -> None:
    """Add goals, the care plan and the help of others."""
    story, scope = dossier.story, dossier.scope
    goals = add_goals(dossier, problems[:1])
    cares = of_source(dossier, story.cares)
    nurse = world.colleague(story.client.coordinator)
    if cares:
        dossier.add(
            caring.care_plan(
                scope,
                dossier.id("plan"),
                cares,
                title="Zorgplan thuiszorg",
                goals=goals,
                author=nurse,
                team=dossier.ref("CareTeam", f"{dossier.patient_id}-team-1"),
                addresses=problems,
            )
        )
    names = {one.person.key: full_name(one.person.name) for one in story.circle}
    helps = [
        (found, relatives.get(found.helper) or {"display": names.get(found.helper, found.helper)})
        for found in story.helps
    ]
    if helps:
        since = story.client.starts_on.isoformat()
        dossier.add(caring.help_from_others(scope, dossier.id("mantelzorg"), helps, since))


def _daily(dossier: Dossier, world: World) -> None:
    """Add measurements, abilities and the notes of each visit."""
    story, scope = dossier.story, dossier.scope
    nurse = world.colleague(story.client.coordinator)
    add_measurements(dossier, nurse)
    if dossier.has("unknown_modifier") and story.measurements:
        dossier.mark_unknown()
    acts: set[str] = set()
    for report in story.reports:
        author = world.colleague(report.colleague)
        note = contacts.nursing_note(scope, dossier.id("rapportage"), report, author)
        if dossier.has("error_report") and not acts and report is story.reports[-1]:
            note["status"] = "entered-in-error"
        dossier.add(note)
        _act(dossier, report, acts, author)


def _act(dossier: Dossier, report: Report, acts: set[str], author: Json) -> None:
    """Add the intervention that a note is about; of the plainest ones only the last."""
    if report.need in _ACTS and (report.need not in acts or report.need == "wound"):
        acts.add(report.need)
        code, title = _ACTS[report.need]
        dossier.add(
            contacts.nursing_act(
                dossier.scope,
                dossier.id("handeling"),
                title=title,
                code=code,
                day=report.day.isoformat(),
                performer=author,
            )
        )


def _contacts(dossier: Dossier, world: World, relatives: dict[str, Json]) -> None:
    """Add appointments, tasks, messages and lists of questions."""
    story, scope = dossier.story, dossier.scope
    first = next(iter(relatives.values()), None)
    nurse = world.colleague(story.client.coordinator)
    add_meetings(
        dossier, "afspr", lambda key: world.colleague(key) if key in world.colleagues else None
    )
    for todo in story.todos:
        dossier.add(caring.task(scope, dossier.id("taak"), todo, nurse))
    add_messages(dossier, nurse, first)
    add_answers(dossier, nurse, BASE)


def handoff(dossier: Dossier, world: World) -> Json | None:
    """Return the nursing handoff with which the hospital sent the client home, if there is one."""
    story = dossier.story
    if not story.handoff:
        return None
    text = story.handoff.format_map(words_for(story.client.person.gender))
    by_type: dict[str, list[Json]] = {}
    for resource in dossier.resources:
        by_type.setdefault(resource["resourceType"], []).append(
            dossier.ref(resource["resourceType"], resource["id"])
        )
    sections = [
        ("Toelichting", text, []),
        ("Gezondheidstoestand", "", by_type.get("Condition", [])),
        ("Allergieën", "", by_type.get("AllergyIntolerance", [])),
        ("Medicatie", "", by_type.get("MedicationStatement", [])),
        ("Behandelaanwijzingen en wilsverklaringen", "", by_type.get("Consent", [])),
        ("Hulpmiddelen", "", by_type.get("DeviceUseStatement", [])),
        ("Contactpersonen", "", by_type.get("RelatedPerson", [])),
    ]
    return without_empty(
        contacts.handoff(
            dossier.scope,
            f"{dossier.patient_id}-overdracht-1",
            date=story.client.starts_on.isoformat(),
            author=world.organisation("hospital"),
            custodian=reference(f"Organization/{OWN_ORGANISATION}", world.name),
            sections=[section for section in sections if section[1] or section[2]],
        )
    )
