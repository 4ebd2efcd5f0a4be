# SPDX-License-Identifier: EUPL-1.2
"""Real FHIR sets of others go through the intake and nothing is lost (A-111).

Per folder: resources in = facts + records + directory + refused with a reason (+ unchanged), and
what lies in the database equals its source canonically.
"""

import hashlib
from io import BytesIO

import pytest
from django.conf import settings

from nabij.dossiers.fhir.canonical import canonical
from nabij.dossiers.fhir.reading import members, read_file
from nabij.dossiers.fhir.types import Found
from nabij.dossiers.models import Quarantine
from nabij.dossiers.tests.making import as_owner, contents, source, take_in

DATA = settings.BASE_DIR.parents[2] / "shared" / "data"
# Folder: version, and how many resources its publisher counts (None: not told).
FOLDERS = {
    "hl7-r4-examples": ("r4", 252),
    "hl7nl-r4-zib2020-json": ("r4", 190),
    "medmij-stu3-portability-bgz3": ("stu3", 61),
    "nictiz-iwlz-fhir-stu3": ("stu3", None),
    "nictiz-r4-zib2020": ("r4", 271),
    "nictiz-stu3-zib2017": ("stu3", 208),
    "synthea-r4-elderly": ("r4", 1787),
    # No FHIR at all: every file is refused with its reason.
    "brp-personen-mock": ("r4", 0),
    "iwmo-2.0-voorbeeldberichten": ("r4", 0),
    "mgo-dataservices-config": ("r4", 0),
}

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"the real data is not here: {DATA.name} beside the repository"
)


def _entries(folder):
    """Return what the files hold, and how many files hold the same bytes as another."""
    contents_by_hash = {}
    files = [member for member in members(folder) if member.open is not None]
    for member in files:
        with member.open() as stream:
            data = stream.read()
        contents_by_hash.setdefault(hashlib.sha256(data).digest(), (member.name, data))
    entries = [
        entry
        for name, data in contents_by_hash.values()
        for entry in read_file(BytesIO(data), name=name)
    ]
    return entries, len(files) - len(contents_by_hash)


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_nothing_of_a_real_set_is_lost_or_changed(as_intake, name):
    version, counted = FOLDERS[name]
    entries, doubles = _entries(DATA / name)
    found = [entry for entry in entries if isinstance(entry, Found)]
    assert counted is None or len(found) == counted

    intake = take_in(source("real", fhir_version=version), DATA / name)
    report = intake.report
    assert intake.known_files == doubles

    refused = sum(report["quarantined"].values())
    stored = (
        sum(report["facts"].values())
        + sum(report["directory"].values())
        + report.get("records", 0)
        + report.get("unchanged", 0)
    )
    assert stored + refused == report["entries"] == len(entries)
    assert Quarantine.objects.count() == refused
    assert all(row.sentence for row in Quarantine.objects.all())

    kept = {}
    for (type_, _key, _version), content in contents().items():
        kept.setdefault(type_, set()).add(content)
    rows = as_owner(
        "select count(*) as number from (select fact_id from dossiers_original"
        " union all select id from dossiers_sourceresource) all_originals"
    )
    assert rows[0]["number"] == stored - report.get("unchanged", 0)
    same = {
        type_: {canonical(content, "xml" if content[:1] == b"<" else "json") for content in written}
        for type_, written in kept.items()
    }
    lost = [
        entry.pointer
        for entry in found
        if canonical(entry.original, entry.media) not in same.get(entry.type, ())
    ]
    assert len(lost) <= refused - (len(entries) - len(found))


def test_the_same_set_a_second_time_adds_nothing(as_intake):
    gp = source("real", fhir_version="stu3")
    first = take_in(gp, DATA / "medmij-stu3-portability-bgz3")
    before = as_owner("select count(*) as facts, max(id) as last from dossiers_fact")
    second = take_in(gp, DATA / "medmij-stu3-portability-bgz3")
    assert second == first
    assert as_owner("select count(*) as facts, max(id) as last from dossiers_fact") == before


def test_every_set_goes_into_one_database_together(as_intake):
    """The same persons stand in several sets; ids collide; nothing of it stops the intake."""
    states = set()
    for name, (version, counted) in FOLDERS.items():
        if counted != 0:
            intake = take_in(source(name.replace(".", "-"), fhir_version=version), DATA / name)
            states.add(intake.state)
    assert states == {"done"}
    doubles = as_owner(
        "select count(*) as number from (select source_id, type, source_key from dossiers_fact"
        " where superseded_at is null group by 1, 2, 3 having count(*) > 1) doubled"
    )
    assert doubles[0]["number"] == 0
