# SPDX-License-Identifier: EUPL-1.2
"""Dossiers written by others: nothing is lost, nothing is changed (A-111).

Reads ../shared/data beside the repository and skips where that is absent.
"""

import json
from collections import Counter

import pytest
from lxml import etree

from nabij.dossiers.fhir.canonical import canonical
from nabij.dossiers.fhir.columns import read_columns
from nabij.dossiers.fhir.members import members
from nabij.dossiers.fhir.reading import read_file
from nabij.dossiers.fhir.types import FactColumns, Found, PatientColumns, Refused
from nabij.dossiers.fhir.version import decide_version
from nabij.dossiers.fhir.xml_reading import parse
from nabij.dossiers.tests.fhir.making import repository_data

DATA = repository_data()
# Folder, version of the source, resources that are read, refusals by code.
FOLDERS = [
    ("nictiz-r4-zib2020", "r4", 271, {}),
    ("hl7nl-r4-zib2020-json", "r4", 190, {}),
    ("nictiz-stu3-zib2017", "stu3", 208, {"not-fhir": 1}),
    ("nictiz-iwlz-fhir-stu3", "stu3", 79, {}),
    ("medmij-stu3-portability-bgz3", "stu3", 61, {"not-fhir": 1}),
    ("hl7-r4-examples", "r4", 252, {}),
    ("synthea-r4-elderly", "r4", 1787, {}),
    ("mgo-dataservices-config", "stu3", 0, {"not-fhir": 6, "not-fhir-list": 1}),
    ("iwmo-2.0-voorbeeldberichten", "stu3", 0, {"not-fhir-xml": 11}),
]
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"{DATA} is not there")


def resources_in(path):
    """Return the canonical form of each resource of a file, by other means than the reader's."""
    if path.suffix == ".json":
        value = json.loads(path.read_bytes())
        if not isinstance(value, dict) or value.get("resourceType") != "Bundle":
            return [canonical(path.read_bytes(), "json")]
        # Numbers keep their notation because the file itself is cut at the resources' own text.
        raw = json.loads(path.read_bytes(), parse_float=_Written, parse_int=_Written)
        return [canonical(_dump(e["resource"]), "json") for e in raw["entry"]]
    root = parse(path.read_bytes())
    inner = root.findall("{http://hl7.org/fhir}entry/{http://hl7.org/fhir}resource/*")
    return [
        canonical(etree.tostring(element), "xml")
        for element in (inner if root.tag.endswith("}Bundle") else [root])
    ]


class _Written(str):
    """A number as written."""


def _dump(value):
    if isinstance(value, _Written):
        return str(value).encode()
    if isinstance(value, dict):
        return (
            b"{"
            + b",".join(json.dumps(k).encode() + b":" + _dump(v) for k, v in value.items())
            + b"}"
        )
    if isinstance(value, list):
        return b"[" + b",".join(_dump(v) for v in value) + b"]"
    return json.dumps(value).encode()


@pytest.mark.parametrize(("folder", "version", "resources", "refusals"), FOLDERS)
def test_of_a_folder_nothing_is_lost_and_each_resource_equals_its_source(
    folder, version, resources, refusals
):
    found, refused = 0, Counter()
    for member in members(DATA / folder):
        if member.open is None:
            assert member.is_skipped, member.name
            continue
        expected = resources_in(DATA / folder / member.name)
        with member.open() as stream:
            results = list(read_file(stream, name=member.name))
        assert len(results) == len(expected), member.name
        for result, source in zip(results, expected, strict=True):
            if isinstance(result, Refused):
                refused[result.code] += 1
                continue
            assert canonical(result.original, result.media) == source, member.name
            assert decide_version(result, declared=version) == version, member.name
            columns = read_columns(result, version)
            assert columns.source_key
            found += 1
    assert (found, dict(refused)) == (resources, refusals)


@pytest.mark.parametrize(
    ("folder", "version", "unknown"),
    [
        ("nictiz-r4-zib2020", "r4", 0),
        ("hl7nl-r4-zib2020-json", "r4", 0),
        ("nictiz-stu3-zib2017", "stu3", 2),
    ],
)
def test_the_version_of_a_set_with_profiles_is_known_without_being_told(folder, version, unknown):
    """O-1. Two Binaries of STU3 say nothing at all and are refused for it."""
    decided = Counter()
    for member in members(DATA / folder):
        if member.open is not None:
            with member.open() as stream:
                for found in read_file(stream, name=member.name):
                    if isinstance(found, Found):
                        result = decide_version(found)
                        decided[result.code if isinstance(result, Refused) else result] += 1
    assert decided.pop("unknown-version", 0) == unknown
    assert set(decided) == {version}


def everything(folder, version):
    for member in members(DATA / folder):
        if member.open is not None:
            with member.open() as stream:
                for found in read_file(stream, name=member.name):
                    if isinstance(found, Found):
                        yield found, read_columns(found, version)


def test_the_traps_of_the_real_sets_come_out_as_they_should():
    """O-5, O-8, O-12 and O-15 on what others wrote."""
    stu3 = {found.id: read for found, read in everything("medmij-stu3-portability-bgz3", "stu3")}
    patient = stu3["medmij-bgz-test-patA"]
    assert isinstance(patient, PatientColumns)
    assert (patient.bsn_state, patient.name.initials, patient.name.name_use) == (
        "masked",
        "A.",
        "own",
    )
    assert (patient.addresses[0].suffix, patient.addresses[0].to) == ("A -", "to")
    stops = [
        read for read in stu3.values() if isinstance(read, FactColumns) and "stop" in read.details
    ]
    assert len(stops) == 4
    assert not any(read.is_active for read in stops)
    directives = [
        read
        for folder, version in (("nictiz-stu3-zib2017", "stu3"), ("nictiz-r4-zib2020", "r4"))
        for _found, read in everything(folder, version)
        if isinstance(read, FactColumns)
        and read.category == "treatment"
        and read.kind == "directive"
    ]
    assert sorted(read.value for read in directives) == [
        "deny",
        "permit",
        "restricted",
        "restricted",
    ]
    assert [read.is_active for read in directives if read.value == "permit"] == [False]


def test_two_persons_of_one_number_stay_two():
    """O-3: 999911120 is used for different persons."""
    people = [
        read
        for folder, version in (("nictiz-stu3-zib2017", "stu3"), ("nictiz-r4-zib2020", "r4"))
        for _found, read in everything(folder, version)
        if isinstance(read, PatientColumns) and read.bsn == "999911120"
    ]
    assert len({(read.birth, read.name.own_name) for read in people}) > 1
