# SPDX-License-Identifier: EUPL-1.2
"""The forms of tasks: give one, say how a call went, hand over, close."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.contact.choices import AttemptOutcome, Priority, Recurrence, TaskEnd, TaskKind
from nabij.contact.forms.fields import TimeField, text_box, window_fault
from nabij.contact.forms.follow_ups import MYSELF
from nabij.contact.types import Around, TaskFields
from nabij.core.refs import is_ref, new_ref
from nabij.core.viewer import Viewer
from nabij.web.fields import DayField, PhoneField, TextField, colleague_field, line

GIVEN_KINDS = [
    (kind.value, kind.label) for kind in (TaskKind.TASK, TaskKind.CALL_BACK, TaskKind.PROMISE)
]
NO_COLLEAGUE = _("Nobody signs in with this address.")


class TaskForm(forms.Form):
    """A task, call-back or promise: what, by when, and who does it."""

    entry_key = TextField(max_length=16, required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=GIVEN_KINDS)
    text = text_box(_("What is to be done?"))
    due_on = DayField(label=_("Due by"), may_be_future=True)
    priority = forms.TypedChoiceField(label=_("Priority"), coerce=int, choices=Priority.choices)
    whose = forms.ChoiceField(label=_("Who does it"))
    colleague = colleague_field()
    remind_on = DayField(label=_("Remind me on"), required=False, may_be_future=True)
    recurrence = forms.ChoiceField(
        label=_("Repeats"), required=False, choices=[("", _("no")), *Recurrence.choices]
    )
    counterpart = forms.ChoiceField(label=_("Whom to ring"), required=False)
    phone = PhoneField(label=_("Phone number"), required=False)
    window_from = TimeField(label=_("Between"), required=False)
    window_until = TimeField(label=_("And"), required=False)
    may_tell = line(_("Who may be told what"), 300)

    def __init__(
        self,
        *args: Any,
        viewer: Viewer,
        around: Around,
        teams: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        today, chosen = localdate(viewer.at), self.fields
        for name in ("due_on", "remind_on"):
            chosen[name].today = today  # type: ignore[attr-defined]
        chosen["whose"].choices = [(MYSELF, _("I do")), *teams]  # type: ignore[attr-defined]
        speakers = [(card.ref, card.name) for card in around.to_ring]
        chosen["counterpart"].choices = [("", "—"), *speakers]  # type: ignore[attr-defined]
        self.initial = {
            "entry_key": new_ref(),
            "due_on": today,
            "priority": Priority.NORMAL,
            "whose": MYSELF,
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if fault := window_fault(given.get("window_from"), given.get("window_until")):
            self.add_error("window_until", fault)
        if given.get("kind") == TaskKind.CALL_BACK and not given.get("counterpart"):
            self.add_error("counterpart", str(_("Choose who is to be rung.")))
        return given

    @property
    def entered(self) -> str:
        """Return the key made with the form."""
        return _key(self.cleaned_data["entry_key"])

    def task(self, *, owner_id: int | None, unit_id: int | None) -> TaskFields:
        """Return what was filled in, for who does it."""
        given = self.cleaned_data
        names = (
            "kind", "text", "due_on", "priority", "remind_on", "recurrence", "counterpart",
            "phone", "window_from", "window_until", "may_tell",
        )  # fmt: skip
        return TaskFields(
            owner_id=owner_id, unit_id=unit_id, **{name: given[name] for name in names}
        )


class AttemptForm(forms.Form):
    """How a call went."""

    entry_key = TextField(max_length=16, required=False, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label=_("How did it go?"), choices=AttemptOutcome.choices)

    def __init__(self, sent: Any = None) -> None:
        super().__init__(sent, initial={"entry_key": new_ref()})

    @property
    def entered(self) -> str:
        """Return the key made with the form."""
        return _key(self.cleaned_data["entry_key"])


# What a colleague chooses from; that somebody died is recorded apart.
ENDS = [(end.value, end.label) for end in (TaskEnd.DONE, TaskEnd.CANCELLED)]


class EndForm(forms.Form):
    """How a task ends."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    end = forms.ChoiceField(choices=ENDS)


class HandOverForm(forms.Form):
    """Which team or colleague takes a task over."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    whose = forms.ChoiceField(label=_("Team"), required=False)
    colleague = colleague_field()

    def __init__(self, *args: Any, teams: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["whose"].choices = [("", "—"), *teams]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "colleague" in given and bool(given.get("whose")) == bool(given["colleague"]):
            self.add_error("whose", str(_("Choose a team or fill in one colleague.")))
        return given


def _key(given: str) -> str:
    return given if is_ref(given) else new_ref()
