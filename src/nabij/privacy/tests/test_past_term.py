# SPDX-License-Identifier: EUPL-1.2
"""Who is kept longer than the law asks is listed for the officer; nothing goes by itself."""

import json
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from python_calamine import CalamineWorkbook

from nabij.access.models import AccessEntry
from nabij.privacy.actions import erasures
from nabij.privacy.models import LegalHold, PrivacyRequest
from nabij.privacy.queries import past_term
from nabij.privacy.queries.requests import RequestNotFound
from nabij.privacy.tests import somebody as world
from nabij.privacy.tests.conftest import person, signed_in, viewer_of
from nabij.privacy.tests.test_erasures import worker
from nabij.relations.models import Party, Relationship

YEAR = timedelta(days=365.25)
URL = "/who-looked/past-term/"


def known_since(party, years):
    Party.objects.filter(pk=party.pk).update(created_at=timezone.now() - years * YEAR)


def test_whose_term_is_over_is_listed_and_logged(petra, anja, noord):
    today = timezone.localdate()
    people = {
        name: person(noord, name)
        for name in ("Lang", "Kort", "Zorg", "Oud", "Nieuw", "Belde", "Dochter")
    }
    for name, years in (("Lang", 21), ("Kort", 19)):
        world.in_care(people[name], noord, days=9000, ends_on=today - years * YEAR)
    world.in_care(people["Zorg"], noord, days=9000)
    for name in ("Oud", "Belde", "Dochter"):
        known_since(people[name], 3)
    world.spoken_with(people["Belde"], anja, text="Belde pas", about=[])
    Relationship.objects.create(subject=people["Dochter"], object=people["Zorg"], kind="child")
    out = StringIO()
    call_command("erasures", "past-term", answers=petra.email, json=True, stdout=out)
    found = {one["person_id"]: one["regime"] for one in json.loads(out.getvalue())}
    assert found == {people["Lang"].pk: "care", people["Oud"].pk: "contact"}
    assert set(AccessEntry.objects.get(event="past-term").object_ids) == set(found)
    assert Party.objects.filter(pk__in=found, archived_at=None).count() == 2


def test_nobody_else_gets_the_list(anja, noord):
    with pytest.raises(RequestNotFound):
        past_term.past_term(viewer=worker(anja))


@pytest.fixture
def three(petra, noord):
    """Lang may go, Held is held, Pas is kept for a year still."""
    today = timezone.localdate()
    people = {name: person(noord, name) for name in ("Lang", "Held", "Pas")}
    for name, years in (("Lang", 21), ("Held", 22), ("Pas", 19)):
        world.in_care(people[name], noord, days=9000, ends_on=today - years * YEAR)
    LegalHold.objects.create(
        person=people["Held"], ground="claim", reason="Rechtszaak", placed_by=petra,
        placed_at=timezone.now(),
    )  # fmt: skip
    return people


def test_the_page_says_by_what_law_since_when_and_what_holds_it(petra, three):
    page = signed_in(petra).get(URL)
    names = [line.name for line in page.context["page"].rows]
    assert names == [three["Held"].name, three["Lang"].name]
    assert "WGBO 7:454 lid 3" in page.text
    assert page.text.count('name="person"') == 1
    entry = AccessEntry.objects.filter(event="past-term").latest("pk")
    assert set(entry.object_ids) == {three["Held"].pk, three["Lang"].pk}
    assert not signed_in(petra).get(f"{URL}?regime=contact").context["page"].rows


def test_it_goes_page_by_page(petra, three):
    viewer = viewer_of(petra)
    first = past_term.past_term_page(viewer=viewer, size=1)
    second = past_term.past_term_page(viewer=viewer, size=1, cursor=first.next)
    assert [line.row.person_id for line in (*first.rows, *second.rows)] == [
        three["Held"].pk, three["Lang"].pk,
    ]  # fmt: skip
    assert second.next is None


def test_a_file_of_it_is_logged(petra, three):
    answer = signed_in(petra).get(f"{URL}?as=xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == [three["Held"].name, three["Lang"].name]
    assert AccessEntry.objects.filter(event="past-term", detail="xlsx").exists()


def test_a_proposal_takes_two_and_nothing_goes_that_is_held_or_kept(petra, frits, three):
    officer = signed_in(petra)
    for _again in range(2):
        officer.post(URL, {"person": [one.ref for one in three.values()]})
    row = PrivacyRequest.objects.get()
    assert (row.person_id, row.asker, row.decision) == (three["Lang"].pk, "ourselves", "granted")
    assert "voorgesteld" in officer.get(URL).text
    erasure = erasures.list_what_goes(viewer=worker(petra), erasure_id=row.erasure.pk)
    with pytest.raises(erasures.SecondPersonNeeded):
        erasures.approve(viewer=viewer_of(petra), ref=row.ref, stamp=erasure.stamp)
    erasures.approve(viewer=viewer_of(frits), ref=row.ref, stamp=erasure.stamp)
    erasures.carry_out(viewer=worker(petra), erasure_id=row.erasure.pk)
    assert Party.objects.get(pk=three["Lang"].pk).name == "Gewist"
    assert Party.objects.get(pk=three["Held"].pk).name != "Gewist"


def test_the_page_is_the_privacy_officers(frits, anja, three):
    for other in (frits, anja):
        assert signed_in(other).get(URL).status_code == 404
        assert signed_in(other).post(URL, {"person": three["Lang"].ref}).status_code == 404
    assert not PrivacyRequest.objects.exists()
