# SPDX-License-Identifier: EUPL-1.2
"""What several sources tell in the same way: allergies, wishes, devices, warnings, measurements."""

from collections.abc import Callable, Sequence
from typing import Protocol

from nabij.demo.generator.fhir import caring, clinical, wishes
from nabij.demo.generator.fhir.parts import Json
from nabij.demo.generator.sources.dossier import Dossier


class _FromSource(Protocol):
    @property
    def source(self) -> str: ...


def of_source[T: _FromSource](dossier: Dossier, items: Sequence[T]) -> list[T]:
    """Return the parts of the story that this source tells."""
    return [item for item in items if item.source == dossier.source]


def add_allergies(dossier: Dossier) -> None:
    """Add the allergies that the source knows of, or that it knows of none."""
    story, source = dossier.story, dossier.source
    for allergy in story.allergies:
        if source in allergy.views:
            dossier.add(clinical.allergy(dossier.scope, dossier.id("alg"), allergy, source))
    if source in story.no_allergies_at:
        dossier.add(clinical.no_allergies(dossier.scope, dossier.id("alg")))


def add_directives(dossier: Dossier) -> None:
    """Add the treatment directives that the source has recorded."""
    for directive in dossier.story.directives:
        if dossier.source in directive.views:
            dossier.add(
                wishes.directive(dossier.scope, dossier.id("wens"), directive, dossier.source)
            )


def add_aids_and_alerts(dossier: Dossier) -> None:
    """Add devices with their use, and warnings."""
    scope = dossier.scope
    for aid in of_source(dossier, dossier.story.aids):
        product = dossier.add(clinical.device(scope, dossier.id("prod"), aid), aid.type.title)
        dossier.add(clinical.device_use(scope, dossier.id("hulp"), aid, product))
    for alert in of_source(dossier, dossier.story.alerts):
        dossier.add(clinical.flag(scope, dossier.id("flag"), alert))


def add_measurements(dossier: Dossier, performer: Json | None) -> None:
    """Add measurements and findings."""
    scope = dossier.scope
    for found in of_source(dossier, dossier.story.measurements):
        dossier.add(clinical.measurement(scope, dossier.id("meting"), found, performer))
    for finding in of_source(dossier, dossier.story.findings):
        dossier.add(clinical.finding(scope, dossier.id("bevinding"), finding))


def add_goals(dossier: Dossier, addresses: list[Json]) -> dict[str, Json]:
    """Add goals; return references to them by the need that they answer."""
    return {
        goal.need: dossier.add(
            caring.goal(dossier.scope, dossier.id("doel"), goal, addresses), goal.text
        )
        for goal in of_source(dossier, dossier.story.goals)
    }


def add_meetings(dossier: Dossier, kind: str, who: Callable[[str], Json | None]) -> None:
    """Add appointments; `who` turns the name in the story into a reference."""
    for meeting in of_source(dossier, dossier.story.meetings):
        dossier.add(caring.appointment(dossier.scope, dossier.id(kind), meeting, who(meeting.who)))


def add_messages(dossier: Dossier, sender: Json, recipient: Json | None) -> None:
    """Add messages and noted conversations."""
    for message in of_source(dossier, dossier.story.messages):
        dossier.add(
            caring.communication(dossier.scope, dossier.id("bericht"), message, sender, recipient)
        )


def add_answers(dossier: Dossier, author: Json | None, base: str) -> None:
    """Add lists of questions that were filled in."""
    for answers in of_source(dossier, dossier.story.answers):
        dossier.add(caring.questionnaire(dossier.scope, dossier.id("lijst"), answers, author, base))
