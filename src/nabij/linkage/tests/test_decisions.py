# SPDX-License-Identifier: EUPL-1.2
"""What a colleague decides about a link, and that it can be taken back exactly.

Capability A-103.
"""

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from nabij.access.actions import LogUnavailable
from nabij.access.models import CareRelation
from nabij.linkage import actions, queries
from nabij.linkage.models import RecordLink
from nabij.linkage.queries.sight import link_stamps
from nabij.linkage.tests.building import (
    MACHINE,
    add_source,
    person_of,
    proposals,
    record_of,
    row,
    take_in,
)
from nabij.relations.models import Party

TABLES = [
    "linkage.Source",
    "linkage.PatientRecord",
    "linkage.Ground",
    "linkage.RecordLink",
    "relations.Party",
    "relations.PersonDetail",
    "relations.Address",
    "relations.ContactPoint",
    "relations.Identifier",
    "relations.Relationship",
    "access.CareRelation",
]
VAGUE = {"bsn": "", "bsn_state": "masked", "postcode": "", "phones": ()}


def _all_rows():
    return {
        name: {row_.pop("id", row_.get("party_id")): row_ for row_ in _rows(name)}
        for name in TABLES
    }


def _rows(name):
    return apps.get_model(name).objects.order_by("pk").values()


def _stamp(link):
    fresh = RecordLink.objects.select_related("patient_record", "person").get(pk=link.pk)
    return link_stamps(viewer=MACHINE, links=[fresh])[link.pk]


def _confirm(colleague, link):
    actions.confirm_link(viewer=colleague.viewer, ref=link.ref, stamp=_stamp(link))


def _unlink(colleague, source, key):
    link = _active(source, key)
    actions.unlink(viewer=colleague.viewer, ref=link.ref, stamp=_stamp(link))


def _active(source, key):
    record = record_of(source, key)
    return RecordLink.objects.get(patient_record=record, state__in=["automatic", "confirmed"])


def _except_rejections(rows):
    """Return the rows without links that only remember 'not the same'."""
    kept = {pk: row_ for pk, row_ in rows["linkage.RecordLink"].items()
            if row_["state"] not in {"rejected", "proposed"}}  # fmt: skip
    return rows | {"linkage.RecordLink": kept}


def test_the_same_person_joins_the_record_and_puts_its_own_person_away(
    anja, proposal, maria, hospital
):
    own = person_of(hospital, "p1")
    _confirm(anja, proposal)
    link = _active(hospital, "p1")
    assert (link.person_id, link.state, link.decided_by) == (maria.pk, "confirmed", anja.user)
    assert Party.objects.get(pk=own).archived_at is not None
    assert proposals() == []


def test_joining_writes_nothing_in_the_details_of_the_person(anja, proposal, maria):
    before = _all_rows()
    _confirm(anja, proposal)
    after = _all_rows()
    for table in ("relations.PersonDetail", "relations.Address", "relations.ContactPoint"):
        assert after[table] == before[table]
    assert after["relations.Party"][maria.pk] == before["relations.Party"][maria.pk]


def test_unlink_restores_every_row_exactly_but_for_the_memory(anja, proposal, hospital):
    before = _all_rows()
    _confirm(anja, proposal)
    _unlink(anja, hospital, "p1")
    after = _all_rows()
    assert _except_rejections(after) == _except_rejections(before)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.needs_review) == ("rejected", False)
    assert len(after["linkage.RecordLink"]) == len(before["linkage.RecordLink"])


def test_after_an_unlink_the_machine_does_not_ask_or_join_again(anja, proposal, hospital):
    _confirm(anja, proposal)
    _unlink(anja, hospital, "p1")
    own = person_of(hospital, "p1")
    elsewhere = {"street": "Kerkstraat", "house_number": "1", "postcode": "7411AA"}
    assert take_in(hospital, row("p1", city="Diepenveen", **VAGUE | elsewhere)).automatic == 0
    assert person_of(hospital, "p1") == own
    assert proposals() == []


def test_new_evidence_asks_again_and_joins_nothing(anja, proposal, maria, hospital):
    """The BSN was masked when Anja said no; now it is known, and it is Maria's."""
    own = person_of(hospital, "p1")
    actions.reject_link(viewer=anja.viewer, ref=proposal.ref, stamp=_stamp(proposal))
    counts = take_in(hospital, row("p1"))
    assert (counts.automatic, counts.proposed) == (0, 1)
    assert person_of(hospital, "p1") == own
    assert proposals() == [("p1", maria.pk)]
    before = queries.link_review(viewer=anja.viewer, ref=proposal.ref).asked_before
    assert before.name == "Anja"
    assert "bsn-same" in {reason.code for reason in before.news}
    # Said no again: the same evidence is no news any more.
    actions.reject_link(viewer=anja.viewer, ref=proposal.ref, stamp=_stamp(proposal))
    take_in(hospital, row("p1", city="Elders"))
    assert proposals() == []


