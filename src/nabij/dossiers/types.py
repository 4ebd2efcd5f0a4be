# SPDX-License-Identifier: EUPL-1.2
"""What other packages get to see of a dossier:
frozen dataclasses without a database behind them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from nabij.core.dates import PartialDate
from nabij.relations.types import RestrictionInView

# What stays where it stands though it is restricted, with its mark: to hide it would endanger the
# client (AVG 18 paragraph 2 leaves that room, WGBO 7:453 asks it).
STAYS_IN_SIGHT = frozenset({"allergy", "directive", "flag", "medication"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceInView:
    """Where a fact comes from. `data_class` is that of the source's very name: b, or d."""

    id: int
    ref: str
    title: str
    care_type: str
    data_class: str = "b"
    is_own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedReference:
    """Who or what a fact refers to, by name.

    `role` is the element of the resource (`performer.actor`), `target_type` the FHIR type.
    `name` and `category` (specialty, kind of organisation) come from the directory of the same
    source, else the name is the display of the reference. `fact_ref` is set when it refers to
    another fact that stands open.
    """

    role: str
    target_type: str
    name: str
    category: str = ""
    fact_ref: str = ""
    state: str = "resolved"
    path: str = ""
    target_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactInView:
    """One thing a source says about a person, as far as the opening shows it.

    Dates keep the precision they were sent with; `starts_at` and `ends_at` are set when a time of
    day was sent. `text` is empty in lists, except its beginning on the timeline. `withheld` are
    the names that may not be shown here, for who shows more of the fact than its columns.
    `restriction` is what keeps it from being used, None for nothing.
    """

    id: int
    ref: str
    source: SourceInView
    record_id: int
    type: str
    kind: str
    source_key: str = ""
    fhir_version: str = ""
    data_class: str = "c"
    version: int = 1
    category: str = ""
    code_system: str = ""
    code: str = ""
    code_text: str = ""
    status: str = ""
    is_active: bool = True
    is_understood: bool = True
    is_error: bool = False
    starts: PartialDate | None = None
    starts_at: datetime | None = None
    ends: PartialDate | None = None
    ends_at: datetime | None = None
    recorded_on: date | None = None
    received_at: datetime | None = None
    superseded_at: datetime | None = None
    value: str = ""
    unit: str = ""
    text: str = ""
    author: str = ""
    details: dict[str, Any] = field(default_factory=dict, hash=False)
    names: tuple[NamedReference, ...] = ()
    withheld: tuple[str, ...] = ()
    restriction: RestrictionInView | None = None

    @property
    def key(self) -> tuple[int, str, str]:
        """Return what is the same in every version: the source, the type and the source's key."""
        return self.source.id, self.type, self.source_key

    @property
    def is_shut(self) -> bool:
        """Tell whether it is restricted and opens on a stated ground only."""
        return self.restriction is not None and self.kind not in STAYS_IN_SIGHT

    def named(self, *roles: str) -> list[NamedReference]:
        """Return the references in one of these roles, or in a part of one, in order."""
        return [
            name
            for name in self.names
            if any(name.role == role or name.role.startswith(f"{role}.") for role in roles)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalInView:
    """A resource exactly as it came in (JSON), or as standalone XML."""

    media: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FactCount:
    """How many facts of one kind a source has, and in which years they lie."""

    source: SourceInView
    kind: str
    years: tuple[int, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedParty:
    """Somebody whom facts of one source name, in which roles and years."""

    source: SourceInView
    target_type: str
    name: str
    category: str
    roles: tuple[str, ...]
    kinds: tuple[str, ...]
    years: tuple[int, ...]
    last_on: date | None
    count: int


@dataclass(frozen=True, slots=True)
class RosterTold:
    """What is told of single rows of a roster: number, column, reason and values of each error.

    And of which of its teams and client numbers nothing is known here.
    """

    errors: list[tuple[int, str, str, dict[str, str]]]
    unknown_teams: list[str]
    unknown_clients: list[str]
