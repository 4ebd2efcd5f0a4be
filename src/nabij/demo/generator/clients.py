# SPDX-License-Identifier: EUPL-1.2
"""Makes a client of a person: number, team, agreements, instructions, and who has a dossier."""

from dataclasses import replace
from datetime import date, timedelta

from nabij.demo.generator import providers
from nabij.demo.generator.chance import Chance, Weighted
from nabij.demo.generator.copies import variant
from nabij.demo.generator.days import age, days_before, in_dutch
from nabij.demo.generator.names import words_for
from nabij.demo.generator.places import Place
from nabij.demo.generator.shapes import (
    Client,
    Colleague,
    ContactInstruction,
    Ground,
    KeySafe,
    Organisation,
    Person,
    Practitioner,
    SourceRecord,
)
from nabij.demo.generator.tables import table

# How often a source has a dossier of a client, and which ground there is: given by consent, by
# nursing handoff, brought by the client, withdrawn, refused; what is left has no ground at all.
_HAS_DOSSIER = {providers.GP: 0.94, providers.HOSPITAL: 0.66, providers.PHARMACY: 0.91}
_GROUNDS = {
    providers.GP: (0.76, 0.0, 0.07, 0.02, 0.06),
    providers.HOSPITAL: (0.22, 0.60, 0.05, 0.02, 0.03),
    providers.PHARMACY: (0.82, 0.0, 0.05, 0.02, 0.03),
    providers.DAY_CARE: (0.92, 0.0, 0.02, 0.01, 0.02),
    providers.MENTAL_HEALTH: (0.55, 0.0, 0.05, 0.05, 0.15),
}
_WEIGHTS = Weighted(["light", "medium", "heavy", "very_heavy"], [50, 39, 9.7, 1.3])
_SAFES = ("rechts naast de voordeur", "in de schuur, links van de deur", "aan de regenpijp achter het huis",
          "in de meterkast van de hal, beneden", "onder het afdak bij de achterdeur")  # fmt: skip
_EVIDENCE = {
    "consent": (
        "Toestemmingsformulier getekend op {day}",
        "Mondeling gegeven op {day}, vastgelegd in het gesprek",
    ),
    "handoff": ("Verpleegkundige overdracht ontvangen op {day}",),
    "brought": ("Door cliënt meegebracht op {day}, uit eigen PGO",),
}


