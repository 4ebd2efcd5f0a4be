# SPDX-License-Identifier: EUPL-1.2
"""Short ways to put sources, records and facts of a client in the database of a test.

Facts are written as the intake writes them: under its role, with their originals sealed.
"""

import hashlib
import json
from typing import Any

from django.utils import timezone

from nabij.core import crypto
from nabij.core.dates import DAY, parse_fhir, to_columns
from nabij.database.testing.scratch import acting_as
from nabij.dossiers.models import Fact, Intake, IntakeFile, Original, Reference, SourceResource
from nabij.dossiers.rules import originals
from nabij.linkage.models import Ground, PatientRecord, RecordLink, Source


def add_source(name: str, title: str, care_type: str, **fields: Any) -> Source:
    return Source.objects.create(name=name, title=title, care_type=care_type, **fields)


def add_record(source: Source, person: Any, **ground: Any) -> PatientRecord:
    """Link a copy at a source to a person; without `decision` the source's own ground holds."""
    record = PatientRecord.objects.create(
        source=source, source_key=f"patient-{source.name}", has_identity=True, name=person.name
    )
    RecordLink.objects.create(patient_record=record, person=person, state="automatic")
    if ground:
        given = {"kind": "consent", "starts_on": timezone.localdate() - 30 * DAY} | ground
        Ground.objects.create(patient_record=record, **given)
    return record


def file_of(source: Source) -> IntakeFile:
    """Return the one file all facts of a source come from."""
    found = IntakeFile.objects.filter(source=source).first()
    if found:
        return found
    digest = hashlib.sha256(source.name.encode()).digest()
    intake = Intake.objects.create(source=source, key=digest)
    return IntakeFile.objects.create(
        intake=intake, source=source, name="dossier.json", sha256=digest, size=1, media="json"
    )


def fact(record: PatientRecord, kind: str, code_text: str, **given: Any) -> Fact:
    """Return an unsaved fact; `starts` and `ends` are FHIR dates."""
    columns: dict[str, Any] = {}
    for name in ("starts", "ends"):
        date = parse_fhir(given.pop(name)) if given.get(name) else None
        given.pop(name, None)
        columns[f"{name}_on"], columns[f"{name}_precision"] = to_columns(date)
    key = (
        given.pop("source_key", None)
        or hashlib.sha256(
            repr((record.pk, kind, code_text, sorted(map(str, given.items())))).encode()
        ).hexdigest()[:20]
    )
    fields = {
        "type": "Condition",
        "version": 1,
        "fhir_version": "r4",
        "data_class": "c",
        "received_at": timezone.now(),
    }
    return Fact(
        source=record.source,
        patient_record=record,
        kind=kind,
        code_text=code_text,
        source_key=key,
        hash=hashlib.sha256(key.encode()).digest(),
        intake_file=file_of(record.source),
        **fields | columns | given,
    )


def store(*facts: Fact, references: list[Reference] = []) -> list[Fact]:  # noqa: B006
    """Write facts with a small JSON original each, as the intake does."""
    with acting_as("nabij_intake"):
        Fact.objects.bulk_create(facts, batch_size=500)
        Original.objects.bulk_create(
            [
                Original(
                    fact=one,
                    patient_record=one.patient_record,
                    data_class=one.data_class,
                    media="json",
                    content=_sealed(one),
                )
                for one in facts
            ],
            batch_size=500,
        )
        Reference.objects.bulk_create(references, batch_size=500)
    return list(facts)


def directory(source: Source, type: str, name: str, category: str = "") -> SourceResource:
    """Write a practitioner or organisation of a source."""
    return SourceResource.objects.create(
        source=source,
        type=type,
        source_key=hashlib.sha256(name.encode()).hexdigest()[:16],
        version=1,
        hash=b"x" * 32,
        fhir_version="r4",
        name=name,
        category=category,
        media="json",
        content=b"",
        intake_file=file_of(source),
    )


def reference(
    one: Fact, role: str, target: SourceResource | Fact | None = None, **given: Any
) -> Reference:
    """Return an unsaved reference of a stored or unsaved fact."""
    fields: dict[str, Any] = {"state": "resolved", "path": f"/{role}", "position": 0} | given
    if isinstance(target, SourceResource):
        fields |= {"target_resource": target}
    elif isinstance(target, Fact):
        fields |= {"target_fact": target}
    if target is not None:
        fields |= {"target_type": target.type, "target_key": target.source_key}
    return Reference(
        source=one.source,
        patient_record=one.patient_record,
        data_class=one.data_class,
        fact=one,
        role=role,
        **fields,
    )


def _sealed(one: Fact) -> bytes:
    plain = json.dumps({"resourceType": one.type, "id": one.source_key, "code": one.code_text})
    context = originals.resource_context(
        source_id=one.source_id,
        type=one.type,
        source_key=one.source_key,
        hash=bytes(one.hash),
    )
    return originals.pack(plain.encode(), context=context, keys=crypto.keyring())
