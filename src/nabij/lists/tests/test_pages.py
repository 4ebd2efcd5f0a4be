# SPDX-License-Identifier: EUPL-1.2
"""Lists of persons and organisations: whom they show, filtered, sorted, page by page."""

import re

import pytest
from django.urls import reverse

from nabij.access.models import AccessEntry
from nabij.core import paging
from nabij.relations.models import Party

PERSONS = reverse("lists:page", args=["persons"])
NAME = re.compile(r'<th scope="row"><a[^>]*>([^<]+)<')


def shown(page):
    return NAME.findall(page.text)


def asked(client, **filters):
    answer = client.post(f"{PERSONS}?view=all", filters)
    assert answer.status_code == 302
    return client.get(answer.url)


def test_a_list_shows_whom_this_colleague_may_see_and_the_log_says_whom(anja, people):
    page = anja.client.get(PERSONS)
    assert shown(page) == [f"Aalbers{n:02}" for n in range(10)] + ["Losse"]
    entry = AccessEntry.objects.latest("pk")
    assert (entry.event, entry.detail, entry.categories) == ("list", "persons", ["contact"])
    assert sorted(entry.object_ids) == sorted(Party.objects.exclude(sort_key__startswith="zuid").values_list("pk", flat=True))  # fmt: skip


@pytest.mark.parametrize("who", ["anja", "bram", "amber", "carla", "noor", "xander"])
def test_the_parts_of_a_list_are_together_what_may_be_seen(who, people, anna, request):
    viewer = request.getfixturevalue(who).viewer
    parts = Party.objects.parts_visible_to(viewer)
    together = {pk for part in parts for pk in part.values_list("pk", flat=True)}
    assert together == set(Party.objects.visible_to(viewer).persons().values_list("pk", flat=True))


def test_filters_hold_together_and_stay_out_of_the_address(anja, people):
    page = asked(anja.client, city="zwolle", born_since="1945", sort="youngest")
    assert shown(page) == ["Aalbers09", "Aalbers07", "Aalbers05"]
    assert "wolle" not in page.request["QUERY_STRING"]
    assert shown(asked(anja.client, name="Los")) == ["Losse"]
    assert shown(asked(anja.client, team="own"))[0] == "Aalbers00"


def test_a_swap_gets_the_rows_only_and_the_address_to_come_back_to(anja, people):
    answer = anja.client.post(PERSONS, {"city": "Kampen"}, headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert len(shown(answer)) == 5
    assert shown(anja.client.get(answer.headers["HX-Replace-Url"])) == shown(answer)


@pytest.mark.parametrize("sort", ["name", "city", "oldest", "youngest", "changed"])
def test_pages_forward_and_back_show_everybody_once(anja, people, monkeypatch, sort):
    monkeypatch.setattr(paging.page_of_phases, "__kwdefaults__", {"size": 4})
    page = asked(anja.client, sort=sort)
    at, seen = page.request["QUERY_STRING"], [shown(page)]
    while cursor := page.context["page"].next:
        page = anja.client.get(f"{PERSONS}?{at}&page={cursor}")
        seen.append(shown(page))
    assert len(seen) == 3
    names = [name for rows in seen for name in rows]
    assert len(names) == len(set(names)) == 11
    for before in reversed(seen[:-1]):
        page = anja.client.get(f"{PERSONS}?{at}&page={page.context['page'].previous}")
        assert shown(page) == before


def test_a_cursor_of_another_order_starts_the_list_anew(anja, people):
    cursor = paging.Cursor(sort_key="aalbers", pk=1)
    page = asked(anja.client, sort="oldest")
    again = anja.client.get(f"{PERSONS}?{page.request['QUERY_STRING']}&page={cursor}")
    assert shown(again) == shown(page)


def test_a_filter_that_is_not_understood_says_so_and_shows_nobody(anja, people):
    page = anja.client.post(PERSONS, {"born_since": "soon"}, headers={"HX-Request": "true"})
    assert page.status_code == 422
    assert not shown(page)


def test_columns_are_kept_per_colleague(anja, bram, people):
    url = reverse("lists:columns", args=["persons"])
    assert "Postcode" not in anja.client.get(PERSONS).text.split("</thead>")[0]
    anja.client.post(url, {"columns": ["postcode", "email"]})
    page = anja.client.get(PERSONS).text
    assert "8011" in page
    assert "8011" not in bram.client.get(PERSONS).text
    assert "06 12 34 56" not in page


def test_who_may_see_no_cards_has_no_lists(xander, people):
    assert xander.client.get(PERSONS).status_code == 404
    assert xander.client.get(reverse("lists:start")).status_code == 404


def test_commerce_sees_no_client_numbers_and_no_clients_of_no_team(amber, anna, people):
    url = reverse("lists:columns", args=["persons"])
    amber.client.post(url, {"columns": ["client_number", "city"]})
    page = amber.client.get(PERSONS)
    assert "10023" not in page.text
    assert "Losse" not in page.text
