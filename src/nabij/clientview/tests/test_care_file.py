# SPDX-License-Identifier: EUPL-1.2
"""`nabij care-relations import`: a file of agreements, wrong rows told in sentences."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.access.models import CareRelation, Unit, User
from nabij.clientview.rules.care_file import read_agreements
from nabij.relations import actions as relations_actions
from nabij.relations.types import PersonFields, PersonName

HEADER = "Clientnummer;Team;Soort;Vanaf;Tot en met\n"
TODAY = date(2026, 11, 22)


def _read(text):
    return read_agreements(text.encode(), today=TODAY)


@pytest.mark.parametrize(
    "text",
    [
        HEADER + "1001;Team Noord;zorg;1-11-2026;31-12-2026\n",
        "client_number,who,from,until\n1001,Team Noord,2026-11-01,2026-12-31\n",
        "\ufeffCliëntnummer\tWie\tVan\tEinddatum\r\n1001\tTeam Noord\t1 nov 2026\t31 dec 2026\r\n",
    ],
)
def test_agreements_are_read_as_people_write_them(text):
    (row,), errors = _read(text)
    assert errors == []
    assert (row.client_number, row.who, row.kind) == ("1001", "Team Noord", "care")
    assert (row.starts_on, row.last_on) == (date(2026, 11, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (";Team Noord;;1-11-2026;", "client_number"),
        ("a b;Team Noord;;1-11-2026;", "client_number"),
        ("1;;;1-11-2026;", "who"),
        ("1;Team Noord;lenen;1-11-2026;", "kind"),
        ("1;Team Noord;;;", "from"),
        ("1;Team Noord;;31-2-2026;", "from"),
        ("1;Team Noord;;1-11-2026;ooit", "until"),
        ("1;Team Noord;;1-11-2026;1-10-2026", "until"),
    ],
)
def test_a_wrong_row_is_told_by_row_and_column_and_the_rest_is_read(row, column):
    rows, errors = _read(HEADER + "1001;Team Noord;;1-11-2026;\n" + row + "\n")
    assert len(rows) == 1
    assert [(error.row, error.column) for error in errors] == [(3, column)]


def test_a_missing_column_is_named():
    rows, errors = _read("Clientnummer;Team\n1;Noord\n")
    assert rows == []
    assert [error.column for error in errors] == ["from"]


# The command


@pytest.fixture
def known(db):
    machine = access_queries.machine(at=timezone.now(), command="test")
    fields = PersonFields(name=PersonName(own_name="Vries"), client_number="1001")
    Unit.objects.create(name="Team Noord", kind="team")
    User.objects.create_user("fatima@example.nl", "Fatima")
    return relations_actions.create_person(viewer=machine, fields=fields)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "afspraken.csv"
    path.write_text(
        HEADER + "1001;team noord;;1-11-2026;31-12-2026\n"
        "1001;FATIMA@example.nl;coördinatie;1-11-2026;\n"
        "1002;Team Noord;;1-11-2026;\n1001;Team Weg;;1-11-2026;\n1001;x@example.nl;;1-11-2026;\n"
    )
    return path


def _run(file, *options):
    out = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("care_relations", "import", str(file), *options, stdout=out)
    assert stopped.value.code == 3
    return out.getvalue()


def test_a_file_makes_care_relations_once(known, file, settings):
    settings.NABIJ_CARE_RELATION_DAYS_AFTER = 30
    told = json.loads(_run(file, "--json"))
    assert (told["rows"], told["made"], told["changed"]) == (5, 2, 0)
    assert [(e["row"], e["column"]) for e in told["errors"]] == [
        (4, "client_number"),
        (5, "who"),
        (6, "who"),
    ]
    team, colleague = CareRelation.objects.order_by("pk")
    assert (team.person_id, team.ends_on) == (known.pk, date(2026, 12, 31) + timedelta(days=31))
    assert (colleague.user.name, colleague.kind, colleague.ends_on) == (
        "Fatima",
        "coordination",
        None,
    )
    assert (json.loads(_run(file, "--json"))["made"], CareRelation.objects.count()) == (0, 2)


def test_a_dry_run_tells_the_same_and_changes_nothing(known, file):
    told = _run(file, "--dry-run")
    assert "2" in told.splitlines()[-1]
    assert "Team Weg" in told
    assert not CareRelation.objects.exists()
