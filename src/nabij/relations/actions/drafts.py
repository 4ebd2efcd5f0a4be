# SPDX-License-Identifier: EUPL-1.2
"""Many parties set by set: rows are drafted without the database, then all written at once.

A draft is the rows of one party by table, as JSON, filled by the very code that fills the rows of a
party recorded by form. So drafting can be done beforehand and elsewhere, and writing is a COPY and
one INSERT ... SELECT a table.
"""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection, transaction
from django.db.models import Field, Model
from django.utils.timezone import localdate

from nabij.access import actions as access_actions
from nabij.core.viewer import Viewer
from nabij.relations import rules
from nabij.relations.actions.gate import check_may_register, check_unit
from nabij.relations.actions.persons import NameMissing
from nabij.relations.choices import IdentifierState, PartyKind, RelationshipKind
from nabij.relations.models import (
    Address,
    BsnCheck,
    ContactPoint,
    Identifier,
    OrganisationDetail,
    Party,
    PersonDetail,
    Relationship,
    building,
)
from nabij.relations.queries.cards import PartyNotFound
from nabij.relations.queries.many import recorded_ties, tie_key
from nabij.relations.types import BsnCheckFields, OrganisationFields, PersonFields

type Draft = dict[str, list[dict[str, Any]]]

_TABLES: dict[str, tuple[type[Model], ...]] = {
    PartyKind.PERSON: (Party, PersonDetail, Address, ContactPoint, Identifier, BsnCheck),
    PartyKind.ORGANISATION: (Party, OrganisationDetail, Address, ContactPoint, Identifier),
}


def draft_person(
    *, viewer: Viewer, fields: PersonFields, bsn: str = "", check: BsnCheckFields | None = None
) -> Draft:
    """Return the rows of a new person. No query.

    `check` is how the BSN is known; by default from a message, through who drafts it.

    Raises:
        NameMissing: there is no name at all.
    """
    if not rules.short_name(fields.name):
        raise NameMissing
    party, detail = Party(updated_by_id=viewer.colleague_id), PersonDetail()
    building.fill_person(party, detail, fields)
    identifiers = [building.bsn_row(party, bsn)] if bsn else []
    known = check or BsnCheckFields(checked_by_id=viewer.colleague_id)
    checks = [building.bsn_check_row(0, known)] if bsn else []
    return _draft(viewer, party, fields, [detail, *identifiers, *checks])


def draft_organisation(*, viewer: Viewer, fields: OrganisationFields) -> Draft:
    """Return the rows of a new organisation. No query.

    Raises:
        NameMissing: the name is empty.
    """
    if not fields.name.strip():
        raise NameMissing
    party, detail = Party(updated_by_id=viewer.colleague_id), OrganisationDetail()
    building.fill_organisation(party, detail, fields)
    numbers = [
        Identifier(party=party, system=system, value=value, state=IdentifierState.FROM_MESSAGE)
        for system, value in fields.identifiers.items()
        if value
    ]
    return _draft(viewer, party, fields, [detail, *numbers])


def _draft(
    viewer: Viewer, party: Party, fields: PersonFields | OrganisationFields, rows: list[Model]
) -> Draft:
    on = localdate(viewer.at)
    addresses = [
        building.address_row(party, address, starts_on=on)
        for address in fields.addresses
        if not address.is_empty
    ]
    points = building.contact_rows(party, fields.contact_points)
    draft: Draft = {}
    for row in (party, *rows, *addresses, *points):
        table = row._meta.db_table
        draft.setdefault(table, []).append(
            {column: write(getattr(row, column)) for column, write in _WRITERS[table]}
        )
    return draft


@transaction.atomic
def create_drafted(*, viewer: Viewer, kind: str, drafts: Sequence[bytes], event: str) -> list[int]:
    """Record the parties of these drafts and return their keys in order, 0 for who cannot be.

    That is who has a client number that somebody got since they were drafted. At most nine SQL
    queries for thousands of parties, and one line in the log, `event`, that names them.

    Raises:
        MayNotRegister: the role does not allow it.
        UnitNotYours: the viewer does not belong to the unit of one of them.
    """
    check_may_register(viewer=viewer, kind=kind)
    return _create(viewer, kind, drafts, event)


@transaction.atomic
def create_contacts(
    *, viewer: Viewer, drafts: Sequence[bytes], organisation_ids: Sequence[int], event: str
) -> list[tuple[int, int]]:
    """Record who works at an organisation each, and that they do; else as `create_drafted`.

    The keys are of the person and of the relationship. Who registers organisations may: of clients
    nothing is recorded here, no number and no team.

    Raises:
        MayNotRegister: the role does not allow it.
        PartyNotFound: an organisation is not open to the viewer.
    """
    check_may_register(viewer=viewer, kind=PartyKind.ORGANISATION)
    wanted = set(organisation_ids)
    there = Party.objects.visible_to(viewer).organisations().filter(pk__in=wanted)
    if there.count() < len(wanted):
        raise PartyNotFound
    keys = _create(viewer, PartyKind.PERSON, drafts, event)
    ties = {
        key: Relationship(subject_id=key, object_id=organisation, kind=RelationshipKind.EMPLOYEE)
        for key, organisation in zip(keys, organisation_ids, strict=True)
        if key
    }
    Relationship.objects.bulk_create(ties.values())
    return [(key, ties[key].pk) if key else (0, 0) for key in keys]


