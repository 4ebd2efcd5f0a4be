# SPDX-License-Identifier: EUPL-1.2
"""The review of the log (RELIABILITY R8) over days that chance made; the seed is in the name."""

import random
from datetime import time

import pytest
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.access.models import UnitMembership
from nabij.core.dates import DAY
from nabij.core.viewer import Role
from nabij.privacy import actions
from nabij.privacy.models import Find
from nabij.privacy.tests.conftest import colleague
from nabij.privacy.tests.test_reviews import (
    IMPROPER,
    MOST_LISTED,
    SEEDED,
    cared_for,
    client_at,
    load,
    look,
    machine,
)

COLLEAGUES, CLIENTS = 12, 250
pytestmark = pytest.mark.faults


@pytest.mark.parametrize("seed", range(6))
def test_all_fifty_are_found_and_at_most_two_hundred_are_listed(noord, seed):
    chance, on = random.Random(seed), timezone.localdate() - DAY
    team = [
        colleague(f"Zuster{n} Naam{n}", Role.CARE_PROFESSIONAL, unit=noord)
        for n in range(COLLEAGUES)
    ]
    UnitMembership.objects.update(starts_on=on - 30 * DAY)
    load(*(f"{one.email},Naam{n},,1990-01-{n + 1:02},{4000 + n}AB,20"
           for n, one in enumerate(team)))  # fmt: skip
    officer = access_queries.viewer_of(
        user=colleague("Petra", Role.PRIVACY_OFFICER), at=timezone.now(), access_point="x"
    )
    clients = [client_at(noord, f"Klant{n}", "1", f"{1000 + n}AB") for n in range(CLIENTS)]
    cared_for(noord, clients, on)
    for user, count in zip(team, shares(chance, SEEDED - IMPROPER), strict=True):
        for person in chance.choices(clients, k=count // 25):
            look(user, [person.pk], on, clock=time(chance.randrange(7, 22)), times=25)
        look(user, [chance.choice(clients).pk], on, times=max(1, count % 25))
    improper = {}
    for number in range(IMPROPER):
        which = chance.randrange(COLLEAGUES)
        kind = chance.choice(["stranger", "half", "namesake", "neighbour", "colleague", "known",
                              "night"])  # fmt: skip
        surname = f"Naam{which}" if kind == "namesake" else f"Ander{number}"
        door = str(20 + chance.randint(-4, 4)) if kind == "neighbour" else "1"
        postcode = f"{4000 + which}AB" if kind == "neighbour" else f"{6000 + number}AB"
        born = timezone.localdate().replace(year=1990, month=1, day=which + 1)
        given = {"surname": f"Naam{which}", "born": born} if kind == "colleague" else {}
        person = client_at(noord, **{"surname": surname, "house_number": door,
                                     "postcode": postcode} | given)  # fmt: skip
        if kind not in {"stranger", "half"}:
            cared_for(noord, [person], on)
        if kind == "known":
            actions.mark_well_known(viewer=officer, person_id=person.pk, is_known=True)
        hour = chance.choice((23, 0, 3, 5)) if kind == "night" else chance.randrange(7, 22)
        classes = ("a", "b") if kind == "half" else ("a", "b", "c")
        # A colleague who is a client here is looked at by another.
        user = team[(which + 1) % COLLEAGUES] if kind == "colleague" else team[which]
        look(user, [person.pk], on, clock=time(hour), classes=classes)
        improper[user.pk, person.pk] = kind
    actions.review_day(viewer=machine(), on=on)
    listed = set(Find.objects.exclude(reasons=["sample"]).values_list("user_id", "person_id"))
    assert {pair: kind for pair, kind in improper.items() if pair not in listed} == {}
    assert len(improper) == IMPROPER
    assert Find.objects.count() <= MOST_LISTED


def shares(chance, total):
    """Return how many of `total` each colleague read: uneven, as in life."""
    cuts = sorted(chance.sample(range(1, total), COLLEAGUES - 1))
    return [later - earlier for earlier, later in zip([0, *cuts], [*cuts, total], strict=True)]
