# SPDX-License-Identifier: EUPL-1.2
"""Bad input gets one clear sentence each, and the rest is kept (A-02)."""

import io
import json
import zipfile

import pytest

from nabij.dossiers.actions import intakes
from nabij.dossiers.models import Quarantine
from nabij.dossiers.tests.making import (
    bundle,
    facts,
    machine,
    patient,
    problem,
    take_in,
    write,
)

GOOD = bundle(patient(), problem())
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><Patient xmlns="http://hl7.org/fhir">&b;</Patient>'
)


def _zip_bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("d.json", b" " * 200_000_000)
    return packed.getvalue()


CASES = {
    "not-fhir": ("a.json", json.dumps({"a": 1}).encode()),
    "not-fhir-text": ("a.json", b"Geachte collega,"),
    "not-json": ("a.json", b'{"resourceType": "Patient", "id": }'),
    "cut-off": ("a.json", json.dumps(patient())[:-20].encode()),
    "xml-dtd": ("a.xml", BOMB),
    "not-fhir-xml": ("a.xml", b"<a/>"),
    "zip-bomb": ("a.zip", _zip_bomb()),
    "long-string": ("a.json", json.dumps(patient(gender="x" * 10_000_000)).encode()),
    "encoding": ("a.json", json.dumps(patient(gender="é"), ensure_ascii=False).encode("cp1252")),
    "empty-file": ("a.json", b""),
    "too-deep": ("a.json", b'{"resourceType":"Patient","a":' + b"[" * 5000 + b"]" * 5000 + b"}"),
    "duplicate-key": ("a.json", b'{"resourceType":"Patient","id":"p9","gender":"m","gender":"f"}'),
    "bad-character": ("a.json", b'{"resourceType":"Patient","id":"p9","gender":"\\u0000"}'),
}


@pytest.mark.parametrize(("code", "name", "data"), [(c, *given) for c, given in CASES.items()])
def test_what_cannot_be_read_is_set_apart_with_a_sentence_and_the_rest_is_kept(
    gp, tmp_path, code, name, data
):
    write(tmp_path, name, data)
    write(tmp_path, "b.json", GOOD)
    intake = take_in(gp, tmp_path)
    row = Quarantine.objects.get()
    assert row.code == code
    assert 20 < len(row.sentence) < 400
    assert row.sentence.endswith(".")
    assert "%(" not in row.sentence
    assert [fact["source_key"] for fact in facts()] == ["c1"]
    assert intake.report["quarantined"] == {code: 1}
    assert intake.state == "done"


def test_of_a_file_that_was_cut_off_the_whole_entries_are_kept(gp, tmp_path):
    whole = json.dumps(bundle(patient(), problem("c1"), problem("c2"), problem("c3")))
    take_in(gp, write(tmp_path, "a.json", whole[: whole.index('"c3"')]))
    assert [fact["source_key"] for fact in facts()] == ["c1", "c2"]
    row = Quarantine.objects.get()
    assert (row.code, row.pointer) == ("cut-off", "/entry/3")


def test_one_bad_line_of_ndjson_costs_only_itself(gp, tmp_path):
    lines = "\n".join([json.dumps(patient()), "{bad", json.dumps(problem())])
    take_in(gp, write(tmp_path, "a.ndjson", lines))
    assert [fact["source_key"] for fact in facts()] == ["c1"]
    assert Quarantine.objects.get().pointer == "line 2"


def test_text_that_the_database_cannot_hold_does_not_stop_the_rest(gp, tmp_path):
    """Half a surrogate pair is valid JSON and no valid text."""
    odd = '{"resourceType":"Condition","id":"c2","code":{"text":"x\\ud800y"},"note":[{"text":"\\udc00"}]}'
    intake = take_in(gp, write(tmp_path, "a.ndjson", odd + "\n" + json.dumps(problem())))
    assert "c1" in {fact["source_key"] for fact in facts()}
    assert intake.report["entries"] == 2


def test_very_long_values_are_cut_and_the_original_is_whole(gp, tmp_path):
    name = "é" * 5000
    take_in(gp, write(tmp_path, "a.json", problem(name=name, id="c1")))
    (fact,) = facts()
    assert fact["code_text"] == name[:400] or fact["code_text"].startswith(name[:300])


def test_a_damaged_file_in_a_zip_costs_only_itself(gp, tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.json", json.dumps(patient()))
        archive.writestr("b.json", json.dumps(problem()))
    data = packed.getvalue().replace(b"de Vries", b"de Fries")
    write(tmp_path, "d.zip", data)
    take_in(gp, tmp_path)
    assert [fact["source_key"] for fact in facts()] == ["c1"]
    row = Quarantine.objects.get()
    assert (row.code, row.intake_file.name) == ("unreadable-file", "d.zip/a.json")


def test_a_file_that_is_gone_when_its_turn_comes_is_not_taken_for_read(gp, tmp_path):
    path = write(tmp_path, "a.json", patient())
    started = intakes.start_intake(viewer=machine(), source=gp, deliveries=[intakes.Delivery(path)])
    path.unlink()
    with pytest.raises(FileNotFoundError):
        intakes.run_intake(viewer=machine(), intake=started.intake, openers=started.openers)
    write(tmp_path, "a.json", patient())
    assert take_in(gp, path).report["records"] == 1


def test_a_resource_that_makes_the_reader_stumble_costs_only_itself(gp, tmp_path, monkeypatch):
    """Our own mistakes too: the resource is kept, the reason holds nothing of the dossier."""
    from nabij.dossiers.rules import batches

    def stumble(found, version):
        if found.id == "c2":
            raise ValueError("CANARY")
        return read_columns(found, version)

    read_columns = batches.read_columns
    monkeypatch.setattr(batches, "read_columns", stumble)
    intake = take_in(gp, write(tmp_path, "a.json", bundle(patient(), problem(), problem("c2"))))
    assert [fact["source_key"] for fact in facts()] == ["c1"]
    row = Quarantine.objects.get()
    assert (row.code, row.values) == ("unread", {"detail": "ValueError"})
    assert intake.report["quarantined"] == {"unread": 1}
