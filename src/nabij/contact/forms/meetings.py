# SPDX-License-Identifier: EUPL-1.2
"""The forms of a meeting: its minutes, a decision, something to do."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.contact.choices import Attendance, MeetingTemplate, TaskKind
from nabij.contact.forms.fields import text_box
from nabij.contact.models import MeetingText
from nabij.contact.queries import MeetingInView
from nabij.contact.types import TaskFields
from nabij.core.refs import is_ref, new_ref
from nabij.core.viewer import Viewer
from nabij.web.fields import DayField, TextField

USUAL_ACTION = timedelta(days=7)


class TemplateForm(forms.Form):
    """With what a meeting begins."""

    template = forms.ChoiceField(label=_("Kind of meeting"), choices=MeetingTemplate.choices)


class MinutesForm(forms.Form):
    """Agenda, minutes, and for everybody who was asked whether they came."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    agenda = text_box(_("Agenda"), rows=6, longest=5_000, required=False)
    text = text_box(_("Minutes of the meeting"), rows=12, required=False)

    def __init__(self, sent: Any, *, found: MeetingInView, text: MeetingText | None = None) -> None:
        super().__init__(sent)
        for attendee in found.attendees:
            self.fields[attendee.code] = forms.ChoiceField(
                label=attendee.name, required=False, choices=[("", "—"), *Attendance.choices]
            )
        self.codes = [attendee.code for attendee in found.attendees]
        self.initial = {attendee.code: attendee.state for attendee in found.attendees} | {
            "version": found.version,
            "agenda": text.agenda if text else "",
            "text": text.text if text else "",
        }

    def send_again(self, *, version: int) -> None:
        """Fill in what was sent once more, for the version that stands now."""
        sent: Any = self.data
        again = sent.copy()
        again["version"] = str(version)
        self.data = again

    @property
    def attendance(self) -> dict[str, str]:
        """Return who came, by the code of an attendee."""
        return {code: self.cleaned_data[code] for code in self.codes}

    @property
    def attendance_fields(self) -> list[Any]:
        """Return the fields of everybody who was asked."""
        return [self[code] for code in self.codes]


class DecisionForm(forms.Form):
    """One decision."""

    entry_key = TextField(max_length=16, required=False, widget=forms.HiddenInput)
    decision = text_box(_("What was decided?"), rows=2)

    def __init__(self, sent: Any = None) -> None:
        super().__init__(sent, initial={"entry_key": new_ref()}, auto_id="decision_%s")

    @property
    def entered(self) -> str:
        """Return the key made with the form."""
        return _key(self.cleaned_data["entry_key"])


class ActionForm(forms.Form):
    """Something that somebody does: it becomes a task."""

    entry_key = TextField(max_length=16, required=False, widget=forms.HiddenInput)
    action = text_box(_("What is to be done?"), rows=2)
    owner = forms.TypedChoiceField(label=_("Who does it"), coerce=int)
    due_on = DayField(label=_("Due by"), may_be_future=True)
    about = forms.ChoiceField(label=_("About whom"), required=False)

    def __init__(self, sent: Any = None, *, viewer: Viewer, found: MeetingInView) -> None:
        today, colleagues = localdate(viewer.at), found.appointment.colleagues
        going = {pk for pk, _name in colleagues}
        initial = {
            "entry_key": new_ref(),
            "owner": viewer.user_id if viewer.user_id in going else None,
            "due_on": today + USUAL_ACTION,
        }
        super().__init__(sent, initial=initial, auto_id="action_%s")
        chosen: Any = self.fields
        chosen["due_on"].today = today
        chosen["owner"].choices = list(colleagues)
        parties = [(card.ref, card.name) for card in found.appointment.parties]
        chosen["about"].choices = parties
        if not parties:
            del self.fields["about"]

    @property
    def entered(self) -> str:
        """Return the key made with the form."""
        return _key(self.cleaned_data["entry_key"])

    def task(self) -> TaskFields:
        """Return what was filled in."""
        given = self.cleaned_data
        return TaskFields(
            kind=TaskKind.TASK,
            text=given["action"],
            due_on=given["due_on"],
            owner_id=given["owner"],
        )


def _key(given: str) -> str:
    return given if is_ref(given) else new_ref()
