# SPDX-License-Identifier: EUPL-1.2
"""Which copies stand open: a decision of the client goes before what holds for the source.

Capability A-110.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from nabij.access.rules import RecordInView
from nabij.linkage import actions, queries, rules
from nabij.linkage.actions.bulk import GroundFields, add_grounds
from nabij.linkage.models import Ground, RecordLink
from nabij.linkage.queries import RecordNotFound
from nabij.linkage.tests.building import MACHINE, add_source, person_of, record_of, row, take_in

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def _decision(decision="given", *, starts=YESTERDAY, ends=None, hour=1, **fields):
    return rules.GroundDecision(
        kind=fields.get("kind", "consent"),
        decision=decision,
        includes_sensitive=fields.get("includes_sensitive", False),
        starts_on=starts,
        ends_on=ends,
        recorded_at=datetime(2026, 1, 1, hour, tzinfo=UTC),
        receivers=fields.get("receivers", frozenset()),
    )


@pytest.mark.parametrize(
    ("decisions", "default", "state", "ground"),
    [
        ([], "", "no_ground", ""),
        ([], "own_record", "open", "own_record"),
        ([_decision()], "", "open", "consent"),
        ([_decision("refused")], "own_record", "refused", ""),
        ([_decision("withdrawn")], "own_record", "withdrawn", ""),
        ([_decision(hour=1), _decision("refused", hour=2)], "", "refused", ""),
        ([_decision("refused", hour=1), _decision(hour=2)], "", "open", "consent"),
        ([_decision("refused", hour=2, starts=date(2020, 1, 1)), _decision(hour=1)], "", "refused", ""),
        ([_decision(starts=TOMORROW)], "", "no_ground", ""),
        ([_decision(ends=TODAY)], "", "no_ground", ""),
        ([_decision(ends=TODAY)], "handoff", "open", "handoff"),
        ([_decision("refused", ends=TODAY)], "own_record", "open", "own_record"),
        ([_decision("refused", starts=TOMORROW, hour=2), _decision(hour=1)], "", "open", "consent"),
    ],
)  # fmt: skip
def test_the_last_decision_in_force_decides_else_the_source(decisions, default, state, ground):
    for given in (decisions, decisions[::-1]):
        found = rules.open_state(given, default=default, on=TODAY)
        assert (found.state, found.ground, found.is_open) == (state, ground, state == "open")


JANUARY, MARCH, JUNE = date(2026, 1, 5), date(2026, 3, 2), date(2026, 6, 1)
NOORD = frozenset({"unit:1"})


def _state_in(month, *decisions, default=""):
    on = date(2026, month, 1)
    return rules.open_state(
        decisions, default=default, on=on, receivers={"role:front_office"}
    ).state


def test_a_narrower_yes_that_lapses_does_not_bring_back_the_wider_one():
    wide = _decision(starts=JANUARY, hour=1)
    narrow = _decision(starts=MARCH, ends=JUNE, hour=2, receivers=NOORD)
    assert [_state_in(month, wide, narrow) for month in (2, 4, 6)] == [
        "open", "not_for_you", "no_ground",
    ]  # fmt: skip
    again = _decision(starts=JUNE, hour=3)
    assert _state_in(6, again, wide, narrow) == "open"
    # The ground of the source itself was never the client's yes.
    assert _state_in(6, wide, narrow, default="own_record") == "open"


def test_a_no_that_was_interrupted_holds_again_and_one_that_lapses_gives_way():
    no = _decision("refused", starts=JANUARY, hour=1)
    for_a_while = _decision(starts=MARCH, ends=JUNE, hour=2)
    assert [_state_in(m, no, for_a_while, default="handoff") for m in (2, 4, 6)] == [
        "refused", "open", "refused",
    ]  # fmt: skip
    yes = _decision(starts=JANUARY, hour=1)
    not_now = _decision("refused", starts=MARCH, ends=JUNE, hour=2)
    assert [_state_in(month, yes, not_now) for month in (2, 4, 6)] == ["open", "refused", "open"]


def test_a_yes_of_before_replaces_nothing_that_began_after_it():
    since_june = _decision(starts=JUNE, hour=1)
    written_late = _decision(starts=JANUARY, ends=MARCH, hour=2, receivers=NOORD)
    assert _state_in(7, since_june, written_late) == "open"


@pytest.fixture
def in_view(anja, maria):
    return lambda: queries.records_in_view(viewer=anja.viewer, person_id=maria.pk)


def _record(anja, source, key="maria", **fields):
    given = {"kind": "consent", "decision": "given", "starts_on": TODAY, "evidence": "told"}
    return actions.record_ground(
        viewer=anja.viewer, record_ref=record_of(source, key).ref, **given | fields
    )


def test_without_a_ground_a_copy_is_closed(in_view):
    assert in_view() == []


def test_consent_opens_a_copy_and_a_refusal_closes_it_at_the_next_request(anja, in_view, gp):
    _record(anja, gp)
    assert in_view() == [RecordInView(record_of(gp, "maria").pk, "consent")]
    _record(anja, gp, decision="refused")
    assert in_view() == []
    _record(anja, gp, kind="brought")
    assert in_view() == [RecordInView(record_of(gp, "maria").pk, "brought")]


def test_a_refusal_closes_a_source_that_is_open_for_all(anja, own, maria, in_view):
    take_in(own, row("c1"))
    assert [record.ground for record in in_view()] == ["own_record"]
    _record(anja, own, "c1", decision="refused")
    assert in_view() == []


def test_sensitive_facts_show_only_when_the_decision_says_so(anja, in_view, gp):
    _record(anja, gp, includes_sensitive=True)
    assert in_view()[0].may_show_sensitive
    _record(anja, gp, decision="refused", includes_sensitive=True)
    assert not Ground.objects.filter(decision="refused", includes_sensitive=True).exists()


def test_a_proposed_or_rejected_link_opens_nothing(anja, maria, hospital, proposal, in_view):
    _record(anja, hospital, "p1")
    assert in_view() == []
    RecordLink.objects.filter(pk=proposal.pk).update(state="rejected", needs_review=False)
    assert in_view() == []


def test_the_open_copies_of_a_person_cost_two_queries(
    anja, maria, in_view, django_assert_num_queries
):
    for n in range(6):
        take_in(add_source(f"s{n}", default_ground="consent"), row(f"r{n}"))
    viewer = anja.viewer
    with django_assert_num_queries(2):
        assert len(queries.records_in_view(viewer=viewer, person_id=maria.pk)) == 6


def test_a_source_whose_name_is_a_diagnosis_is_named_only_with_consent_for_the_sensitive(
    anja, maria
):
    ggz = add_source("ggz", "mental_health", title="GGZ Zwolle", default_ground="consent")
    take_in(ggz, row("z1"))

    def titles(shows_sensitive):
        found = queries.sources_of(
            viewer=anja.viewer, person_id=maria.pk, shows_sensitive=shows_sensitive
        )
        return [source.title for source in found]

    assert titles(False) == titles(True) == ["Huisartsenpraktijk De Linde"]
    _record(anja, ggz, "z1", includes_sensitive=True)
    assert titles(False) == ["Huisartsenpraktijk De Linde"]
    assert titles(True) == ["GGZ Zwolle", "Huisartsenpraktijk De Linde"]


def test_a_refused_source_is_listed_as_refused(anja, maria, gp):
    _record(anja, gp, decision="refused")
    (source,) = queries.sources_of(viewer=anja.viewer, person_id=maria.pk)
    assert (source.title, source.open.state, source.open.since) == (
        "Huisartsenpraktijk De Linde", "refused", TODAY,
    )  # fmt: skip


def test_a_decision_is_logged_with_its_record(anja, maria, gp, log):
    _record(anja, gp, decision="refused")
    (entry,) = log("ground")
    assert (entry.object_id, entry.action) == (maria.pk, "C")
    assert (entry.detail, entry.records) == ("refused consent", [record_of(gp, "maria").pk])


def test_a_decision_cannot_end_before_it_starts(anja, maria, gp):
    with pytest.raises(actions.GroundNotValid):
        _record(anja, gp, starts_on=TODAY, ends_on=YESTERDAY)


@pytest.mark.parametrize("name", ["carla", "bram", "noor", "xander"])
def test_others_record_no_decision(name, request, maria, gp):
    with pytest.raises(RecordNotFound):
        _record(request.getfixturevalue(name), gp)
    assert not Ground.objects.exists()


def test_an_intake_gives_a_first_ground_and_leaves_a_decision_alone(anja, maria, gp):
    take_in(gp, row("jan", own_name="Bakker", birth="1950-01-01", bsn="", bsn_state="absent"))
    _record(anja, gp, decision="refused")
    ids = [record_of(gp, "maria").pk, record_of(gp, "jan").pk]
    assert queries.closed_records(viewer=MACHINE, record_ids=ids) == set(ids)

    def give():
        return actions.set_default_grounds(
            viewer=MACHINE, record_ids=ids, kind="handoff", on=MACHINE.at.date(), evidence="intake"
        )

    assert (give(), give()) == (1, 0)
    assert queries.closed_records(viewer=MACHINE, record_ids=ids) == {ids[0]}
    with pytest.raises(RecordNotFound):
        actions.set_default_grounds(viewer=anja.viewer, record_ids=ids, kind="consent", on=TODAY)


def test_many_grounds_are_recorded_once(maria, gp):
    grounds = [
        GroundFields(source_key="maria", decision="refused", starts_on=TODAY),
        GroundFields(source_key="unknown", starts_on=TODAY),
    ]
    assert add_grounds(viewer=MACHINE, source_id=gp.pk, grounds=grounds) == 1
    assert add_grounds(viewer=MACHINE, source_id=gp.pk, grounds=grounds) == 0


def test_the_persons_of_records_are_found_at_once(maria, gp, proposal, hospital):
    ids = [record_of(gp, "maria").pk, record_of(hospital, "p1").pk, 0]
    assert queries.persons_of_records(viewer=MACHINE, record_ids=ids) == {
        ids[0]: maria.pk,
        ids[1]: person_of(hospital, "p1"),
    }
