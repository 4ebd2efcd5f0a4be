# SPDX-License-Identifier: EUPL-1.2
"""Tells of contacts with the GP and the hospital: visits, admissions, operations, labs, letters."""

from datetime import date, timedelta
from functools import cache

from nabij.demo.generator import providers
from nabij.demo.generator.chance import Chance
from nabij.demo.generator.days import days_before
from nabij.demo.generator.names import words_for
from nabij.demo.generator.stories.health import known_at
from nabij.demo.generator.stories.shapes import (
    Code,
    Consult,
    Lab,
    Letter,
    Operation,
    Problem,
    Stay,
    Story,
    Vaccine,
)
from nabij.demo.generator.tables import table

GP, HOSPITAL, MENTAL_HEALTH = providers.GP, providers.HOSPITAL, providers.MENTAL_HEALTH
_MODES = ("consult", "consult", "visite", "visite", "telefonisch contact")
_CONSULTS = {"light": (0, 1), "medium": (1, 2), "heavy": (2, 5), "very_heavy": (9, 14)}
_GP_LABS = ("kreatinine", "egfr", "hb", "kalium")
_LABS_A_STAY = {"light": 1, "medium": 3, "heavy": 4, "very_heavy": 6}


@cache
def lab_row(name: str) -> tuple[Code, str, float, float, float, float]:
    """Return code, unit, lower and upper limit, and the range of values of a laboratory test."""
    row = table("hospital")["lab"][name]
    return Code(*row["loinc"]), row["unit"], row["low"], row["high"], row["from"], row["to"]


def lab(source: str, name: str, day: date, chance: Chance) -> Lab:
    """Return a result of a test, rounded as laboratories do."""
    _, _, _, _, lowest, highest = lab_row(name)
    value = lowest + (highest - lowest) * chance.random() ** 1.4
    return Lab(source, day, name, round(value, 1) if highest < 20 else round(value))


def add_general_practice(story: Story, today: date, chance: Chance) -> None:
    """Add what the GP's journal holds: contacts, tests and vaccinations."""
    client = story.client
    if GP not in known_at(client):
        return
    rows = table("consults")["consult"]
    keys = [item.key for item in story.problems if GP in item.sources]
    for _ in range(chance.number(*_CONSULTS[client.weight])):
        key = chance.pick(keys) if keys and chance.happens(0.75) else "general"
        lines = chance.pick(rows.get(key) or rows["general"])
        day = days_before(today, 3 + 720 * chance.random() ** 1.6)
        story.consults.append(
            Consult(
                day,
                _mode(lines[0], chance),
                "" if key not in rows or key == "general" else key,
                tuple(lines),
            )
        )
    story.consults.sort(key=lambda consult: consult.day)
    if client.weight != "light" and chance.happens(0.5):
        day = days_before(today, chance.number(20, 400))
        for name in _GP_LABS[: chance.number(2, 4)]:
            story.labs.append(lab(GP, name, day, chance))
    if any(item.key == "diabetes" for item in story.problems):
        story.labs.append(lab(GP, "hba1c", days_before(today, chance.number(10, 120)), chance))
    _add_vaccines(story, today, chance)


def _mode(subjective: str, chance: Chance) -> str:
    """Return how a contact was held; some lines say so themselves."""
    if subjective.startswith("Telefonisch"):
        return "telefonisch contact"
    if subjective.startswith(("Visite", "Palliatief", "Terug thuis")):
        return "visite"
    return chance.pick(_MODES)


def _add_vaccines(story: Story, today: date, chance: Chance) -> None:
    rows = table("consults")["vaccine"]
    year = today.year if today.month > 10 else today.year - 1
    if chance.happens(0.68):
        story.vaccines.append(
            Vaccine(Code(*rows["influenza"]), f"{year}-10-{chance.number(12, 30)}")
        )
    if chance.happens(0.3):
        story.vaccines.append(
            Vaccine(Code(*rows["covid"]), f"{year}-10-{chance.number(3, 30):02d}")
        )
    if chance.happens(0.15):
        story.vaccines.append(Vaccine(Code(*rows["pneumococcal"]), f"{year - chance.number(0, 4)}"))


def add_hospital(story: Story, today: date, chance: Chance) -> None:
    """Add contacts with the hospital for the problems it knows."""
    client = story.client
    if HOSPITAL not in known_at(client):
        return
    treated = [item for item in story.problems if HOSPITAL in item.sources]
    if not treated:
        _add_emergency(story, today, chance)
        return
    most = {"light": 1, "medium": 2, "heavy": 3, "very_heavy": 5}[client.weight]
    for item in treated[:most]:
        _add_outpatient(story, item, today, chance)
        if chance.happens(0.35 if client.weight in {"heavy", "very_heavy"} else 0.14):
            _add_admission(story, item, today, chance)


