# SPDX-License-Identifier: EUPL-1.2
"""Whom a call is about, and what was asked to be sure who calls."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.contact import rules
from nabij.contact.choices import IdentityCheck
from nabij.web.fields import TextField


class AboutForm(forms.Form):
    """Choose about whom; tick at least two of what was asked and right."""

    person = forms.ChoiceField(label=_("About whom is this call?"), widget=forms.RadioSelect)
    checked = forms.MultipleChoiceField(
        label=_("Asked, and right"),
        required=False,
        choices=IdentityCheck.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Two of the three."),
    )

    def __init__(self, *args: Any, persons: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].choices = persons  # type: ignore[attr-defined]
        if len(persons) == 1:
            self.initial["person"] = persons[0][0]

    def clean_checked(self) -> list[str]:
        given: list[str] = self.cleaned_data["checked"]
        if len(set(given)) < rules.ENOUGH_CHECKS:
            raise forms.ValidationError(str(_("Ask two of the three, and tick what was right.")))
        return given


class SpeakerForm(forms.Form):
    """Who is on the phone for an organisation that calls about none of our clients."""

    organisation = TextField(max_length=16, widget=forms.HiddenInput)
    speaker = TextField(max_length=16)
