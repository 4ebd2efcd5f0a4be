# SPDX-License-Identifier: EUPL-1.2
"""Our controls are those of Django, made faster: the same HTML, whatever is typed."""

from datetime import date
from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.test.html import parse_html
from django.utils.safestring import mark_safe

from nabij.web.widgets import OURS, Renderer

HOSTILE = "\"><script>alert(1)</script>&'<"
FEW = [("", "—"), ("a", "A & B"), (HOSTILE, HOSTILE), (3, "three")]
GROUPED = [("North", [("n", "Nieuwleusen")]), (HOSTILE, [("z", mark_safe("<b>Zwolle</b>"))])]


class Everything(forms.Form):
    """Every kind of control that we make ourselves, with what they may be given."""

    text = forms.CharField(widget=forms.TextInput({"title": HOSTILE, "autofocus": True}))
    bare = forms.CharField(required=False, widget=forms.TextInput({"readonly": False}))
    number = forms.IntegerField(min_value=1, max_value=20_000)
    email = forms.EmailField()
    link = forms.URLField()
    password = forms.CharField(widget=forms.PasswordInput)
    hidden = forms.CharField(widget=forms.HiddenInput)
    day = forms.DateField()
    box = forms.BooleanField()
    long = forms.CharField(widget=forms.Textarea)
    one = forms.ChoiceField(choices=FEW)
    several = forms.MultipleChoiceField(choices=GROUPED, widget=forms.SelectMultiple)
    round = forms.ChoiceField(choices=FEW, widget=forms.RadioSelect({"class": "calm"}))
    boxes = forms.MultipleChoiceField(choices=GROUPED, widget=forms.CheckboxSelectMultiple)


GIVEN: tuple[dict[str, Any], ...] = (
    {},
    dict.fromkeys(Everything.base_fields, HOSTILE) | {"several": ["n"], "boxes": ["z", HOSTILE]},
    {
        "text": "\n  two\nlines ",
        "long": "\n  two\nlines ",
        "number": "9000",
        "box": "on",
        "one": "3",
    },
    {"day": date(2026, 3, 9), "one": "a", "round": "a", "text": mark_safe("<i>safe</i>")},
)


@pytest.mark.parametrize("given", GIVEN)
@pytest.mark.parametrize("is_bound", [True, False])
@pytest.mark.parametrize("name", Everything.base_fields)
def test_a_control_is_the_same_as_that_of_django(name, is_bound, given):
    options = {"data": given} if is_bound else {"initial": given}
    ours, theirs = (Everything(**options, renderer=one()) for one in (Renderer, TemplatesSetting))
    assert parse_html(str(ours[name])) == parse_html(str(theirs[name]))


def test_every_control_we_make_was_compared():
    made = {field.widget.template_name for field in Everything.base_fields.values()}
    assert made == set(OURS)
