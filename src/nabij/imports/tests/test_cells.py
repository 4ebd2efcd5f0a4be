# SPDX-License-Identifier: EUPL-1.2
"""What stands in cells, as people and programs write it, and files that are odd."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.core import tables
from nabij.core.dates import PartialDate
from nabij.core.spreadsheets import UnreadableFile
from nabij.imports.actions.uploading import LIMITS
from nabij.imports.choices import COLUMN_LABELS, PROBLEMS
from nabij.imports.rules import cells, columns, contact, names, organisations, parts, persons, ties
from nabij.imports.rules.cells import NotThat
from nabij.imports.types import Surroundings

TODAY = date(2026, 11, 22)
AROUND = Surroundings(today=TODAY, may_use_bsn=True)
CELLS = st.one_of(
    st.none(), st.text(max_size=30), st.integers(), st.floats(), st.booleans(), st.dates(),
    st.datetimes(),
)  # fmt: skip
READERS = {
    "persons": persons.person_of,
    "contacts": persons.person_of,
    "organisations": organisations.organisation_of,
    "relationships": ties.tie_of,
    "interactions": contact.interaction_of,
}


@pytest.mark.parametrize(
    "cell",
    ["9/3/41", "09031941", "9031941", "9 mrt 1941", "1941-03-09", "15044", 15044, 15044.0,
     "9-3-1941 0:00:00", "1941-03-09T00:00:00", date(1941, 3, 9),
     datetime.fromisoformat("1941-03-09T12:00")],
)  # fmt: skip
def test_a_birth_date_is_read_in_every_notation(cell):
    assert cells.day_of(cell, today=TODAY) == PartialDate(date(1941, 3, 9))


@pytest.mark.parametrize(
    ("cell", "said"),
    [("1941", "1941"), (1941, "1941"), ("00-00-1941", "1941"), ("1941-00-00", "1941"),
     ("00-03-1941", "maart 1941"), ("1941-03-00", "maart 1941"), ("", "None"), ("n.v.t.", "None")],
)  # fmt: skip
def test_what_is_not_known_of_a_date_is_not_invented(cell, said):
    assert str(cells.day_of(cell, today=TODAY)) == said


@given(st.dates(min_value=date(1907, 7, 12), max_value=TODAY))
def test_the_days_that_a_spreadsheet_counts_are_dates(day):
    serial = (day - date(1899, 12, 30)).days
    assert cells.day_of(float(serial), today=TODAY, style="counted") == PartialDate(day)


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ([10341, 90341], ["1-3-1941", "9-3-1941"]),
        ([10341.0, "120341"], ["1-3-1941", "12-3-1941"]),
        ([10341, 15044], ["23-4-1928", "9-3-1941"]),
        ([10341], ["not-one-date"]),
        ([10341, 15044, 120341], ["not-one-date", "9-3-1941", "12-3-1941"]),
    ],
)
def test_a_column_tells_how_its_numbers_are_dates(column, said):
    styles = columns.styles_of(["birth"], [(2, [cell]) for cell in column], today=TODAY)
    around = replace(AROUND, styles=styles)
    rows = [persons.person_of({"surname": "Smit", "birth": cell}, around) for cell in column]
    assert [r[0].code if isinstance(r, list) else str(r.fields.birth) for r in rows] == said


@given(CELLS)
def test_no_cell_is_ever_a_birth_date_that_has_not_come(cell):
    with suppress(NotThat):
        found = cells.day_of(cell, today=TODAY)
        assert found is None or found.earliest <= TODAY


@given(st.data())
def test_whatever_stands_in_a_row_it_is_understood_or_told_what_is_wrong(data):
    kind = data.draw(st.sampled_from(sorted(READERS)))
    codes = data.draw(st.lists(st.sampled_from(sorted(columns.COLUMNS[kind])), unique=True))
    row = {code: data.draw(CELLS) for code in codes}

    told = READERS[kind](row, AROUND)

    if isinstance(told, list):
        assert told
        assert all(problem.code in PROBLEMS for problem in told)
        assert all(problem.column in {*COLUMN_LABELS, ""} for problem in told)


@given(st.lists(st.lists(CELLS, max_size=4), min_size=1, max_size=5))
def test_rows_are_the_same_after_they_lay_sealed(rows):
    numbered = [
        (number, [cell for cell in row if cell == cell]) for number, row in enumerate(rows, 2)
    ]
    numbered = [
        (number, [c for c in row if not (isinstance(c, float) and abs(c) == float("inf"))])
        for number, row in numbered
    ]
    sealed = parts.sealed_rows(numbered, ref="a" * 16, number=1)
    found = parts.unsealed_rows(sealed, ref="a" * 16, number=1)
    assert [[_day(c) for c in row] for _n, row in found] == [
        [_day(c) for c in row] for _n, row in numbered
    ]


def _day(cell):
    return cell.isoformat() if isinstance(cell, date) else cell


@pytest.mark.parametrize(
    ("text", "parts_"),
    [
        ("Mevr. J.A. (Anna) van den Berg", ("", "J.A.", "Anna", "van den", "Berg")),
        ("Berg, Anna van den", ("Anna", "", "", "van den", "Berg")),
        ("de Vries, J.", ("", "J.", "", "de", "Vries")),
        ("Jan Willem Smit", ("Jan Willem", "", "", "", "Smit")),
        ("van 't Hof", ("", "", "", "van 't", "Hof")),
        ("Jansen", ("", "", "", "", "Jansen")),
        ("dhr. K. Smit", ("", "K.", "", "", "Smit")),
    ],
)
def test_a_whole_name_is_taken_apart(text, parts_):
    name = names.whole_name(text)
    assert (
        name.given_names, name.initials, name.call_name, name.own_prefix, name.own_name,
    ) == parts_  # fmt: skip


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Dorpsstraat 12", ("Dorpsstraat", "12", "")),
        ("Dorpsstraat 12a", ("Dorpsstraat", "12", "a")),
        ("Plein 1944 12-3", ("Plein 1944", "12", "3")),
        ("2e Helmersstraat 5 II", ("2e Helmersstraat", "5", "II")),
        ("Postbus", ("Postbus", "", "")),
    ],
)
def test_a_street_is_parted_from_its_number(line, found):
    assert cells.street_and_number(line) == found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_csv_file_is_read_however_it_was_written(tmp_path, encoding, delimiter):
    path = tmp_path / "a.csv"
    lines = [
        delimiter.join(["naam", "plaats", "x"]),
        delimiter.join(['"Zoë, de"', "Zwolle", "1;2"]),
    ]
    if delimiter == ";":
        lines[1] = lines[1].replace("1;2", "1")
    path.write_bytes("\n".join([*lines, "", ""]).encode(encoding))

    file = tables.opened(path, limits=LIMITS)

    rows = list(file.rows)
    assert [number for number, _cells in rows] == [1, 2]
    assert rows[1][1][:2] == ["Zoë, de", "Zwolle"]
    assert file.delimiter == delimiter


@given(st.binary(max_size=300))
def test_no_bytes_do_worse_than_being_refused(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("odd") / "odd.csv"
    path.write_bytes(content)
    with suppress(UnreadableFile):
        assert all(number for number, _cells in tables.opened(path, limits=LIMITS).rows)


def test_a_line_that_says_the_separator_is_followed(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("sep=|\na,b|c\n1|2\n")
    file = tables.opened(path, limits=LIMITS)
    assert list(file.rows) == [(2, ["a,b", "c"]), (3, ["1", "2"])]


def test_a_header_is_recognised_and_else_what_stands_below_it():
    sample = [["x@y.nl", "8011 AB", "Jan", "038-1234567"]] * 3
    assert columns.guessed("persons", ["Kolom1", "Kolom2", "Roepnaam", "Tel."], sample) == [
        "email", "postcode", "call_name", "phone",
    ]  # fmt: skip
    assert columns.fitted("persons", ["email", "email", "nonsense"]) == ["email", "", ""]


def test_moments_are_kept_apart_from_days():
    assert cells.clock_of("10:15") == cells.clock_of("3-11-2025 10:15")
    assert cells.clock_of(0.5).hour == 12
    assert cells.clock_of(date(2025, 1, 1)) is None
    assert cells.clock_behind("3-11-2025 0:00:00") is None
    assert cells.clock_behind("3-11-2025") is None


@pytest.mark.parametrize(
    ("cell", "said"),
    [("10u15", "10:15"), ("1015", "10:15"), (1015, "10:15"), ("915", "09:15"), ("10.15 uur", "10:15"),
     ("10 uur", "10:00"), ("10:15 PM", "22:15"), ("12:15am", "00:15"), ("10:15:30.5", "10:15"),
     ("22:15 PM", None), ("25:00", None), ("10", None), ("kwart over tien", None), ("10:75", None)],
)  # fmt: skip
def test_a_time_is_understood_or_refused(cell, said):
    if said is None:
        with pytest.raises(NotThat, match="not-a-time"):
            cells.clock_of(cell)
    else:
        assert f"{cells.clock_of(cell):%H:%M}" == said


@pytest.mark.parametrize(
    ("cell", "at"),
    [("2025-11-03T23:30:00Z", "2025-11-04 00:30"), ("2025-07-03 23:30+0000", "2025-07-04 01:30"),
     ("2025-11-03T23:30:00+01:00", "2025-11-03 23:30"), ("3-11-2025 10:15 PM", "2025-11-03 22:15"),
     ("2025-11-03T23:30", "2025-11-03 23:30"), ("3-11-2025", "2025-11-03 12:00")],
)  # fmt: skip
def test_a_moment_is_as_late_as_it_is_over_here(cell, at):
    row = contact.interaction_of({"party": "Smit", "day": cell, "text": "Gebeld."}, AROUND)
    assert f"{row.at:%Y-%m-%d %H:%M}" == at
