# SPDX-License-Identifier: EUPL-1.2
"""The fields with which an administrator helps a colleague."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.access.choices import ResetReason
from nabij.web.fields import TextField


class FindForm(forms.Form):
    text = TextField(
        label=_("Name or e-mail address of a colleague"),
        min_length=2,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class ResetFactorsForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why is it reset?"), choices=ResetReason, widget=forms.RadioSelect
    )
