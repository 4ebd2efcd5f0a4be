# SPDX-License-Identifier: EUPL-1.2
"""Relationships and households: dated, never a flag, never lost."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from nabij.core.dates import PartialDate
from nabij.relations import actions, queries, rules
from nabij.relations.choices import INVERSE_LABELS, RelationshipKind
from nabij.relations.models import HouseholdMember, Relationship

pytestmark = pytest.mark.django_db


def relate(colleague, subject, object_, kind, **options):
    return actions.add_relationship(
        viewer=colleague.viewer,
        subject_ref=subject.ref,
        object_ref=object_.ref,
        kind=kind,
        **options,
    )


def close(colleague, row, *, ends, **changed):
    fields = {"kind": row.kind, "starts": row.starts, "rank": row.rank, "note": None} | changed
    version = fields.pop("version", row.version)
    return actions.change_relationship(
        viewer=colleague.viewer, ref=row.ref, version=version, ends=ends, **fields
    )


def test_a_relationship_is_read_from_both_sides(anja, anna, bert):
    relate(anja, bert, anna, "child", rank=1, note="belt graag terug")

    [of_anna] = queries.person(viewer=anja.viewer, ref=anna.ref).ties
    [of_bert] = queries.person(viewer=anja.viewer, ref=bert.ref).ties
    assert (of_anna.other.name, of_anna.label) == (
        "Bert de Vries",
        str(RelationshipKind.CHILD.label),
    )
    assert of_anna.phones == ("+31687654321",)
    assert (of_bert.other.name, of_bert.label) == (anna.name, str(INVERSE_LABELS["child"]))


def test_who_to_call_first_stands_in_front(anja, anna, bert, record, noord):
    niece = record(call_name="Els", own_name="Aa", unit=noord)
    relate(anja, niece, anna, "family")
    relate(anja, bert, anna, "child", rank=2)
    relate(anja, niece, anna, "informal_carer", rank=1)

    ties = queries.person(viewer=anja.viewer, ref=anna.ref).ties
    assert [tie.kind for tie in ties] == ["informal_carer", "child", "family"]


def test_an_ended_relationship_stays_in_the_history(anja, anna, bert):
    row = relate(anja, bert, anna, "child", starts=PartialDate(date(1966, 1, 1), "year"))
    close(anja, row, ends=PartialDate(timezone.localdate()))

    [tie] = queries.person(viewer=anja.viewer, ref=anna.ref).ties
    assert not tie.is_current
    assert str(tie.starts) == "1966"
    relate(anja, bert, anna, "child")


def test_a_phone_of_someone_outside_the_unit_is_not_shown(anja, anna, record, zuid):
    other = record(own_name="Ver", unit=zuid, phones=["+31201234567"])
    relate(anja, other, anna, "informal_carer")

    [tie] = queries.person(viewer=anja.viewer, ref=anna.ref).ties
    assert (tie.other.name, tie.phones) == ("Ver", ())


def test_a_shielded_relation_is_not_named(anja, anna, record, zuid, machine):
    hidden = record(own_name="Stil", unit=zuid, is_shielded=True)
    actions.add_relationship(
        viewer=machine, subject_ref=hidden.ref, object_ref=anna.ref, kind="friend"
    )

    assert queries.person(viewer=anja.viewer, ref=anna.ref).ties == ()


@pytest.mark.parametrize(
    ("kind", "subject", "object_"),
    [
        ("child", "anna", "anna"),
        ("child", "practice", "anna"),
        ("employee", "practice", "anna"),
        ("branch", "anna", "practice"),
        ("curator", "anna", "practice"),
    ],
)
def test_what_cannot_be_is_refused(request, anja, kind, subject, object_):
    parties = [request.getfixturevalue(name) for name in (subject, object_)]

    with pytest.raises(actions.ImpossibleRelationship):
        relate(anja, *parties, kind)


def test_the_same_relationship_stands_open_once(anja, anna, bert):
    relate(anja, anna, bert, "partner")

    for pair in ((anna, bert), (bert, anna)):
        with pytest.raises(actions.AlreadyRelated):
            relate(anja, *pair, "partner")


def test_an_end_before_the_beginning_is_refused(anja, anna, bert):
    start, end = PartialDate(date(2020, 5, 1)), PartialDate(date(2019, 1, 1), "year")

    with pytest.raises(actions.EndsBeforeStart):
        relate(anja, bert, anna, "child", starts=start, ends=end)
    row = relate(anja, bert, anna, "child", starts=start)
    with pytest.raises(actions.EndsBeforeStart):
        close(anja, row, ends=end)
    close(anja, row, ends=PartialDate(date(2020, 1, 1), "year"))


def test_a_correction_keeps_what_it_does_not_touch_and_asks_the_version(anja, anna, bert):
    row = relate(anja, bert, anna, "child", rank=1, note="belt graag terug")
    changed = close(anja, row, ends=None, kind="informal_carer", rank=2)
    assert (changed.kind, changed.rank, changed.note) == ("informal_carer", 2, "belt graag terug")
    with pytest.raises(actions.RelationshipChangedMeanwhile):
        close(anja, row, ends=None)
    relate(anja, bert, anna, "friend")
    changed.refresh_from_db()
    with pytest.raises(actions.AlreadyRelated):
        close(anja, changed, ends=None, kind="friend")
    with pytest.raises(actions.ImpossibleRelationship):
        close(anja, changed, ends=None, kind="branch")


def test_another_unit_relates_and_ends_nothing(carla, anja, anna, bert):
    with pytest.raises(queries.PartyNotFound):
        relate(carla, bert, anna, "child")
    row = relate(anja, bert, anna, "child")
    with pytest.raises(queries.PartyNotFound):
        close(carla, row, ends=PartialDate(timezone.localdate()))
    assert Relationship.objects.get(pk=row.pk).ends_on is None


def test_the_database_refuses_a_relationship_with_oneself(anna):
    with pytest.raises(IntegrityError), transaction.atomic():
        Relationship.objects.create(subject=anna, object=anna, kind="friend")


def test_every_kind_has_two_names_and_holds_between_something():
    for kind in RelationshipKind:
        assert INVERSE_LABELS[kind]
        assert any(
            rules.may_hold(kind, subject_is_person=one, object_is_person=other)
            for one in (True, False)
            for other in (True, False)
        )


def test_people_live_together_in_one_household_at_a_time(anja, anna, bert, record, noord):
    on = timezone.localdate() - timedelta(days=10)
    friend = record(call_name="Els", own_name="Aa", unit=noord)
    actions.join_household(viewer=anja.viewer, ref=bert.ref, with_ref=anna.ref, on=on)
    actions.join_household(
        viewer=anja.viewer, ref=bert.ref, with_ref=friend.ref, on=timezone.localdate()
    )

    household = queries.person(viewer=anja.viewer, ref=bert.ref).household
    assert [member.name for member in household.members] == ["Els Aa"]
    assert queries.person(viewer=anja.viewer, ref=anna.ref).household.members == ()
    assert HouseholdMember.objects.filter(person=bert).count() == 2


def test_joining_twice_changes_nothing_and_leaving_ends_it(anja, anna, bert):
    on = timezone.localdate()
    for _again in range(2):
        actions.join_household(viewer=anja.viewer, ref=bert.ref, with_ref=anna.ref, on=on)
    assert HouseholdMember.objects.count() == 2
    actions.leave_household(viewer=anja.viewer, ref=bert.ref, on=on)
    actions.leave_household(viewer=anja.viewer, ref=bert.ref, on=on)

    assert queries.person(viewer=anja.viewer, ref=bert.ref).household is None


def test_nobody_leaves_before_coming(anja, anna, bert):
    on = timezone.localdate()
    actions.join_household(viewer=anja.viewer, ref=bert.ref, with_ref=anna.ref, on=on)

    with pytest.raises(actions.EndsBeforeStart):
        actions.leave_household(viewer=anja.viewer, ref=bert.ref, on=on - timedelta(days=1))


def test_another_unit_makes_no_household(carla, anna, bert):
    with pytest.raises(queries.PartyNotFound):
        actions.join_household(
            viewer=carla.viewer, ref=bert.ref, with_ref=anna.ref, on=timezone.localdate()
        )
