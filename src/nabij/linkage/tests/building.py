# SPDX-License-Identifier: EUPL-1.2
"""Short ways to put sources, records and persons in the database of a test."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

from nabij.access import queries as access_queries
from nabij.linkage import actions
from nabij.linkage.models import PatientRecord, RecordLink
from nabij.linkage.types import PatientRow

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MACHINE = access_queries.machine(at=AT, command="test")
BSN, OTHER_BSN = "999900080", "999911120"

MARIA = PatientRow(
    source_key="maria",
    hash=b"maria",
    fhir_version="r4",
    name="Maria van den Berg",
    given_names="Maria Johanna",
    initials="M.J.",
    call_name="Marie",
    own_prefix="van den",
    own_name="Berg",
    birth="1941-03-09",
    gender="female",
    street="Assendorperstraat",
    house_number="12",
    postcode="8012 DK",
    city="Zwolle",
    phones=("+31381234567",),
    bsn=BSN,
    bsn_state="present",
)


def row(key, **changes):
    """Return a copy of Maria's row under another key, changed."""
    hash_ = hashlib.sha256(repr((key, sorted(changes.items()))).encode()).digest()
    return replace(MARIA, **{"source_key": key, "hash": hash_} | changes)


def add_source(name="gp", care_type="gp", **fields):
    return actions.add_source(
        viewer=MACHINE,
        name=name,
        title=fields.pop("title", name.title()),
        care_type=care_type,
        **fields,
    )


def take_in(source, *rows, link=True):
    """Store rows and link them; return the counts of the run."""
    actions.store_patient_records(viewer=MACHINE, source_id=source.pk, rows=rows)
    return actions.link_new_records(viewer=MACHINE, source_id=source.pk) if link else None


def record_of(source, key):
    return PatientRecord.objects.get(source=source, source_key=key)


def person_of(source, key):
    """Return the key of the person whom a record is."""
    return RecordLink.objects.get(
        patient_record__source=source,
        patient_record__source_key=key,
        state__in=["automatic", "confirmed"],
    ).person_id


def proposals(source=None):
    """Return (source key, person) of what waits for a colleague."""
    found = RecordLink.objects.filter(needs_review=True).order_by("pk")
    return [(link.patient_record.source_key, link.person_id) for link in found]
