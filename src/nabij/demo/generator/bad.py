# SPDX-License-Identifier: EUPL-1.2
"""A handful of files that are no dossiers, to show what an intake does with them."""

from pathlib import Path

_PATIENT = '{"resourceType":"Patient","id":"x1","name":[{"family":"Jansen"}]}'
_FILES = {
    "afgebroken.json": '{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patie',
    "geen-fhir.json": '{"order":17,"regels":[{"artikel":"steunkous","aantal":2}]}',
    "onbekend-soort.json": '{"resourceType":"Behandelplan","id":"b1"}',
    "kapot.xml": '<?xml version="1.0"?><Patient xmlns="http://hl7.org/fhir"><id value="x2"></Patient>',
    "half-goed.ndjson": _PATIENT
    + '\n{"resourceType":"Observation","id":"o1","status":\n'
    + _PATIENT.replace("x1", "x3")
    + "\n",
    "brief.txt": "Geachte collega, hierbij de gegevens van mijn patiënt. Zie de bijlage.\n",
    "leeg.json": "",
}
_NOT_UTF8 = '{"resourceType":"Patient","id":"x4","name":[{"family":"Çelik"}]}'


def write_bad_files(folder: Path) -> int:
    """Write the files and return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in _FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "verkeerde-codering.json").write_bytes(_NOT_UTF8.encode("latin-1"))
    return len(_FILES) + 1
