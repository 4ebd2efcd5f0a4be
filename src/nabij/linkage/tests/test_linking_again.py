# SPDX-License-Identifier: EUPL-1.2
"""Linking again: nothing changes by itself, and what a colleague said is kept to.

Capability A-103.
"""

import pytest

from nabij.access.models import AccessEntry
from nabij.linkage import actions
from nabij.linkage.models import PatientRecord, RecordLink
from nabij.linkage.tests.building import (
    AT,
    MACHINE,
    MARIA,
    person_of,
    proposals,
    record_of,
    row,
    take_in,
)
from nabij.linkage.types import LinkCounts
from nabij.relations.models import Party

pytestmark = pytest.mark.django_db


def test_a_second_run_changes_nothing(gp, hospital):
    take_in(gp, MARIA)
    take_in(hospital, row("p1"), row("p2", bsn="", bsn_state="masked", postcode="", phones=()))
    before = list(RecordLink.objects.order_by("pk").values())
    persons, entries = Party.objects.count(), AccessEntry.objects.count()
    for source in (gp, hospital):
        again = actions.link_new_records(viewer=MACHINE, source_id=source.pk)
        assert again == LinkCounts()
    assert list(RecordLink.objects.order_by("pk").values()) == before
    assert Party.objects.count() == persons
    assert AccessEntry.objects.count() == entries


def test_even_a_whole_new_look_at_everything_changes_nothing(gp, hospital):
    take_in(gp, MARIA)
    take_in(hospital, row("p1"), row("p2", bsn="", bsn_state="masked", postcode="", phones=()))
    before = list(RecordLink.objects.order_by("pk").values())
    PatientRecord.objects.update(examined_at=None)
    for source in (gp, hospital):
        actions.link_new_records(viewer=MACHINE, source_id=source.pk)
    assert list(RecordLink.objects.order_by("pk").values()) == before


def test_not_the_same_is_never_proposed_or_joined_again(gp, hospital):
    take_in(gp, MARIA)
    take_in(hospital, row("p1", bsn="", bsn_state="masked", postcode="", phones=()))
    RecordLink.objects.filter(needs_review=True).update(
        state="rejected", needs_review=False, decided_at=AT
    )
    mine = person_of(hospital, "p1")
    # now its BSN is known, which by itself would join it
    assert take_in(hospital, row("p1")).automatic == 0
    assert person_of(hospital, "p1") == mine
    assert proposals() == []


def test_a_linked_record_that_now_contradicts_its_person_is_asked_about_and_stays(gp, hospital):
    take_in(gp, MARIA)
    take_in(hospital, row("p1"))
    person = person_of(gp, "maria")
    changed = row("p1", own_prefix="", own_name="Verweij", birth="1964-02-08", given_names="Kees",
                  initials="K.", call_name="", gender="male")  # fmt: skip
    assert take_in(hospital, changed).proposed == 1
    link = RecordLink.objects.get(patient_record=record_of(hospital, "p1"), state="automatic")
    assert (link.person_id, link.needs_review, link.has_conflict) == (person, True, True)


def test_a_linked_record_that_got_another_phone_number_is_not_asked_about(gp, hospital):
    take_in(gp, MARIA)
    take_in(hospital, row("p1"))
    assert take_in(hospital, row("p1", phones=("+31612345678",))) == LinkCounts()
    assert proposals() == []


def test_a_contradiction_that_a_colleague_judged_before_is_not_asked_again(gp, hospital):
    take_in(gp, MARIA)
    take_in(hospital, row("p1"))
    changed = {"birth": "1964-02-08"}
    take_in(hospital, row("p1", **changed))
    RecordLink.objects.filter(needs_review=True).update(state="confirmed", needs_review=False)
    take_in(hospital, row("p1", phones=("+31612345678",), **changed))
    assert proposals() == []


def test_two_persons_are_asked_about_once(gp, hospital):
    take_in(gp, MARIA)
    vague = {"bsn": "", "bsn_state": "masked", "postcode": "", "phones": ()}
    take_in(hospital, row("p1", **vague))
    take_in(hospital, row("p1", city="Deventer", **vague))
    take_in(gp, row("maria", city="Deventer"))
    assert len(proposals()) == 1
