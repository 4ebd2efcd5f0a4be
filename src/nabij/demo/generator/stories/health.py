# SPDX-License-Identifier: EUPL-1.2
"""Tells what ails a client and what is done about it: problems, medication, allergies, wishes."""

from datetime import date, timedelta
from functools import cache
from typing import Any

from nabij.demo.generator import providers
from nabij.demo.generator.chance import Chance, Weighted
from nabij.demo.generator.days import age, days_before, earliest, part_of
from nabij.demo.generator.shapes import Client
from nabij.demo.generator.stories.shapes import (
    Allergy,
    Code,
    Directive,
    Drug,
    Medication,
    Problem,
    Use,
    Will,
)
from nabij.demo.generator.tables import table

GP, HOSPITAL, OWN, PHARMACY = providers.GP, providers.HOSPITAL, providers.OWN, providers.PHARMACY
MENTAL_HEALTH, DAY_CARE = providers.MENTAL_HEALTH, providers.DAY_CARE
_PROBLEMS = {"light": (1, 2), "medium": (2, 4), "heavy": (4, 7), "very_heavy": (7, 10)}
_BESIDES = (
    ("paracetamol", 0.25),
    ("pantoprazol", 0.25),
    ("colecalciferol", 0.2),
    ("macrogol", 0.12),
)
_CPR, _INTENSIVE_CARE = (
    Code("89666000", "cardiopulmonale resuscitatie"),
    Code("305351004", "opname op intensive care"),
)
_ADMISSION, _VENTILATION = (
    Code("32485007", "ziekenhuisopname"),
    Code("40617009", "kunstmatige beademing"),
)
NO_RESUSCITATION = Code("NR", "Niet reanimeren verklaring")
_FIRST_PRODUCT = 99_000_000


@cache
def drug(key: str) -> Drug:
    """Return a drug of the list; its product number lies in a range that is not given out."""
    rows = table("medication")["drug"]
    row = rows[key]
    return Drug(
        key=key,
        name=row["name"],
        label=f"{row['name']} {row['strength']} {row['form']}",
        atc=row["atc"],
        product=str(_FIRST_PRODUCT + list(rows).index(key)),
        unit=row.get("unit", "tablet"),
        route=row.get("route", "oraal"),
        per=row.get("per", "d"),
        as_needed=row.get("as_needed", False),
    )


@cache
def allergy_row(key: str) -> tuple[Code, str, list[str]]:
    """Return substance, category and reactions of an allergy of the list."""
    row = table("consults")["allergy"][key]
    return Code(*row["substance"]), row["category"], row["reactions"]


@cache
def _fitting(gender: str, decade: int) -> Weighted[str]:
    """Return the problems that can befall someone of this gender and age."""
    rows = {
        key: row
        for key, row in table("problems")["problem"].items()
        if row.get("gender", gender) == gender
        and row.get("from_age", 0) <= decade + 9
        and row.get("to_age", 120) >= decade
        and (decade >= 60 or key in _YOUNG or row["weight"] < 5)
    }
    return Weighted(list(rows), [row["weight"] for row in rows.values()])


_YOUNG = {"diabetes", "back_pain", "depression", "anxiety", "ms", "thyroid", "copd", "rheumatoid"}


def sensitivity(key: str) -> str:
    """Return the sensitivity code of a problem of the list, '' when it is none or not sensitive."""
    row = table("problems")["problem"].get(key, {})
    return str(row.get("sensitive", ""))


@cache
def _sensitive() -> list[str]:
    return [key for key, row in table("problems")["problem"].items() if row.get("sensitive")]


def main_specialty(found: list[Problem]) -> str:
    """Return the specialty in hospital that sees the client most; never psychiatry."""
    names = (item.specialty for item in found if item.specialty and not item.sensitivity)
    return next(names, "interne geneeskunde")


def known_at(client: Client) -> frozenset[str]:
    """Return the sources that have a dossier of the client."""
    return frozenset(record.source for record in client.records)


