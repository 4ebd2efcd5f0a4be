# SPDX-License-Identifier: EUPL-1.2
"""Fill an installation with invented persons, by the product's own code and COPY.

    python -m bench.persons 100000

Runs as the owner of an installation that has just been migrated; prints what it filled as JSON.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import batched
from multiprocessing import get_context
from typing import Any

SEED, CHUNK, CORES = 11, 5_000, 2
RECORDS_PER_PERSON = 2.15
ONE_IN, TEAMS = 100, 40
# What is filled in of each table.
TABLES = {
    "relations_party": "id ref kind name sort_key search_text birth_on birth_precision city "
    "unit_id is_shielded version",
    "relations_persondetail": "party_id given_names initials call_name own_prefix own_name "
    "partner_prefix partner_name name_use gender deceased_precision is_deceased form_of_address "
    "language match_keys",
    "relations_address": "party_id use street house_number suffix unit_id postcode city country "
    "municipality_code is_secret",
    "relations_contactpoint": "party_id system value use rank note",
    "relations_identifier": "party_id uid system value key_id cipher blind_index state",
}


def told_of(persons: int) -> Iterator[tuple[str, Any]]:
    """Yield ('there', first copy of a person), and who is asked for: ('known', ...), ('new', ...).

    One in a hundred persons is left out of the database, one in a hundred is asked for again.
    """
    from nabij.matching.testing.persons import told

    seen: dict[int, int] = {}
    for row in told(records=int(persons * RECORDS_PER_PERSON), seed=SEED):
        seen[row.person] = seen.get(row.person, 0) + 1
        place = row.person % ONE_IN
        if place == 0:
            if seen[row.person] == 1:
                yield "new", row
        elif seen[row.person] == 1:
            yield "there", row
        elif seen[row.person] == 2 and place == 1:
            yield "known", row


def fields_of(record: Any) -> Any:
    """Return an invented record as the fields of a person."""
    from nabij.core.dates import PartialDate
    from nabij.core.identifiers import normalise_phone
    from nabij.relations import rules
    from nabij.relations.types import (
        AddressFields,
        ContactPointFields,
        PersonFields,
        PersonName,
    )

    *partner, own = [rules.split_prefix(name) for name in record.surnames]
    partner_prefix, partner_name = partner[0] if partner else ("", "")
    points = [
        ContactPointFields(system="phone", value=normalise_phone(phone)) for phone in record.phones
    ]
    points += [ContactPointFields(system="email", value=value.lower()) for value in record.emails]
    birth = PartialDate(record.birth_on, record.birth_precision) if record.birth_on else None
    return PersonFields(
        name=PersonName(
            given_names=record.given_names,
            initials=record.initials,
            call_name=record.call_name,
            own_prefix=own[0],
            own_name=own[1],
            partner_prefix=partner_prefix,
            partner_name=partner_name,
            name_use="partner_own" if partner else "own",
        ),
        gender=record.gender or "unknown",
        birth=birth,
        addresses=(
            AddressFields(
                street="Dorpsstraat",
                house_number=record.house_number,
                suffix=record.suffix,
                postcode=record.postcode,
                city="Zwolle",
            ),
        ),
        contact_points=tuple(point for point in points if point.value),
    )


def rows_of(number: int, record: Any, first_team: int) -> Iterator[tuple[str, list[Any]]]:
    """Yield the rows of one person by table, filled by the product's own code."""
    from uuid import UUID

    from nabij.core import crypto
    from nabij.relations.models import Party, PersonDetail, building

    fields = fields_of(record)
    party, detail = Party(pk=number), PersonDetail(party_id=number)
    building.fill_person(party, detail, fields)
    party.unit_id = first_team + number % TEAMS
    detail.party_id = number
    address = building.address_row(party, fields.addresses[0], starts_on=None)
    rows: list[tuple[str, Any]] = [
        ("relations_party", party),
        ("relations_persondetail", detail),
        ("relations_address", address),
    ]
    rows += [
        ("relations_contactpoint", row)
        for row in building.contact_rows(party, fields.contact_points)
    ]
    for table, row in rows:
        yield table, [getattr(row, name) for name in TABLES[table].split()]
    if record.bsn_index:
        index = crypto.blind_index(record.bsn_index.decode(), purpose="bsn")
        # Nobody opens these, so no number is sealed in them.
        cipher = crypto.seal(b"", context=b"bench")
        sealed = [number, UUID(int=number), "bsn", "", "bench", cipher, index, "from_message"]
        yield "relations_identifier", sealed


def copy_in(work: tuple[int, int, list[Any]]) -> int:
    """Copy the rows of some persons into the database, in a process of its own."""
    import django
    from django.db import connection

    django.setup()
    first, first_team, records = work
    rows: dict[str, list[list[Any]]] = {table: [] for table in TABLES}
    for number, record in enumerate(records, first):
        for table, row in rows_of(number, record, first_team):
            rows[table].append(row)
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        for table, columns in TABLES.items():
            names = ", ".join(columns.split())
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows[table]:
                    copy.write_row(row)
    return sum(len(row[-1]) for row in rows["relations_persondetail"])


def fill(persons: int) -> dict[str, float]:
    """Fill the database as the owner: everybody who is there, then the index of the keys."""
    from django.db import connection

    from nabij.access.models import Unit

    teams = [Unit.objects.create(name=f"Team {n}", kind="team") for n in range(TEAMS)]
    records = (row.record for what, row in told_of(persons) if what == "there")
    work = (
        (1 + n * CHUNK, teams[0].pk, list(chunk)) for n, chunk in enumerate(batched(records, CHUNK))
    )
    execute(["DROP INDEX persondetail_match"])
    connection.close()
    with get_context("spawn").Pool(CORES) as pool:
        keys = sum(pool.imap_unordered(copy_in, work))
    execute(
        [
            "SET maintenance_work_mem = '512MB'",
            "CREATE INDEX persondetail_match ON relations_persondetail USING gin (match_keys)"
            " WITH (fastupdate = off)",
            "SELECT setval(pg_get_serial_sequence('relations_party', 'id'), max(id))"
            " FROM relations_party",
            *(f"VACUUM (ANALYZE) {table}" for table in TABLES),
        ]
    )
    sizes = "SELECT sum(pg_total_relation_size(t)), pg_relation_size('persondetail_match')"
    with connection.cursor() as cursor:
        cursor.execute(f"{sizes} FROM unnest(%s::regclass[]) t", [list(TABLES)])
        size, index = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM relations_party")
        (count,) = cursor.fetchone()
    return {
        "persons": count,
        "keys": keys / count,
        "all_mb": float(size) / 1e6,
        "index_mb": index / 1e6,
    }


def execute(statements: Iterable[str]) -> None:
    """Run statements of our own."""
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def main() -> None:
    """Fill with as many persons as the first argument says."""
    import django

    django.setup()
    sys.stdout.write(json.dumps(fill(int(sys.argv[1]))))


if __name__ == "__main__":
    main()
