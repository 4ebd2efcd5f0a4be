# SPDX-License-Identifier: EUPL-1.2
"""The forms of a death: recording it, and opening the dossier afterwards as a case."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.access.choices import AfterDeathGround, DeathSource
from nabij.core.dates import PartialDate
from nabij.web.fields import DayField, PartialDateField, colleague_field, line

USUAL_CASE = timedelta(days=28)


class DeathForm(forms.Form):
    """When somebody died, how that is known, and whom relatives reach."""

    on = PartialDateField(
        label=_("Date of death"),
        required=False,
        help_text=_("As far as it is known: a day, a month or a year."),
    )
    source = forms.ChoiceField(label=_("How do we know?"), choices=DeathSource.choices)
    told = line(_("From whom, or where"), 200, required=True)
    contact = colleague_field(_("One colleague for the relatives"), required=True)
    is_sure = forms.BooleanField(label=_("I am sure that this is the right person"))

    def __init__(self, *args: Any, today: date, birth: PartialDate | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].today = today  # type: ignore[attr-defined]
        self.birth = birth

    def clean_on(self) -> PartialDate | None:
        """Refuse a death before the birth."""
        on: PartialDate | None = self.cleaned_data["on"]
        if on and self.birth and on.latest < self.birth.earliest:
            raise forms.ValidationError(str(_("This lies before the birth date.")))
        return on


class AfterDeathForm(forms.Form):
    """For whom the dossier opens, until when, on what ground, and who asks for it."""

    colleague = colleague_field(_("Colleague who looks"), required=True)
    ground = forms.ChoiceField(
        label=_("On what ground"), choices=AfterDeathGround.choices, widget=forms.RadioSelect
    )
    asked_by = line(_("Who asks for it"), 120, required=True)
    reason = line(_("Why"), 400, required=True)
    last_on = DayField(label=_("Last day"), may_be_future=True)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["last_on"].today = today  # type: ignore[attr-defined]
        if not self.is_bound:
            self.initial.setdefault("last_on", today + USUAL_CASE)

    def clean_last_on(self) -> date:
        """Refuse a day that has passed."""
        last_on: date = self.cleaned_data["last_on"]
        if last_on < self.today:
            raise forms.ValidationError(str(_("Choose a day that is still to come.")))
        return last_on
