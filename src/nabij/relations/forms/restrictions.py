# SPDX-License-Identifier: EUPL-1.2
"""On what ground something restricted is read all the same."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.relations.choices.restrictions import UseGround


class UseForm(forms.Form):
    """The ground, which stands in the log with the look."""

    ground = forms.ChoiceField(
        label=_("Why do you need to read it?"), choices=[("", _("choose")), *UseGround.choices]
    )
