# SPDX-License-Identifier: EUPL-1.2
"""Bring together what two colleagues typed in the same form, so that nothing is lost.

Each field carries its value of when the form was opened (`show_hidden_initial`). A field that only
the other changed takes the other's value; one that both changed keeps what was typed here and is
named, for a person to judge.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field that a colleague changed meanwhile; `is_conflict` when it was changed here too."""

    label: str
    theirs: str
    ours: str
    is_conflict: bool


def merge(form: forms.Form, current: dict[str, Any]) -> tuple[QueryDict, list[Difference]]:
    """Return data to show again, and what the colleague changed.

    Args:
        form: what was sent, bound.
        current: the initial values of the form as they are now.
    """
    data = QueryDict(mutable=True)
    data.update(form.data.items())
    differences = []
    for bound in form:
        if not bound.field.show_hidden_initial:
            continue
        name, opened_name = bound.html_name, bound.html_initial_name
        opened = _text(form.data.get(opened_name))
        ours = _text(form.data.get(name))
        theirs = _text(bound.field.prepare_value(current.get(bound.name)))
        if theirs == opened:
            continue
        is_conflict = ours not in {opened, theirs}
        if not is_conflict:
            data[name] = theirs
        data[opened_name] = theirs
        differences.append(
            Difference(
                label=str(bound.label),
                theirs=_shown(bound, theirs),
                ours=_shown(bound, ours),
                is_conflict=is_conflict,
            )
        )
    return data, differences


def _text(value: Any) -> str:
    """Return a value as a form sends it; an unticked box sends nothing."""
    if value is None or value is False or value == "False":
        return ""
    return "on" if value is True or value == "True" else str(value).strip()


def _shown(bound: forms.BoundField, text: str) -> str:
    if isinstance(bound.field, forms.BooleanField):
        return _("yes") if text else _("no")
    choices = {str(value): label for value, label in getattr(bound.field, "choices", ())}
    return str(choices.get(text, text))
