# SPDX-License-Identifier: EUPL-1.2
"""Pages by key: cursors that anybody may tamper with, and lists in phases."""

import base64

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from nabij.core.paging import Cursor, Page, Phase, capped_count, page, page_of_phases, parse_cursor

cursors = st.builds(
    Cursor,
    sort_key=st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
    pk=st.integers(min_value=0, max_value=2**63 - 1),
    is_backward=st.booleans(),
    phase=st.integers(min_value=0, max_value=5),
)


@given(cursors)
def test_a_cursor_survives_an_address(cursor):
    assert parse_cursor(str(cursor)) == cursor


def test_a_name_in_a_cursor_cannot_be_read_from_the_address():
    word = str(Cursor(sort_key="ruiter  mini hermina", pk=89))
    assert b"hermina" not in base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))


@given(st.text(max_size=60))
def test_a_tampered_cursor_is_no_cursor(text):
    found = parse_cursor(text)
    assert found is None or str(found)


@pytest.mark.parametrize(
    "text", ["", "x", "W10", "WyJhIiwtMSwwLDBd", "bnVsbA", "WyJcdTAwMDAiLDEsMCwwXQ", "é"]
)
def test_known_bad_cursors_are_refused(text):
    assert parse_cursor(text) is None


@pytest.fixture
def units(db):
    unit = apps.get_model("access", "Unit")
    unit.objects.bulk_create(unit(name=f"unit {n // 2:02}", kind="team") for n in range(20))
    return unit.objects.filter(name__startswith="unit ")


def _walk(read):
    pages, cursor = [], None
    while True:
        found = read(cursor)
        pages.append([row.pk for row in found.rows])
        if found.next is None:
            return pages, found
        cursor = parse_cursor(str(found.next))


@pytest.mark.parametrize("size", [1, 3, 7, 20, 50])
def test_pages_hold_every_row_once_in_order_there_and_back(units, size):
    def read(cursor):
        return page(units, cursor=cursor, size=size, key="name")

    pages, last = _walk(read)
    assert [pk for one in pages for pk in one] == list(
        units.order_by("name", "pk").values_list("pk", flat=True)
    )
    back = [[row.pk for row in last.rows]]
    while last.previous:
        last = read(parse_cursor(str(last.previous)))
        back.append([row.pk for row in last.rows])
    assert [pk for one in reversed(back) for pk in one][-len(pages[-1]) :] == pages[-1]
    assert sorted(pk for one in back for pk in one) == sorted(pk for one in pages for pk in one)


@pytest.mark.parametrize("size", [1, 3, 10, 50])
def test_phases_follow_each_other_there_and_back(units, size):
    phases = [
        Phase(units.filter(name__gte="unit 05"), "name"),
        Phase(units.filter(name__lt="unit 05"), "name"),
    ]

    def read(cursor):
        return page_of_phases(phases, cursor=cursor, size=size)

    pages, last = _walk(read)
    wanted = [
        *phases[0].queryset.order_by("name", "pk").values_list("pk", flat=True),
        *phases[1].queryset.order_by("name", "pk").values_list("pk", flat=True),
    ]
    assert [pk for one in pages for pk in one] == wanted
    seen = [row.pk for row in last.rows]
    while last.previous:
        last = read(parse_cursor(str(last.previous)))
        seen = [row.pk for row in last.rows] + seen
    assert seen == wanted


def test_a_later_phase_is_not_read_when_the_first_fills_the_page(units, django_assert_num_queries):
    phases = [Phase(units, "name"), Phase(units.none(), "name")]

    with django_assert_num_queries(1):
        page_of_phases(phases, cursor=None, size=5)


def test_a_page_is_one_query_and_nothing_is_counted(units, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(page(units, cursor=None, size=5, key="name").rows) == 5


def test_rows_of_a_page_can_be_changed():
    cursor = Cursor(sort_key="a", pk=1)

    assert Page(rows=[1, 2], next=cursor).map(str) == Page(rows=["1", "2"], next=cursor)


def test_counting_stops_at_the_cap(units):
    assert capped_count(units, cap=5) == (5, True)
    assert capped_count(units, cap=20) == (20, False)