@transaction.atomic
def employ(*, viewer: Viewer, works: Sequence[tuple[int, int]], event: str) -> list[int]:
    """Record that persons who are known work at an organisation: (person, organisation) each.

    Return the keys of the relationships in order, 0 for who worked there already and for what is
    not open to the viewer. Three SQL queries and one line in the log.

    Raises:
        MayNotRegister: the role does not allow it.
    """
    check_may_register(viewer=viewer, kind=PartyKind.ORGANISATION)
    sides = {key for pair in works for key in pair}
    cards = Party.objects.visible_to(viewer).current().filter(pk__in=sides)
    seen = dict(cards.values_list("pk", "kind"))
    kind = RelationshipKind.EMPLOYEE
    there = recorded_ties(viewer=viewer, ids=sides)
    rows: dict[tuple[int, int], Relationship] = {}
    for pair in works:
        person, organisation = pair
        is_open = (seen.get(person), seen.get(organisation)) == (
            PartyKind.PERSON, PartyKind.ORGANISATION,
        )  # fmt: skip
        if is_open and tie_key(person, organisation, kind) not in there:
            rows[pair] = Relationship(subject_id=person, object_id=organisation, kind=kind)
    Relationship.objects.bulk_create(rows.values())
    if rows:
        shown = sorted({key for pair in rows for key in pair})
        access_actions.record_list(viewer=viewer, event=event, object_ids=shown)
    return [rows.pop(pair).pk if pair in rows else 0 for pair in works]


def _create(viewer: Viewer, kind: str, drafts: Sequence[bytes], event: str) -> list[int]:
    if not drafts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        with cursor.copy("COPY relations_draft (place, made) FROM STDIN") as copy:
            for place, made in enumerate(drafts):
                copy.write_row((place, made.decode()))
        cursor.execute(_TAKEN)
        cursor.execute(_UNITS)
        for (unit_id,) in cursor.fetchall():
            check_unit(viewer=viewer, unit_id=unit_id)
        for statement in _INSERTS[kind]:
            cursor.execute(statement)
        cursor.execute("SELECT place, key FROM relations_draft")
        keys = dict(cursor.fetchall())
        cursor.execute("DROP TABLE relations_draft")
    access_actions.record_list(viewer=viewer, event=event, object_ids=sorted(keys.values()))
    return [keys.get(place, 0) for place in range(len(drafts))]


def encoded(draft: Draft) -> bytes:
    """Return a draft as it is kept until it is written."""
    return msgspec.json.encode(draft)


def _columns(model: type[Model]) -> list["Field[Any, Any]"]:
    """Return what a draft says itself: not the keys, nor what the database fills in."""
    key = {"party", "person"} if model is not Party else set()
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in key and not (field.primary_key or field.has_db_default())
    ]


def _plain(value: Any) -> Any:
    return value


def _hex(value: bytes | None) -> str | None:
    return None if value is None else f"\\x{bytes(value).hex()}"


def _text(value: UUID) -> str:
    return str(value)


def _writer(field: "Field[Any, Any]") -> Callable[[Any], Any]:
    kind = field.get_internal_type()
    return _hex if kind == "BinaryField" else _text if kind == "UUIDField" else _plain


_WRITERS = {
    model._meta.db_table: [(field.attname, _writer(field)) for field in _columns(model)]
    for models in _TABLES.values()
    for model in models
}


def _insert(model: type[Model]) -> str:
    """Return the statement that writes a table from what was staged, in the order of the drafts."""
    table = model._meta.db_table
    names = [field.column or field.attname for field in _columns(model)]
    owner = {Party: "id", BsnCheck: "person_id"}.get(model, "party_id")
    return f"""
        INSERT INTO {table} ({owner}, {", ".join(names)})
        SELECT draft.key, {", ".join(f"given.{name}" for name in names)}
        FROM relations_draft draft,
          jsonb_populate_recordset(NULL::{table}, draft.made->'{table}') WITH ORDINALITY AS given
        ORDER BY draft.place, given.ordinality
    """  # noqa: S608 - names of our own columns


_STAGE = """
CREATE TEMPORARY TABLE relations_draft (
  place integer NOT NULL,
  key bigint NOT NULL DEFAULT nextval(pg_get_serial_sequence('relations_party', 'id')),
  made jsonb NOT NULL
) ON COMMIT DROP
"""
_TAKEN = """
DELETE FROM relations_draft draft USING relations_party party
WHERE party.client_number = draft.made->'relations_party'->0->>'client_number'
"""
_UNITS = """
SELECT DISTINCT (made->'relations_party'->0->>'unit_id')::bigint FROM relations_draft
"""
_INSERTS = {kind: [_insert(model) for model in models] for kind, models in _TABLES.items()}