def _add_emergency(story: Story, today: date, chance: Chance) -> None:
    """Add a visit to the emergency department, for people whom the hospital hardly knows."""
    day = days_before(today, chance.number(30, 900))
    reason = chance.pick(("Val in huis", "Duizeligheid", "Buikpijn", "Hoofdwond na val"))
    specialty = "spoedeisende geneeskunde"
    story.stays.append(Stay("seh", "EMER", day, day, reason, specialty, ""))
    text = (
        "{Pat} werd gezien op de spoedeisende hulp wegens {problem}. Geen ernstig letsel, naar huis met "
        "instructie. Verzoek huisarts om controle."
    )
    story.letters.append(
        _letter(story, HOSPITAL, day, "Brief spoedeisende hulp", specialty, text, reason.lower())
    )


def small(title: str) -> str:
    """Return a title as it stands in a sentence: `hartfalen`, but `COPD`."""
    return title if title[1:2].isupper() else title[0].lower() + title[1:]


def _letter(
    story: Story, source: str, day: date, title: str, specialty: str, text: str, problem: str
) -> Letter:
    words = words_for(story.client.person.gender)
    return Letter(source, day, title, specialty, text.format(problem=problem, **words))


def _add_outpatient(story: Story, item: Problem, today: date, chance: Chance) -> None:
    row = table("hospital")["specialty"].get(item.specialty)
    if row is None:
        return
    day = days_before(today, chance.number(10, 640))
    name = small(item.title)
    story.stays.append(
        Stay(f"poli-{item.key}", "AMB", day, day, f"Controle {name}", item.specialty, item.key)
    )
    heavy = story.client.weight != "light"
    if heavy or chance.happens(0.4):
        story.letters.append(
            _letter(
                story,
                HOSPITAL,
                day,
                "Polikliniekbrief",
                item.specialty,
                row.get("visit", row["letter"]),
                name,
            )
        )
    if heavy and chance.happens(0.5):
        code, title = chance.pick(row["procedures"])
        story.operations.append(Operation(HOSPITAL, day.isoformat(), Code(code, title), item.key))
    for name in row["labs"][: chance.number(0, _LABS_A_STAY[story.client.weight])]:
        story.labs.append(lab(HOSPITAL, name, day, chance))


def _add_admission(story: Story, item: Problem, today: date, chance: Chance) -> None:
    row = table("hospital")["specialty"].get(item.specialty)
    if row is None:
        return
    first = days_before(today, chance.number(18, 500))
    last = min(first + timedelta(days=chance.number(2, 14)), today - timedelta(days=2))
    reason = chance.pick(row["admissions"])
    story.stays.append(
        Stay(f"opname-{item.key}", "IMP", first, last, reason, item.specialty, item.key)
    )
    code, title = chance.pick(row["procedures"])
    story.operations.append(Operation(HOSPITAL, first.isoformat(), Code(code, title), item.key))
    for offset in (0, (last - first).days):
        for name in row["labs"][: _LABS_A_STAY[story.client.weight]]:
            story.labs.append(lab(HOSPITAL, name, first + timedelta(days=offset), chance))
    name = small(item.title)
    story.letters.append(
        _letter(story, HOSPITAL, last, "Ontslagbrief", item.specialty, row["letter"], name)
    )


def add_mental_health(story: Story, today: date, chance: Chance) -> None:
    """Add contacts with the mental health institution."""
    if MENTAL_HEALTH not in known_at(story.client):
        return
    item = next((found for found in story.problems if MENTAL_HEALTH in found.sources), None)
    reason = item.title if item else "Intake"
    for _ in range(chance.number(1, 3)):
        day = days_before(today, chance.number(6, 500))
        story.stays.append(
            Stay(
                "ggz",
                "AMB",
                day,
                day,
                f"Gesprek: {reason}",
                "psychiatrie",
                item.key if item else "",
            )
        )
    story.letters.append(
        Letter(
            MENTAL_HEALTH,
            days_before(today, chance.number(6, 400)),
            "Behandelplan",
            "psychiatrie",
            f"Behandeling in verband met {reason.lower()}. Gesprekken eens per vier weken, medicatie in overleg met "
            "de huisarts. Signaleringsplan aanwezig; bij zorgen overdag het behandelteam bellen.",
        )
    )
