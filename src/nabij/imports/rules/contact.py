# SPDX-License-Identifier: EUPL-1.2
"""A row of a file as a contact with somebody."""

from dataclasses import dataclass
from datetime import datetime, time

from nabij.core.dates import DUTCH_TIME, PartialDate
from nabij.imports.rules import cells
from nabij.imports.rules.understanding import Reader
from nabij.imports.types import Given, Problem, Surroundings
from nabij.matching.normalise import fold

LONGEST_TEXT = 10_000
CHANNELS = {
    "telefoon": "phone", "telefonisch": "phone", "gebeld": "phone", "bellen": "phone",
    "tel": "phone", "bezoek": "visit", "huisbezoek": "visit", "e-mail": "email", "email": "email",
    "mail": "email", "brief": "letter", "post": "letter", "chat": "chat", "whatsapp": "chat",
    "app": "chat", "portaal": "portal", "clientportaal": "portal",
}  # fmt: skip
DIRECTIONS = {
    "in": "in", "inkomend": "in", "zij namen contact op": "in", "zij belden ons": "in", "uit": "out",
    "uitgaand": "out", "wij namen contact op": "out", "out": "out",
}  # fmt: skip
TOPICS = {
    "planning": "planning", "bezoeken en planning": "planning", "zorg": "care", "zorgvraag": "care",
    "vraag over zorg": "care", "aanmelding": "registration", "intake": "registration",
    "aanmelding of intake": "registration", "factuur": "invoice", "betaling": "invoice",
    "factuur of betaling": "invoice", "informatie": "information", "samenwerking": "cooperation",
    "samenwerken": "cooperation", "anders": "other", "overig": "other", "iets anders": "other",
}  # fmt: skip
OUTCOMES = {
    "afgehandeld": "done", "gereed": "done", "klaar": "done", "wordt vervolgd": "follow_up",
    "vervolg": "follow_up", "niet bereikt": "no_answer", "geen gehoor": "no_answer",
    "bericht achtergelaten": "message", "voicemail": "message",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """A contact with somebody as the file names them; `colleague_id` 0 is the importer.

    `has_time`: the file says at what time, and it is not noon for want of it. `decision` is what
    was decided when it may be known.
    """

    number: str
    name: str
    birth: PartialDate | None
    at: datetime
    has_time: bool
    channel: str
    direction: str
    topic: str
    outcome: str
    colleague_id: int
    text: str
    decision: str = ""


def interaction_of(given: Given, around: Surroundings) -> ContactRow | list[Problem]:
    """Return the contact of a row, or all that is wrong with it.

    Without a time it is noon: the order of a day is not known then.
    """
    reader = Reader(given, around)
    day = reader.day("day")
    if day is None and not reader.problems:
        reader.wrong("day", "no-moment")
    elif day is not None and day.precision != "day":
        reader.wrong("day", "not-a-date", str(day))
    clock = reader.read("time", cells.clock_of, None) or reader.read(
        "day", cells.clock_behind, None
    )
    text = reader.read("text", lambda cell: cells.lines_of(cell, LONGEST_TEXT), "")
    if not text and not any(problem.column == "text" for problem in reader.problems):
        reader.wrong("text", "no-text")
    number, name = reader.text("party_number", 20), reader.text("party", 250)
    if not (number or name):
        reader.wrong("party", "nobody-named")
    birth = reader.day("party_birth")
    words = {code: code for code in ("done", "follow_up", "no_answer", "message")}
    channel = reader.one_of("channel", CHANNELS | {c: c for c in CHANNELS.values()}, "phone")
    direction = reader.one_of("direction", DIRECTIONS, "in")
    topic = reader.one_of("topic", TOPICS | {c: c for c in TOPICS.values()}, "other")
    outcome = reader.one_of("outcome", OUTCOMES | words, "done")
    colleague, decision = _colleague(reader, around), reader.decision()
    if reader.problems or day is None:
        return reader.problems
    moment = datetime.combine(day.earliest, clock or time(12), DUTCH_TIME)
    return ContactRow(
        number=number,
        name=name,
        birth=birth,
        at=moment,
        has_time=clock is not None,
        channel=channel,
        direction=direction,
        topic=topic,
        outcome=outcome,
        colleague_id=colleague,
        text=text,
        decision=decision,
    )


def _colleague(reader: Reader, around: Surroundings) -> int:
    text = reader.text("colleague", 250)
    if not text:
        return 0
    found = around.colleagues.get(fold(text))
    if found is None:
        reader.wrong("colleague", "no-such-colleague", text[:40])
    return found or 0
