# SPDX-License-Identifier: EUPL-1.2
"""The institution's own units, colleagues and duty shifts."""

from datetime import date, timedelta

from nabij.demo.generator import numbers
from nabij.demo.generator.days import at
from nabij.demo.generator.names import plain
from nabij.demo.generator.shapes import Colleague, DutyShift, Unit
from nabij.demo.generator.tables import table

_SHIFTS = (("07:00", "15:00"), ("15:00", "23:00"), ("23:00", "07:00"))
CARE = "care_professional"
COME_TO_HOMES = ("Wijkverpleegkundige", "Verpleegkundige", "Verzorgende IG", "Helpende plus")


def units() -> tuple[Unit, ...]:
    """Return the tree of units, parents before children."""
    return tuple(
        Unit(
            key=row["key"],
            name=row["name"],
            kind=row["kind"],
            parent=row.get("parent"),
            phone=numbers.landline("38", 17 + position),
            answers_for=tuple(row.get("answers_for", ())),
        )
        for position, row in enumerate(table("staff")["unit"])
    )


def teams() -> list[str]:
    """Return the keys of the district-nursing teams."""
    return [row["key"] for row in table("staff")["unit"] if row["key"].startswith("team-")]


def colleagues() -> tuple[Colleague, ...]:
    """Return everyone who signs in: the cast first, then four others per team."""
    staff = table("staff")
    domain = staff["domain"]
    cast = [
        Colleague(
            key=row["key"],
            name=row["name"],
            email=f"{row['key']}@{domain}",
            job_title=row["job_title"],
            roles=tuple(row["roles"]),
            units=tuple(row["units"]),
            phone=numbers.mobile(900 + position),
        )
        for position, row in enumerate(staff["colleague"])
    ]
    titles, names = staff["others"]["titles"], staff["others"]["names"]
    others = []
    for position, name in enumerate(names):
        first, _, last = name.partition(" ")
        others.append(
            Colleague(
                key=plain(first),
                name=name,
                email=f"{plain(first)}.{plain(last)}@{domain}",
                job_title=titles[position % len(titles)],
                roles=(CARE,),
                units=(teams()[position // len(titles)],),
                phone=numbers.mobile(960 + position),
            )
        )
    return (*cast, *others)


def duty_shifts(units: tuple[Unit, ...], today: date) -> tuple[DutyShift, ...]:
    """Return the shifts of yesterday, today and the next two days: three a day per team.

    Yesterday's night shift lasts into this morning. The night is answered by one number per region.
    Teams that answer for a region have the one shift a day that the table names.
    """
    by_key = {unit.key: unit for unit in units}
    own = {row["key"]: [tuple(row["shift"])] for row in table("staff")["unit"] if "shift" in row}
    shifts = []
    for unit in units:
        if not unit.key.startswith("team-") and unit.key not in own:
            continue
        for offset in range(-1, 3):
            day = today + timedelta(days=offset)
            for start, end in own.get(unit.key, _SHIFTS):
                is_night = start >= end
                answers = by_key[unit.parent or ""] if is_night and unit.key not in own else unit
                shifts.append(
                    DutyShift(
                        unit=unit.key,
                        starts_at=at(day, start),
                        ends_at=at(day + timedelta(days=1 if is_night else 0), end),
                        phone=answers.phone,
                    )
                )
    return tuple(shifts)
