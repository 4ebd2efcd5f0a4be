# SPDX-License-Identifier: EUPL-1.2
"""A client with a long history: for the ceiling of queries and bytes, and for the benchmark."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import connection
from django.utils import timezone

from nabij.clientview.tests import building
from nabij.clientview.tests.building import fact, reference
from nabij.core.dates import DAY, DUTCH_TIME
from nabij.database.testing.scratch import acting_as
from nabij.dossiers.models import Fact
from nabij.linkage.models import PatientRecord

PROBLEMS = (
    "Hartfalen", "Diabetes mellitus type 2", "COPD", "Artrose knie", "Hypertensie", "Dementie",
    "Osteoporose", "Depressie", "Hypothyreoïdie", "Decubitus stuit", "Atriumfibrilleren", "Jicht",
)  # fmt: skip
MEDICINES = (
    "Metoprolol tablet mga 50 mg", "Furosemide tablet 40 mg", "Apixaban tablet 5 mg",
    "Metformine tablet 500 mg", "Pantoprazol tablet 40 mg", "Paracetamol tablet 500 mg",
    "Simvastatine tablet 40 mg", "Levothyroxine tablet 75 ug", "Oxazepam tablet 10 mg",
    "Ipratropium inhalator 20 ug", "Latanoprost oogdruppels 50 ug/ml", "Calcium kauwtablet 500 mg",
)  # fmt: skip
MEASURED = (
    ("8867-4", "Hartfrequentie", "/min"), ("85354-9", "Bloeddruk", "mmHg"),
    ("29463-7", "Gewicht", "kg"), ("2339-0", "Glucose", "mmol/l"), ("8310-5", "Temperatuur", "Cel"),
    ("2951-2", "Natrium", "mmol/l"), ("14682-9", "Kreatinine", "umol/l"),
)  # fmt: skip
OF_TYPE = {
    "problem": "Condition", "medication": "MedicationRequest", "observation": "Observation",
    "appointment": "Appointment", "encounter": "Encounter", "note": "Composition",
    "allergy": "AllergyIntolerance", "procedure": "Procedure", "care_plan": "CarePlan",
    "goal": "Goal", "directive": "Consent", "report": "DiagnosticReport",
}  # fmt: skip
CLASS_B = frozenset({"appointment", "encounter"})
# Shares of a dossier, in percent.
SHARES = {
    "observation": 46, "medication": 12, "encounter": 11, "appointment": 9, "note": 9,
    "problem": 4, "report": 3, "procedure": 3, "goal": 1, "care_plan": 1, "allergy": 1,
}  # fmt: skip


_OTHER_FACTS = """
INSERT INTO dossiers_fact (ref, source_id, patient_record_id, type, source_key, version, hash,
  fhir_version, kind, data_class, category, code_system, code, code_text, status, is_active,
  is_understood, is_error, starts_on, starts_precision, ends_precision, value, unit, text, author,
  details, intake_file_id)
SELECT substr(md5(r.id || '-' || n), 1, 16), %(source)s, r.id, 'Observation', r.id || '-' || n, 1,
  sha256(r.source_key::bytea), 'r4',
  (array['observation', 'encounter', 'medication', 'problem', 'note'])[1 + n %% 5], 'c', '', '',
  '', 'Ander feit ' || n %% 20, 'final', true, true, false, current_date - n, 'day', '', '1', '',
  repeat('x', 200), '', '{}', %(file)s
FROM linkage_patientrecord r, generate_series(1, %(facts)s) n
WHERE r.source_key LIKE 'other-%%'
"""
_OTHER_ORIGINALS = """
INSERT INTO dossiers_original (fact_id, patient_record_id, data_class, media, content)
SELECT f.id, f.patient_record_id, f.data_class, 'json', repeat('x', 400)::bytea
FROM dossiers_fact f JOIN linkage_patientrecord r ON r.id = f.patient_record_id
WHERE r.source_key LIKE 'other-%%'
"""
_OTHER_REFERENCES = """
INSERT INTO dossiers_reference (source_id, patient_record_id, data_class, fact_id, position, role,
  path, target_type, target_key, target_identifier, display, state, is_subject)
SELECT f.source_id, f.patient_record_id, f.data_class, f.id, p, 'performer', '/performer',
  'Practitioner', 'p', '', 'Dr. Ander', 'dangling', false
