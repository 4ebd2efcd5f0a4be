# SPDX-License-Identifier: EUPL-1.2
"""What is said of a colleague who stood in for a client."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.web.fields import TextField

BIGGEST = 2**63 - 1


class StandInForm(forms.Form):
    """Whether a standing in was right, for the client's team."""

    stand_in = forms.IntegerField(min_value=1, max_value=BIGGEST)
    verdict = forms.ChoiceField(choices=[("right", ""), ("wrong", "")])


class OutcomeForm(forms.Form):
    """What came of a standing in that was not right."""

    stand_in = forms.IntegerField(min_value=1, max_value=BIGGEST, widget=forms.HiddenInput)
    outcome = TextField(
        label=_("What came of it?"),
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write down what came of it.")},
    )
