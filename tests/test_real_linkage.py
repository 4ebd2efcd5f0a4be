# SPDX-License-Identifier: EUPL-1.2
"""Linking published test persons: nobody is joined to another, and the same person is found.

Reads ../shared/data, the public test sets; skipped where that folder is not there.
Capability A-103. The case of one person at three providers (O-5) is not in
the public sets; it stands in `linkage/tests/test_linking.py`.
"""

import json
import random
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from nabij.dossiers.fhir.columns import read_columns
from nabij.dossiers.fhir.members import members
from nabij.dossiers.fhir.reading import read_file
from nabij.dossiers.fhir.types import Found
from nabij.dossiers.rules.patients import patient_row
from nabij.linkage import actions
from nabij.linkage.models import PatientRecord, RecordLink
from nabij.linkage.tests.building import MACHINE, add_source, person_of
from nabij.linkage.types import PatientRow
from nabij.matching import PersonRecord
from nabij.matching.linking import link_records
from nabij.matching.normalise import fold, given_names
from nabij.matching.table import table_of

DATA = Path(__file__).parents[2] / "shared" / "data"
BRP = DATA / "brp-personen-mock" / "test-data.json"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.is_dir(), reason="the public test sets are not beside the project"),
]


def _patients(folder, version):
    """Return the patients of a folder as rows, the file's name before a key that comes twice."""
    rows = {}
    for member in members(DATA / folder):
        if member.open is None:
            continue
        with member.open() as stream:
            for found in read_file(stream, name=member.name):
                if isinstance(found, Found) and found.type == "Patient":
                    columns = read_columns(found, version)
                    key = columns.source_key
                    rows[key] = patient_row(
                        columns, key=key, hash=found.original[:32], version=version
                    )
    return list(rows.values())


def _take_in(name, rows):
    source = add_source(name)
    actions.store_patient_records(viewer=MACHINE, source_id=source.pk, rows=rows)
    return source, actions.link_new_records(viewer=MACHINE, source_id=source.pk)


def test_one_bsn_under_four_names_in_the_published_sets_never_joins():
    """O-3: 999911120 is Helleman, Verweij and Pietersen."""
    stu3, _counts = _take_in("zib2017", _patients("nictiz-stu3-zib2017", "stu3"))
    r4, _counts = _take_in("zib2020", _patients("nictiz-r4-zib2020", "r4"))
    helleman = person_of(stu3, "nl-core-patient-01")
    verweij = person_of(stu3, "zib-lifestance-01")
    pietersen = person_of(r4, "nl-core-TreatmentDirective2-02-Patient-01")
    assert len({helleman, verweij, pietersen}) == 3
    asked = RecordLink.objects.filter(needs_review=True, has_conflict=True)
    assert {helleman, verweij} & set(asked.values_list("person_id", flat=True))
    same = {"zib-legalstatus-01", "zib-languageproficiency-01", "nl-core-patient-lifeStance-01"}
    assert {person_of(stu3, key) for key in same} == {verweij}


def test_the_same_published_person_at_two_sources_is_one_person():
    """The XML and the JSON of the same examples, published by two organisations."""
    xml, _counts = _take_in("zib2020", _patients("nictiz-r4-zib2020", "r4"))
    other, counts = _take_in("hl7nl", _patients("hl7nl-r4-zib2020-json", "r4"))
    for key in ("nl-core-Patient-01", "nl-core-TreatmentDirective2-02-Patient-01"):
        assert person_of(xml, key) == person_of(other, key)
    # of her neither birth date nor address nor BSN is given: surely nobody can tell
    key = "nl-core-CareTeam-01-Patient-01"
    assert person_of(xml, key) != person_of(other, key)
    assert counts.automatic == 2


def test_every_published_patient_of_any_country_can_be_linked():
    source, counts = _take_in("hl7", _patients("hl7-r4-examples", "r4"))
    waiting = PatientRecord.objects.filter(source=source, has_identity=False)
    assert counts.automatic + counts.new == PatientRecord.objects.filter(has_identity=True).count()
    assert counts.waiting == waiting.count()
    assert person_of(source, "infant-twin-1") != person_of(source, "infant-twin-2")


def _brp():
    """Return the test persons, without the hundreds of "Digid 1 100600451": one name, one day."""
    people = [_brp_row(n, person) for n, person in enumerate(json.loads(BRP.read_text()))]
    return [row for row in people if row.own_name and not row.own_name.startswith("Digid")]


def _brp_row(number, person):
    name, home = person.get("naam", {}), person.get("verblijfplaats", {})
    birth = person.get("geboorte", {}).get("datum", "")
    parts = [part for part in (birth[:4], birth[4:6], birth[6:8]) if part.strip("0")]
    partner = (person.get("partners") or [{}])[0].get("naam", {})
    return PatientRow(
        source_key=f"brp{number}",
        hash=number.to_bytes(32),
        fhir_version="r4",
        given_names=name.get("voornamen", "").strip(),
        own_prefix=name.get("voorvoegsel", ""),
        own_name=name.get("geslachtsnaam", "").strip("."),
        partner_prefix=partner.get("voorvoegsel", ""),
        partner_name=partner.get("geslachtsnaam", "").strip("."),
        birth="-".join(parts) if birth[:4].strip("0") else "",
        gender={"M": "male", "V": "female"}.get(person.get("geslacht", {}).get("code", ""), "unknown"),
        street=home.get("straat", ""),
        house_number=str(home.get("huisnummer", "")),
        postcode=home.get("postcode", ""),
        bsn=person.get("burgerservicenummer", ""),
        bsn_state="present",
    )  # fmt: skip


