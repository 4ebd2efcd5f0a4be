# SPDX-License-Identifier: EUPL-1.2
"""Contact instructions (at most three at a time) and the key safe."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from nabij.relations import actions, queries, rules
from nabij.relations.models import KeySafe

pytestmark = pytest.mark.django_db
D = date.fromisoformat


def instruct(colleague, person, starts="2026-01-01", ends="2030-01-01", text="laat lang overgaan"):
    return actions.set_contact_instruction(
        viewer=colleague.viewer, ref=person.ref, kind="hearing", text=text,
        starts_on=D(starts), ends_on=D(ends),
    )  # fmt: skip


def test_three_instructions_hold_and_a_fourth_is_refused(anja, anna):
    for _number in range(3):
        instruct(anja, anna)
    with pytest.raises(actions.TooManyInstructions):
        instruct(anja, anna)

    assert len(queries.person(viewer=anja.viewer, ref=anna.ref).instructions) == 3


def test_only_instructions_on_the_same_day_count(anja, anna):
    instruct(anja, anna)
    instruct(anja, anna)
    instruct(anja, anna, "2026-01-01", "2027-01-01")
    instruct(anja, anna, "2027-01-01", "2028-01-01")
    instruct(anja, anna, "2025-01-01", "2026-01-01")
    with pytest.raises(actions.TooManyInstructions):
        instruct(anja, anna, "2027-12-31", "2028-06-01")


def test_two_colleagues_at_once_do_not_make_a_fourth(anja, anna):
    """The person's row is locked while the others are counted."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        instruct(anja, anna)
    lock = next(n for n, q in enumerate(captured) if "FOR UPDATE" in q["sql"])
    count = next(
        n for n, q in enumerate(captured)
        if 'SELECT "relations_contactinstruction"' in q["sql"]
    )  # fmt: skip
    assert lock < count


def test_an_instruction_that_ended_no_longer_holds(anja, anna):
    row = instruct(anja, anna)
    actions.end_contact_instruction(viewer=anja.viewer, ref=row.ref, on=timezone.localdate())

    assert queries.person(viewer=anja.viewer, ref=anna.ref).instructions == ()


def test_an_instruction_has_to_hold_on_some_day(anja, anna):
    with pytest.raises(actions.InstructionEndsBeforeStart):
        instruct(anja, anna, "2026-01-01", "2026-01-01")


def test_another_unit_and_a_reading_role_instruct_nobody(carla, bram, anja, anna):
    with pytest.raises(queries.PartyNotFound):
        instruct(carla, anna)
    with pytest.raises(actions.MayNotRegister):
        instruct(bram, anna)
    row = instruct(anja, anna)
    with pytest.raises(queries.PartyNotFound):
        actions.end_contact_instruction(viewer=carla.viewer, ref=row.ref, on=timezone.localdate())


@given(
    st.lists(
        st.tuples(st.dates(date(2026, 1, 1), date(2026, 1, 20)), st.integers(0, 10)), max_size=8
    )
)
def test_the_most_at_once_is_what_counting_day_by_day_gives(periods):
    spans = [(start, start + timedelta(days=length)) for start, length in periods]
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(40)]
    counted = max(sum(start <= day < end for start, end in spans) for day in days)

    assert rules.most_at_once(spans) == counted


def test_a_key_safe_is_sealed_and_shown_to_who_cares_after_the_log(noor, anna, in_care, log):
    actions.set_key_safe(viewer=noor.viewer, ref=anna.ref, code=" 4711 ", place="links")

    row = KeySafe.objects.get(person=anna)
    assert b"4711" not in bytes(row.cipher)
    assert queries.person(viewer=noor.viewer, ref=anna.ref).key_safe_place == "links"
    assert actions.reveal_key_safe(viewer=noor.viewer, ref=anna.ref) == "4711"
    assert [line.action for line in log("key-safe")] == ["U", "R"]
    shown = log("key-safe")[-1]
    assert (shown.purpose, shown.checks, shown.categories) == ("TREAT", "TTFF", ["key-safe"])
    assert shown.way_in == shown.care_relation_protocol == f"care_relation {in_care.pk}"


def test_without_a_way_in_the_code_stays_sealed(anja, noor, carla, anna, in_care):
    actions.set_key_safe(viewer=noor.viewer, ref=anna.ref, code="4711")

    with pytest.raises(actions.NoWayIn):
        actions.reveal_key_safe(viewer=anja.viewer, ref=anna.ref)
    with pytest.raises(queries.PartyNotFound):
        actions.reveal_key_safe(viewer=carla.viewer, ref=anna.ref)


def test_an_empty_code_removes_the_key_safe(noor, anna, in_care):
    actions.set_key_safe(viewer=noor.viewer, ref=anna.ref, code="4711")
    actions.set_key_safe(viewer=noor.viewer, ref=anna.ref, code=" ")

    assert not queries.person(viewer=noor.viewer, ref=anna.ref).has_key_safe
    with pytest.raises(queries.PartyNotFound):
        actions.reveal_key_safe(viewer=noor.viewer, ref=anna.ref)
