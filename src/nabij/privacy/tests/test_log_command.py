# SPDX-License-Identifier: EUPL-1.2
"""`nabij access-log`: prove, export, end."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from nabij.__main__ import role_of
from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access.actions import LogTooYoung
from nabij.access.models import AccessEntry
from nabij.access.queries.viewers import ColleagueNotFound
from nabij.access.tests.log_building import seal, unguarded
from nabij.privacy.actions import NoSuchClient
from nabij.privacy.tests.conftest import person, viewer_of
from nabij.privacy.tests.test_audit_event import check
from nabij.relations.models import Party

TODAY = timezone.localdate().isoformat()


@pytest.fixture
def entries(anja, anna):
    viewer = viewer_of(anja)
    access_actions.record_event(viewer=viewer, event="key-safe", action="R", person_id=anna.pk)
    access_actions.record_list(viewer=viewer, event="search", object_ids=[anna.pk], query="vries")
    access_actions.record_list(viewer=viewer, event="desk", object_ids=[])
    return AccessEntry.objects.count()


def _sealed(count):
    seal(count)
    access_actions.seal_log(viewer=access_queries.machine(at=timezone.now(), command="test"))


def test_verify_says_that_the_log_is_sound(entries, capsys):
    _sealed(entries)
    call_command("access_log", "verify")
    said = capsys.readouterr().out
    assert f"{entries} lines under" in said
    assert "The log is sound." in said


def test_verify_says_what_is_wrong_and_exits_with_1(entries, capsys, as_role):
    _sealed(entries)
    with as_role("nabij_owner"), unguarded(), connection.cursor() as cursor:
        cursor.execute("UPDATE access_accessentry SET user_name = 'x' WHERE event = 'key-safe'")
    with pytest.raises(SystemExit) as ended:
        call_command("access_log", "verify")
    assert ended.value.code == 1
    said = capsys.readouterr().out
    assert "Lines were changed." in said
    assert str(AccessEntry.objects.get(event="key-safe").pk) in said

    with pytest.raises(SystemExit):
        call_command("access_log", "verify", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert not answer["is_sound"]
    assert answer["findings"][0]["code"] == "entry-changed"


def test_verify_takes_a_copy_of_the_heads_kept_elsewhere(entries, tmp_path, capsys):
    _sealed(entries)
    copy = tmp_path / "elsewhere"
    (tmp_path / "log-seals").rename(copy)
    call_command("access_log", "verify", "--heads", str(copy))
    assert "The log is sound." in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("access_log", "verify", "--heads", str(tmp_path / "absent"))


def test_export_holds_every_line_and_is_itself_in_the_log(entries, petra, capsys):
    call_command("access_log", "export", "--from", TODAY, "--as", petra.email)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(lines) == entries + 1, "with the line of the export itself"
    assert {"xid", "at", "search_query", "checks"} <= lines[0].keys()
    entry = AccessEntry.objects.get(event="log-export")
    assert (entry.action, entry.object_type, entry.responsible_name) == ("E", "AccessLog", "Petra")
    assert (entry.user_id, entry.access_point_type, entry.access_point) == (0, "1", "access-log")


def test_export_of_one_client_as_fhir(entries, petra, anna, tmp_path, capsys):
    output = tmp_path / "log.ndjson"
    call_command(
        "access_log", "export", "--from", TODAY, "--person", "10023", "--fhir",
        "--output", str(output), "--as", petra.email, "--json",
    )  # fmt: skip
    events = [json.loads(line) for line in output.read_text().splitlines()]
    for event in events:
        check(event, "AuditEvent", "AuditEvent")
    assert len(events) == AccessEntry.objects.filter(object_ids=[anna.pk]).count()
    assert json.loads(capsys.readouterr().err) == {"lines": len(events)}
    assert AccessEntry.objects.get(event="log-export").object_ids == [anna.pk]


def test_export_finds_who_is_archived_or_was_merged(entries, petra, anna, noord, capsys):
    before = person(noord, "Vries", number="10024")
    Party.objects.filter(pk=before.pk).update(canonical=anna)
    Party.objects.filter(pk=anna.pk).update(archived_at=timezone.now())
    for number in ("10023", "10024"):
        call_command(
            "access_log", "export", "--from", TODAY, "--person", number, "--as", petra.email
        )
        assert '"key-safe"' in capsys.readouterr().out


def test_export_writes_over_nothing(entries, petra, tmp_path):
    (tmp_path / "there").touch()
    with pytest.raises(FileExistsError):
        call_command(
            "access_log", "export", "--from", TODAY, "--as", petra.email,
            "--output", str(tmp_path / "there"),
        )  # fmt: skip


def test_export_of_nobody_we_know_is_refused(entries, petra):
    with pytest.raises(NoSuchClient):
        call_command("access_log", "export", "--from", TODAY, "--person", "99", "--as", petra.email)


@pytest.mark.parametrize("part", [["export", "--from", TODAY], ["end", "--before", "2001-01-01"]])
def test_somebody_answers_for_it(entries, part):
    with pytest.raises(CommandError):
        call_command("access_log", *part)
    with pytest.raises(ColleagueNotFound, match=r"nobody@example\.nl"):
        call_command("access_log", *part, "--as", "nobody@example.nl")


def test_end_refuses_what_is_young(entries, petra, as_role):
    with as_role("nabij_owner"), pytest.raises(LogTooYoung):
        call_command("access_log", "end", "--before", TODAY, "--as", petra.email)


def test_end_with_nothing_to_end_says_so(entries, petra, as_role, capsys):
    with as_role("nabij_owner"):
        call_command("access_log", "end", "--before", "2001-01-01", "--as", petra.email, "--json")
    assert json.loads(capsys.readouterr().out) == {"ended": 0}


def test_only_end_works_as_the_owner():
    assert role_of("access_log", ["end", "--before", "2001-01-01"]) == "owner"
    assert role_of("access_log", ["verify"]) == "app"
    assert role_of("access_log", ["export"]) == "app"
