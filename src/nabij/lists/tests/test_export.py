# SPDX-License-Identifier: EUPL-1.2
"""A list as an Excel file: what stands in it, and what the log says of it."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from nabij.access.models import AccessEntry
from nabij.lists import actions
from nabij.lists.views import exports

EXPORT = reverse("lists:export", args=["persons"])
EVERY = ["birth", "city", "phone", "email", "address", "unit", "client_number", "changed"]


@pytest.fixture
def file(anja, record, noord):
    record(own_name="Jansen", birth="1941-03-09", unit=noord, client_number="77", bsn="999990019",
           address={"street": "=cmd|' /C calc'!A0", "house_number": "1", "city": "+Zwolle"})  # fmt: skip
    record(own_name="Oud", birth="1899-05-02", unit=noord)
    actions.choose_columns(viewer=anja.viewer, listing="persons", columns=EVERY)
    return anja


def _read(content):
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return book.get_sheet_by_index(0).to_python(), book.get_sheet_by_index(1).to_python()


def test_dates_are_dates_and_formulas_are_text(file):
    answer = file.client.get(EXPORT)
    rows, about = _read(answer.content)
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    assert rows[0][:4] == ["Naam", "Geboren", "Plaats", "Telefoon"]
    jansen, oud = rows[1:]
    assert jansen[1] == date(1941, 3, 9)
    assert jansen[2] == "+Zwolle"
    assert jansen[5].startswith("=cmd")
    assert (jansen[7], oud[1]) == ("77", "2-5-1899")
    assert ["Gemaakt door", "Anja"] in about


def test_a_date_known_in_part_is_text_that_says_so(anja, record, noord):
    from nabij.core.dates import PartialDate

    record(own_name="Half", birth=PartialDate(date(1941, 3, 1), "month"), unit=noord)
    assert _read(anja.client.get(EXPORT).content)[0][1][1] == "maart 1941"


def test_the_file_holds_no_bsn_and_the_log_names_everybody_in_it(file, people):
    content = file.client.get(EXPORT).content
    assert b"999990019" not in b"".join(str(row).encode() for row in _read(content)[0])
    entry = AccessEntry.objects.latest("pk")
    assert (entry.event, entry.action, entry.sensitivity) == ("list-export", "E", "b")
    assert len(entry.object_ids) == len(_read(content)[0]) - 1 == 13


def test_a_file_is_bounded_and_says_that_there_is_more(anja, people, monkeypatch):
    monkeypatch.setattr(exports, "MOST_ROWS", 3)
    rows, about = _read(anja.client.get(EXPORT).content)
    assert len(rows) == 4
    assert any("Filter de lijst" in str(line) for line in about)


def test_nobody_exports_what_they_may_not_see(carla, xander, people):
    rows, _about = _read(carla.client.get(EXPORT).content)
    assert {row[0] for row in rows[1:]} == {"Zuiderling", "Losse"}
    assert xander.client.get(EXPORT).status_code == 404
