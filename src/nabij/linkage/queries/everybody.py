# SPDX-License-Identifier: EUPL-1.2
"""Everybody at once, for a linking of all records: identifying columns only, never a fact.

Of a BSN only the keyed hash is read. Texts are kept once each, so a million records fit in memory.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import F

from nabij.core import crypto
from nabij.core.viewer import Viewer
from nabij.linkage.choices import ACTIVE_LINK_STATES, LinkState
from nabij.linkage.models import PatientRecord, RecordLink
from nabij.linkage.queries.use import without_bsn_of_commerce
from nabij.linkage.rules.whole import Members
from nabij.matching import PersonRecord
from nabij.matching.table import PersonTable, TableBuilder, normalised
from nabij.relations import queries as relations_queries
from nabij.relations.choices import PartyKind
from nabij.relations.queries import keys as relations_keys

AT_ONCE = 10_000
_COLUMNS = (
    "pk", "updated_at", "examined_at", "source__is_own", "client_number", "given_names", "initials",
    "call_name", "own_name", "partner_name", "birth_on", "birth_precision", "gender", "postcode",
    "house_number", "house_number_suffix", "phones", "emails", "bsn_state", "bsn_index",
    "previous_bsn_index",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Everybody:
    """All records with an identity, and the persons of whom more is known than their records say.

    Args:
        as_read: per row when its record was last changed; None for a person's own details.
        asked: pairs of persons about whom the question stands or was answered.
    """

    table: PersonTable
    members: Members
    as_read: list[datetime | None]
    asked: frozenset[tuple[int, int]]


def count_everybody(*, viewer: Viewer) -> int:
    """Return how many records with an identity there are. One SQL query."""
    return PatientRecord.objects.filter(has_identity=True).count()


def everybody(*, viewer: Viewer, tell: Callable[[int], None]) -> Everybody:
    """Read all there is to link, 10,000 records per two SQL queries.

    A record whose person was archived is left out: there is nothing to ask.

    Args:
        tell: hears after each piece how many records were read.
    """
    rows = _Rows()
    read = 0
    for piece in _pieces():
        owners = _owners(piece[0][0], piece[-1][0])
        for values in piece:
            owner = owners.get(values[0], 0)
            if owner is not None:
                rows.add_record(values, owner)
        read += len(piece)
        tell(read)
    rows.add_numbers_of_persons(viewer)
    for details in _details(viewer):
        for detail in details:
            rows.add_details(detail)
    return Everybody(
        table=rows.builder.table(),
        members=rows.members(),
        as_read=rows.as_read,
        asked=_asked(viewer),
    )


@dataclass(slots=True)
class _Rows:
    """The rows as they grow."""

    builder: TableBuilder = field(default_factory=TableBuilder)
    as_read: list[datetime | None] = field(default_factory=list)
    person: list[int] = field(default_factory=list)
    number: list[int] = field(default_factory=list)
    is_own: list[bool] = field(default_factory=list)
    has_name: list[bool] = field(default_factory=list)
    is_changed: list[bool] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    number_of_person: dict[int, int] = field(default_factory=dict)
    is_old: bool = field(default_factory=crypto.is_index_being_replaced)

    def add_record(self, values: Sequence[Any], person: int) -> None:
        """Add a record that is this person, 0 for nobody yet."""
        (key, updated_at, examined_at, is_own, client_number, given, initials, call, own, partner,
         birth_on, precision, gender, postcode, number, suffix, phones, emails, bsn_state, index,
         previous) = values  # fmt: skip
        bsn = previous if self.is_old and previous else index
        record = PersonRecord(
            key=key,
            given_names=given,
            initials=initials,
            call_name=call,
            surnames=tuple(filter(None, [own, partner])),
            birth_on=birth_on,
            birth_precision=precision,
            gender=gender,
            postcode=postcode,
            house_number=number,
            suffix=suffix,
            phones=tuple(phones),
            emails=tuple(emails),
            bsn_index=bytes(bsn) if bsn else None,
            bsn_state=bsn_state,
        )
        self.builder.add(normalised(record), key=key)
        self.as_read.append(updated_at)
        self.person.append(person)
        decides = is_own and client_number and not person
        self.number.append(
            self.numbers.setdefault(client_number, len(self.numbers)) if decides else -1
        )
        self.is_own.append(is_own)
        self.has_name.append(any((given, initials, call, own, partner)))
        self.is_changed.append(bool(person) and examined_at is None)

    def add_numbers_of_persons(self, viewer: Viewer) -> None:
        """Give the rows of who carries a client number that is asked for its code."""
        numbers = list(self.numbers)
        for start in range(0, len(numbers), AT_ONCE):
            known = relations_keys.persons_with_client_numbers(
                viewer=viewer, numbers=numbers[start : start + AT_ONCE]
            )
            self.number_of_person |= {
                person: self.numbers[number] for number, person in known.items()
            }
        if self.number_of_person:
            for row, person in enumerate(self.person):
                if person:
                    self.number[row] = self.number_of_person.get(person, -1)

    def add_details(self, detail: PersonRecord) -> None:
        """Add what is known of a person beside their records, under their key made negative."""
        self.builder.add(normalised(detail), key=detail.key)
        self.as_read.append(None)
        self.person.append(-detail.key)
        self.number.append(self.number_of_person.get(-detail.key, -1))
        for flags in (self.is_own, self.has_name, self.is_changed):
            flags.append(False)

    def members(self) -> Members:
        return Members(
            person=np.array(self.person, np.int64),
            number=np.array(self.number, np.int32),
            is_own=np.array(self.is_own, bool),
            has_name=np.array(self.has_name, bool),
            is_changed=np.array(self.is_changed, bool),
        )


def _pieces() -> Iterator[list[tuple[Any, ...]]]:
    records = PatientRecord.objects.filter(has_identity=True).order_by("pk")
    last = 0
    while piece := list(records.filter(pk__gt=last).values_list(*_COLUMNS)[:AT_ONCE]):
        yield piece
        last = piece[-1][0]


def _owners(first: int, last: int) -> dict[int, int | None]:
    """Return the person whom each record of a range is today; None when archived."""
    links = RecordLink.objects.filter(
        state__in=ACTIVE_LINK_STATES, patient_record_id__gte=first, patient_record_id__lte=last
    )
    rows = links.values_list(
        "patient_record_id", "person_id", "person__canonical_id", "person__archived_at"
    )
    return {
        record: None if archived_at else canonical or person
        for record, person, canonical, archived_at in rows
    }


def _details(viewer: Viewer) -> Iterator[list[PersonRecord]]:
    """Yield persons' own details under their key made negative.

    Those that only repeat the record that somebody was made of are left out.
    """
    persons = RecordLink.person.field.related_model._default_manager
    current = persons.filter(
        kind=PartyKind.PERSON, canonical__isnull=True, archived_at__isnull=True
    )
    last = 0
    while ids := list(
        current.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    ):
        last = ids[-1]
        wanted = set(ids) - _repeating(ids)
        if wanted:
            details = relations_queries.match_records(viewer=viewer, ids=sorted(wanted))
            details = [replace(detail, key=-detail.key) for detail in details]
            yield without_bsn_of_commerce(viewer=viewer, members=details)


def _repeating(ids: Sequence[int]) -> set[int]:
    """Return the persons of whom nothing changed since they were made of a record."""
    made = RecordLink.objects.filter(
        is_origin=True,
        state__in=ACTIVE_LINK_STATES,
        person_id__in=ids,
        person__version=1,
        patient_record__updated_at__lte=F("created_at"),
    )
    return set(made.values_list("person_id", flat=True))


def _asked(viewer: Viewer) -> frozenset[tuple[int, int]]:
    """Return the pairs of persons, the smaller key first, of all questions and refusals."""
    answers = RecordLink.objects.filter(state__in=[LinkState.PROPOSED, LinkState.REJECTED])
    active = {"patient_record__links__state__in": ACTIVE_LINK_STATES}
    rows = answers.filter(**active).values_list(
        "person_id",
        "person__canonical_id",
        "patient_record__links__person_id",
        "patient_record__links__person__canonical_id",
    )
    found = set()
    for person, canonical, own, own_canonical in rows.iterator(chunk_size=AT_ONCE):
        one, other = canonical or person, own_canonical or own
        found.add((min(one, other), max(one, other)))
    found |= {(min(pair), max(pair)) for pair in relations_keys.unmerged_pairs(viewer=viewer)}
    return frozenset(found)
