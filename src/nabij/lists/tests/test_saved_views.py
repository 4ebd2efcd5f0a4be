# SPDX-License-Identifier: EUPL-1.2
"""Saved views: own and shared, renamed, removed, opened with; each sees in them what they may."""

import pytest
from django.urls import reverse

from nabij.lists import actions, queries
from nabij.lists.models import SavedView
from nabij.lists.tests.test_pages import PERSONS, shown
from nabij.lists.types import Asked

SAVE = reverse("lists:view_save", args=["persons"])
ZWOLLE = Asked(filters={"city": "Zwolle"}, sort="youngest")


def url(name, view):
    return reverse(f"lists:{name}", args=[view.ref])


@pytest.fixture
def zwolle(anja, people):
    return actions.save_view(viewer=anja.viewer, listing="persons", name="Zwolle", asked=ZWOLLE)


def test_what_is_filtered_is_saved_under_a_name_and_opens_again(anja, people):
    filtered = anja.client.post(PERSONS, {"city": "Zwolle", "sort": "youngest"}).url
    at = filtered.partition("?")[2]
    answer = anja.client.post(f"{SAVE}?{at}", {"name": "Zwolle", "shared_with": "nobody"})
    page = anja.client.get(answer.url)
    assert shown(page) == [f"Aalbers0{n}" for n in (9, 7, 5, 3, 1)]
    assert SavedView.objects.get().asked == ZWOLLE


def test_a_view_of_ones_own_is_not_there_for_others(anja, bram, zwolle):
    assert bram.client.get(f"{PERSONS}?view={zwolle.ref}").status_code == 404
    for name in ("view", "view_update", "view_remove", "view_default"):
        assert bram.client.post(url(name, zwolle), {"name": "x"}).status_code == 404


@pytest.mark.parametrize(("shared_with", "sees"), [("team", {"bram"}), ("everybody", {"bram", "carla"})])  # fmt: skip
def test_a_shared_view_shows_each_what_they_may_see(
    anja, bram, carla, zwolle, noord, shared_with, sees
):
    given = {"name": "Zwolle", "shared_with": shared_with, "team_ref": noord.ref}
    assert anja.client.post(url("view", zwolle), given).status_code == 302
    page = f"{PERSONS}?view={zwolle.ref}"
    assert len(shown(bram.client.get(page))) == 5
    answer = carla.client.get(page)
    assert answer.status_code == (200 if "carla" in sees else 404)
    assert not shown(answer)
    assert bram.client.post(url("view_remove", zwolle)).status_code == 404
    for who, expected in ((bram, 5), (carla, 0)):
        counted = queries.counted_views(viewer=who.viewer)
        assert [one.count for one in counted] == ([expected] if counted else [])


def test_a_view_by_a_team_of_others_shows_nobody_and_counts_nothing(anja, carla, noord, people):
    asked = Asked(filters={"team": noord.ref})
    view = actions.save_view(
        viewer=anja.viewer, listing="persons", name="Noord", asked=asked, shared_with="everybody"
    )
    page = carla.client.get(f"{PERSONS}?view={view.ref}")
    assert page.status_code == 422
    assert not shown(page)
    assert [one.count for one in queries.counted_views(viewer=carla.viewer)] == [None]


def test_a_list_opens_with_the_view_that_was_chosen_until_it_is_gone(anja, zwolle):
    anja.client.post(url("view_default", zwolle), {"is_default": "yes"})
    assert len(shown(anja.client.get(PERSONS))) == 5
    assert len(shown(anja.client.get(f"{PERSONS}?view=all"))) == 11
    anja.client.post(url("view_remove", zwolle))
    assert len(shown(anja.client.get(PERSONS))) == 11


def test_a_view_keeps_other_filters_when_asked_to(anja, zwolle):
    at = anja.client.post(f"{PERSONS}?view={zwolle.ref}", {"city": "Kampen"}).url.partition("?")[2]
    anja.client.post(f"{url('view_update', zwolle)}?{at}")
    assert shown(anja.client.get(f"{PERSONS}?view={zwolle.ref}"))[0] == "Aalbers00"


def test_two_views_of_one_name_and_a_team_of_others_are_refused_in_words(anja, zwolle, zuid):
    with pytest.raises(actions.ViewNameTaken):
        actions.save_view(viewer=anja.viewer, listing="persons", name="Zwolle", asked=Asked())
    with pytest.raises(actions.TeamNotYours):
        actions.change_view(
            viewer=anja.viewer, ref=zwolle.ref, name="Z", shared_with="team", team_ref=zuid.ref
        )
    client = anja.client
    answer = client.post(url("view", zwolle), {"name": "", "shared_with": "nobody"})
    assert "Geef de weergave een naam." in client.get(answer.url).text