class ClientMaker:
    """Makes clients; knows who works where."""

    first_number = 100_101

    def __init__(
        self,
        *,
        seed: int,
        today: date,
        colleagues: tuple[Colleague, ...],
        organisations: tuple[Organisation, ...],
        practitioners: tuple[Practitioner, ...],
    ) -> None:
        self.seed = seed
        self.today = today
        insurers = [row for row in table("organisations")["organisation"] if "uzovi" in row]
        self._insurers = Weighted(
            [row["key"] for row in insurers], [row["weight"] for row in insurers]
        )
        patterns = table("care")["pattern"]
        self._patterns = Weighted(list(patterns), [row["weight"] for row in patterns.values()])
        self._practices = providers.practices_of_teams()
        self._doctors: dict[str, list[str]] = {}
        for practitioner in practitioners:
            if practitioner.specialty == "huisarts":
                self._doctors.setdefault(practitioner.organisation, []).append(practitioner.key)
        self._nurses = {
            colleague.units[0]: colleague.key
            for colleague in reversed(colleagues)
            if colleague.job_title == "Wijkverpleegkundige"
        }
        self._nurses["team-hattem"] = "fatima"
        self._housing = [row.key for row in organisations if row.kind == "housing"]
        self._day_care_clients = 0

    def make(
        self, index: int, person: Person, place: Place, chance: Chance, wishes: dict[str, str]
    ) -> Client:
        """Return the client with running number `index`.

        `wishes` may fix pattern, weight, practice, day_care ("yes" or "no"), mental_health, grounds
        ("all") and variants ("none").
        """
        starts_on = days_before(self.today, 30 + 2400 * chance.random() ** 2)
        pattern = wishes.get("pattern") or self._pattern(person, chance)
        ends_on = None
        if chance.happens(0.05) and "pattern" not in wishes:
            ends_on = max(
                days_before(self.today, chance.number(3, 360)), starts_on + timedelta(days=7)
            )
        if ends_on is not None and ends_on < self.today and chance.happens(0.35):
            person = replace(person, deceased=ends_on.isoformat())
        practice = wishes.get("practice") or chance.pick(self._practices[place.team])
        return Client(
            person=person,
            client_number=str(self.first_number + index),
            team=place.team,
            starts_on=starts_on,
            ends_on=ends_on if ends_on is None or ends_on < self.today else None,
            general_practice=practice,
            practitioner=chance.pick(self._doctors[practice]),
            pharmacy=providers.PHARMACY_OF_TEAM[place.team],
            insurer=self._insurers.pick(chance),
            policy_number=f"{chance.number(10_000_000, 99_999_999)}",
            municipality=f"gm-{place.municipality}",
            housing=chance.pick(self._housing) if chance.happens(0.4) else "",
            has_wlz=chance.happens(0.6 if pattern in {"dementia", "three_times"} else 0.06),
            has_wmo=pattern == "household" or chance.happens(0.28),
            instructions=self._instructions(person, chance),
            key_safe=self._safe(chance) if chance.happens(0.24) else None,
            records=tuple(self._records(index, person, pattern, starts_on, chance, wishes)),
            pattern=pattern,
            weight=wishes.get("weight") or _WEIGHTS.pick(chance),
            coordinator=self._nurses[place.team],
        )

    def _pattern(self, person: Person, chance: Chance) -> str:
        pattern: str = self._patterns.pick(chance)
        if pattern in {"dementia", "after_hospital"} and age(person.birth, self.today) < 70:
            return "morning"
        return pattern

    def _instructions(self, person: Person, chance: Chance) -> tuple[ContactInstruction, ...]:
        words = table("care")["pattern_words"]
        wanted: list[str] = []
        if person.language != "nl":
            wanted.append({"tr": "turkish", "ber": "moroccan", "pl": "polish"}[person.language])
        if age(person.birth, self.today) > 78 and chance.happens(0.3):
            wanted.append(chance.pick(("hearing", "hearing_2")))
        for kind, share in (
            ("channel", 0.14),
            ("address", 0.1),
            ("visit", 0.2),
            ("safety", 0.06),
            ("family", 0.08),
        ):
            if chance.happens(share):
                options = [key for key in words if key.partition("_")[0] == kind]
                wanted.append(chance.pick(options))
        return tuple(self._instruction(key, words[key], person, chance) for key in wanted[:3])

    def _instruction(
        self, key: str, text: str, person: Person, chance: Chance
    ) -> ContactInstruction:
        kind = key.partition("_")[0]
        has_end = chance.happens(0.7)
        starts_on = days_before(self.today, chance.number(5, 300))
        return ContactInstruction(
            kind="language" if kind in {"turkish", "moroccan", "polish"} else kind,
            text=text.format_map(words_for(person.gender)),
            starts_on=starts_on,
            ends_on=self.today + timedelta(days=chance.number(14, 330)) if has_end else None,
        )

    def _safe(self, chance: Chance) -> KeySafe:
        return KeySafe(code=f"{chance.number(1000, 9999)}", place=chance.pick(_SAFES))

    def _records(
        self,
        index: int,
        person: Person,
        pattern: str,
        starts_on: date,
        chance: Chance,
        wishes: dict[str, str],
    ) -> list[SourceRecord]:
        agreement = Ground(
            kind="own_record",
            decision="given",
            starts_on=starts_on,
            ends_on=None,
            evidence=f"Zorgovereenkomst van {in_dutch(starts_on)}",
        )
        number = str(self.first_number + index)
        records = [self._record(providers.OWN, number, agreement, person, chance, wishes)]
        for source in self._known_at(pattern, chance, wishes):
            ground = self._ground(source, starts_on, chance, wishes)
            patient_id = self._patient_id(source, index)
            records.append(self._record(source, patient_id, ground, person, chance, wishes))
        return records

    def _record(
        self,
        source: str,
        patient_id: str,
        ground: Ground | None,
        person: Person,
        chance: Chance,
        wishes: dict[str, str],
    ) -> SourceRecord:
        clean = wishes.get("variants") == "none"
        return SourceRecord(
            source=source,
            patient_id=patient_id,
            ground=ground,
            variant="" if clean else variant(source, person, chance),
        )

    def _known_at(self, pattern: str, chance: Chance, wishes: dict[str, str]) -> list[str]:
        is_set = wishes.get("grounds") == "all"
        known = [name for name, share in _HAS_DOSSIER.items() if is_set or chance.happens(share)]
        day_care = wishes.get("day_care")
        share = 0.5 if pattern == "dementia" else 0.07
        if day_care == "yes" or (day_care is None and chance.happens(share)):
            known.append(providers.DAY_CARE)
        mental_health = wishes.get("mental_health")
        if mental_health == "yes" or (mental_health is None and chance.happens(0.024)):
            known.append(providers.MENTAL_HEALTH)
        return known

    def _patient_id(self, source: str, index: int) -> str:
        """Return how a source numbers this client.

        The pharmacy and the day centre number alike, so that one number means two people.
        """
        if source == providers.DAY_CARE:
            self._day_care_clients += 1
            return f"{300_000 + self._day_care_clients}"
        return {
            providers.GP: f"hap-{200_000 + index * 3}",
            providers.HOSPITAL: f"{4_000_000 + index * 7}",
            providers.PHARMACY: f"{300_000 + index}",
            providers.MENTAL_HEALTH: f"ggz{70_000 + index}",
        }[source]

    def _ground(
        self, source: str, starts_on: date, chance: Chance, wishes: dict[str, str]
    ) -> Ground | None:
        given, handoff, brought, withdrawn, refused = _GROUNDS[source]
        roll = 0.0 if wishes.get("grounds") == "all" else chance.random()
        day = starts_on + timedelta(days=chance.number(0, 20))
        if roll < given + handoff + brought:
            kind = "consent" if roll < given else "handoff" if roll < given + handoff else "brought"
            evidence = chance.pick(_EVIDENCE[kind]).format(day=in_dutch(day))
            return Ground(
                kind=kind, decision="given", starts_on=day, ends_on=None, evidence=evidence
            )
        roll -= given + handoff + brought
        if roll < withdrawn:
            ends_on = days_before(self.today, chance.number(5, 28))
            evidence = f"Ingetrokken door cliënt op {in_dutch(ends_on)}, per telefoon"
            return Ground(
                kind="consent",
                decision="withdrawn",
                starts_on=min(day, ends_on),
                ends_on=ends_on,
                evidence=evidence,
            )
        if roll < withdrawn + refused:
            evidence = f"Cliënt wil dit niet, besproken op {in_dutch(day)}"
            return Ground(
                kind="consent", decision="refused", starts_on=day, ends_on=None, evidence=evidence
            )
        return None
