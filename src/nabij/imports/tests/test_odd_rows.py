# SPDX-License-Identifier: EUPL-1.2
"""Odd cells that are understood go into the database too: no row ever stops an import."""

from datetime import date, datetime, timedelta

import pytest

from nabij.imports.choices import Outcome
from nabij.imports.models import ImportRow
from nabij.imports.papers import write_ods
from nabij.imports.rules.columns import COLUMNS
from nabij.imports.tests.conftest import ROWS, check, write
from nabij.relations.models import PersonDetail, Relationship

pytestmark = pytest.mark.django_db

ODD = (
    "x" * 41, "Jan " * 40, f"{'Jan ' * 60}", "Van " * 11, "van de " * 20 + "Berg", "A." * 90,
    f"Jan ({'x' * 79})", "x" * 199, "xy " * 66, ".", "´", "\u00b7", "☺", "\u0301", "'", "12345678901234",
    "9-3-2024", "2024", "1850", "31-12-2199", "000012", "1e5", -1.5, 60_000, 0.999999, True, "E. 12",
    date(1, 1, 1), date(9999, 12, 31), datetime.fromisoformat("1937-06-30T23:59:59"), "+31 6",
)  # fmt: skip
BASE = {
    "persons": {"surname": "Smit"},
    "contacts": {"surname": "Smit", "organisation": "De Brink"},
    "organisations": {"name": "De Brink"},
    "relationships": {
        "subject": "Karel Smit", "tie": "buur", "object_number": "1", "ends": "2024",
    },
    "interactions": {"party_number": "1", "channel": "telefoon", "text": "Gebeld."},
}  # fmt: skip


def odd_rows(kind):
    """Yield for each column a row for each odd cell."""
    number = 1000
    for code in COLUMNS[kind]:
        for odd in ODD:
            number += 1
            day = date(2010, 1, 1) + timedelta(days=number)
            own = {"client_number": str(number), "decision": "nieuw", "day": day, "starts": day}
            row = own | BASE[kind] | {code: odd}
            yield [row.get(one) for one in COLUMNS[kind]]


@pytest.mark.parametrize("kind", COLUMNS)
def test_what_is_understood_is_written(anja, csv, tmp_path, kind):
    write(anja, check(anja, csv("De Brink", header="naam"), kind="organisations"))
    write(anja, check(anja, csv(*ROWS)))
    path = tmp_path / "odd.ods"
    with path.open("wb") as file:
        write_ods(file, [list(COLUMNS[kind]), *odd_rows(kind)])

    found = check(anja, path, kind=kind, codes=list(COLUMNS[kind]))
    new = ImportRow.objects.filter(whole=found, outcome=Outcome.NEW).count()
    found = write(anja, found)

    assert new > len(COLUMNS[kind])
    assert found.state == "done"
    assert ImportRow.objects.filter(whole=found, is_written=True).count() == new


def test_a_name_of_which_a_part_is_too_long_is_told(anja, csv):
    given, family = "Jan " * 58, "x" * 155
    found = check(anja, csv(f"{given}Smit", f"J. {family}", "Jan Smit", header="naam"))

    rows = ImportRow.objects.filter(whole=found).order_by("number")
    assert [row.problems and row.problems[0][:2] for row in rows] == [
        ["full_name", "too-long"], ["full_name", "too-long"], None,
    ]  # fmt: skip
    write(anja, found)
    assert PersonDetail.objects.get().own_name == "Smit"


def test_until_a_year_in_which_it_began_is_not_before_it_began(anja, csv):
    write(anja, check(anja, csv(*ROWS)))
    header = "wie naam;rol;cliëntnummer;sinds;tot"
    row = "Karel Smit;buur;1;9-3-2024;2024"

    write(anja, check(anja, csv(row, header=header), kind="relationships"))

    tie = Relationship.objects.get()
    assert (tie.starts_on, tie.ends_on, tie.ends_precision) == (
        date(2024, 3, 9), date(2024, 3, 9), "year",
    )  # fmt: skip
