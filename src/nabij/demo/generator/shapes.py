# SPDX-License-Identifier: EUPL-1.2
"""What the invented institution consists of: plain rows, ready to be loaded in this order.

Keys are short strings of our own (`team-hattem`, `gp-3`, `P000012`) that hold within one
`Institution`. Phone numbers are E.164, days are `date`, and days of which only a part is known are
FHIR text (`1941`, `1941-03`, `1941-03-09`). No care content stands here: that lies in the dossiers.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A part of the institution. `kind` is one of institution, region, team, office.

    `answers_for` names the units for whose clients it answers while it is on duty.
    """

    key: str
    name: str
    kind: str
    parent: str | None
    phone: str
    answers_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Someone who signs in. `roles` are values of `core.viewer.Role`, `units` keys of units."""

    key: str
    name: str
    email: str
    job_title: str
    roles: tuple[str, ...]
    units: tuple[str, ...]
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address; `use` is home, temp, postal or visit. `unit_id` says which door of a building."""

    use: str
    street: str
    house_number: int
    suffix: str
    postcode: str
    city: str
    municipality_code: str
    starts_on: date | None = None
    ends_on: date | None = None
    is_secret: bool = False
    unit_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPoint:
    """A way to reach someone. `system` is phone, email or url; the lowest `rank` comes first."""

    system: str
    use: str
    value: str
    rank: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number under which an organisation is known: agb, kvk, uzovi, ura, care_office, gm."""

    system: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation around our clients.

    `kind` is one of general_practice, hospital, pharmacy, day_care, mental_health, municipality,
    care_office, insurer, housing, home_care, physiotherapy, welfare. `is_sensitive` says that the
    very name tells something about health.
    """

    key: str
    kind: str
    name: str
    legal_name: str
    address: Address
    contact_points: tuple[ContactPoint, ...]
    numbers: tuple[Number, ...]
    is_sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Practitioner:
    """A professional at another organisation (or, for our own source, a colleague)."""

    key: str
    organisation: str
    name: str
    initials: str
    prefix: str
    surname: str
    gender: str
    specialty: str
    phone: str
    agb: str
    big: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """A name after nl-core. `name_use` is own, partner, partner_own or own_partner."""

    given: str
    initials: str
    call_name: str
    own_prefix: str
    own_name: str
    partner_prefix: str = ""
    partner_name: str = ""
    name_use: str = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class BsnCheck:
    """Who saw which identity document when; absent when the number came from a message."""

    document_kind: str
    document_number: str
    seen_on: date
    colleague: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A natural person: a client, or someone around a client.

    `bsn` is '' where none is known. `form_of_address` is how he or she wants to be addressed.
    """

    key: str
    name: PersonName
    gender: str
    birth: str
    addresses: tuple[Address, ...]
    contact_points: tuple[ContactPoint, ...]
    bsn: str = ""
    bsn_check: BsnCheck | None = None
    deceased: str = ""
    language: str = "nl"
    form_of_address: str = ""
    is_shielded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactInstruction:
    """How to reach or approach a client.

    `kind` is hearing, language, channel, address, visit, safety or family.
    """

    kind: str
    text: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySafe:
    """A key safe at the door: its code and where it hangs."""

    code: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Why facts of a source may be opened.

    `kind` is own_record, handoff, consent or brought; `decision` is given, refused or withdrawn.
    """

    kind: str
    decision: str
    starts_on: date
    ends_on: date | None
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """A client's record at a source; without `ground` its facts are stored closed.

    `variant` says how the source's copy differs from what we know: see `copies`.
    """

    source: str
    patient_id: str
    ground: Ground | None
    variant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A person in care.

    `carers` and the rest of the circle stand in `Institution.relationships`.
    """

    person: Person
    client_number: str
    team: str
    starts_on: date
    ends_on: date | None
    general_practice: str
    practitioner: str
    pharmacy: str
    insurer: str
    policy_number: str
    municipality: str
    housing: str
    has_wlz: bool
    has_wmo: bool
    instructions: tuple[ContactInstruction, ...]
    key_safe: KeySafe | None
    records: tuple[SourceRecord, ...]
    pattern: str
    weight: str
    coordinator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """A dated bond from `subject` (a person) to `object` (a person or organisation).

    Read: the subject *has* the object as `kind`. Kinds between persons: partner, child, parent,
    sibling, niece_or_nephew, neighbour, friend, informal_carer, first_contact, contact_person,
    curator, mentor, authorised, financial_administrator. To organisations: general_practice,
    pharmacy, insurer, care_office, municipality, housing, hospital, day_care, mental_health.
    """

    subject: str
    object: str
    kind: str
    starts_on: str
    ends_on: str = ""
    rank: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """Persons at one address."""

    key: str
    label: str
    members: tuple[str, ...]
    starts_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyShift:
    """Which team answers which number from when to when (aware moments)."""

    unit: str
    starts_at: datetime
    ends_at: datetime
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A place where dossiers come from; `folder` lies below the folder they are written to."""

    name: str
    title: str
    care_type: str
    fhir_version: str
    default_ground: str
    data_class: str
    organisation: str | None
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Clients (by number) set up on purpose: twins, namesakes, conflicts.

    `note` says what to see.
    """

    kind: str
    client_numbers: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranger:
    """Someone in another provider's files who is no client of ours but looks much like one."""

    person: Person
    source: str
    patient_id: str
    looks_like: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """The whole invented institution of one day.

    `cast` names the people of the house style's tests: anja, bram, carla, fatima (keys of
    colleagues), dirk and jo (client numbers).
    """

    name: str
    seed: int
    today: date
    units: tuple[Unit, ...]
    colleagues: tuple[Colleague, ...]
    organisations: tuple[Organisation, ...]
    practitioners: tuple[Practitioner, ...]
    sources: tuple[Source, ...]
    clients: tuple[Client, ...]
    related: tuple[Person, ...]
    households: tuple[Household, ...]
    relationships: tuple[Relationship, ...]
    duty_shifts: tuple[DutyShift, ...]
    cases: tuple[Case, ...]
    strangers: tuple[Stranger, ...]
    cast: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A planned or done visit at home by our own colleagues (aware moments)."""

    key: str
    client_number: str
    starts_at: datetime
    ends_at: datetime
    unit: str
    colleague: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFolder:
    """What was written for one source: the folder, and what it holds."""

    source: Source
    folder: str
    files: int
    resources: int
    bytes: int