def test_new_evidence_on_the_other_side_asks_again_too(anja, proposal, maria, hospital, gp):
    actions.reject_link(viewer=anja.viewer, ref=proposal.ref, stamp=_stamp(proposal))
    there = {"street": "Kerkstraat", "house_number": "1", "postcode": "7411AA", "phones": ()}
    take_in(gp, row("maria", city="Deventer", **there))
    assert proposals() == [("p1", maria.pk)]


def test_a_link_that_the_machine_made_is_undone_as_if_it_had_never_been(anja, maria, hospital, gp):
    """The other person is untouched; the record gets the person it would have had."""
    before = _all_rows()
    take_in(hospital, row("p1"))
    _unlink(anja, hospital, "p1")
    after = _all_rows()
    own = person_of(hospital, "p1")
    assert own != maria.pk
    for table in TABLES:
        old = before[table]
        assert {pk: after[table][pk] for pk in old} == old
    assert Party.objects.get(pk=own).name == "Marie van den Berg"
    assert RecordLink.objects.get(patient_record__source_key="p1", person=maria).state == "rejected"


def test_not_the_same_is_remembered_and_changes_nothing_else(anja, proposal, maria, hospital):
    before = _all_rows()
    actions.reject_link(viewer=anja.viewer, ref=proposal.ref, stamp=_stamp(proposal))
    after = _all_rows()
    assert _except_rejections(after) == _except_rejections(before)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == ("rejected", anja.user)


def test_records_that_were_one_person_move_together_and_go_back_together(
    anja, proposal, maria, hospital
):
    pharmacy = add_source("pharmacy", "pharmacy")
    same = {"bsn": "", "bsn_state": "absent", "street": "Kerkstraat", "house_number": "1",
            "postcode": "7411AA", "city": "Deventer", "phones": ()}  # fmt: skip
    take_in(pharmacy, row("a1", **same))
    assert person_of(pharmacy, "a1") == person_of(hospital, "p1")
    before = _all_rows()
    _confirm(anja, proposal)
    assert person_of(pharmacy, "a1") == person_of(hospital, "p1") == maria.pk
    _unlink(anja, hospital, "p1")
    assert _except_rejections(_all_rows()) == _except_rejections(before)


def test_one_of_the_records_that_moved_along_can_be_unlinked_alone(anja, proposal, hospital, maria):
    pharmacy = add_source("pharmacy", "pharmacy")
    same = {"bsn": "", "bsn_state": "absent", "street": "Kerkstraat", "house_number": "1",
            "postcode": "7411AA", "city": "Deventer", "phones": ()}  # fmt: skip
    take_in(pharmacy, row("a1", **same))
    old = person_of(pharmacy, "a1")
    _confirm(anja, proposal)
    _unlink(anja, pharmacy, "a1")
    assert person_of(pharmacy, "a1") == old
    assert person_of(hospital, "p1") == maria.pk
    assert Party.objects.get(pk=old).archived_at is None
    # and the first decision can still be taken back
    _unlink(anja, hospital, "p1")
    assert person_of(hospital, "p1") == old


def test_records_come_together_at_the_person_who_is_in_use(anja, proposal, maria, hospital, gp):
    """Maria was made of a record; the other one is in care, so the records come there."""
    Party.objects.filter(pk=maria.pk).update(unit=None)
    in_use = person_of(hospital, "p1")
    CareRelation.objects.create(person_id=in_use, user=anja.user, kind="care", origin="hand",
                                starts_on=timezone.localdate())  # fmt: skip
    before = _all_rows()
    _confirm(anja, proposal)
    assert person_of(gp, "maria") == person_of(hospital, "p1") == in_use
    assert Party.objects.get(pk=maria.pk).archived_at is not None
    assert proposals() == []
    _unlink(anja, gp, "maria")
    after = _all_rows()
    assert _except_rejections(after) == _except_rejections(before)
    rejected = RecordLink.objects.filter(state="rejected").values_list(
        "patient_record__source_key", "person_id"
    )
    assert set(rejected) == {("p1", maria.pk), ("maria", in_use)}


def test_of_two_persons_in_use_only_the_record_moves_and_both_stay(anja, proposal, maria, hospital):
    own = person_of(hospital, "p1")
    for person in (own, maria.pk):
        CareRelation.objects.create(person_id=person, user=anja.user, kind="care", origin="hand",
                                    starts_on=timezone.localdate())  # fmt: skip
    before = _all_rows()
    _confirm(anja, proposal)
    assert person_of(hospital, "p1") == maria.pk
    assert not Party.objects.filter(archived_at__isnull=False).exists()
    _unlink(anja, hospital, "p1")
    assert _except_rejections(_all_rows()) == _except_rejections(before)


