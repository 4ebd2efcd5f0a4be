# SPDX-License-Identifier: EUPL-1.2
"""The parts of a story. Days are FHIR text, so that a part of a day may be known.

`sources` and the keys of `views` are names of sources; a thing with views is told differently by
them. Named tuples, because a demo makes hundreds of thousands of them.
"""

from datetime import date
from typing import NamedTuple

from nabij.demo.generator.shapes import Client, Person


class Code(NamedTuple):
    """A code with its Dutch title; `code` is '' where nothing fits and only the title is sent."""

    code: str
    title: str


class Problem(NamedTuple):
    key: str
    title: str
    icpc: Code
    snomed: Code
    since: str
    until: str
    sources: tuple[str, ...]
    specialty: str = ""
    note: str = ""
    site: str = ""
    wrong_at: str = ""  # the source that recorded it by mistake
    sensitivity: str = ""  # PSY or ETH (addiction) of HL7 v3 ActCode: class d wherever it stands


class Drug(NamedTuple):
    key: str
    name: str
    label: str
    atc: str
    product: str
    unit: str
    route: str
    per: str
    as_needed: bool


class Use(NamedTuple):
    """How one source says that a drug is used. `status`: active, stopped or completed."""

    status: str
    times: int
    amount: float
    remark: str
    since: str
    until: str = ""
    note: str = ""


class Medication(NamedTuple):
    drug: Drug
    problem: str
    views: dict[str, Use]


class Allergy(NamedTuple):
    """`views`: confirmed, unconfirmed, refuted or error, by source."""

    key: str
    substance: Code
    category: str
    reaction: Code
    severity: str
    since: str
    views: dict[str, str]
    note: str = ""


class Directive(NamedTuple):
    """A wish about a treatment. `views`: NEE, JA or JA_MAAR, by source; `note` is its condition."""

    treatment: Code
    since: str
    views: dict[str, str]
    note: str = ""


class Will(NamedTuple):
    """A written statement of will, such as a do-not-resuscitate statement."""

    kind: Code
    since: str
    source: str
    note: str = ""


class Measurement(NamedTuple):
    """`kind` is a key of `sources.measures`; blood pressure has two values."""

    source: str
    kind: str
    day: date
    clock: str
    values: tuple[float, ...]
    note: str = ""


class Finding(NamedTuple):
    """An observation whose value is a code or a text."""

    source: str
    kind: str
    day: date
    value: Code


class Consult(NamedTuple):
    """A contact with the GP.

    `mode` is consult, visite or telefonisch contact; lines are S O E P.
    """

    day: date
    mode: str
    problem: str
    lines: tuple[str, ...]
    clock: str = ""


class Stay(NamedTuple):
    """An admission or outpatient visit. `kind` is IMP, AMB or EMER."""

    key: str
    kind: str
    first: date
    last: date
    reason: str
    specialty: str
    problem: str


class Operation(NamedTuple):
    source: str
    day: str
    code: Code
    problem: str
    note: str = ""


class Lab(NamedTuple):
    source: str
    day: date
    name: str
    value: float
    comment: str = ""


class Letter(NamedTuple):
    """A document with small text."""

    source: str
    day: date
    title: str
    specialty: str
    text: str


class Report(NamedTuple):
    """A note of our own colleagues about one visit."""

    day: date
    clock: str
    colleague: str
    need: str
    text: str


class Goal(NamedTuple):
    source: str
    need: str
    area: str
    text: str
    since: date
    due: date
    status: str


class Care(NamedTuple):
    """An action of a care plan: what, how often."""

    source: str
    need: str
    action: str
    snomed: str
    often: str
    since: date


class Help(NamedTuple):
    """Help by others: who, what, how often. `helper` is the key of a person, or a text."""

    helper: str
    what: str
    often: str


class Aid(NamedTuple):
    """A device someone uses."""

    source: str
    key: str
    type: Code
    since: str
    note: str = ""


class Alert(NamedTuple):
    source: str
    code: Code
    since: str
    category: str


class Vaccine(NamedTuple):
    code: Code
    day: str


class Meeting(NamedTuple):
    """An appointment. `status`: booked, fulfilled or cancelled."""

    source: str
    day: date
    start: str
    end: str
    kind: str
    who: str
    status: str
    place: str = ""


class Todo(NamedTuple):
    source: str
    title: str
    status: str
    since: date
    due: date


class Message(NamedTuple):
    source: str
    day: date
    clock: str
    text: str
    sender: str


class Diet(NamedTuple):
    source: str
    what: str
    texture: str
    since: date
    note: str = ""


class Answers(NamedTuple):
    """A filled-in list: its title and (question, answer) pairs."""

    source: str
    key: str
    title: str
    day: date
    pairs: tuple[tuple[str, str], ...]


class Circle(NamedTuple):
    """Someone around the client, with every kind of bond to the client."""

    person: Person
    kinds: tuple[str, ...]


class Story(NamedTuple):
    """All that is told about one client."""

    client: Client
    circle: list[Circle]
    problems: list[Problem]
    medications: list[Medication]
    allergies: list[Allergy]
    no_allergies_at: tuple[str, ...]
    directives: list[Directive]
    wills: list[Will]
    measurements: list[Measurement]
    findings: list[Finding]
    consults: list[Consult]
    stays: list[Stay]
    operations: list[Operation]
    labs: list[Lab]
    letters: list[Letter]
    reports: list[Report]
    goals: list[Goal]
    cares: list[Care]
    helps: list[Help]
    aids: list[Aid]
    alerts: list[Alert]
    vaccines: list[Vaccine]
    meetings: list[Meeting]
    todos: list[Todo]
    messages: list[Message]
    diets: list[Diet]
    answers: list[Answers]
    handoff: str
    oddities: frozenset[str]


def empty_story(client: Client, circle: list[Circle]) -> Story:
    """Return a story with nothing told yet; its lists are filled by who tells it."""
    return Story(
        client, circle, [], [], [], (), [], [], [], [], [], [], [], [], [], [], [], [], [], [], [],
        [], [], [], [], [], [], "", frozenset(),
    )  # fmt: skip