def problems(client: Client, today: date, chance: Chance) -> list[Problem]:
    """Return the client's problems; the one that the care pattern follows from comes first."""
    known = known_at(client)
    wanted: list[str] = []
    forced = table("care")["pattern"][client.pattern].get("problem")
    if forced:
        wanted.append(forced)
    if MENTAL_HEALTH in known:
        wanted.append(chance.pick(_sensitive()))
    count = chance.number(*_PROBLEMS[client.weight])
    years = age(client.person.birth, today)
    choices = _fitting(client.person.gender, years // 10 * 10)
    for _ in range(count * 2):
        if len(wanted) >= count:
            break
        key = choices.pick(chance)
        if key not in wanted:
            wanted.append(key)
    return [problem(key, client, today, chance, known) for key in wanted]


def problem(
    key: str, client: Client, today: date, chance: Chance, known: frozenset[str]
) -> Problem:
    """Return one problem of the list as it befell this client."""
    row = table("problems")["problem"][key]
    first, last = row["years"]
    days = (
        365 * (first + (last - first) * chance.random()) if last > 1 else 20 + 340 * chance.random()
    )
    began = days_before(today, min(days + 14, 365 * max(1, age(client.person.birth, today) - 20)))
    until = ""
    if row.get("past") or (row.get("acute") and days > 500):
        until = min(
            began + timedelta(days=chance.number(6, 60)), today - timedelta(days=2)
        ).isoformat()
    return Problem(
        key=key,
        title=row["title"],
        icpc=Code(*row["icpc"]),
        snomed=Code(*row["snomed"]),
        since=part_of(began, chance, year=0.25 if days > 1500 else 0.02, month=0.1),
        until=until,
        sources=_sources_of(row, client, known, chance),
        specialty=row.get("specialty", ""),
        wrong_at=GP if chance.happens(0.004) else "",
        sensitivity=sensitivity(key),
    )


def _sources_of(
    row: dict[str, Any], client: Client, known: frozenset[str], chance: Chance
) -> tuple[str, ...]:
    told = []
    if GP in known and not row.get("own") and chance.happens(0.93):
        told.append(GP)
    if row.get("sensitive"):
        if MENTAL_HEALTH in known:
            told.append(MENTAL_HEALTH)
        if chance.happens(0.3):
            told.append(OWN)
        return tuple(told) or (OWN,)
    if HOSPITAL in known and row.get("specialty") and chance.happens(0.7):
        told.append(HOSPITAL)
    if row.get("needs") or client.weight != "light" or not told:
        told.append(OWN)
    return tuple(told)


def medications(
    client: Client, found: list[Problem], today: date, chance: Chance
) -> list[Medication]:
    """Return the client's medication, each drug once, as each source knows it."""
    rows = table("problems")["problem"]
    wanted: dict[str, Problem | None] = {}
    for item in found:
        for place, key in enumerate(rows[item.key].get("drugs", ())):
            if chance.happens(0.85 if place == 0 else 0.42):
                wanted.setdefault(key, item)
    for key, share in _BESIDES:
        if chance.happens(share):
            wanted.setdefault(key, None)
    known = known_at(client)
    return [_medication(client, key, item, known, today, chance) for key, item in wanted.items()]


def _medication(
    client: Client,
    key: str,
    item: Problem | None,
    known: frozenset[str],
    today: date,
    chance: Chance,
) -> Medication:
    row = table("medication")["drug"][key]
    doses = row["doses"]
    times, amount, remark = chance.pick(doses)
    began = earliest(item.since) if item else today - timedelta(days=1500)
    since = max(began, days_before(today, chance.number(6, 1500)))
    until, status = "", "active"
    if item is not None and (item.until or "course" in row):
        days = row.get("course", 14)
        since = min(
            max(began, days_before(today, chance.number(days + 3, 420))),
            today - timedelta(days=days + 1),
        )
        until, status = (since + timedelta(days=days)).isoformat(), "completed"
    use = Use(status, times, amount, remark, since.isoformat(), until)
    views = {
        source: use
        for source, share in _TELLS_MEDICATION
        if source in known and chance.happens(share)
    }
    if not views:
        views[OWN] = use
    if status == "active":
        _disagree(views, doses, use, today, chance)
    return Medication(drug(key), item.key if item else "", views)


_TELLS_MEDICATION = ((GP, 0.85), (PHARMACY, 0.9), (OWN, 0.55), (HOSPITAL, 0.22))


def _disagree(
    views: dict[str, Use], doses: list[Any], use: Use, today: date, chance: Chance
) -> None:
    """Let sources sometimes contradict each other: another dose, or stopped in one place only."""
    if HOSPITAL in views and chance.happens(0.09):
        stopped = days_before(today, chance.number(4, 60)).isoformat()
        views[HOSPITAL] = use._replace(
            status="stopped", until=max(stopped, use.since), note="Gestopt bij ontslag"
        )
    if PHARMACY in views and len(doses) > 1 and chance.happens(0.07):
        other = next(row for row in doses if row[:2] != [use.times, use.amount] or row is doses[-1])
        views[PHARMACY] = use._replace(times=other[0], amount=other[1], remark=other[2])
    if OWN in views and chance.happens(0.03):
        views[OWN] = use._replace(
            note="Volgens mevrouw of meneer niet meer in gebruik; nagevraagd bij apotheek"
        )


def allergies(client: Client, today: date, chance: Chance) -> tuple[list[Allergy], tuple[str, ...]]:
    """Return allergies, and the sources that say there are none (which may contradict)."""
    rows = table("consults")["allergy"]
    known = known_at(client)
    roll = chance.random()
    count = 2 if roll < 0.05 else 1 if roll < 0.27 else 0
    choices = Weighted(list(rows), [row["weight"] for row in rows.values()])
    keys = list(dict.fromkeys(choices.pick(chance) for _ in range(count)))
    found = [_allergy(key, known, today, chance) for key in keys]
    none_at = []
    if HOSPITAL in known and chance.happens(0.03 if found else 0.3):
        none_at.append(HOSPITAL)
    if not found and chance.happens(0.25):
        none_at.append(OWN)
    told = {source for item in found for source, view in item.views.items() if view != "refuted"}
    return found, tuple(source for source in none_at if source not in told)


def _allergy(key: str, known: frozenset[str], today: date, chance: Chance) -> Allergy:
    substance, category, reactions = allergy_row(key)
    reaction = chance.pick(reactions)
    views = {}
    for source, share in ((GP, 0.85), (HOSPITAL, 0.65), (OWN, 0.6), (PHARMACY, 0.5)):
        if source in known and chance.happens(share):
            views[source] = "unconfirmed" if chance.happens(0.12) else "confirmed"
    if HOSPITAL in views and GP in views and chance.happens(0.12):
        views[HOSPITAL] = "refuted"
    elif len(views) > 1 and chance.happens(0.02):
        views[next(iter(views))] = "error"
    return Allergy(
        key=key,
        substance=substance,
        category=category,
        reaction=Code(*table("consults")["reaction"][reaction]),
        severity="severe"
        if reaction in {"anaphylaxis", "swelling"}
        else chance.pick(("mild", "moderate")),
        since=part_of(days_before(today, chance.number(400, 16_000)), chance, year=0.6, month=0.1),
        views=views or {OWN: "unconfirmed"},
    )


def directives(client: Client, today: date, chance: Chance) -> tuple[list[Directive], list[Will]]:
    """Return what the client wants in the last part of life, as the sources have recorded it."""
    years = age(client.person.birth, today)
    known = known_at(client)
    found: list[Directive] = []
    wills: list[Will] = []
    palliative = client.pattern == "palliative"
    if palliative or chance.happens(0.42 if years > 78 else 0.12):
        since = days_before(today, chance.number(20, 1200)).isoformat()
        found.append(_directive(_CPR, "NEE", since, known, chance))
        if chance.happens(0.3):
            note = chance.pick(
                ("Penning om de hals", "Getekend, kopie bij de huisarts", "Pas in de portemonnee")
            )
            wills.append(Will(NO_RESUSCITATION, since, OWN, note))
        if palliative or chance.happens(0.3):
            found.append(_directive(_INTENSIVE_CARE, "NEE", since, known, chance))
            found.append(
                _directive(
                    _ADMISSION,
                    "JA_MAAR",
                    since,
                    known,
                    chance,
                    "Alleen als het thuis echt niet meer gaat",
                )
            )
    elif chance.happens(0.12):
        since = days_before(today, chance.number(20, 1200)).isoformat()
        found.append(_directive(_CPR, "JA", since, known, chance))
        if chance.happens(0.2):
            found.append(
                _directive(
                    _VENTILATION,
                    "JA_MAAR",
                    since,
                    known,
                    chance,
                    "Kortdurend, na overleg met de familie",
                )
            )
    return found, wills


def _directive(
    treatment: Code,
    wish: str,
    since: str,
    known: frozenset[str],
    chance: Chance,
    note: str = "",
) -> Directive:
    views = {
        source: wish
        for source, share in ((GP, 0.8), (OWN, 0.75), (HOSPITAL, 0.35))
        if source in known and chance.happens(share)
    }
    if HOSPITAL in views and len(views) > 1 and chance.happens(0.08):
        views[HOSPITAL] = "JA" if wish == "NEE" else wish
    return Directive(treatment, since, views or {OWN: wish}, note)
