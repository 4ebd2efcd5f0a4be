# SPDX-License-Identifier: EUPL-1.2
"""What the day centre sends: R4, absolute references, names as people are called."""

from nabij.demo.generator import providers
from nabij.demo.generator.fhir import caring, people, wishes
from nabij.demo.generator.fhir.parts import Json, reference
from nabij.demo.generator.names import full_name
from nabij.demo.generator.sources.dossier import Dossier, World
from nabij.demo.generator.sources.everywhere import (
    add_answers,
    add_goals,
    add_measurements,
    add_meetings,
    add_messages,
    of_source,
)

SOURCE = providers.DAY_CARE
BASE = "https://veerpont.example/fhir"


def write(dossier: Dossier, world: World) -> None:
    """Add everything the day centre tells."""
    story, scope = dossier.story, dossier.scope
    dossier.add(
        people.patient(
            dossier.copy,
            version=dossier.version,
            patient_id=dossier.patient_id,
            local_system=f"{BASE}/NamingSystem/deelnemer",
            phone_style=2,
            language=story.client.person.language,
        )
    )
    centre = reference(f"{BASE}/Organization/day-care", world.organisations["day-care"].name)
    guide = world.specialists["activiteitenbegeleider"]
    guide_reference = reference(f"{BASE}/Practitioner/{guide.key}", guide.name)
    first: Json | None = None
    for one in story.circle[:1]:
        resource = people.related_person(
            version=dossier.version,
            identifier=dossier.id("contact"),
            subject=scope.subject,
            name=one.person.name,
            gender=one.person.gender,
            kinds=one.kinds,
            points=one.person.contact_points,
            home=None,
            phone_style=2,
        )
        first = dossier.add(resource, full_name(one.person.name))
    goals = add_goals(dossier, [])
    cares = of_source(dossier, story.cares)
    if cares:
        dossier.add(
            caring.care_plan(
                scope,
                dossier.id("plan"),
                cares,
                title="Begeleidingsplan dagbesteding",
                goals=goals,
                author=guide_reference,
            )
        )
        dossier.add(
            wishes.permission(
                scope,
                dossier.id("toestemming"),
                since=cares[0].since.isoformat(),
                with_whom="Delen met de thuiszorg",
                organisation=centre,
            )
        )
    add_measurements(dossier, None)
    add_meetings(dossier, "dag", lambda _: guide_reference)
    add_messages(dossier, guide_reference, first)
    add_answers(dossier, None, BASE)
