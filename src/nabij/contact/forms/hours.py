# SPDX-License-Identifier: EUPL-1.2
"""Which hours are asked for."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nabij.contact.queries.hours import ACCOUNT, CLIENT, COLLEAGUE
from nabij.web.fields import DayField

LABELS = {
    CLIENT: pgettext_lazy("hours", "by client"),
    ACCOUNT: pgettext_lazy("hours", "by account"),
    COLLEAGUE: pgettext_lazy("hours", "by colleague"),
}
LONGEST = timedelta(days=366 * 2)


class HoursForm(forms.Form):
    """A period and by what to count; without anything it is this month."""

    since = DayField(label=_("From"), may_be_future=True)
    until = DayField(label=_("Until and including"), may_be_future=True)
    by = forms.ChoiceField(label=_("Counted"))

    def __init__(self, sent: Any, *, today: date, ways: list[str]) -> None:
        first = today.replace(day=1)
        usual = {"since": f"{first:%-d-%-m-%Y}", "until": f"{today:%-d-%-m-%Y}", "by": ways[0]}
        super().__init__({name: sent.get(name) or value for name, value in usual.items()})
        chosen: Any = self.fields
        chosen["since"].today = chosen["until"].today = today
        chosen["by"].choices = [(way, LABELS[way]) for way in ways]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and not timedelta() <= until - since <= LONGEST:
            self.add_error("until", str(_("Choose a period of at most two years.")))
        return given
