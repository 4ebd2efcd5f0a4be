# SPDX-License-Identifier: EUPL-1.2
"""What two colleagues typed in one form comes together field by field."""

import pytest
from django import forms
from django.http import QueryDict

from nabij.web.merging import merge


class Form(forms.Form):
    name = forms.CharField(show_hidden_initial=True)
    is_shown = forms.BooleanField(required=False, show_hidden_initial=True)
    unit = forms.TypedChoiceField(
        choices=[("", "-"), (1, "One"), (2, "Two")], show_hidden_initial=True
    )
    note = forms.CharField(required=False)


OPENED = {"initial-name": "Anna", "initial-is_shown": "False", "initial-unit": "1", "note": "x"}
MINE = {"name": "Anna", "unit": "1", **OPENED}
NOW = {"name": "Anna", "is_shown": False, "unit": 1}


def merged(mine, now):
    data = QueryDict(mutable=True)
    data.update(mine)
    result, differences = merge(Form(data), now)
    return result.dict(), {d.label: d for d in differences}


def test_what_nobody_changed_is_no_difference():
    assert merged(MINE, NOW) == (MINE, {})


@pytest.mark.parametrize(
    ("field", "theirs", "sent", "shown"),
    [("name", "Annie", "Annie", "Annie"), ("unit", 2, "2", "Two"), ("is_shown", True, "on", None)],
)
def test_what_only_the_other_changed_is_taken_over(field, theirs, sent, shown):
    data, differences = merged(MINE, {**NOW, field: theirs})

    assert data[field] == data[f"initial-{field}"] == sent
    [difference] = differences.values()
    assert not difference.is_conflict
    assert difference.theirs == shown or (shown is None and difference.theirs)


def test_what_only_i_changed_stays():
    data, differences = merged({**MINE, "name": "Ans", "note": "y"}, NOW)

    assert (data["name"], data["note"], differences) == ("Ans", "y", {})


def test_what_both_changed_stays_as_i_typed_it_and_is_named():
    data, differences = merged({**MINE, "name": "Ans"}, {**NOW, "name": "Annie"})

    assert data["name"] == "Ans"
    assert differences["Name"].is_conflict
    assert (differences["Name"].ours, differences["Name"].theirs) == ("Ans", "Annie")


def test_the_same_change_by_both_is_no_conflict():
    data, differences = merged({**MINE, "name": "Ans"}, {**NOW, "name": "Ans"})

    assert data["name"] == "Ans"
    assert not differences["Name"].is_conflict


def test_unticking_a_box_is_a_change_too():
    data, _differences = merged(
        {**MINE, "is_shown": "on", "initial-is_shown": "True"}, {**NOW, "is_shown": False}
    )

    assert data["is_shown"] == ""