FROM dossiers_fact f JOIN linkage_patientrecord r ON r.id = f.patient_record_id,
  generate_series(0, 1) p
WHERE r.source_key LIKE 'other-%%'
"""


def fill(records: Sequence[PatientRecord], *, facts: int, seed: int = 1) -> None:
    """Give these records together so many facts over ten years, with who had a part in them."""
    random = Random(seed)
    each = facts // len(records)
    for record in records:
        people = [
            building.directory(record.source, "Practitioner", f"Dr. {name} {record.pk}", "huisarts")
            for name in ("Jansen", "Bakker", "Visser", "Smit", "Mulder", "de Boer")
        ] + [
            building.directory(record.source, "Organization", f"{name} {record.pk}")
            for name in ("Kliniek", "Praktijk", "Zorggroep")
        ]
        kinds = random.choices(list(SHARES), list(SHARES.values()), k=each)
        made = [_fact(record, kind, number, random) for number, kind in enumerate(kinds)]
        building.store(
            *made,
            references=[
                reference(one, role, random.choice(people), position=position)
                for one in made
                for position, role in enumerate(("performer.actor", "serviceProvider"))
            ],
        )
    _analyze()


def crowd(record: PatientRecord, *, records: int, facts: int) -> None:
    """Give many other records facts and references, by one statement for each table.

    `record` lends its source; the rows stand for the rest of an institution.
    """
    file = building.file_of(record.source)
    given = {"source": record.source_id, "file": file.pk, "facts": facts}
    PatientRecord.objects.bulk_create(
        PatientRecord(source=record.source, source_key=f"other-{n}", has_identity=True)
        for n in range(records)
    )
    with acting_as("nabij_intake"), connection.cursor() as cursor:
        cursor.execute(_OTHER_FACTS, given)
        cursor.execute(_OTHER_ORIGINALS, given)
        cursor.execute(_OTHER_REFERENCES, given)
    _analyze()


def _analyze() -> None:
    with acting_as("nabij_owner"), connection.cursor() as cursor:
        cursor.execute("analyze")


def _fact(record: PatientRecord, kind: str, number: int, random: Random) -> Fact:
    now = timezone.now().astimezone(DUTCH_TIME)
    at = (now - random.randrange(3650) * DAY).replace(hour=random.randrange(7, 22), minute=0)
    given: dict[str, Any] = {
        "type": OF_TYPE[kind],
        "starts": at.date().isoformat(),
        "status": "active" if kind in {"problem", "medication", "allergy"} else "completed",
        "source_key": f"{kind}-{number}",
        "data_class": "b" if kind in CLASS_B else "c",
    }
    return fact(record, kind, **given | _particulars(kind, at, random))


def _particulars(kind: str, at: datetime, random: Random) -> dict[str, Any]:
    if kind == "observation":
        code, name, unit = random.choice(MEASURED)
        value = f"{random.uniform(4, 140):.1f}"
        return {
            "code_text": name,
            "code": code,
            "code_system": "loinc",
            "value": value,
            "unit": unit,
            "starts_at": at,
        }
    if kind == "medication":
        is_over = random.random() < 0.6
        ends = (at + random.randrange(10, 700) * DAY).date().isoformat() if is_over else None
        dosage = f"{random.randrange(1, 4)} keer per dag 1 tablet"
        return {
            "code_text": random.choice(MEDICINES), "category": "agreement", "ends": ends,
            "is_active": not is_over, "details": {"dosage": dosage},
        }  # fmt: skip
    if kind == "problem":
        return {"code_text": random.choice(PROBLEMS), "is_active": random.random() < 0.5}
    if kind in {"appointment", "encounter"}:
        return {"code_text": "controle", "starts_at": at, "ends_at": at + timedelta(minutes=30)}
    if kind == "note":
        return {
            "code_text": "Rapportage",
            "text": "Zorg verleend volgens plan. " * 8,
            "starts_at": at,
        }
    if kind == "care_plan":
        steps = [{"text": "Helpen bij wassen of douchen"}, {"text": "Medicatie aanreiken"}]
        return {"code_text": "Zorgplan", "details": {"activities": steps}}
    return {"code_text": f"{kind} {random.randrange(8)}"}
