# SPDX-License-Identifier: EUPL-1.2
"""A plan for everybody: laid down by COPY, put in force piece by piece, each piece one transaction.

Every statement looks again at what it would change: a record that changed since it was read, or
that somebody linked meanwhile, is passed over and waits for the next run.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection, transaction

from nabij.access import actions as access_actions
from nabij.core import history
from nabij.core.refs import new_ref
from nabij.core.viewer import Viewer
from nabij.linkage.actions.linking import ONE_RUN_AT_A_TIME, flag, make_persons
from nabij.linkage.actions.questions import ask_again
from nabij.linkage.choices import ACTIVE_LINK_STATES, PlannedKind
from nabij.linkage.models import LinkRun, PatientRecord, PlannedLink, RecordLink, Source
from nabij.linkage.queries.everybody import Everybody
from nabij.linkage.rules.whole import Planned

PIECE = 2_000
_COPY = """
COPY linkage_plannedlink (run_id, kind, ref, record_key, as_read, person_key, origin_key, score,
  has_conflict, evidence) FROM STDIN
"""
# Who a planned row is about: the person it names, or whoever the record is that one is made of.
# Somebody who was merged or archived since is nobody to link to. Each row looks for its own by an
# index (a join with a LIMIT): of tables that a run is filling the server has no statistics, and
# left to itself it reads them whole for every row.
_TARGET = """
FROM linkage_plannedlink plan
CROSS JOIN LATERAL (SELECT id FROM linkage_patientrecord WHERE id = plan.record_key
  AND updated_at = plan.as_read AND has_identity LIMIT 1) record
LEFT JOIN LATERAL (SELECT person_id FROM linkage_recordlink WHERE plan.person_key = 0
  AND patient_record_id = plan.origin_key AND state IN ('automatic', 'confirmed') LIMIT 1) origin
  ON true
CROSS JOIN LATERAL (SELECT id FROM relations_party
  WHERE id = coalesce(nullif(plan.person_key, 0), origin.person_id)
  AND canonical_id IS NULL AND archived_at IS NULL LIMIT 1) person
LEFT JOIN LATERAL (SELECT person_id FROM linkage_recordlink
  WHERE patient_record_id = plan.record_key AND state IN ('automatic', 'confirmed') LIMIT 1) own
  ON true
WHERE plan.run_id = %(run)s AND plan.id > %(after)s AND plan.id <= %(upto)s
"""
_INSERT = """
INSERT INTO linkage_recordlink (ref, patient_record_id, person_id, state, score, evidence,
  has_conflict, needs_review, is_origin, undo)
"""
# That a person was made of a record.
_ORIGINS = f"""
{_INSERT}
SELECT plan.ref, plan.record_key, made.person, 'automatic', 1, '[]', false, false, true, '{{}}'
FROM linkage_plannedlink plan
JOIN unnest(%(records)s::bigint[], %(persons)s::bigint[]) AS made (record, person)
  ON made.record = plan.record_key
WHERE plan.run_id = %(run)s AND plan.id > %(after)s AND plan.id <= %(upto)s
ORDER BY plan.id
RETURNING patient_record_id, person_id
"""  # noqa: S608 - our own text
_LINK = f"""
{_INSERT}
SELECT plan.ref, plan.record_key, person.id, 'automatic', plan.score, plan.evidence, false, false,
  false, '{{}}'
{_TARGET} AND own.person_id IS NULL
ORDER BY plan.id
ON CONFLICT DO NOTHING
RETURNING patient_record_id, person_id
"""
_ASK = f"""
{_INSERT}
SELECT plan.ref, plan.record_key, person.id, 'proposed', plan.score, plan.evidence,
  plan.has_conflict, true, false, '{{}}'
{_TARGET} AND own.person_id <> person.id
ORDER BY plan.id
ON CONFLICT DO NOTHING
RETURNING patient_record_id, person_id
"""
_EXAMINED = """
WITH piece AS MATERIALIZED (
  SELECT record_key, as_read FROM linkage_plannedlink
  WHERE run_id = %(run)s AND id > %(after)s AND id <= %(upto)s
)
UPDATE linkage_patientrecord record SET examined_at = %(at)s
FROM piece
WHERE record.id = ANY (ARRAY(SELECT record_key FROM piece))
  AND record.id = piece.record_key AND record.updated_at = piece.as_read
  AND record.examined_at IS NULL
  AND (SELECT true FROM linkage_recordlink own WHERE own.patient_record_id = record.id
       AND own.state IN ('automatic', 'confirmed') LIMIT 1)
