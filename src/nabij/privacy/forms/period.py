# SPDX-License-Identifier: EUPL-1.2
"""The period over which the log is read."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.core.dates import end_of_day, start_of_day

DAYS_SHOWN = timedelta(days=30)
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
LONGEST = timedelta(days=366)


class PeriodForm(forms.Form):
    """From and until, both days included; empty means the last thirty days."""

    since = forms.DateField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    until = forms.DateField(
        label=_("Up to and including"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, today: date, longest: timedelta | None = None
    ) -> None:
        super().__init__(data, initial={"since": today - DAYS_SHOWN, "until": today})
        self.today, self.longest = today, longest

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        # The day after the last one is asked for as well, and so is another time zone.
        until = min(given.get("until") or self.today, LAST_DAY)
        since = max(given.get("since") or until - DAYS_SHOWN, FIRST_DAY)
        if since > until:
            self.add_error("until", _("This day lies before the first day."))
        elif self.longest and until - since > self.longest:
            self.add_error("since", _("Choose a period of a year at most."))
        return {"since": since, "until": until}

    def period(self) -> tuple[datetime, datetime]:
        """Return the moments between which the chosen days lie; the last thirty if not valid."""
        if self.is_valid():
            since, until = self.cleaned_data["since"], self.cleaned_data["until"]
        else:
            since, until = self.today - DAYS_SHOWN, self.today
        return start_of_day(since), end_of_day(until)
