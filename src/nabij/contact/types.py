# SPDX-License-Identifier: EUPL-1.2
"""Plain data of contact that goes from one layer to another."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from nabij.core.paging import Page
from nabij.relations.types import Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Whose contact it is, and who may speak for them.

    `keys` are those under which the party stands or stood. `is_private`: a person known in care or
    as a relative, not by work only: what is said with them is care data. `speakers` may be the
    counterpart, the party itself first. `about` are the persons whom it may be about, whoever is
    likeliest first; at an organisation and at who is known by work the clients whom a
    colleague named. `may_know` says in one
    line what those near may be told of the person, where anything is recorded. `subject_ids`
    are whom what is said is about in any case: those of an appointment that is reported on.
    Nobody rings whom the person shut out or who died: they are `not_to_ring`.
    """

    id: int
    keys: tuple[int, ...]
    ref: str
    name: str
    is_person: bool
    is_private: bool
    speakers: tuple[Card, ...]
    about: tuple[Card, ...]
    may_know: tuple[tuple[Card, str], ...] = ()
    not_to_ring: frozenset[int] = frozenset()
    subject_ids: tuple[int, ...] = ()
    has_died: bool = False

    @property
    def to_ring(self) -> tuple[Card, ...]:
        """Return who may be rung: not whom the person shut out, though they may have called."""
        return tuple(card for card in self.speakers if card.id not in self.not_to_ring)

    @property
    def cards(self) -> dict[int, Card]:
        """Return everybody near by key."""
        return {card.id: card for card in (*self.speakers, *self.about)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """How long a contact took, in minutes, and what it was planned as, if it was."""

    minutes: int
    travel_minutes: int = 0
    is_billable: bool = False
    appointment_id: int | None = None
    appointment_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One contact as a colleague records it; who and whom it is about are refs."""

    entry_key: str
    counterpart: str
    about: tuple[str, ...]
    channel: str
    direction: str
    topic: str
    outcome: str
    at: datetime
    text: str
    data_class: str
    is_in_confidence: bool = False
    worked: Worked | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a timeline. What this viewer may not know of it is empty.

    `colleague` and `at` are always there. `counterpart` is None for the party itself and for who
    is shielded; `subjects` are the others whom it was about. `is_shut`: something was said and
    it does not open here; `is_restricted` that it opens on a ground only (AVG 18).
    """

    ref: str
    at: datetime
    colleague: str
    colleague_id: int
    is_with: bool
    channel: str = ""
    channel_label: str = ""
    icon: str = ""
    direction: str = ""
    topic: str = ""
    outcome: str = ""
    outcome_label: str = ""
    counterpart: Card | None = None
    subjects: tuple[Card, ...] = ()
    text: str = ""
    is_shut: bool = False
    is_restricted: bool = False
    is_corrected: bool = False
    is_in_confidence: bool = False
    has_statement: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a statement of a client stands beside; nothing of these is the dossier as a whole.

    A fact is named as its source names it, so that it is the same in every version. `data_class`
    is that of what it stands beside.
    """

    data_class: str
    source_id: int | None = None
    fact_type: str = ""
    fact_key: str = ""
    interaction_id: int | None = None

    @classmethod
    def of_fact(cls, key: tuple[int, str, str], *, data_class: str) -> "Beside":
        """Return a fact, named by its source, type and key, as what is stood beside."""
        source_id, fact_type, fact_key = key
        return cls(
            data_class=data_class, source_id=source_id, fact_type=fact_type, fact_key=fact_key
        )

    @property
    def is_dossier(self) -> bool:
        """Tell whether it is the dossier as a whole."""
        return self.source_id is None and self.interaction_id is None

    @property
    def fact(self) -> tuple[int, str, str] | None:
        """Return the source, type and key of a fact, None for something else."""
        return None if self.source_id is None else (self.source_id, self.fact_type, self.fact_key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What was stated, on which day, by what channel; `said_by_id` is None for the client."""

    text: str
    said_on: date
    channel: str
    said_by_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementVersion:
    """One version of a statement; `speaker` is who spoke for the client, '' for who is shielded."""

    version: int
    text: str
    said_on: date
    channel_label: str
    is_of_client: bool
    speaker: str
    author: str
    written_at: datetime
    is_withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementInView:
    """A statement with all its versions, the latest first. `person_id` is as it was recorded."""

    ref: str
    person_id: int
    person_ref: str
    beside: Beside
    moment: str
    moment_at: datetime | None
    versions: tuple[StatementVersion, ...]

    @property
    def latest(self) -> StatementVersion:
        """Return how it stands now."""
        return self.versions[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """One page of contact, the latest first, and the persons whom it names, for the log."""

    page: Page[Line]
    shown_ids: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFields:
    """A task as a colleague gives it; one of `owner_id`, `unit_id` and `role` is set.

    `counterpart` is the ref of whom to ring, or to whom it is promised, '' for nobody in
    particular.
    """

    kind: str
    text: str
    due_on: date
    owner_id: int | None = None
    unit_id: int | None = None
    role: str = ""
    counterpart: str = ""
    phone: str = ""
    may_tell: str = ""
    wish: str = ""
    window_from: time | None = None
    window_until: time | None = None
    remind_on: date | None = None
    priority: int = 2
    recurrence: str = ""
    received_on: date | None = None
    manner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """One open task in a list.

    `text` only where it may be read; `card` None for who is shielded.
    """

    ref: str
    kind: str
    kind_label: str
    icon: str
    due_on: date
    window: str
    is_late: bool
    is_urgent: bool
    is_today: bool
    whose: str
    whose_id: int | None
    card: Card | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentFields:
    """An appointment as a colleague or a calendar file gives it.

    `parties` are refs, `colleague_ids` who goes beside the colleague whose it is. `rule` has no
    end, `last_on` is it. A text that is None stays as it is: who may not read it changes it not.
    So do the days that are `skipped`.
    """

    kind: str
    starts_at: datetime
    ends_at: datetime
    is_whole_day: bool = False
    rule: str = ""
    last_on: date | None = None
    skipped: tuple[date, ...] | None = None
    unit_id: int | None = None
    colleague_ids: tuple[int, ...] = ()
    title: str | None = ""
    place: str | None = ""
    text: str | None = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarItem:
    """What stands in a calendar. Of what is not the viewer's: when and who, and nothing else.

    `who` are the colleagues or the team, `cards` with whom; `title` only of business. `ref` is that
    of an appointment that opens, '' for none, and `on` which time it is of one that recurs.
    `tone` is appointment, visit or duty. `person_ids` are whose cards are still to be found.
    """

    starts_at: datetime
    ends_at: datetime
    label: str
    tone: str = "appointment"
    icon: str = "calendar"
    is_whole_day: bool = False
    is_cancelled: bool = False
    is_recurring: bool = False
    who: tuple[str, ...] = ()
    user_ids: frozenset[int] = frozenset()
    person_ids: tuple[int, ...] = ()
    cards: tuple[Card, ...] = ()
    title: str = ""
    ref: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision, on which day, and the ref of the meeting that took it."""

    meeting: str
    taken_on: date
    text: str
