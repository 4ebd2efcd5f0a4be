# SPDX-License-Identifier: EUPL-1.2
"""What an intake does when all its files are in: references, persons, grounds, notices, report.

Each step is one transaction and safe to repeat.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils.timezone import localdate

from nabij.core.viewer import Viewer
from nabij.dossiers.actions import staging
from nabij.dossiers.choices import IntakeState, NoticeKind
from nabij.dossiers.models import DossierNotice, Intake, IntakeFile, IntakeRecord
from nabij.linkage import actions as linkage_actions
from nabij.linkage import queries as linkage_queries

AT_ONCE = 5_000
SUBJECTS_FOUND = "subjects_found"


def finish(*, viewer: Viewer, intake: Intake) -> None:
    """Finish an intake whose files are all stored: resolve, link, open, tell, report."""
    _resolve_references(intake)
    linkage_actions.link_new_records(viewer=viewer, source_id=intake.source_id)
    _record_grounds(viewer, intake)
    report = _report(viewer, intake)
    with transaction.atomic():
        persons = _notify(viewer, intake)
        report["persons"] = len(persons)
        Intake.objects.filter(pk=intake.pk).update(
            state=IntakeState.DONE, report=report, finished_at=Now()
        )


@transaction.atomic
def _resolve_references(intake: Intake) -> None:
    """Resolve what refers to something that came later, and whom is named by a number.

    Seven statements over the references of the source that found nothing yet; the facts of who
    was found by a number open with it. What finds nothing is marked dangling.
    """
    given: dict[str, Any] = {"source": intake.source_id, "intake": intake.pk}
    with connection.cursor() as cursor:
        for statement in (
            staging.RESOLVE_FACTS,
            staging.RESOLVE_DIRECTORY,
            staging.RESOLVE_RECORDS,
            staging.LOGICAL_SUBJECTS,
        ):
            cursor.execute(statement, given)
        identifiers = [identifier for (identifier,) in cursor.fetchall()]
        if identifiers:
            cursor.execute(staging.RECORDS_OF_NUMBERS, given | _by_kind(identifiers))
            found = cursor.fetchall()
            given["identifiers"] = [identifier for identifier, _ in found]
            given["records"] = [record_id for _, record_id in found]
            cursor.execute(staging.RESOLVE_NUMBERS, given)
            subjects = {
                fact: record for fact, record, is_subject in cursor.fetchall() if is_subject
            }
            given["facts"], given["records"] = list(subjects), list(subjects.values())
            for statement in staging.GIVE_SUBJECTS:
                cursor.execute(statement, given)
            cursor.execute(staging.NOTE_MORE_RECORDS, given)
            _add_to_report(intake, len(subjects))
        cursor.execute(staging.MARK_DANGLING, given)


def _by_kind(identifiers: list[str]) -> dict[str, list[Any]]:
    bsns = [identifier for identifier in identifiers if identifier.startswith("bsn|")]
    others = [identifier for identifier in identifiers if not identifier.startswith("bsn|")]
    return {
        "bsns": bsns,
        "indexes": [bytes.fromhex(identifier.removeprefix("bsn|")) for identifier in bsns],
        "others": others,
        "numbers": [identifier.rpartition("|")[2] for identifier in others],
    }


def _add_to_report(intake: Intake, found: int) -> None:
    row = Intake.objects.select_for_update().get(pk=intake.pk)
    row.report[SUBJECTS_FOUND] = row.report.get(SUBJECTS_FOUND, 0) + found
    row.save(update_fields=["report"])


def _record_grounds(viewer: Viewer, intake: Intake) -> None:
    if not intake.ground:
        return
    for record_ids in _records(intake):
        linkage_actions.set_default_grounds(
            viewer=viewer,
            record_ids=record_ids,
            kind=intake.ground,
            on=localdate(viewer.at),
            evidence=intake.name,
        )


def _report(viewer: Viewer, intake: Intake) -> dict[str, Any]:
    """Return the counts of the whole intake; the entries are what the others add up to."""
    report: dict[str, Any] = {"facts": {}, "directory": {}, "quarantined": {}}
    for counts in IntakeFile.objects.filter(intake=intake).values_list("counts", flat=True):
        for name, value in counts.items():
            if isinstance(value, dict):
                for part, number in value.items():
                    report[name][part] = report[name].get(part, 0) + number
            else:
                report[name] = report.get(name, 0) + value
    found = Intake.objects.values_list("report", flat=True).get(pk=intake.pk)
    report["without_subject"] = report.get("without_subject", 0) - found.get(SUBJECTS_FOUND, 0)
    report[SUBJECTS_FOUND] = found.get(SUBJECTS_FOUND, 0)
    report["entries"] = (
        sum(sum(report[name].values()) for name in ("facts", "directory", "quarantined"))
        + report.get("records", 0)
        + report.get("unchanged", 0)
    )
    report["files"] = IntakeFile.objects.filter(intake=intake).count()
    report["dangling"] = _dangling(intake)
    report["closed_records"], report["closed"] = _closed(viewer, intake)
    return report


def _dangling(intake: Intake) -> int:
    """Return how many references of this intake point at what did not come along."""
    with connection.cursor() as cursor:
        cursor.execute(staging.COUNT_DANGLING, {"source": intake.source_id, "intake": intake.pk})
        return int(cursor.fetchone()[0])


def _closed(viewer: Viewer, intake: Intake) -> tuple[int, int]:
    """Return how many records stand closed for want of a ground, and how many facts they have."""
    records = facts = 0
    for record_ids in _records(intake):
        closed = linkage_queries.closed_records(viewer=viewer, record_ids=record_ids)
        records += len(closed)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM dossiers_fact"
                " WHERE patient_record_id = ANY(%s) AND superseded_at IS NULL"
                " AND kind <> 'identity'",
                [sorted(closed)],
            )
            facts += int(cursor.fetchone()[0])
    return records, facts


def _notify(viewer: Viewer, intake: Intake) -> set[int]:
    """Write for each person that something came, without saying what; return their keys."""
    everyone: set[int] = set()
    for record_ids in _records(intake):
        persons = linkage_queries.persons_of_records(viewer=viewer, record_ids=record_ids)
        DossierNotice.objects.bulk_create(
            (
                DossierNotice(person_id=person, kind=NoticeKind.CHANGED, at=Now())
                for person in sorted(set(persons.values()) - everyone)
            ),
            ignore_conflicts=True,
        )
        everyone |= set(persons.values())
    return everyone


def _records(intake: Intake) -> Iterator[list[int]]:
    ids = IntakeRecord.objects.filter(intake=intake).order_by("patient_record_id")
    last = 0
    while chunk := list(
        ids.filter(patient_record_id__gt=last).values_list("patient_record_id", flat=True)[:AT_ONCE]
    ):
        yield chunk
        last = chunk[-1]
