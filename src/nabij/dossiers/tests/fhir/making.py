# SPDX-License-Identifier: EUPL-1.2
"""Small FHIR snippets for the tests, and short ways to read them."""

import io
import json
from pathlib import Path

from nabij.dossiers.fhir.columns import read_columns
from nabij.dossiers.fhir.reading import read_file
from nabij.dossiers.fhir.types import LIMITS, FactColumns, Found

SNOMED = "http://snomed.info/sct"
PATIENT = {"reference": "Patient/p1", "display": "Mevrouw De Boer"}


def read(data, name="dossier.json", limits=LIMITS):
    """Return what a file with these bytes (or this JSON value) holds."""
    if not isinstance(data, bytes):
        data = data.encode() if isinstance(data, str) else json.dumps(data).encode()
    return list(read_file(io.BytesIO(data), name=name, limits=limits))


def only(data, **how):
    """Return the one thing a file holds."""
    found = read(data, **how)
    assert len(found) == 1, found
    return found[0]


def columns(data, version="r4"):
    """Return the columns of the one resource."""
    found = only(data)
    assert isinstance(found, Found), found
    return read_columns(found, version)


def xml(inside, kind):
    """Return a FHIR XML resource of a type."""
    return f'<{kind} xmlns="http://hl7.org/fhir">{inside}</{kind}>'


def concept(code, display="", system=SNOMED):
    """Return a CodeableConcept."""
    return {"coding": [{"system": system, "code": code, "display": display or code}]}


def bundle(*resources, kind="collection", **more):
    """Return a Bundle of resources with absolute addresses."""
    entries = [
        {
            "fullUrl": f"https://bron.example/fhir/{r.get('resourceType')}/{r.get('id')}",
            "resource": r,
        }
        for r in resources
    ]
    return {"resourceType": "Bundle", "type": kind, "entry": entries} | more


def observation(key="o1", **more):
    """Return an Observation about the patient."""
    base = {"resourceType": "Observation", "id": key, "status": "final", "subject": PATIENT}
    return base | {"code": concept("27113001", "lichaamsgewicht")} | more


def extension(url, **value):
    """Return an extension."""
    return {"url": url, **value}


def repository_data() -> Path:
    """Return the folder with real data beside the repository, which may be absent."""
    return Path(__file__).resolve().parents[6] / "shared" / "data"


def reference(to, display=""):
    """Return a Reference with a name."""
    return {"reference": to, "display": display}


def fact(kind, version="r4", **fields):
    """Return the columns of a fact about the patient."""
    read = columns({"resourceType": kind, "id": "x", "subject": PATIENT} | fields, version)
    assert isinstance(read, FactColumns)
    return read
