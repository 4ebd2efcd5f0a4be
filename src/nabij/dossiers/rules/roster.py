# SPDX-License-Identifier: EUPL-1.2
"""A roster (CSV of a planning system) as FHIR R4 Appointments, which go the way of all dossiers.

A row is known by client, day, start and team: that is the id of its Appointment. A row that a newer
roster of the same day and team does not have any more becomes a cancelled one.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec

from nabij.core.dates import DUTCH_TIME, NotADate, parse_dutch, start_of_day
from nabij.core.delimited import Row, RowError, empty_cells, read_rows

CLIENT_NUMBER_SYSTEM: Final = "urn:nabij:client-number"
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "client_number": ("client_number", "clientnummer", "cliëntnummer", "client", "cliënt"),
    "date": ("date", "datum", "dag"),
    "start": ("start", "begin", "van", "starttijd", "begintijd"),
    "end": ("end", "eind", "einde", "tot", "eindtijd"),
    "team": ("team",),
    "colleague": ("colleague", "collega", "medewerker", "zorgverlener"),
    "kind": ("kind", "soort", "dienst", "activiteit", "zorg"),
}
REQUIRED: Final = ("client_number", "date", "start", "team")
_ = str  # marks what is translated where it is shown
_NUMBER = re.compile(r"[A-Za-z0-9.\-]{1,30}")
_TIME = re.compile(r"([01]?\d|2[0-4])[:.hu]?([0-5]\d)(?::[0-5]\d)?\s*(?:uur|u)?")

NOT_A_NUMBER = _("This is not a client number: %(value)s.")
NOT_A_DATE = _("This is not a date: %(value)s. Write it as 24-12-2026.")
NOT_A_TIME = _("This is not a time: %(value)s. Write it as 9:30.")


@dataclass(frozen=True, slots=True)
class Planned:
    """One visit as planned; colleagues are several when they come together."""

    client_number: str
    starts_at: datetime
    ends_at: datetime | None
    team: str
    colleagues: tuple[str, ...]
    kinds: tuple[str, ...]

    @property
    def key(self) -> str:
        """The id of its Appointment."""
        start = f"{self.starts_at:%H%M}"
        return f"{day_prefix(self.starts_at.date(), self.team)}{start}-{self.client_number}"


def read_roster(data: bytes, *, today: date) -> tuple[list[Planned], list[RowError]]:
    """Return the visits in a roster file, and the rows that cannot be read.

    UTF-8 or Windows-1252, separated by semicolons, commas or tabs, Dutch or English column names,
    Dutch dates. A visit that ends before it starts ends the next day.
    """
    rows, errors = read_rows(data, columns=COLUMNS, required=REQUIRED)
    found: dict[str, Planned] = {}
    for row in rows:
        planned = _planned(row, errors, today=today)
        if planned is not None:
            before = found.get(planned.key)
            found[planned.key] = _together(before, planned) if before else planned
    return list(found.values()), errors


def day_prefix(day: date, team: str) -> str:
    """Return how the ids of all appointments of a team on a day begin."""
    return f"{day:%Y%m%d}-{hashlib.sha256(team.casefold().encode()).hexdigest()[:8]}-"


def vanished(planned: Iterable[Planned], keys: Iterable[str]) -> list[Planned]:
    """Return the visits among `keys` (ids stored before) that this roster leaves out.

    Only for the days and teams that the roster speaks of; what is known of a visit is its id.
    """
    planned = list(planned)
    now = {visit.key for visit in planned}
    teams = {day_prefix(visit.starts_at.date(), visit.team): visit.team for visit in planned}
    gone = []
    for key in keys:
        prefix = key[:18]
        if key in now or prefix not in teams:
            continue
        start = datetime.strptime(key[:8] + key[18:22], "%Y%m%d%H%M").replace(tzinfo=DUTCH_TIME)
        gone.append(Planned(key[23:], start, None, teams[prefix], (), ()))
    return gone


def resources(
    planned: Iterable[Planned], cancelled: Iterable[Planned], *, patients: Mapping[str, str]
) -> bytes:
    """Return the visits as NDJSON of Appointments, with a Patient for whom the source lacks one.

    Args:
        patients: id of the Patient at this source by client number, of those that are there.
    """
    lines: list[dict[str, Any]] = []
    made: set[str] = set()
    for status, visits in (("booked", planned), ("cancelled", cancelled)):
        for visit in visits:
            number = visit.client_number
            if number not in patients and number not in made:
                made.add(number)
                lines.append(_patient(number))
            lines.append(_appointment(visit, status, patients.get(number, number)))
    encode = msgspec.json.Encoder().encode
    return b"".join(encode(line) + b"\n" for line in lines)


def _patient(number: str) -> dict[str, Any]:
    return {
        "resourceType": "Patient",
        "id": number,
        "identifier": [{"system": CLIENT_NUMBER_SYSTEM, "value": number}],
    }


def _appointment(visit: Planned, status: str, patient: str) -> dict[str, Any]:
    actors: list[dict[str, str]] = [{"reference": f"Patient/{patient}"}]
    actors += [{"display": name, "type": "Practitioner"} for name in visit.colleagues]
    actors.append({"display": visit.team, "type": "Organization"})
    appointment: dict[str, Any] = {
        "resourceType": "Appointment",
        "id": visit.key,
        "status": status,
        "serviceType": [{"text": kind} for kind in visit.kinds],
        "start": visit.starts_at.isoformat(),
        "end": visit.ends_at.isoformat() if visit.ends_at else None,
        "participant": [{"actor": actor, "status": "accepted"} for actor in actors],
    }
    return {name: value for name, value in appointment.items() if value}


def _planned(row: Row, errors: list[RowError], *, today: date) -> Planned | None:
    given = row.cells
    before = len(errors)
    errors.extend(empty_cells(row, REQUIRED))
    if given["client_number"] and not _NUMBER.fullmatch(given["client_number"]):
        errors.append(row.wrong("client_number", NOT_A_NUMBER))
    day = _day(row, errors, today=today)
    start = _time(row, "start", errors)
    end = _time(row, "end", errors)
    if len(errors) > before or day is None or start is None:
        return None
    starts_at = start_of_day(day) + start
    ends_at = None
    if end is not None:
        later = timedelta(days=1) if end < start else timedelta()
        ends_at = start_of_day(day) + end + later
    return Planned(
        client_number=given["client_number"],
        starts_at=starts_at,
        ends_at=ends_at,
        team=given["team"][:100],
        colleagues=(given["colleague"][:100],) if given.get("colleague") else (),
        kinds=(given["kind"][:100],) if given.get("kind") else (),
    )


def _day(row: Row, errors: list[RowError], *, today: date) -> date | None:
    written = row.cells["date"]
    if not written:
        return None
    try:
        day = parse_dutch(written, today=today, may_be_future=True)
    except NotADate:
        day = None
    if day is None or day.precision != "day":
        errors.append(row.wrong("date", NOT_A_DATE))
        return None
    return day.earliest


def _time(row: Row, column: str, errors: list[RowError]) -> timedelta | None:
    written = row.cells.get(column, "").lower()
    if not written:
        return None
    match = _TIME.fullmatch(written)
    if match is None or (match[1] == "24" and match[2] != "00"):
        errors.append(row.wrong(column, NOT_A_TIME))
        return None
    return timedelta(hours=int(match[1]), minutes=int(match[2]))


def _together(first: Planned, second: Planned) -> Planned:
    """Return one visit of two rows for the same moment: colleagues who come together."""
    ends = [end for end in (first.ends_at, second.ends_at) if end is not None]
    return Planned(
        client_number=first.client_number,
        starts_at=first.starts_at,
        ends_at=max(ends, default=None),
        team=first.team,
        colleagues=tuple(dict.fromkeys(first.colleagues + second.colleagues)),
        kinds=tuple(dict.fromkeys(first.kinds + second.kinds)),
    )
