# SPDX-License-Identifier: EUPL-1.2
"""Bring together what two colleagues typed in the same form, so that nothing is lost.

Each field carries its value of when the form was opened (`show_hidden_initial`). A field that only
the other changed takes the other's value; one that both changed keeps what was typed here and is
named, for a person to judge.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from nabij.core.errors import DomainError


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field that a colleague changed meanwhile; `is_conflict` when it was changed here too.

    `was` is what it was when the form was opened.
    """

    name: str
    label: str
    was: str
    theirs: str
    ours: str
    is_conflict: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What came of a form: written, or to be shown again with what is wrong or differs.

    Written with differences, what a colleague changed in other fields is kept too.
    """

    form: forms.Form
    is_saved: bool = False
    differences: list[Difference] = field(default_factory=list)
    error: DomainError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Editing:
    """A row as it is now, to be changed by a form with a hidden `version`.

    Args:
        id: its key.
        now: the initial values of the form.
        form: makes the form, bound to data or not.
        write: saves a valid form over a version.
        meanwhile: what `write` raises when the row is of another version by now.
    """

    id: int
    now: Mapping[str, Any]
    form: Callable[[QueryDict | None], forms.Form]
    write: Callable[[Any, int], object]
    meanwhile: type[DomainError]

    def save(self, data: QueryDict) -> Saved:
        """Write what was typed. What a colleague changed meanwhile in other fields stays.

        In the same field both are shown, and nothing is written until a person has looked.
        """
        form = self.form(data or None)
        if not form.is_valid():
            return Saved(form=form)
        try:
            return self._written(form, form.cleaned_data["version"] or 0)
        except self.meanwhile as meanwhile:
            error = meanwhile
        together, differences = merge(form, dict(self.now))
        together["version"] = str(self.now["version"])
        form = self.form(together)
        if not any(one.is_conflict for one in differences) and form.is_valid():
            try:
                return self._written(form, self.now["version"], differences)
            except self.meanwhile as once_more:
                error = once_more
        return Saved(form=form, differences=differences, error=error)

    def change(self, name: str, sent: Mapping[str, str]) -> Saved:
        """Write one field of the form, the rest as it is.

        `sent` has the field, what it was when it was opened (`initial-…`), and the version.
        Without the field nothing was sent.
        """
        if name not in sent:
            return Saved(form=self.form(None))
        data = QueryDict(mutable=True)
        for bound in self.form(None):
            text = as_sent(bound.field.prepare_value(self.now.get(bound.name)))
            data[bound.html_initial_name] = text
            if text or not isinstance(bound.field, forms.BooleanField):
                data[bound.html_name] = text
        for key in (name, f"initial-{name}", "version"):
            data[key] = sent.get(key, "")
        return self.save(data)

    def _written(
        self, form: forms.Form, version: int, differences: list[Difference] | None = None
    ) -> Saved:
        try:
            self.write(form, version)
        except self.meanwhile:
            raise
        except DomainError as error:
            form.add_error(None, str(error))
            return Saved(form=form)
        return Saved(form=form, is_saved=True, differences=differences or [])


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
        opened = as_sent(form.data.get(opened_name))
        ours = as_sent(form.data.get(name))
        theirs = as_sent(bound.field.prepare_value(current.get(bound.name)))
        if theirs == opened:
            continue
        is_conflict = ours not in {opened, theirs}
        if not is_conflict:
            data[name] = theirs
        data[opened_name] = theirs
        differences.append(
            Difference(
                name=bound.name,
                label=str(bound.label),
                was=_shown(bound, opened),
                theirs=_shown(bound, theirs),
                ours=_shown(bound, ours),
                is_conflict=is_conflict,
            )
        )
    return data, differences


def as_sent(value: Any) -> str:
    """Return a value as a form sends it; an unticked box sends nothing."""
    if value is None or value is False or value == "False":
        return ""
    return "on" if value is True or value == "True" else str(value).strip()


def _shown(bound: forms.BoundField, text: str) -> str:
    if isinstance(bound.field, forms.BooleanField):
        return _("yes") if text else _("no")
    choices = {str(value): label for value, label in getattr(bound.field, "choices", ())}
    return str(choices.get(text, text))
