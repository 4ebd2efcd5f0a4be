# SPDX-License-Identifier: EUPL-1.2
"""What the tests of the intake are made of: small dossiers, and looking at what became of them."""

import json
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection

from nabij.access import queries as access_queries
from nabij.core import crypto
from nabij.core.viewer import Role, Viewer
from nabij.dossiers.actions import intakes
from nabij.dossiers.rules import originals
from nabij.linkage import actions as linkage_actions

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BSN = "http://fhir.nl/fhir/NamingSystem/bsn"


def machine(at=AT):
    return access_queries.machine(at=at, command="intake")


def front_office(**more):
    given = {"user_id": 0, "name": "Anja", "at": AT, "roles": frozenset({Role.FRONT_OFFICE})}
    return Viewer(**(given | more))


def source(name="gp", **more):
    given = {
        "title": name.title(),
        "care_type": "gp",
        "fhir_version": "r4",
        "default_ground": "consent",
    }
    return linkage_actions.add_source(viewer=machine(), name=name, **(given | more))


def patient(key="p1", **more):
    name = [{"family": "de Vries", "given": ["Johanna"]}]
    given = {"resourceType": "Patient", "id": key, "name": name, "birthDate": "1941-03-09"}
    return given | more


def problem(key="c1", subject="Patient/p1", name="Hypertensie", **more):
    given = {
        "resourceType": "Condition",
        "id": key,
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "code": {"text": name},
        "onsetDateTime": "2019-02",
    }
    if subject:
        given["subject"] = {"reference": subject}
    return given | more


def bundle(*resources, urls=(), type_="collection"):
    entries = [{"resource": resource} for resource in resources]
    for entry, url in zip(entries, urls, strict=False):
        if url:
            entry["fullUrl"] = url
    return {"resourceType": "Bundle", "type": type_, "entry": entries}


def write(folder, name, *resources):
    """Write one file: a single value as JSON, several as NDJSON, text and bytes as they are."""
    path = Path(folder, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    if len(resources) == 1 and isinstance(resources[0], bytes | str):
        data = resources[0]
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    else:
        path.write_text("\n".join(json.dumps(resource) for resource in resources))
    return path


def take_in(from_source, *paths, ground="", fhir_version="", **options):
    """Take files in as the command does, and return the intake with its report."""
    started = intakes.start_intake(
        viewer=machine(),
        source=from_source,
        deliveries=[intakes.Delivery(Path(path)) for path in paths],
        fhir_version=fhir_version,
        ground=ground,
    )
    return intakes.run_intake(
        viewer=machine(), intake=started.intake, openers=started.openers, **options
    )


def as_owner(statement, *parameters):
    """Return the rows of a query that no role of ours may ask; for looking afterwards only."""
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        (before,) = cursor.fetchone()
        cursor.execute("set role nabij_backup")
        cursor.execute(statement, parameters)
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        cursor.execute(f"set role {before}")
    return rows


def facts(where="true", *parameters):
    return as_owner(
        f"""
        select fact.*, record.source_key as subject
        from dossiers_fact fact
        left join linkage_patientrecord record on record.id = fact.patient_record_id
        where fact.kind <> 'identity' and {where}
        order by fact.source_id, fact.type, fact.source_key, fact.version
        """,
        *parameters,
    )


def references(where="true", *parameters):
    return as_owner(
        f"""
        select reference.*, fact.type as of_type, fact.source_key as of_key
        from dossiers_reference reference join dossiers_fact fact on fact.id = reference.fact_id
        where {where} order by fact.type, fact.source_key, fact.version, reference.position
        """,
        *parameters,
    )


def contents():
    """Return every stored original, opened: (type, key, version) to bytes."""
    found = {}
    for table, original in (
        ("fact", "o.content, o.media"),
        ("sourceresource", "f.content, f.media"),
    ):
        join = "join dossiers_original o on o.fact_id = f.id" if table == "fact" else ""
        for row in as_owner(
            f"select f.source_id, f.type, f.source_key, f.version, f.hash, {original}"
            f" from dossiers_{table} f {join}"
        ):
            context = originals.resource_context(
                source_id=row["source_id"],
                type=row["type"],
                source_key=row["source_key"],
                hash=bytes(row["hash"]),
            )
            content = originals.unpack(row["content"], context=context, keys=crypto.keyring())
            found[row["type"], row["source_key"], row["version"]] = content
    return found
