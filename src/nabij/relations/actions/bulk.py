# SPDX-License-Identifier: EUPL-1.2
"""Bonds, numbers and instructions of many persons at once: for set-ups, not for colleagues."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from nabij.access import actions as access_actions
from nabij.core import crypto
from nabij.core.dates import PartialDate, to_columns
from nabij.core.identifiers import is_bsn, normalise_bsn
from nabij.core.viewer import Viewer
from nabij.relations import rules
from nabij.relations.actions.gate import MayNotRegister, check_may_register
from nabij.relations.actions.identity import BsnWrong
from nabij.relations.choices import IdentifierSystem, PartyKind
from nabij.relations.models import (
    BsnCheck,
    ContactInstruction,
    Household,
    HouseholdMember,
    Identifier,
    KeySafe,
    Party,
    Relationship,
    building,
)
from nabij.relations.queries.many import may_tie, recorded_ties, tie_key
from nabij.relations.types import BsnCheckFields

BATCH = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """The subject is `kind` of the object, both by their keys."""

    subject_id: int
    object_id: int
    kind: str
    starts: PartialDate | None = None
    ends: PartialDate | None = None
    rank: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """One contact instruction; of each person at most three are taken."""

    person_id: int
    kind: str
    text: str
    starts_on: date
    ends_on: date


def _check_is_machine(viewer: Viewer) -> None:
    if not viewer.is_machine:
        raise MayNotRegister


@transaction.atomic
def add_bonds(*, viewer: Viewer, bonds: Sequence[Bond]) -> None:
    """Record many relationships; one that stands open already stays as it is.

    Raises:
        MayNotRegister: a colleague records them one by one, with `add_relationship`.
    """
    _check_is_machine(viewer)
    rows = [_row(bond) for bond in bonds]
    Relationship.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    _record(viewer, "relationships", [bond.object_id for bond in bonds])


def _row(bond: Bond) -> Relationship:
    starts_on, starts_precision = to_columns(bond.starts)
    ends_on, ends_precision = rules.end_columns(bond.starts, bond.ends)
    return Relationship(
        subject_id=bond.subject_id,
        object_id=bond.object_id,
        kind=bond.kind,
        starts_on=starts_on,
        starts_precision=starts_precision,
        ends_on=ends_on,
        ends_precision=ends_precision,
        rank=bond.rank,
        note=bond.note[:200],
    )


@transaction.atomic
def add_ties(*, viewer: Viewer, bonds: Sequence[Bond], event: str) -> list[int]:
    """Record many relationships as a colleague would one by one; return their keys in order.

    0 stands for what cannot be: a side whose card is closed, none that is open, a kind that does
    not hold between these two, or a relationship that stands open already, or ended on the same
    days. Four SQL queries and
    one line in the log.

    Raises:
        MayNotRegister: the role does not allow it.
    """
    sides = {key for bond in bonds for key in (bond.subject_id, bond.object_id)}
    cards = {card.pk: card.card for card in Party.objects.cards(viewer).filter(pk__in=sides)}
    there = recorded_ties(viewer=viewer, ids=sides)
    rows: list[Relationship | None] = []
    for bond in bonds:
        subject, other = cards.get(bond.subject_id), cards.get(bond.object_id)
        is_fit = subject is not None and other is not None and may_tie(subject, other, bond.kind)
        key = tie_key(
            bond.subject_id, bond.object_id, bond.kind, starts=bond.starts, ends=bond.ends
        )
        if not is_fit or key in there:
            rows.append(None)
            continue
        is_business = not (cards[bond.subject_id].is_person or cards[bond.object_id].is_person)
        check_may_register(
            viewer=viewer, kind=PartyKind.ORGANISATION if is_business else PartyKind.PERSON
        )
        there.add(key)
        rows.append(_row(bond))
    made = [row for row in rows if row is not None]
    Relationship.objects.bulk_create(made, batch_size=BATCH)
    shown = {key for row in made for key in (row.subject_id, row.object_id)}
    if shown:
        access_actions.record_list(viewer=viewer, event=event, object_ids=sorted(shown))
    return [row.pk if row is not None else 0 for row in rows]


@transaction.atomic
def add_households(
    *, viewer: Viewer, households: Sequence[tuple[str, Sequence[int], date | None]]
) -> None:
    """Record households: (label, keys of the persons, since when).

    Raises:
        MayNotRegister: a colleague uses `join_household`.
    """
    _check_is_machine(viewer)
    rows = Household.objects.bulk_create(
        [Household(label=label) for label, _, _ in households], batch_size=BATCH
    )
    HouseholdMember.objects.bulk_create(
        [
            HouseholdMember(household=row, person_id=person_id, starts_on=since)
            for row, (_, members, since) in zip(rows, households, strict=True)
            for person_id in members
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    _record(viewer, "households", [member for _, members, _ in households for member in members])


@transaction.atomic
def add_instructions(*, viewer: Viewer, instructions: Sequence[Instruction]) -> None:
    """Record contact instructions of many persons, for each the first three.

    Raises:
        MayNotRegister: a colleague uses `set_contact_instruction`.
    """
    _check_is_machine(viewer)
    taken: dict[int, int] = {}
    rows = []
    for one in instructions:
        taken[one.person_id] = taken.get(one.person_id, 0) + 1
        if taken[one.person_id] <= 3:
            rows.append(
                ContactInstruction(
                    person_id=one.person_id,
                    kind=one.kind,
                    text=one.text[:120],
                    starts_on=one.starts_on,
                    ends_on=one.ends_on,
                )
            )
    ContactInstruction.objects.bulk_create(rows, batch_size=BATCH)
    _record(viewer, "contact-instructions", list(taken))


@transaction.atomic
def add_key_safes(*, viewer: Viewer, safes: Mapping[int, tuple[str, str]]) -> None:
    """Seal the codes of many key safes: person key to (code, place).

    Raises:
        MayNotRegister: a colleague uses `set_key_safe`.
    """
    _check_is_machine(viewer)
    rows = []
    for person_id, (code, place) in safes.items():
        row = KeySafe(person_id=person_id, place=place[:120], changed_at=viewer.at)
        row.cipher = crypto.seal(code.encode(), context=row.uid.bytes)
        rows.append(row)
    KeySafe.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    _record(viewer, "key-safes", list(safes))


@transaction.atomic
def add_bsns(*, viewer: Viewer, bsns: Mapping[int, tuple[str, BsnCheckFields]]) -> None:
    """Seal the BSNs of many persons: person key to (BSN, how it was checked).

    Raises:
        MayNotRegister: a colleague uses `set_bsn`.
        BsnWrong: one fails the eleven test; nothing is written.
    """
    _check_is_machine(viewer)
    rows, checks = [], []
    for person_id, (bsn, check) in bsns.items():
        value = normalise_bsn(bsn)
        if not is_bsn(value):
            raise BsnWrong
        row = Identifier(party_id=person_id, system=IdentifierSystem.BSN, state=check.step)
        building.seal_bsn(row, value)
        rows.append(row)
        checks.append(building.bsn_check_row(person_id, check))
    Identifier.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    BsnCheck.objects.bulk_create(checks, batch_size=BATCH)
    _record(viewer, "bsn", list(bsns))


def _record(viewer: Viewer, event: str, person_ids: Sequence[int]) -> None:
    if person_ids:
        access_actions.record_list(
            viewer=viewer,
            event=event,
            object_ids=sorted(set(person_ids)),
            detail=f"recorded on {localdate(viewer.at)}",
        )
