# SPDX-License-Identifier: EUPL-1.2
"""Organisations around the clients and the people who work there."""

from typing import Any

from nabij.demo.generator import numbers
from nabij.demo.generator.chance import Chance
from nabij.demo.generator.names import Surname, make_name, origins, plain, surname
from nabij.demo.generator.places import Places
from nabij.demo.generator.shapes import (
    Address,
    ContactPoint,
    Number,
    Organisation,
    Practitioner,
    Source,
)
from nabij.demo.generator.tables import table

PHARMACY_OF_TEAM = {
    "team-zwolle-centrum": "pharmacy-1",
    "team-zwolle-zuid": "pharmacy-1",
    "team-zwolle-noord": "pharmacy-2",
    "team-zwolle-west": "pharmacy-2",
    "team-kampen-noord": "pharmacy-3",
    "team-kampen-zuid": "pharmacy-3",
    "team-hattem": "pharmacy-4",
    "team-zwartewater": "pharmacy-5",
}
OWN, GP, HOSPITAL, PHARMACY = "own-record", "general-practice", "hospital", "pharmacy"
DAY_CARE, MENTAL_HEALTH = "day-care", "mental-health"


def sources() -> tuple[Source, ...]:
    """Return the places where dossiers come from, our own record first."""
    rows = (
        (OWN, "Zorgdossier Thuiszorg Rietkraag", "home_care", "stu3", "own_record", "b", None),
        (GP, "Huisartsen in de regio", "gp", "stu3", "consent", "b", None),
        (HOSPITAL, "Ziekenhuis Hanzepoort", "hospital", "r4", "handoff", "b", "hospital"),
        (PHARMACY, "Apotheken in de regio", "pharmacy", "r4", "consent", "b", None),
        (DAY_CARE, "Dagcentrum De Veerpont", "day_care", "r4", "consent", "b", "day-care"),
        (MENTAL_HEALTH, "GGZ Oversticht", "mental_health", "r4", "consent", "d", "mental-health"),
    )
    return tuple(
        Source(
            name=name,
            title=title,
            care_type=care_type,
            fhir_version=version,
            default_ground=ground,
            data_class=data_class,
            organisation=organisation,
            is_own=name == OWN,
        )
        for name, title, care_type, version, ground, data_class, organisation in rows
    )


def organisations(seed: int, places: Places) -> tuple[Organisation, ...]:
    """Return all organisations: those of the list, then the general practices."""
    rows = table("organisations")
    listed = [
        _organisation(seed, row, 300 + nr, places) for nr, row in enumerate(rows["organisation"])
    ]
    practices = [
        _organisation(
            seed,
            {**row, "key": f"gp-{nr}", "kind": "general_practice", "agb": f"01990{nr:03d}"},
            400 + nr,
            places,
        )
        for nr, row in enumerate(rows["practice"], 1)
    ]
    return (*listed, *practices)


def practices_of_teams() -> dict[str, list[str]]:
    """Return the keys of the practices in the neighbourhood of each team."""
    found: dict[str, list[str]] = {}
    for nr, row in enumerate(table("organisations")["practice"], 1):
        for team in row["teams"]:
            found.setdefault(team, []).append(f"gp-{nr}")
    return found


def _organisation(seed: int, row: dict[str, Any], nr: int, places: Places) -> Organisation:
    chance = Chance(seed, "organisation", row["key"])
    place = places.by_city(row["city"])
    address = Address(
        use="visit",
        street=row["street"],
        house_number=chance.number(2, 180),
        suffix="",
        postcode=places.postcode(place, row["street"], chance),
        city=row["city"],
        municipality_code=place.municipality,
    )
    domain = f"{plain(row['name'])}.example"
    return Organisation(
        key=row["key"],
        kind=row["kind"],
        name=row["name"],
        legal_name=row.get("legal_name", row["name"]),
        address=address,
        contact_points=(
            ContactPoint(
                system="phone", use="work", value=numbers.landline(place.area, nr), rank=1
            ),
            ContactPoint(system="email", use="work", value=f"info@{domain}", rank=2),
            ContactPoint(system="url", use="work", value=f"https://{domain}/", rank=3),
        ),
        numbers=tuple(_numbers(row, nr)),
        is_sensitive=row.get("sensitive", False),
    )


def _numbers(row: dict[str, Any], nr: int) -> list[Number]:
    found = [
        Number(system=name, value=row[name])
        for name in ("agb", "uzovi", "care_office", "gm")
        if name in row
    ]
    if "agb" in row:
        found.append(Number(system="ura", value=f"00990{nr:03d}"))
    if row["kind"] != "municipality":
        found.append(Number(system="kvk", value=f"99000{nr:03d}"))
    return found


def practitioners(seed: int, organisations: tuple[Organisation, ...]) -> tuple[Practitioner, ...]:
    """Return two GPs a practice, a doctor per specialty, pharmacists and others."""
    wanted: list[tuple[str, str]] = []
    for organisation in organisations:
        wanted += [(organisation.key, specialty) for specialty in _specialties(organisation.kind)]
    return tuple(_practitioner(seed, nr, *row) for nr, row in enumerate(wanted))


def _specialties(kind: str) -> list[str]:
    if kind == "hospital":
        return [*table("hospital")["specialty"], "spoedeisende geneeskunde"]
    return {
        "general_practice": ["huisarts", "huisarts", "praktijkondersteuner ouderen"],
        "pharmacy": ["apotheker"],
        "day_care": ["activiteitenbegeleider", "verpleegkundige"],
        "mental_health": ["psychiatrie", "sociaal psychiatrisch verpleegkundige"],
        "physiotherapy": ["fysiotherapeut"],
    }.get(kind, [])


def _practitioner(seed: int, nr: int, organisation: str, specialty: str) -> Practitioner:
    chance = Chance(seed, "practitioner", nr)
    gender = "female" if chance.happens(0.6) else "male"
    origin = origins().pick(chance)
    family: Surname = surname(origin, chance)
    name = make_name(origin, gender, chance, is_old=False, family=family)
    return Practitioner(
        key=f"Z{nr:04d}",
        organisation=organisation,
        name=f"{name.initials} {family.prefix} {family.name}".replace("  ", " "),
        initials=name.initials,
        prefix=family.prefix,
        surname=family.name,
        gender=gender,
        specialty=specialty,
        phone=numbers.landline("38", 2000 + nr),
        agb=f"01991{nr:03d}" if specialty == "huisarts" else f"03991{nr:03d}",
        big=f"{79_900_000_000 + nr * 1_001}",
    )
