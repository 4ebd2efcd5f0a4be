# SPDX-License-Identifier: EUPL-1.2
"""On paper, as on the phone, each hears what they may: daughter, office for money, shut-out son.

On the phone: `contact/tests/test_who_may_know.py`.
"""

import pytest
from django.urls import reverse
from django.utils import timezone

from nabij.access import actions as access_actions
from nabij.access.actions import RepresentationFields
from nabij.access.models import AccessEntry
from nabij.privacy.tests.conftest import person, signed_in
from nabij.privacy.tests.test_requests import asked
from nabij.relations import actions as relations_actions
from nabij.relations.types import OrganisationFields

ALL = ("appointments", "medical", "money")


@pytest.fixture
def around(machine, noord, anna):
    """Greet is authorised for appointments, Kas looks after the money, Bob is shut out.

    Of Mien it is said that she is the mentor; nobody has seen the paper.
    """
    greet, bob, mien = (person(noord, name) for name in ("Greet", "Bob", "Mien"))
    kas = relations_actions.create_organisation(
        viewer=machine, fields=OrganisationFields(name="Kantoor Kas")
    )
    for other, kind, tells, decides, is_checked in (
        (greet, "authorised", ALL[:1], (), True),
        (kas, "financial_administrator", ALL, ("money", "medical"), True),
        (bob, "authorised", ALL, ("medical",), True),
        (bob, "shut_out", (), (), True),
        (mien, "mentor", ALL, ("medical",), False),
    ):
        access_actions.add_representation(
            viewer=machine,
            person_id=anna.pk,
            other_id=other.pk,
            fields=RepresentationFields(
                kind=kind,
                tells=tells,
                decides=decides,
                is_checked=is_checked,
                starts_on=timezone.localdate(),
            ),
        )
    return {"greet": greet, "bob": bob, "mien": mien}


def _page(petra, row):
    return signed_in(petra).get(reverse("privacy:request", args=[row.ref]))


def test_who_settles_a_request_on_paper_sees_what_each_may_be_told(petra, anna, around):
    row = asked(petra, anna, asker="representative", asker_name="Bob")
    page = _page(petra, row)
    told = {card.name.split()[-1]: sentence for card, sentence in page.context["told"]}
    assert told == {
        "Greet": "alles over afspraken, niets medisch",
        "Kas": "alles over geld, niets over afspraken, niets medisch, beslist over geld",
        "Bob": "niets: de cliënt wil dit niet",
        "Mien": "nog niets: niemand heeft het bewijs gezien",
    }
    assert all(sentence in page.text for sentence in told.values())
    named = AccessEntry.objects.filter(event="privacy-request").latest("pk").object_ids
    assert set(named) == {anna.pk, *(other.pk for other in around.values())}


def test_who_asks_for_themselves_is_told_of_nobody_else(petra, anna, around):
    page = _page(petra, asked(petra, anna))
    assert page.context["told"] == []
    assert "Kantoor Kas" not in page.text


def test_without_anybody_recorded_a_relative_hears_nothing(petra, anna):
    page = _page(petra, asked(petra, anna, asker="representative", asker_name="Greet"))
    assert "Niemand" in page.text
    assert page.context["told"] == []
