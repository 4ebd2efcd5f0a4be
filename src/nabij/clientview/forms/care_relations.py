# SPDX-License-Identifier: EUPL-1.2
"""The forms by which a colleague records who cares for a client."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.access.choices import PLANNED_KINDS
from nabij.web.fields import DayField, colleague_field, line

USUAL_LENGTH = timedelta(days=91)


class CareRelationForm(forms.Form):
    """A team or a colleague who will care for a client, until when and why."""

    team = forms.ChoiceField(label=_("Team"), required=False)
    colleague = colleague_field()
    kind = forms.ChoiceField(label=_("Kind"), choices=PLANNED_KINDS)
    starts_on = DayField(label=_("First day"), may_be_future=True)
    last_on = DayField(
        label=_("Last day"),
        may_be_future=True,
        help_text=_("Within a year. Then somebody looks whether it still holds."),
    )
    reason = line(
        _("Reason"), 200, required=True, help_text=_("Not about health: who takes over what.")
    )

    def __init__(
        self, *args: Any, today: date, teams: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["team"].choices = [("", "—"), *teams]  # type: ignore[attr-defined]
        for name in ("starts_on", "last_on"):
            self.fields[name].today = today  # type: ignore[attr-defined]
        if not self.is_bound:
            self.initial.setdefault("starts_on", today)
            self.initial.setdefault("last_on", today + USUAL_LENGTH)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "colleague" in given and bool(given.get("team")) == bool(given["colleague"]):
            self.add_error("team", str(_("Choose a team or fill in one colleague.")))
        return given


class EndCareRelationForm(forms.Form):
    """From when a care relation no longer holds, and why."""

    relation = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    last_on = DayField(
        label=_("Last day"),
        required=False,
        may_be_future=True,
        help_text=_("Empty: it ends at once."),
    )
    reason = line(_("Reason"), 200, required=True)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["last_on"].today = today  # type: ignore[attr-defined]