def test_a_question_about_a_person_put_away_is_asked_about_the_one_who_stays(
    anja, proposal, maria, hospital
):
    pharmacy = add_source("pharmacy", "pharmacy")
    own = person_of(hospital, "p1")
    third = {"bsn": "", "bsn_state": "absent", "street": "Kerkstraat", "house_number": "1",
             "postcode": "7411AA", "city": "Deventer", "phones": (), "birth": "1941"}  # fmt: skip
    take_in(pharmacy, row("a1", **third))
    asked = {person for key, person in proposals() if key == "a1"}
    assert own in asked
    before = _all_rows()
    _confirm(anja, proposal)
    assert {person for key, person in proposals() if key == "a1"} == {maria.pk}
    _unlink(anja, hospital, "p1")
    assert _except_rejections(_all_rows()) == _except_rejections(before)
    assert {person for key, person in proposals() if key == "a1"} == asked


def test_two_colleagues_cannot_decide_the_same_thing_twice(anja, pieter, proposal):
    stamp = _stamp(proposal)
    actions.confirm_link(viewer=anja.viewer, ref=proposal.ref, stamp=stamp)
    before = _all_rows()
    for decide in (actions.reject_link, actions.confirm_link, actions.unlink):
        with pytest.raises(actions.DecisionIsStale):
            decide(viewer=pieter.viewer, ref=proposal.ref, stamp=stamp)
    assert _all_rows() == before


def test_a_decision_on_data_that_changed_meanwhile_is_refused(anja, proposal, hospital):
    stamp = _stamp(proposal)
    take_in(hospital, row("p1", city="Kampen", **VAGUE))
    with pytest.raises(actions.DecisionIsStale):
        actions.confirm_link(viewer=anja.viewer, ref=proposal.ref, stamp=stamp)


def test_a_decision_after_another_record_joined_the_person_is_refused(anja, proposal):
    stamp = _stamp(proposal)
    pharmacy = add_source("pharmacy", "pharmacy")
    assert take_in(pharmacy, row("a1")).automatic == 1
    with pytest.raises(actions.DecisionIsStale):
        actions.confirm_link(viewer=anja.viewer, ref=proposal.ref, stamp=stamp)


def test_the_only_record_of_its_own_person_has_nothing_to_be_unlinked_from(anja, maria, gp):
    with pytest.raises(actions.OnlyRecordOfPerson):
        _unlink(anja, gp, "maria")


def test_a_link_that_contradicts_is_confirmed_or_taken_back(anja, maria, hospital, gp):
    take_in(hospital, row("p1"))
    take_in(hospital, row("p1", birth="1964-02-08"))
    flagged = RecordLink.objects.get(needs_review=True)
    _confirm(anja, flagged)
    flagged.refresh_from_db()
    assert (flagged.state, flagged.needs_review, flagged.person_id) == (
        "confirmed", False, maria.pk,
    )  # fmt: skip
    take_in(hospital, row("p1", birth="1964-02-08", own_name="Verweij", own_prefix=""))
    flagged.refresh_from_db()
    assert flagged.needs_review
    actions.reject_link(viewer=anja.viewer, ref=flagged.ref, stamp=_stamp(flagged))
    assert person_of(hospital, "p1") != maria.pk


def test_every_decision_is_one_line_in_the_log_per_person(anja, proposal, maria, hospital, log):
    own, record = person_of(hospital, "p1"), record_of(hospital, "p1")
    _confirm(anja, proposal)
    assert [(e.object_id, e.action, e.purpose) for e in log("link-confirmed")] == [
        (maria.pk, "U", "HOPERAT"),
        (own, "U", "HOPERAT"),
    ]
    assert log("link-confirmed")[0].records == [record.pk]
    _unlink(anja, hospital, "p1")
    assert {e.object_id for e in log("unlinked")} == {maria.pk, own}


def test_without_the_log_nothing_is_decided(anja, proposal):
    stamp, before = _stamp(proposal), _all_rows()
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE nabij_owner")
        cursor.execute("REVOKE INSERT ON access_accessentry FROM nabij_app")
        cursor.execute("SET ROLE nabij_app")
    with pytest.raises(LogUnavailable), transaction.atomic():
        actions.confirm_link(viewer=anja.viewer, ref=proposal.ref, stamp=stamp)
    assert _all_rows() == before


@pytest.mark.parametrize("name", ["carla", "bram", "noor", "xander"])
def test_others_cannot_decide_and_cannot_tell_that_it_exists(name, proposal, request):
    colleague = request.getfixturevalue(name)
    stamp, before = _stamp(proposal), _all_rows()
    for decide in (actions.confirm_link, actions.reject_link, actions.unlink):
        with pytest.raises(queries.LinkNotFound):
            decide(viewer=colleague.viewer, ref=proposal.ref, stamp=stamp)
    assert _all_rows() == before
