# SPDX-License-Identifier: EUPL-1.2
"""Whose number it is that rings: of those whom the viewer sees, by what holds today."""

from nabij.relations.models import ContactPoint
from nabij.relations.queries.callers import MOST_CALLERS, callers
from nabij.relations.tests.test_merges import merged

NUMBER = "+31699999999"


def names(colleague):
    return [caller.card.name for caller in callers(viewer=colleague.viewer, number=NUMBER)]


def test_a_number_that_a_merge_left_out_identifies_nobody(anja, anna, record, noord):
    annie = record(call_name="Annie", own_name="Berg", unit=noord, phones=[NUMBER])
    assert names(anja) == [annie.name]
    point = ContactPoint.objects.get(party=annie)
    merged(anja, anna, annie, chosen=["name"], without=[point.pk])
    assert names(anja) == []


def test_those_whom_the_viewer_does_not_see_take_no_place(anja, record, noord, zuid):
    for number in range(MOST_CALLERS):
        record(call_name=f"Zoë {number}", own_name="Zand", unit=zuid, phones=[NUMBER])
    seen = [
        record(call_name=name, own_name=name, unit=noord, phones=[NUMBER])
        for name in ("Bea", "Aal")
    ]
    assert names(anja) == [seen[1].name, seen[0].name]