@pytest.mark.skipif(not BRP.is_file(), reason="the BRP test persons are not beside the project")
def test_no_two_persons_of_the_brp_are_joined():
    """O-6: 45 groups share surname and birth date, 7 the full name and birth date."""
    rows = _brp()
    assert len(rows) > 700
    _source, counts = _take_in("brp", rows)
    assert counts.automatic == 0
    assert counts.new + counts.waiting == len(rows)


@pytest.mark.skipif(not BRP.is_file(), reason="the BRP test persons are not beside the project")
def test_namesakes_of_one_day_stay_apart_for_the_engine_of_many_too():
    """O-6, without a link in the database: 45 groups by surname and birth date,
    7 by the full name."""
    rows = [row for row in _brp() if len(row.birth) == 10]
    # Their BSNs differ; without them nothing but the rules keeps them apart.
    alone = [replace(row, bsn="", bsn_state="masked") for row in rows]
    groups = {
        name: [same for same in _grouped(rows, name).values() if len(same) > 1]
        for name in ("surname", "full name")
    }
    assert len(groups["surname"]) >= 45
    assert len(groups["full name"]) >= 7
    for told in (rows, alone):
        linked = link_records(table_of(_engine_record(n, row) for n, row in enumerate(told)))
        for one, other in _pairs_within(groups["surname"]):
            if told is rows or _first_name(rows[one]) != _first_name(rows[other]):
                assert linked.persons[one] != linked.persons[other], rows[one].source_key


def _grouped(rows, name):
    found = {}
    for place, row in enumerate(rows):
        given = row.given_names if name == "full name" else ""
        found.setdefault((fold(row.own_name), fold(given), row.birth), []).append(place)
    return found


def _pairs_within(groups):
    return [pair for group in groups for pair in combinations(group, 2)]


def _first_name(row):
    return given_names(row.given_names)[:1]


def _engine_record(key, row):
    return PersonRecord(
        key=key,
        given_names=row.given_names,
        surnames=tuple(filter(None, [row.own_name, row.partner_name])),
        birth_on=date.fromisoformat(row.birth),
        birth_precision="day",
        gender=row.gender,
        postcode=row.postcode,
        house_number=row.house_number,
        bsn_index=row.bsn.encode() or None,
        bsn_state=row.bsn_state,
    )


def _changed(row, chance):
    """Return another source's copy of a person, with one or two of the faults of real life."""
    faults = {
        "partner's name": {"own_prefix": row.partner_prefix, "own_name": row.partner_name,
                           "partner_name": "", "partner_prefix": ""} if row.partner_name else {},
        "initials only": {"given_names": "",
                          "initials": "".join(f"{g[0]}." for g in row.given_names.split())},
        "prefix in the name": {"own_prefix": "",
                               "own_name": f"{row.own_prefix} {row.own_name}".strip()},
        "lost accents": {"own_name": fold(row.own_name).title()},
        "swapped day and month": {"birth": "-".join([row.birth[:4], row.birth[8:], row.birth[5:7]])}
        if len(row.birth) == 10 and row.birth[8:] <= "12" else {},
        "old address": {"postcode": "9999XX", "house_number": "99", "street": "Elders"},
        "masked BSN": {"bsn": "", "bsn_state": "masked"},
    }  # fmt: skip
    changes = {}
    for fault in chance.sample(sorted(faults), k=chance.choice([1, 1, 2])):
        changes |= faults[fault]
    return replace(row, hash=b"copy" + row.hash[4:], **changes)


@pytest.mark.skipif(not BRP.is_file(), reason="the BRP test persons are not beside the project")
def test_copies_of_brp_persons_join_the_right_person_or_are_asked_about(record_property):
    chance = random.Random(20261122)
    rows = [row for row in _brp() if row.birth]
    brp, _counts = _take_in("brp", rows)
    copies, counts = _take_in("gp", [_changed(row, chance) for row in rows])
    persons, joined, asked = _outcome(brp), _outcome(copies), set(_asked(copies))
    right = {key for key, (person, _is_new) in joined.items() if person == persons[key][0]}
    wrong = {key for key, (_person, is_new) in joined.items() if not is_new} - right
    found = right | {key for key in persons if (key, persons[key][0]) in asked}
    record_property("joined", len(right) / len(rows))
    record_property("joined_or_asked", len(found) / len(rows))
    assert not wrong
    assert counts.automatic == len(right)
    assert len(right) / len(rows) > 0.8
    assert len(found) / len(rows) > 0.99


def _outcome(source):
    """Return per record its person, and whether the person was made of it."""
    links = RecordLink.objects.filter(patient_record__source=source, state="automatic")
    found = links.values_list("patient_record__source_key", "person_id", "is_origin")
    return {key: (person, is_origin) for key, person, is_origin in found}


def _asked(source):
    links = RecordLink.objects.filter(patient_record__source=source, state="proposed")
    return links.values_list("patient_record__source_key", "person_id")
