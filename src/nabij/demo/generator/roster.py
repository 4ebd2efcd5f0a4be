# SPDX-License-Identifier: EUPL-1.2
"""The visits at home of four weeks around today, and the roster file they come in.

One team plans in its own record: its visits come as Appointment resources and are left out of the
roster file, so that no visit comes twice.
"""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from nabij.core.dates import DAY
from nabij.demo.generator import staff
from nabij.demo.generator.days import at, later
from nabij.demo.generator.shapes import Client, Institution, Visit
from nabij.demo.generator.tables import table

DAYS_AROUND = 14
PLANS_IN_RECORD = "team-zwartewater"
COLUMNS = ("client_number", "date", "start", "end", "team", "colleague", "kind")


def times(client: Client) -> list[tuple[list[int], str, str, str]]:
    """Return (weekdays, start, end, kind) of a client's visits.

    Each client has times of their own.
    """
    found = []
    for weekdays, start, minutes, kind in table("care")["pattern"][client.pattern]["visits"]:
        shift = 0 if client.pattern == "jo" else int(client.client_number) * 7 % 14 * 5
        if start >= "22:00":
            shift %= 20
        begins = later(start, shift)
        found.append((weekdays, begins, later(begins, minutes), kind))
    return found


def workers(institution: Institution) -> dict[str, list[str]]:
    """Return the keys of the colleagues of each team who come to people's homes."""
    found: dict[str, list[str]] = {}
    for colleague in institution.colleagues:
        if colleague.job_title in staff.COME_TO_HOMES and colleague.units[0].startswith("team-"):
            found.setdefault(colleague.units[0], []).append(colleague.key)
    return found


class Slot(NamedTuple):
    """A visit by day and clock."""

    day: date
    part: int
    start: str
    end: str
    colleague: str
    kind: str


def slots_of(client: Client, team: list[str], first: date, last: date) -> Iterator[Slot]:
    """Yield a client's visits from `first` up to and including `last`, in order of time.

    A client sees the same few faces: who comes follows from client and day.
    """
    rows = times(client)
    number = int(client.client_number)
    day = max(first, client.starts_on)
    end = last if client.ends_on is None else min(last, client.ends_on)
    while day <= end:
        weekday, turn = day.weekday(), number + day.toordinal() // 3
        for part, (weekdays, start, until, kind) in enumerate(rows):
            if weekday in weekdays:
                yield Slot(day, part, start, until, team[(turn + part) % len(team)], kind)
        day += DAY


def _slots(institution: Institution) -> Iterator[tuple[Client, Slot]]:
    teams = workers(institution)
    first = institution.today - timedelta(days=DAYS_AROUND)
    last = institution.today + timedelta(days=DAYS_AROUND)
    for client in institution.clients:
        for slot in slots_of(client, teams[client.team], first, last):
            yield client, slot


def visits(institution: Institution) -> Iterator[Visit]:
    """Yield all visits of the four weeks around today, client by client."""
    for client, slot in _slots(institution):
        yield Visit(
            key=visit_key(client, slot),
            client_number=client.client_number,
            starts_at=at(slot.day, slot.start),
            ends_at=at(slot.day, slot.end),
            unit=client.team,
            colleague=slot.colleague,
            kind=slot.kind,
        )


def visit_key(client: Client, slot: Slot) -> str:
    """Return the number under which the planning knows a visit."""
    return f"{client.client_number}-{slot.day:%y%m%d}-{slot.part}"


def write_roster(institution: Institution, path: Path) -> int:
    """Write the roster file (CSV with a header, UTF-8) and return the number of visits in it."""
    names = {colleague.key: colleague.name for colleague in institution.colleagues}
    units = {unit.key: unit.name for unit in institution.units}
    path.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for client, slot in _slots(institution):
            if client.team == PLANS_IN_RECORD:
                continue
            team, colleague = units[client.team], names[slot.colleague]
            writer.writerow(
                (client.client_number, slot.day, slot.start, slot.end, team, colleague, slot.kind)
            )
            written += 1
    return written
