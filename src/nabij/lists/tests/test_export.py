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
from nabij.relations import actions as relations_actions
from nabij.relations import queries as relations_queries

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


@pytest.fixture
def quiet_ones(anja, people):
    """One of Noord does not want to be approached, and one was merged into another who does not."""
    for party in people[:2]:
        relations_actions.object_to_approach(viewer=anja.viewer, ref=party.ref)
    preview = relations_queries.merge_preview(
        viewer=anja.viewer, kept_ref=people[2].ref, given_ref=people[1].ref
    )
    relations_actions.merge(
        viewer=anja.viewer, kept_ref=people[2].ref, given_ref=people[1].ref,
        stamp=preview.stamp, reason="Zelfde persoon",
    )  # fmt: skip
    return {people[0].name, people[2].name}


def test_who_does_not_want_it_is_in_no_file_of_commerce(amber, anja, people, quiet_ones):
    rows, about = _read(amber.client.get(EXPORT).content)
    assert len(rows) == 8
    assert quiet_ones.isdisjoint(row[0] for row in rows)
    said = "2 personen zijn weggelaten: zij willen niet benaderd worden of zijn overleden."
    assert ["Let op", said] in about
    assert len(AccessEntry.objects.latest("pk").object_ids) == 7
    # Who organises care has them in the file, with the sign.
    rows, about = _read(anja.client.get(EXPORT).content)
    assert {row[0] for row in rows if "niet benaderen" in row} == quiet_ones
    assert "weggelaten" not in str(about)


def test_the_list_says_who_is_left_alone_and_filters_them(amber, quiet_ones):
    page = amber.client.get(reverse("lists:page", args=["persons"]))
    shown = {row.name for row in page.context["page"].rows if row.values["approach"]}
    assert (shown, "niet benaderen" in page.text) == (quiet_ones, True)
    url = f"{reverse('lists:page', args=['persons'])}?view=all"
    found = amber.client.post(url, {"approach": "yes"}, headers={"HX-Request": "true"})
    names = {row.name for row in found.context["page"].rows}
    assert (len(names), names & quiet_ones) == (7, set())


def test_nobody_exports_what_they_may_not_see(carla, xander, people):
    rows, _about = _read(carla.client.get(EXPORT).content)
    assert {row[0] for row in rows[1:]} == {"Zuiderling", "Losse"}
    assert xander.client.get(EXPORT).status_code == 404
