# SPDX-License-Identifier: EUPL-1.2
"""What a linking run reads: records to examine, and the members of persons they may belong to."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, cast

from django.db import connection

from nabij.access import queries as access_queries
from nabij.access.queries import WHOSE
from nabij.core.viewer import Viewer
from nabij.linkage.choices import ACTIVE_LINK_STATES, LinkState
from nabij.linkage.models import PatientRecord, RecordLink
from nabij.linkage.queries.person_records import persons_of_records
from nabij.matching import BsnState, PersonRecord, keys
from nabij.matching.compare import Prepared
from nabij.relations import queries as relations_queries
from nabij.relations.queries import keys as relations_keys

# Per key one look in an index, and never more records than fit in a block.
_ALIKE = """
SELECT unnest(ids) FROM (
  SELECT array_agg(found.id) AS ids
  FROM unnest(%(keys)s::bigint[]) AS look (key)
  CROSS JOIN LATERAL (
    SELECT id FROM linkage_patientrecord WHERE match_keys @> ARRAY[look.key] LIMIT %(most)s + 1
  ) AS found
  GROUP BY look.key
) AS block
WHERE cardinality(ids) <= %(most)s
UNION
SELECT id FROM linkage_patientrecord WHERE bsn_index = ANY (%(indexes)s::bytea[])
UNION
SELECT id FROM linkage_patientrecord WHERE previous_bsn_index = ANY (%(indexes)s::bytea[])
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
    all members of `persons` come too. Five SQL queries, for hundreds of records at once.
    """
    alike = set(_records_like(records))
    alike |= set(
        RecordLink.objects.filter(
            state__in=ACTIVE_LINK_STATES,
            person_id__in=access_queries.members(viewer=viewer, person_ids=list(persons)),
        ).values_list("patient_record_id", flat=True)
    )
    person_of = persons_of_records(viewer=viewer, record_ids=alike)
    known = engine_records(viewer=viewer, ids=person_of)
    details = relations_queries.persons_like(
        viewer=viewer, records=records, ids={*person_of.values(), *persons}
    ).records
    for detail in details:
        person_of[-detail.key] = detail.key
    return [*known, *(replace(detail, key=-detail.key) for detail in details)], person_of


def settled(
    *, viewer: Viewer, records: Collection[int], persons: Iterable[int]
) -> tuple[frozenset[tuple[int, int]], set[frozenset[int]]]:
    """Return what was decided or asked before: barred (record, person), and pairs of persons.

    Barred is what a record was ever kept from, or is proposed to already. Two persons were asked
    about when a record of the one was proposed to, or kept from, the other. So were two whom a
    colleague took apart after a merge. Four SQL queries.
    """
    barred = RecordLink.objects.filter(patient_record_id__in=list(records)).exclude(
        state__in=ACTIVE_LINK_STATES
    )
    answers = RecordLink.objects.filter(state__in=[LinkState.PROPOSED, LinkState.REJECTED])
    wanted = list(persons)
    active = RecordLink.objects.filter(state__in=ACTIVE_LINK_STATES)
    theirs = access_queries.members(viewer=viewer, person_ids=wanted)
    asked = answers.filter(person_id__in=theirs) | answers.filter(
        patient_record__in=active.filter(person_id__in=theirs).values("patient_record_id")
    )
    pairs = list(asked.annotate(whose=WHOSE).values_list("patient_record_id", "whose"))
    owner = dict(
        active.filter(patient_record_id__in=[record for record, _person in pairs])
        .annotate(whose=WHOSE)
        .values_list("patient_record_id", "whose")
    )
    return (
        frozenset(barred.annotate(whose=WHOSE).values_list("patient_record_id", "whose")),
        {frozenset({owner[record], person}) for record, person in pairs if record in owner}
        | relations_keys.unmerged_pairs(viewer=viewer),
    )


def _records_like(records: Sequence[PersonRecord]) -> list[int]:
    parameters: dict[str, Any] = {
        "keys": sorted({key for one in records for key in keys.looked_under(Prepared(one))}),
        "indexes": [r.bsn_index for r in records if r.bsn_index and r.bsn_state == "present"],
        "most": keys.LARGEST_BLOCK,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, parameters)
        return [record for (record,) in cursor.fetchall()]