"""


def lay_down(*, viewer: Viewer, run: LinkRun, read: Everybody, plan: Iterable[Planned]) -> int:
    """Store a plan and return how many rows it has. In the transaction of the caller.

    For the machine only.
    """
    keys = read.table.keys.tolist()
    texts: dict[tuple[Any, ...], str] = {}
    count = 0
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for row in plan:
            told = tuple((e["field"], e["level"], e["weight"]) for e in row.evidence)
            if told not in texts:
                texts[told] = json.dumps(row.evidence)
            copy.write_row((
                run.pk, row.kind, new_ref(), keys[row.row], read.as_read[row.row], row.person,
                keys[row.origin] if row.origin >= 0 else 0, row.score, row.has_conflict,
                texts[told],
            ))  # fmt: skip
            count += 1
    return count


def write_piece(*, viewer: Viewer, run: LinkRun) -> int:
    """Put the next piece of a plan in force and return how many rows it had; 0 when all is done.

    One transaction, with one line in the log that names the persons. For the machine only.

    Raises:
        LogUnavailable: the line could not be written; the piece is not in force.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_RUN_AT_A_TIME])
        run.refresh_from_db()
        ahead = PlannedLink.objects.filter(run=run, pk__gt=run.written_upto).order_by("pk")
        found = list(ahead.values_list("kind", "pk")[:PIECE])
        if not found:
            return 0
        kind, group = next(groupby(found, key=itemgetter(0)))
        piece = [pk for _kind, pk in group]
        given = {"run": run.pk, "after": run.written_upto, "upto": piece[-1], "at": viewer.at}
        persons = _WRITERS[PlannedKind(kind)](viewer, run, given)
        if persons:
            access_actions.record_list(viewer=viewer, event="link", object_ids=sorted(persons))
        run.written_upto = piece[-1]
        run.written += len(piece)
        run.save(update_fields=["written_upto", "written", "counts"])
    return len(piece)


def _write_persons(viewer: Viewer, run: LinkRun, given: dict[str, Any]) -> set[int]:
    """Make a person of each record that still belongs to nobody."""
    plan = list(_rows(run, given))
    as_read = {row.record_key: row.as_read for row in plan}
    linked = RecordLink.objects.filter(
        patient_record_id__in=as_read, state__in=ACTIVE_LINK_STATES
    ).values("patient_record_id")
    records = PatientRecord.objects.select_for_update(of=("self",)).select_related("source")
    fit = records.filter(pk__in=as_read, has_identity=True).exclude(pk__in=linked).order_by("pk")
    by_source: dict[Source, list[PatientRecord]] = defaultdict(list)
    for record in fit:
        if record.updated_at == as_read[record.pk]:
            by_source[record.source].append(record)
    made: dict[int, int] = {}
    for source, rows in by_source.items():
        keys = [row.pk for row in rows]
        with history.as_range(
            viewer=viewer, source="link", subject_ref=run.ref, first=min(keys), last=max(keys)
        ):
            made |= make_persons(viewer=viewer, source=source, rows=rows)
    _execute(_ORIGINS, given | {"records": list(made), "persons": list(made.values())})
    _examined(given)
    _count(run, "new", len(made))
    return set(made.values())


def _write_links(viewer: Viewer, run: LinkRun, given: dict[str, Any]) -> set[int]:
    written = _execute(_LINK, given)
    _examined(given)
    _count(run, "automatic", len(written))
    return {person for _record, person in written}


def _write_asks(viewer: Viewer, run: LinkRun, given: dict[str, Any]) -> set[int]:
    written = _execute(_ASK, given)
    _count(run, "proposed", len(written))
    return {person for _record, person in written}


def _write_looks(viewer: Viewer, run: LinkRun, given: dict[str, Any]) -> set[int]:
    """Mark records that changed as seen, and ask about those that contradict their person."""
    looked = list(_rows(run, given))
    asked = [row for row in looked if row.evidence]
    fresh = PatientRecord.objects.filter(pk__in=[row.record_key for row in asked])
    as_it_is = dict(fresh.values_list("pk", "updated_at"))
    links = {
        link.patient_record_id: link
        for link in RecordLink.objects.filter(
            patient_record_id__in=as_it_is, state__in=ACTIVE_LINK_STATES
        ).select_related("person")
    }
    flagged = set()
    for row in asked:
        link = links.get(row.record_key)
        if link is None or as_it_is[row.record_key] != row.as_read:
            continue
        person = link.person.canonical_id or link.person_id
        if person == row.person_key and flag(link, score=row.score, evidence=row.evidence):
            flagged.add(person)
    again = ask_again(viewer=viewer, record_ids=[row.record_key for row in looked])
    _examined(given)
    _count(run, "doubted", len(flagged))
    _count(run, "proposed", len(again))
    return flagged | {link.person_id for link in again}


_WRITERS = {
    PlannedKind.PERSON: _write_persons,
    PlannedKind.LINK: _write_links,
    PlannedKind.ASK: _write_asks,
    PlannedKind.LOOK: _write_looks,
}


def _rows(run: LinkRun, given: dict[str, Any]) -> Iterable[PlannedLink]:
    plan = PlannedLink.objects.filter(run=run, pk__gt=given["after"], pk__lte=given["upto"])
    return plan.order_by("pk")


def _execute(statement: str, given: dict[str, Any]) -> Sequence[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())


def _examined(given: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_EXAMINED, given)


def _count(run: LinkRun, name: str, more: int) -> None:
    run.counts[name] = run.counts.get(name, 0) + more
