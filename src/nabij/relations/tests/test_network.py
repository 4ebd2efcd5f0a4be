# SPDX-License-Identifier: EUPL-1.2
"""Who is around somebody, two steps far: never more than each page shows by itself."""

import re
from itertools import combinations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nabij.core.dates import PartialDate
from nabij.relations import actions, queries
from nabij.relations.queries.network import MOST_BEHIND, MOST_NODES
from nabij.relations.rules import network as rules
from nabij.relations.rules.network import Branch
from nabij.relations.types import OrganisationFields


def _relate(machine, subject, object_, kind, **more):
    return actions.add_relationship(
        viewer=machine, subject_ref=subject.ref, object_ref=object_.ref, kind=kind, **more
    )


def _page(colleague, party):
    return colleague.client.get(f"/relations/{party.ref}/network/")


def _drawn(page):
    return set(re.findall(r'<text class="name"[^>]*>([^<]*)<', page.text))


@pytest.mark.parametrize("near", [0, 1, 7, 50])
@pytest.mark.parametrize("behind", [0, 3])
def test_no_two_names_touch_and_all_lie_in_the_picture(near, behind):
    branches = [
        Branch(
            key=100 * n,
            name="W" * 40,
            group="family" if n % 3 else "work",
            behind=tuple(100 * n + m for m in range(1, behind + 1)) if n % 2 else (),
        )
        for n in range(1, near + 1)
    ]
    branches.sort(key=lambda branch: branch.group)
    layout = rules.lay_out(branches)
    assert layout == rules.lay_out(branches)
    boxes = []
    for place in (*layout.places.values(), *(heading.place for heading in layout.headings)):
        left, right = sorted(
            (place.x, place.text_x + place.side * round(rules.LONGEST_NAME * rules.LETTER))
        )
        assert 0 <= left < right <= layout.width
        assert 0 < place.y < layout.height
        boxes.append((left, right, place.y))
    for (left, right, y), (other_left, other_right, other_y) in combinations(boxes, 2):
        assert abs(y - other_y) >= 17 or right <= other_left or other_right <= left


def test_both_sides_are_about_as_high_and_a_group_stays_together():
    branches = [Branch(key=n, name="A", group="family") for n in range(1, 9)]
    branches += [Branch(key=n, name="A", group="work") for n in range(9, 17)]
    layout = rules.lay_out(branches)
    assert {layout.places[n].side for n in range(1, 9)} == {1}
    assert {layout.places[n].side for n in range(9, 17)} == {-1}


@pytest.mark.django_db
def test_two_steps_are_drawn_and_told_in_the_table(
    anja, machine, anna, bert, practice, record, log
):
    doctor = record(call_name="Ivo", own_name="Arts")
    _relate(machine, bert, anna, "child", rank=1)
    _relate(machine, anna, practice, "client")
    _relate(machine, doctor, practice, "practitioner")
    page = _page(anja, anna)
    assert _drawn(page) == {bert.name, doctor.name, rules.short(practice.name)}
    assert page.context["found"].behind[0].via.name == practice.name
    for shown in (bert.name, doctor.name, practice.name):
        assert shown in page.text
    (entry,) = log("network")
    assert entry.object_ids == sorted([anna.pk, bert.pk, doctor.pk])
    assert entry.categories == ["contact"]


@pytest.mark.django_db
def test_who_is_in_care_is_not_told_from_the_side_of_the_organisation(
    anja, amber, machine, anna, bert, practice, record
):
    """Whoever looks: the page of an organisation names no clients, so no picture does either."""
    doctor = record(call_name="Ivo", own_name="Arts")
    _relate(machine, bert, anna, "child")
    _relate(machine, anna, practice, "client")
    _relate(machine, doctor, practice, "employee")
    for colleague in (anja, amber):
        for party in (practice, doctor):
            page = _page(colleague, party)
            assert page.status_code == 200
            assert anna.name not in page.text
            assert bert.name not in page.text
    of_anna = _page(amber, anna)
    assert bert.name not in of_anna.text
    assert practice.name not in of_anna.text


@pytest.mark.django_db
def test_who_is_shielded_is_not_named_drawn_or_counted(anja, machine, anna, record, zuid):
    hidden = record(call_name="Stil", own_name="Geheim", unit=zuid, is_shielded=True)
    _relate(machine, hidden, anna, "friend")
    page = _page(anja, anna)
    assert page.context["found"].nodes == {}
    assert "Geheim" not in page.text


@pytest.mark.django_db
def test_of_who_is_seen_by_the_card_only_nothing_lies_behind(anja, machine, anna, record, zuid):
    other = record(call_name="Ver", own_name="Weg", unit=zuid)
    friend = record(call_name="Vriend", own_name="Achter", unit=zuid)
    _relate(machine, other, anna, "sibling")
    _relate(machine, friend, other, "friend")
    page = _page(anja, anna)
    assert _drawn(page) == {other.name}
    assert friend.name not in page.text
    assert _page(anja, other).status_code == 404


@pytest.mark.django_db
def test_fifty_fit_and_the_rest_stands_in_the_table(anja, machine, noord, record, practice):
    for number in range(MOST_NODES + 5):
        worker = record(call_name=f"Werker{number:02}", own_name="Dorp", unit=noord)
        _relate(machine, worker, practice, "employee")
    with CaptureQueriesContext(connection) as asked:
        page = _page(anja, practice)
    assert len(_drawn(page)) == MOST_NODES
    assert page.context["found"].is_more
    assert len(page.context["found"].ties) == MOST_NODES + 5
    assert len(asked) <= 25


@pytest.mark.django_db
def test_one_circle_does_not_take_all_the_room(anja, machine, record, noord):
    holding = actions.create_organisation(
        viewer=machine, fields=OrganisationFields(name="Holding", kind="holding")
    )
    branch = actions.create_organisation(
        viewer=machine, fields=OrganisationFields(name="Tak", kind="home_care")
    )
    _relate(machine, branch, holding, "subsidiary")
    for number in range(MOST_BEHIND + 2):
        worker = record(call_name=f"W{number}", own_name="Dorp", unit=noord)
        _relate(machine, worker, branch, "employee")
    found = queries.network(viewer=anja.viewer, ref=holding.ref)
    assert len(found.behind) == MOST_BEHIND
    assert found.is_more


@pytest.mark.django_db
def test_an_ended_tie_is_folded_and_not_drawn(anja, machine, anna, bert):
    row = _relate(machine, bert, anna, "friend")
    actions.change_relationship(
        viewer=anja.viewer, ref=row.ref, version=1, kind="friend", starts=None,
        ends=PartialDate(timezone.localdate()), rank=None, note=None,
    )  # fmt: skip
    page = _page(anja, anna)
    assert not _drawn(page)
    assert [tie.other.name for tie in page.context["found"].ended] == [bert.name]
