# SPDX-License-Identifier: EUPL-1.2
"""Who may be told what and who decides, by law and by paper: the rule that every page asks."""

import pytest

from nabij.access.rules import DataClass
from nabij.access.rules.representation import Held, Why, decides_on_care, standing

DAUGHTER, SON, OFFICE, PARTNER = 1, 2, 3, 4
CARE = ["treatment"]
EVERYTHING = frozenset({"appointments", "medical", "money"})


def held(other, kind, **more):
    given = {"tells": EVERYTHING, "decides": frozenset({"medical", "money"})} | more
    return Held(other_id=other, kind=kind, **given)


@pytest.mark.parametrize(
    ("kind", "tells", "decides", "classes"),
    [
        ("curator", "appointments medical money", "medical money", "bc"),
        ("mentor", "appointments medical", "medical", "bc"),
        ("authorised", "appointments medical money", "medical money", "bc"),
        ("financial_administrator", "money", "money", ""),
        ("informal_carer", "appointments medical", "", "bc"),
    ],
)
def test_no_kind_goes_beyond_its_right_whatever_was_recorded(kind, tells, decides, classes):
    found = standing([held(DAUGHTER, kind)], other_id=DAUGHTER)
    assert found.why is Why.GRANTED
    assert sorted(found.tells) == sorted(tells.split())
    assert sorted(found.decides) == sorted(decides.split())
    assert found.classes == frozenset(map(DataClass, classes))


def test_a_contact_person_may_be_rung_and_no_more():
    found = standing([held(DAUGHTER, "contact_person")], other_id=DAUGHTER)
    assert (found.why, found.tells, found.classes) == (Why.MAY_BE_CALLED, frozenset(), frozenset())


def test_whoever_is_not_recorded_hears_nothing():
    assert standing([held(DAUGHTER, "mentor")], other_id=SON).why is Why.NOTHING_AGREED


def test_shutting_out_goes_over_every_paper_but_not_over_a_court():
    out = held(SON, "shut_out")
    for kind in ("authorised", "informal_carer", "partner", "family"):
        found = standing([held(SON, kind), out], other_id=SON, cannot_decide=CARE)
        assert (found.why, found.tells) == (Why.SHUT_OUT, frozenset())
    for kind in ("curator", "mentor", "financial_administrator"):
        assert standing([held(SON, kind), out], other_id=SON).why is Why.GRANTED


def test_family_stands_behind_a_partner_a_paper_and_a_court():
    child, partner = held(DAUGHTER, "family"), held(PARTNER, "partner")
    alone = [child]
    assert standing(alone, other_id=DAUGHTER).why is Why.CLIENT_DECIDES
    assert standing(alone, other_id=DAUGHTER, cannot_decide=CARE).why is Why.GRANTED
    for first in ([partner], [held(SON, "authorised")], [held(OFFICE, "mentor"), partner]):
        found = standing([child, *first], other_id=DAUGHTER, cannot_decide=CARE)
        assert found.why is Why.ANOTHER_GOES_FIRST
    # An administrator of money takes nobody's place.
    money = held(OFFICE, "financial_administrator")
    assert decides_on_care([child, money]) == [DAUGHTER]


def test_who_is_shut_out_stands_in_nobodys_way():
    known = [held(PARTNER, "partner"), held(PARTNER, "shut_out"), held(DAUGHTER, "family")]
    assert decides_on_care(known) == [DAUGHTER]
    found = standing(known, other_id=DAUGHTER, cannot_decide=CARE)
    assert found.why is Why.GRANTED
    assert decides_on_care([held(OFFICE, "mentor"), held(OFFICE, "shut_out")]) == [OFFICE]


def test_two_children_decide_together():
    assert decides_on_care([held(DAUGHTER, "family"), held(SON, "family")]) == [DAUGHTER, SON]


def test_a_paper_that_nobody_saw_counts_for_nothing():
    unseen = held(DAUGHTER, "mentor", is_checked=False)
    assert standing([unseen], other_id=DAUGHTER).why is Why.NOT_CHECKED
    assert decides_on_care([unseen, held(PARTNER, "partner")]) == [PARTNER]


def test_representing_ends_when_the_client_dies():
    found = standing([held(OFFICE, "curator")], other_id=OFFICE, client_died=True)
    assert (found.why, found.tells, found.decides) == (Why.CLIENT_DIED, frozenset(), frozenset())


@pytest.mark.parametrize("kind", ["partner", "family"])
def test_who_cannot_decide_about_money_or_moving_still_decides_about_care(kind):
    by_law = [held(PARTNER, kind)]
    for matter in ("money", "move", "other"):
        found = standing(by_law, other_id=PARTNER, cannot_decide=[matter])
        assert (found.why, found.tells) == (Why.CLIENT_DECIDES, frozenset())
    told = standing(by_law, other_id=PARTNER, cannot_decide=["sharing", "money"])
    assert (sorted(told.tells), told.decides) == (["appointments", "medical"], frozenset())
    for matter in ("care_plan", "treatment"):
        assert standing(by_law, other_id=PARTNER, cannot_decide=[matter]).decides == {"medical"}


def test_a_partner_who_died_leaves_the_place_to_the_daughter():
    known = [held(PARTNER, "partner", has_died=True), held(DAUGHTER, "family")]
    assert decides_on_care(known) == [DAUGHTER]
    assert standing(known, other_id=DAUGHTER, cannot_decide=CARE).decides == {"medical"}
    gone = standing(known, other_id=PARTNER, cannot_decide=CARE)
    assert (gone.why, gone.tells) == (Why.HAS_DIED, frozenset())


@pytest.mark.parametrize("first", ["mentor", "curator"])
def test_a_mentor_goes_before_who_is_authorised(first):
    known = [held(DAUGHTER, "authorised"), held(OFFICE, first)]
    daughter = standing(known, other_id=DAUGHTER)
    assert (daughter.tells, daughter.decides) == (EVERYTHING, {"money"})
    assert "medical" in standing(known, other_id=OFFICE).decides
    unseen = [known[0], held(OFFICE, first, is_checked=False)]
    assert "medical" in standing(unseen, other_id=DAUGHTER).decides
    decides_only = [held(DAUGHTER, "authorised", tells=(), decides={"medical"}), known[1]]
    assert standing(decides_only, other_id=DAUGHTER).why is Why.ANOTHER_GOES_FIRST


@pytest.mark.parametrize("kind", ["curator", "mentor", "financial_administrator"])
def test_a_paper_of_a_court_that_nobody_saw_lets_nobody_in_again(kind):
    unseen = [held(SON, "shut_out"), held(SON, kind, is_checked=False)]
    assert standing(unseen, other_id=SON).is_shut_out
