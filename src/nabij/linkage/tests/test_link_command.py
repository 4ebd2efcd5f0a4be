# SPDX-License-Identifier: EUPL-1.2
"""`nabij link evaluate`: how good the linking is on a file of which the truth is known (A-103)."""

import csv
import json

import pytest
from django.core.management import CommandError, call_command

from nabij.matching.testing.persons import told


def _write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def truth_file(tmp_path):
    rows = []
    for row in told(records=3_000, seed=3):
        said = row.record
        rows.append(
            {
                "person": f"p{row.person}",
                "given_names": said.given_names,
                "initials": said.initials,
                "call_name": said.call_name,
                "surname": said.surnames[-1],
                "partner_surname": said.surnames[0] if len(said.surnames) > 1 else "",
                "birth": f"{said.birth_on:%d-%m-%Y}" if said.birth_on else "",
                "gender": said.gender,
                "postcode": said.postcode,
                "house_number": said.house_number,
                "phone": said.phones[0] if said.phones else "",
                "email": said.emails[0] if said.emails else "",
                "bsn": (said.bsn_index or b"").decode(),
            }
        )
    return _write(tmp_path / "truth.csv", rows)


def test_a_file_with_truth_is_linked_and_compared(truth_file, capsys):
    call_command("link", "evaluate", str(truth_file), "--json")
    found = json.loads(capsys.readouterr().out)
    assert found["records"] == 3000
    assert found["precision"] > 0.97
    assert found["f1"] > 0.97


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"name": "x"}, "person"),
        ({"person": "", "surname": "Bos"}, "1"),
        ({"person": "p1", "birth": "31-2-1940"}, "birth"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_by_row_and_column(tmp_path, row, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("link", "evaluate", str(_write(tmp_path / "odd.csv", [row])))


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match=r"nothing\.csv"):
        call_command("link", "evaluate", str(tmp_path / "nothing.csv"))
