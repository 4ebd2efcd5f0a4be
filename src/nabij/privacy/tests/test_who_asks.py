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
from nabij.core.refs import new_ref
from nabij.privacy.actions.requests import (
    NoRightOnRecord,
    NothingRestricted,
    WhoAsksMissing,
    decide_request,
)
from nabij.privacy.models import PrivacyRequest
from nabij.privacy.tests.conftest import person, signed_in, viewer_of
from nabij.privacy.tests.test_requests import asked
from nabij.relations import actions as relations_actions
from nabij.relations.types import OrganisationFields

ALL = ("appointments", "medical", "money")


@pytest.fixture
def around(machine, noord, anna):
    """Greet is authorised for appointments, Kas looks after the money, Bob is shut out.

    Of Mien it is said that she is the mentor; nobody has seen the paper. Lies is authorised for
    everything, and decides about care.
    """
    names = ("Greet", "Bob", "Mien", "Lies")
    greet, bob, mien, lies = (person(noord, name) for name in names)
    kas = relations_actions.create_organisation(
        viewer=machine, fields=OrganisationFields(name="Kantoor Kas")
    )
    for other, kind, tells, decides, is_checked in (
        (greet, "authorised", ALL[:1], (), True),
        (kas, "financial_administrator", ALL, ("money", "medical"), True),
        (bob, "authorised", ALL, ("medical",), True),
        (bob, "shut_out", (), (), True),
        (mien, "mentor", ALL, ("medical",), False),
        (lies, "authorised", ALL, ("medical",), True),
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
    return {"greet": greet, "bob": bob, "mien": mien, "lies": lies, "kas": kas}


def _page(petra, row):
    return signed_in(petra).get(reverse("privacy:request", args=[row.ref]))


def test_who_settles_a_request_on_paper_sees_what_each_may_be_told(petra, anna, around):
    bob = around["bob"].pk
    row = asked(petra, anna, asker="representative", asker_id=bob)
    page = _page(petra, row)
    told = {one.card.name.split()[-1]: one.sentence for one in page.context["told"]}
    assert told == {
        "Greet": "alles over afspraken, niets medisch",
        "Kas": "alles over geld, niets over afspraken, niets medisch, beslist over geld",
        "Bob": "niets: de cliënt wil dit niet",
        "Mien": "nog niets: niemand heeft het bewijs gezien",
        "Lies": (
            "alles over afspraken, alles over gezondheid en zorg, alles over geld, beslist over"
            " zorg"
        ),
    }
    assert all(sentence in page.text for sentence in told.values())
    named = AccessEntry.objects.filter(event="privacy-request").latest("pk").object_ids
    people = (around[name].pk for name in ("greet", "bob", "mien", "lies"))
    assert set(named) == {anna.pk, *people}


def test_who_asks_for_themselves_is_told_of_nobody_else(petra, anna, around):
    page = _page(petra, asked(petra, anna))
    assert page.context["told"] == []
    assert "Kantoor Kas" not in page.text


def test_without_anybody_recorded_a_relative_hears_nothing(petra, anna):
    page = _page(petra, asked(petra, anna, asker="other", asker_name="Greet", authority="Niets"))
    assert "Niemand" in page.text
    assert page.context["told"] == []


@pytest.mark.parametrize(
    ("who", "kind", "may"),
    [
        ("lies", "access", True),  # authorised for all of care: a copy
        ("lies", "destruction", True),
        ("greet", "access", False),  # authorised for appointments only
        ("kas", "access", False),  # money only
        ("kas", "restriction", False),
        ("bob", "access", False),  # shut out, whatever paper he has
        ("mien", "access", False),  # nobody saw the paper
        ("mien", "erasure", False),
    ],
)
def test_each_is_granted_what_stands_on_record(petra, anna, around, who, kind, may):
    row = asked(petra, anna, kind=kind, asker="representative", asker_id=around[who].pk)
    given = {"decision": "granted", "ground": "", "explanation": "", "identity": "document"}

    def decide(**more):
        return decide_request(viewer=viewer_of(petra), ref=row.ref, version=1, **(given | more))

    if kind == "restriction" or not may:
        with pytest.raises((NoRightOnRecord, NothingRestricted)):
            decide()
        refused = decide(decision="refused", ground="others", explanation="Geen recht")
        assert refused.state == "done"
    else:
        assert decide().state == "decided"


def test_somebody_else_is_chosen_from_the_record_or_says_by_what_right(petra, anna, around):
    officer = signed_in(petra)
    address = reverse("privacy:request_new", args=[anna.ref])
    page = officer.get(address).text
    assert "Lies" in page
    assert "mag vragen: een kopie van alles" in page
    form = {
        "kind": "access", "asker": "other", "received_on": f"{timezone.localdate():%Y-%m-%d}",
        "entry_key": new_ref(), "asker_name": "Neef Jan",
    }  # fmt: skip
    assert "met welk recht" in officer.post(address, form).text
    form["authority"] = "Zegt dat hij gemachtigd is; paspoort gezien door Petra"
    assert "Neef Jan" in officer.post(address, form, follow=True).text
    row = PrivacyRequest.objects.get()
    decide = reverse("privacy:request_decide", args=[row.ref])
    data = {
        "version": "1", "decision": "granted", "identity": "document", "ground": "",
        "explanation": "", "asker": "",
    }  # fmt: skip
    assert "staat niet vast" in officer.post(decide, data).text
    data["asker"] = around["lies"].ref
    answer = officer.post(decide, data, follow=True).text
    assert "Ons besluit: toegewezen." in answer
    assert "Lies" in answer
    row.refresh_from_db()
    assert (row.asker, row.asker_party_id) == ("representative", around["lies"].pk)


def test_who_is_not_on_record_cannot_be_chosen(petra, noord, anna, around):
    stranger = person(noord, "Vreemd")
    with pytest.raises(WhoAsksMissing):
        asked(petra, anna, asker="representative", asker_id=stranger.pk)
    with pytest.raises(WhoAsksMissing):
        asked(petra, anna, asker="representative")


def test_no_mail_is_granted_to_whoever_asks_it(petra, anna):
    row = asked(petra, anna, kind="marketing", asker="other", asker_name="Jan", authority="Buur")
    assert row.decision == "granted"
