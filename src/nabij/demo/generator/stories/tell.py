# SPDX-License-Identifier: EUPL-1.2
"""Tells the story of any client: the parts in a fixed order, each from its own stream of chance."""

from datetime import date

from nabij.demo.generator.chance import Chance
from nabij.demo.generator.roster import workers
from nabij.demo.generator.shapes import Client, Institution, Person
from nabij.demo.generator.stories import contacts, health, living
from nabij.demo.generator.stories.jo import story_of_jo
from nabij.demo.generator.stories.shapes import Circle, Story, empty_story
from nabij.demo.generator.tables import table

_ODDITIES = (
    ("unknown_modifier", 0.008),
    ("dangling", 0.012),
    ("error_report", 0.006),
    ("absolute", 0.08),
)


class Teller:
    """Knows the institution and tells its clients' stories one by one."""

    def __init__(self, institution: Institution) -> None:
        self.today: date = institution.today
        self.seed = institution.seed
        self.teams = workers(institution)
        self.jo = institution.cast["jo"]
        self.persons = {person.key: person for person in institution.related}
        self.persons.update((client.person.key, client.person) for client in institution.clients)
        self._bonds: dict[str, dict[str, list[str]]] = {}
        for bond in institution.relationships:
            self._bonds.setdefault(bond.subject, {}).setdefault(bond.object, []).append(bond.kind)

    def circle(self, person: Person) -> list[Circle]:
        """Return who are around someone, the first contact person first."""
        bonds = self._bonds.get(person.key, {})
        found = [Circle(self.persons[key], tuple(kinds)) for key, kinds in bonds.items()]
        return sorted(found, key=lambda someone: "first_contact" not in someone.kinds)

    def story(self, client: Client) -> Story:
        """Return the story of a client; asked twice it is the same."""
        story = empty_story(client, self.circle(client.person))
        chance = Chance(self.seed, "story", client.client_number)
        team = self.teams[client.team]
        if client.client_number == self.jo:
            return story_of_jo(story, team, self.today)
        # Of someone who left care, the story ends on the last day.
        today = client.ends_on or self.today
        story.problems.extend(health.problems(client, today, chance))
        story.medications.extend(health.medications(client, story.problems, today, chance))
        allergies, none_at = health.allergies(client, today, chance)
        directives, wills = health.directives(client, today, chance)
        story = story._replace(
            allergies=allergies,
            no_allergies_at=none_at,
            directives=directives,
            wills=wills,
            oddities=frozenset(name for name, share in _ODDITIES if chance.happens(share)),
            handoff=self._handoff(client, chance),
        )
        living.plan(story, today, chance)
        living.measure(story, today, chance)
        living.report(story, team, today, chance)
        living.surround(story, today, chance)
        living.arrange(story, team, today, chance)
        living.spends_days(story, today, chance)
        contacts.add_general_practice(story, today, chance)
        contacts.add_hospital(story, today, chance)
        contacts.add_mental_health(story, today, chance)
        return story

    def _handoff(self, client: Client, chance: Chance) -> str:
        """Return the text of a nursing handoff; few clients have one."""
        if client.pattern == "after_hospital" or chance.happens(0.02):
            return str(table("reports")["handoff"])
        return ""
