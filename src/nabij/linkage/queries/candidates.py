# SPDX-License-Identifier: EUPL-1.2
"""What a linking run reads: records to examine, and the members of persons they may belong to."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, cast

from django.db import connection

from nabij.core.viewer import Viewer
from nabij.linkage.choices import ACTIVE_LINK_STATES, LinkState
from nabij.linkage.models import PatientRecord, RecordLink
from nabij.linkage.queries.person_records import persons_of_records
from nabij.linkage.rules import blocking
from nabij.matching import BsnState, PersonRecord
from nabij.matching.compare import Prepared
from nabij.relations import queries as relations_queries

# One index per kind of key; a record that is linked to nobody is no member of a person.
_ALIKE = """
SELECT id FROM linkage_patientrecord WHERE bsn_index = ANY (%(indexes)s::bytea[])
UNION
SELECT id FROM linkage_patientrecord WHERE previous_bsn_index = ANY (%(indexes)s::bytea[])
UNION
SELECT record.id FROM linkage_patientrecord record
JOIN unnest(%(days)s::date[], %(day_sounds)s::text[]) AS look (day, sound)
  ON record.birth_on = look.day AND look.sound = ANY (record.surname_keys)
UNION
SELECT record.id FROM linkage_patientrecord record
JOIN unnest(%(initial_days)s::date[], %(initials)s::text[]) AS look (day, initial)
  ON record.birth_on = look.day AND record.initial = look.initial
UNION
SELECT record.id FROM linkage_patientrecord record
JOIN unnest(%(firsts)s::date[], %(lasts)s::date[], %(within_sounds)s::text[])
  AS look (first, last, sound)
  ON record.birth_on BETWEEN look.first AND look.last AND look.sound = ANY (record.surname_keys)
UNION
SELECT record.id FROM linkage_patientrecord record
JOIN unnest(%(postcodes)s::text[], %(numbers)s::text[], %(address_sounds)s::text[])
  AS look (postcode, number, sound)
  ON record.postcode = look.postcode AND record.postcode <> ''
  AND record.house_number = look.number AND look.sound = ANY (record.surname_keys)
"""


def records_to_examine(*, viewer: Viewer, source_id: int, after: int, count: int) -> list[int]:
    """Return the keys of records that linking has not seen as they are now, oldest first.

    One SQL query.
    """
    waiting = PatientRecord.objects.filter(
        source_id=source_id, has_identity=True, examined_at__isnull=True, pk__gt=after
    )
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:count])


def count_waiting(*, viewer: Viewer, source_id: int) -> int:
    """Return how many records of a source belong to nobody. One SQL query."""
    linked = RecordLink.objects.filter(state__in=ACTIVE_LINK_STATES).values("patient_record_id")
    return PatientRecord.objects.filter(source_id=source_id).exclude(pk__in=linked).count()


def engine_records(*, viewer: Viewer, ids: Collection[int]) -> list[PersonRecord]:
    """Return patient records for the engine, by key. One SQL query."""
    rows = PatientRecord.objects.filter(pk__in=list(ids)).order_by("pk")
    return [engine_record(viewer=viewer, record=record) for record in rows]


def engine_record(*, viewer: Viewer, record: PatientRecord) -> PersonRecord:
    """Return one patient record for the engine. No query."""
    return PersonRecord(
        key=record.pk,
        given_names=record.given_names,
        initials=record.initials,
        call_name=record.call_name,
        surnames=tuple(filter(None, [record.own_name, record.partner_name])),
        prefix=record.own_prefix,
        birth_on=record.birth_on,
        birth_precision=record.birth_precision,
        gender=record.gender,
        postcode=record.postcode,
        house_number=record.house_number,
        suffix=record.house_number_suffix,
        phones=tuple(record.phones),
        emails=tuple(record.emails),
        bsn_index=record.compared_bsn_index,
        bsn_state=cast("BsnState", record.bsn_state),
    )


def members_like(
    *, viewer: Viewer, records: Sequence[PersonRecord], persons: Collection[int] = ()
) -> tuple[list[PersonRecord], dict[int, int]]:
    """Return what is known of the persons whom `records` may be, and whose each member is.

    Members are their linked records, and their own details under the person's key made negative;
    all members of `persons` come too. Nine SQL queries, for hundreds of records at once.
    """
    alike = set(_records_like(records))
    alike |= set(
        RecordLink.objects.filter(
            state__in=ACTIVE_LINK_STATES, person_id__in=list(persons)
        ).values_list("patient_record_id", flat=True)
    )
    person_of = persons_of_records(viewer=viewer, record_ids=alike)
    known = engine_records(viewer=viewer, ids=person_of)
    candidates = relations_queries.match_candidates(viewer=viewer, records=records)
    details = relations_queries.match_records(
        viewer=viewer, ids={*candidates, *person_of.values(), *persons}
    )
    for detail in details:
        person_of[-detail.key] = detail.key
    return [*known, *(replace(detail, key=-detail.key) for detail in details)], person_of


def settled(
    *, viewer: Viewer, records: Collection[int], persons: Iterable[int]
) -> tuple[frozenset[tuple[int, int]], set[frozenset[int]]]:
    """Return what was decided or asked before: barred (record, person), and pairs of persons.

    Barred is what a record was ever kept from, or is proposed to already. Two persons were asked about when a record of the one was proposed to, or kept from, the other.
    Three SQL queries.
    """
    barred = RecordLink.objects.filter(patient_record_id__in=list(records)).exclude(
        state__in=ACTIVE_LINK_STATES
    )
    answers = RecordLink.objects.filter(state__in=[LinkState.PROPOSED, LinkState.REJECTED])
    wanted = list(persons)
    active = RecordLink.objects.filter(state__in=ACTIVE_LINK_STATES)
    asked = answers.filter(person_id__in=wanted) | answers.filter(
        patient_record__in=active.filter(person_id__in=wanted).values("patient_record_id")
    )
    pairs = list(asked.values_list("patient_record_id", "person_id"))
    owner = dict(
        active.filter(patient_record_id__in=[record for record, _person in pairs]).values_list(
            "patient_record_id", "person_id"
        )
    )
    return (
        frozenset(barred.values_list("patient_record_id", "person_id")),
        {frozenset({owner[record], person}) for record, person in pairs if record in owner},
    )


def _records_like(records: Sequence[PersonRecord]) -> list[int]:
    looks: dict[str, list[tuple[object, ...]]] = {
        kind: [] for kind in ("bsn", "day", "part", "initial", "within", "address")
    }
    for key in {key for record in records for key in blocking.look_keys(Prepared(record))}:
        looks[str(key[0])].append(key[1:])
    days = looks["day"] + looks["part"]
    parameters: dict[str, Any] = {
        "indexes": [index for (index,) in looks["bsn"]],
        "days": _column(days, 0),
        "day_sounds": _column(days, 1),
        "initial_days": _column(looks["initial"], 0),
        "initials": _column(looks["initial"], 1),
        "firsts": _column(looks["within"], 0),
        "lasts": _column(looks["within"], 1),
        "within_sounds": _column(looks["within"], 2),
        "postcodes": _column(looks["address"], 0),
        "numbers": _column(looks["address"], 1),
        "address_sounds": _column(looks["address"], 2),
    }
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, parameters)
        return [record for (record,) in cursor.fetchall()]


def _column(rows: Sequence[tuple[object, ...]], position: int) -> list[object]:
    return [row[position] for row in rows]
