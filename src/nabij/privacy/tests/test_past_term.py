# SPDX-License-Identifier: EUPL-1.2
"""Who is kept longer than the law asks is listed for the officer; nothing goes by itself."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from nabij.access.models import AccessEntry
from nabij.privacy.queries import past_term
from nabij.privacy.queries.requests import RequestNotFound
from nabij.privacy.tests import somebody as world
from nabij.privacy.tests.conftest import person
from nabij.privacy.tests.test_erasures import worker
from nabij.relations.models import Party, Relationship

YEAR = timedelta(days=365.25)


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
