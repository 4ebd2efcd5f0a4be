# SPDX-License-Identifier: EUPL-1.2
"""The commands: what they say, in words and as JSON, and how they end."""

import json

import pytest
from django.core.management import CommandError, call_command

from nabij.core.models import Job, JobState
from nabij.dossiers.models import Intake, Quarantine
from nabij.dossiers.tests.making import bundle, facts, patient, problem, source, write
from nabij.linkage.models import Source


def _run(*arguments, capsys, **options):
    """Return exit code and output of a command."""
    code = 0
    try:
        call_command(*map(str, arguments), **options)
    except SystemExit as error:
        code = error.code
    return code, capsys.readouterr().out


def test_intake_tells_what_came_in(gp, tmp_path, capsys):
    path = write(tmp_path, "d.json", bundle(patient(), problem(), {"id": "x"}))
    code, told = _run("intake", path, "--source", "gp", capsys=capsys)
    assert code == 3  # something was refused
    for expected in ("Condition", "not-fhir", "d.json /entry/2"):
        assert expected in told
    assert Job.objects.get().state == JobState.DONE


def test_intake_tells_it_to_programs_too(gp, tmp_path, capsys):
    path = write(tmp_path, "d.json", bundle(patient(), problem()))
    code, told = _run("intake", path, "--source", "gp", "--json", capsys=capsys)
    report = json.loads(told)
    assert code == 0
    assert (report["state"], report["facts"], report["records"]) == ("done", {"Condition": 1}, 1)
    assert report["ref"] == Intake.objects.get().ref


def test_intake_of_what_is_not_there_or_of_an_unknown_source_says_so(gp, tmp_path):
    with pytest.raises(CommandError, match="gone"):
        call_command("intake", str(tmp_path / "gone.json"), source="gp")
    from nabij.linkage.queries import SourceNotFound

    path = write(tmp_path, "d.json", patient())
    with pytest.raises(SourceNotFound):
        call_command("intake", str(path), source="nonsense")


def test_the_same_files_with_the_version_given_mend_what_was_refused(as_intake, tmp_path, capsys):
    source("silent", fhir_version="")
    path = write(tmp_path, "d.json", bundle(patient(), problem()))
    assert _run("intake", path, "--source", "silent", capsys=capsys)[0] == 3
    code, told = _run("intake", path, "--source", "silent", "--fhir", "r4", "--json", capsys=capsys)
    assert (code, json.loads(told)["quarantined"]) == (0, {})
    assert [fact["subject"] for fact in facts()] == ["p1"]


def test_sources_are_added_and_listed(db, capsys):
    _run("sources", "add", "gp-vecht", "--title", "Huisarts", "--care", "gp", capsys=capsys)
    assert Source.objects.get().name == "gp-vecht"
    _code, told = _run("sources", "--json", capsys=capsys)
    assert json.loads(told)[0] | {"title": ""} == {
        "name": "gp-vecht",
        "title": "",
        "care": "gp",
        "fhir": "",
        "ground": "",
        "own": False,
    }
    assert "gp-vecht" in _run("sources", capsys=capsys)[1]


def test_without_sources_it_says_how_to_add_one(db, capsys):
    assert "nabij sources add" in _run("sources", capsys=capsys)[1]


def test_quarantine_is_listed_exported_and_mended(gp, tmp_path, capsys):
    assert _run("quarantine", capsys=capsys)[1]
    path = write(tmp_path, "d.json", bundle(patient(), {"id": "x"}))
    _run("intake", path, "--source", "gp", capsys=capsys)
    ref = Quarantine.objects.get().ref
    assert ref in _run("quarantine", capsys=capsys)[1]
    (listed,) = json.loads(_run("quarantine", "--json", capsys=capsys)[1])
    assert (listed["ref"], listed["code"]) == (ref, "not-fhir")

    packed = tmp_path / "q.zip"
    _run("quarantine", "export", packed, capsys=capsys)
    assert packed.read_bytes().startswith(b"PK")
    assert packed.stat().st_mode & 0o077 == 0

    _code, told = _run("quarantine", "retry", "--json", capsys=capsys)
    assert json.loads(told)["refused"] == 1
    mended = write(tmp_path, "mended.json", problem())
    _run("quarantine", "mend", ref, mended, capsys=capsys)
    assert [fact["source_key"] for fact in facts()] == ["c1"]
    assert json.loads(_run("quarantine", "--json", capsys=capsys)[1]) == []


def test_a_roster_is_taken_in_with_its_errors_by_row(as_intake, tmp_path, capsys):
    rows = "client_number;date;start;end;team;colleague;kind\n1;24-11-2026;8:00;9:00;N;J;\n1;x;8:00;;N;;\n"
    path = write(tmp_path, "r.csv", rows)
    code, told = _run("roster", path, capsys=capsys)
    assert code == 3
    assert "3" in told
    assert "date" in told
    assert Source.objects.get().name == "rooster"
    code, told = _run("roster", path, "--json", capsys=capsys)
    assert json.loads(told)["planned"] == 0


def test_the_bar_is_drawn_for_who_looks_only(gp, tmp_path, capsys, monkeypatch):
    path = write(tmp_path, "d.json", bundle(patient(), problem()))
    _run("intake", path, "--source", "gp", capsys=capsys)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    path = write(tmp_path, "e.json", problem("c2"))
    call_command("intake", str(path), source="gp")
    assert "#" in capsys.readouterr().err
