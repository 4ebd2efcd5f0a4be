# SPDX-License-Identifier: EUPL-1.2
"""A roster file becomes visits (point 6: visits come from Appointments and a roster CSV)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from nabij.access.models import CareRelation, Unit
from nabij.dossiers.actions import intakes, rosters
from nabij.dossiers.models import PlannedVisit
from nabij.dossiers.rules import roster
from nabij.dossiers.tests.making import facts, machine, patient, references, source, take_in, write
from nabij.linkage.models import PatientRecord
from nabij.relations import actions as relations_actions
from nabij.relations.types import PersonFields, PersonName

TODAY = date(2026, 11, 24)
TODAY_REALLY = timezone.localdate()
HEADER = "Clientnummer;Datum;Begin;Eind;Team;Medewerker;Soort\n"
TWO = HEADER + (
    "1001;24-11-2026;8:30;9:15;Team Noord;Fatima El Idrissi;Wondzorg\n"
    "1002;24-11-2026;9.30;10.00;Team Noord;Jan de Boer;Wassen\n"
)


def _read(text):
    return roster.read_roster(text.encode() if isinstance(text, str) else text, today=TODAY)


def _take_in(data, name="rooster.csv", from_source=None):
    viewer = machine()
    started = rosters.start_roster(
        viewer=viewer,
        source=from_source or rosters.roster_source(viewer=viewer),
        data=data.encode(),
        name=name,
    )
    intakes.run_intake(viewer=viewer, intake=started.intake)
    return started


@pytest.mark.parametrize(
    "text",
    [
        TWO,
        TWO.replace(";", ","),
        TWO.replace(";", "\t"),
        TWO.replace(HEADER, "client_number;date;start;end;team;colleague;kind\n").replace(
            "24-11-2026", "2026-11-24"
        ),
        TWO.replace("24-11-2026", "24 nov 2026").replace("8:30", "0830"),
        "\ufeff" + TWO.replace("\n", "\r\n"),
    ],
)
def test_rosters_are_read_as_planning_systems_write_them(text):
    visits, errors = _read(text)
    assert errors == []
    assert [(v.client_number, f"{v.starts_at:%d %H:%M}", v.team) for v in visits] == [
        ("1001", "24 08:30", "Team Noord"),
        ("1002", "24 09:30", "Team Noord"),
    ]
    assert visits[0].starts_at.utcoffset().total_seconds() == 3600


def test_windows_1252_is_understood():
    visits, _ = _read((HEADER + "1;24-11-2026;8:00;;Zuid;Ülkü Çelik;\n").encode("cp1252"))
    assert visits[0].colleagues == ("Ülkü Çelik",)


def test_a_night_visit_ends_the_next_day():
    visits, _ = _read(HEADER + "1;24-11-2026;23:00;01:00;Nacht;Jan;\n")
    assert f"{visits[0].ends_at:%d %H:%M}" == "25 01:00"


def test_two_colleagues_at_one_moment_are_one_visit():
    rows = "1;24-11-2026;8:00;8:30;N;Jan;\n1;24-11-2026;8:00;9:00;N;Fatima;Tillen\n"
    (visit,), _ = _read(HEADER + rows)
    assert visit.colleagues == ("Jan", "Fatima")
    assert f"{visit.ends_at:%H:%M}" == "09:00"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("1;31-2-2026;8:00;9:00;N;J;", "date"),
        ("1;;8:00;9:00;N;J;", "date"),
        ("1;24-11-2026;25:00;9:00;N;J;", "start"),
        ("1;24-11-2026;8:00;9:77;N;J;", "end"),
        (";24-11-2026;8:00;9:00;N;J;", "client_number"),
        ("a b;24-11-2026;8:00;9:00;N;J;", "client_number"),
        ("1;24-11-2026;8:00;9:00;;J;", "team"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_by_row_and_column_and_the_rest_is_read(row, column):
    visits, errors = _read(TWO + row + "\n")
    assert len(visits) == 2
    (error,) = errors
    assert (error.row, error.column) == (4, column)
    assert (error.reason % error.values).endswith(".")


def test_a_missing_column_is_named():
    visits, errors = _read("Clientnummer;Datum\n1;24-11-2026\n")
    assert visits == []
    assert [error.column for error in errors] == ["start", "team"]


def test_rows_become_appointments_of_our_own_clients(as_intake):
    started = _take_in(TWO)
    first, second = facts()
    assert (first["type"], first["status"], first["code_text"]) == (
        "Appointment",
        "booked",
        "Wondzorg",
    )
    assert (str(first["starts_at"]), first["subject"]) == ("2026-11-24 07:30:00+00:00", "1001")
    assert first["data_class"] == second["data_class"] == "b"
    names = {
        (r["target_type"], r["display"])
        for r in references("fact.source_key = %s", first["source_key"])
    }
    assert names == {("Practitioner", "Fatima El Idrissi"), ("Organization", "Team Noord")}
    record = PatientRecord.objects.get(source_key="1001")
    assert (record.client_number, record.has_identity) == ("1001", True)
    assert (started.planned, started.cancelled) == (2, 0)


def test_the_same_roster_twice_changes_nothing(as_intake):
    _take_in(TWO)
    again = _take_in(TWO, "other name.csv")
    assert again.is_known
    assert [fact["version"] for fact in facts()] == [1, 1]


def test_a_visit_that_a_newer_roster_leaves_out_is_cancelled(as_intake):
    _take_in(TWO + "1003;25-11-2026;8:00;9:00;Team Noord;Jan;\n1004;24-11-2026;8:00;;Zuid;Jo;\n")
    started = _take_in(TWO.splitlines(keepends=True)[0] + TWO.splitlines(keepends=True)[2])
    assert (started.planned, started.cancelled) == (1, 1)
    newest = {f["subject"]: f for f in facts("fact.superseded_at is null")}
    # Of the same day and team only: another day, another team and what stayed are untouched.
    assert {key: fact["status"] for key, fact in newest.items()} == {
        "1001": "cancelled",
        "1002": "booked",
        "1003": "booked",
        "1004": "booked",
    }
    assert str(newest["1001"]["starts_at"]) == "2026-11-24 07:30:00+00:00"
    assert newest["1001"]["is_active"] is False
    assert [f["version"] for f in facts("record.source_key = '1001'")] == [1, 2]


def test_a_visit_that_comes_back_is_planned_again(as_intake):
    _take_in(TWO)
    _take_in(TWO.splitlines(keepends=True)[0] + TWO.splitlines(keepends=True)[2])
    _take_in(TWO + "\n")
    assert {f["status"] for f in facts("fact.superseded_at is null")} == {"booked"}


def test_an_earlier_roster_given_again_after_another_holds_again(as_intake):
    """A, B, A: the latest delivery wins, and the last one given twice changes nothing."""
    shorter = TWO.splitlines(keepends=True)[0] + TWO.splitlines(keepends=True)[2]
    _take_in(TWO)
    _take_in(shorter)
    again = _take_in(TWO)
    assert not again.is_known
    newest = {f["subject"]: f["status"] for f in facts("fact.superseded_at is null")}
    assert newest == {"1001": "booked", "1002": "booked"}
    versions = [fact["version"] for fact in facts()]
    assert _take_in(TWO).is_known
    assert [fact["version"] for fact in facts()] == versions
    assert not _take_in(shorter).is_known


def _team(name="Team Noord"):
    return Unit.objects.create(name=name, kind="team")


def _client(number):
    fields = PersonFields(name=PersonName(own_name="Vries"), client_number=number)
    return relations_actions.create_person(viewer=machine(), fields=fields)


def _follow(started):
    return rosters.follow_roster(viewer=machine(), started=started)


def _all_rows():
    relations = CareRelation.objects.order_by("pk")
    visits = PlannedVisit.objects.order_by("starts_at", "person_id")
    return (
        list(relations.values_list("person_id", "unit_id", "starts_on", "ends_on", "version")),
        list(visits.values_list("person_id", "unit_id", "starts_at", "ends_at")),
    )


@pytest.fixture
def known(as_intake, as_role):
    """Team Noord and client 1001 are known here; the roster has them this week."""
    with as_role("nabij_app"):
        _team()
        client = _client("1001")
    day = f"{timezone.localdate() + timedelta(days=1):%d-%m-%Y}"
    return client, HEADER + (
        f"1001;{day};8:30;9:15;team noord;Fatima;Wondzorg\n1001;{day};12:00;;Team Noord;Jan;\n"
        f"1002;{day};9:30;;Team Noord;Jan;\n1001;{day};9:30;;Team Weg;Jan;\n"
    )


def test_a_roster_gives_its_teams_care_relations_and_tells_the_desk_when(known):
    client, text = known
    followed = _follow(_take_in(text))
    assert followed.relations.made == 1
    assert (followed.unknown_teams, followed.unknown_clients) == (["Team Weg"], ["1002"])
    ((person_id, _unit, starts_on, ends_on, _version),), visits = _all_rows()
    assert person_id == client.pk
    assert (starts_on, ends_on) == (TODAY_REALLY, TODAY_REALLY + timedelta(days=32))
    assert [person for person, *_rest in visits] == [client.pk, client.pk]
    assert {field.name for field in PlannedVisit._meta.fields} == {
        "id", "person", "unit", "starts_at", "ends_at",
    }  # fmt: skip


def test_following_twice_changes_nothing(known):
    _client, text = known
    started = _take_in(text)
    _follow(started)
    rows = _all_rows()
    _follow(started)
    _follow(_take_in(text))
    assert _all_rows() == rows


def test_the_desk_forgets_what_a_newer_roster_of_that_day_and_team_leaves_out(known):
    _client, text = known
    _follow(_take_in(text))
    _follow(_take_in("\n".join(text.splitlines()[:2])))
    assert len(_all_rows()[1]) == 1


def test_the_roster_of_another_provider_opens_nothing(known):
    _client, text = known
    other = source("elders")
    followed = _follow(_take_in(text, from_source=other))
    assert followed.relations.made == 0
    assert _all_rows() == ([], [])


def test_visits_join_the_clients_that_the_source_has_already(as_intake, tmp_path):
    own = source("own", default_ground="own_record", is_own=True)
    number = {"system": "https://ecd.example/clientnummer", "value": "1001"}
    take_in(own, write(tmp_path, "1.json", patient("uuid-1", identifier=[number])))
    _take_in(TWO, from_source=own)
    assert [fact["subject"] for fact in facts()] == ["uuid-1", "1002"]
    # The roster does not write over what the source told of the client.
    assert "Vries" in PatientRecord.objects.get(source_key="uuid-1").own_name


def test_a_roster_without_one_readable_row_says_why(as_intake):
    with pytest.raises(rosters.NothingPlanned, match="31-2-2026"):
        _take_in(HEADER + "1;31-2-2026;8:00;9:00;N;J;\n")
