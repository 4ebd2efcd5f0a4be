# SPDX-License-Identifier: EUPL-1.2
"""The forms of the person page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.access.choices import Caller


class CallForm(forms.Form):
    """Who is on the phone: that gives a way in for an hour, to this colleague only."""

    caller = forms.ChoiceField(
        label=_("Who calls?"), choices=[("", _("Choose who calls")), *Caller.choices]
    )
