# SPDX-License-Identifier: EUPL-1.2
"""The form by which a calendar file comes in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.contact.rules import ical
from nabij.contact.rules.ical import CalendarEvent, CalendarNotUnderstood

FAULTS = {
    "no-calendar": _("This is no calendar file. Choose a file that ends in .ics."),
    "too-many": _("More than 500 appointments stand in this file. Export a shorter period."),
    "no-moment": _("“%(title)s” has no day and time that nabij understands. Nothing is taken in."),
    "rule": _("“%(title)s” repeats in a way that nabij does not know. Nothing is taken in."),
    "extra-days": _("“%(title)s” has extra days beside its repeating. Nothing is taken in."),
    "no-name": _("“%(title)s” has no name of its own (UID) in this file. Nothing is taken in."),
}


class CalendarFileForm(forms.Form):
    """A calendar file; `events` is what stands in it."""

    file = forms.FileField(
        label=_("Calendar file (.ics)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,text/calendar"}),
        error_messages={
            "required": _("Choose a calendar file."),
            "empty": _("This file is empty. Choose another."),
        },
    )
    events: list[CalendarEvent]

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > ical.MOST_BYTES:
            fault = _("This file is larger than 1 MB. Export a shorter period.")
            raise forms.ValidationError(str(fault))
        try:
            self.events = ical.read(given.read())
        except CalendarNotUnderstood as error:
            raise forms.ValidationError(
                str(FAULTS[error.reason] % {"title": error.title})
            ) from error
        return given
