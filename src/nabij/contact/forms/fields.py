# SPDX-License-Identifier: EUPL-1.2
"""Fields that the forms of contact share."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.contact.models.texts import LONGEST_TEXT
from nabij.web.fields import TextField, box

DAY_MINUTES = 24 * 60


def minutes_field(label: Any) -> forms.IntegerField:
    """Return a field for how many minutes something took, of a day at most."""
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=DAY_MINUTES, widget=widget
    )


class TimeField(forms.TimeField):
    """A time of day: `14:05`, `14.05` or `1405`."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"})

    def __init__(self, **options: Any) -> None:
        formats = ["%H:%M", "%H.%M", "%H%M"]
        messages = {"invalid": _("Write the time like 14:05.")}
        super().__init__(input_formats=formats, error_messages=messages, **options)


def text_box(
    label: Any, *, rows: int = 3, longest: int = LONGEST_TEXT, **options: Any
) -> TextField:
    """Return a box for a text of some lines."""
    return box(label, longest, rows=rows, **options)


def window_fault(since: time | None, until: time | None) -> str:
    """Return what is wrong with two times that belong together, '' for nothing."""
    if (since is None) != (until is None):
        return str(_("Fill in both times, or neither."))
    if since and until and until <= since:
        return str(_("This is before the other time."))
    return ""
