# SPDX-License-Identifier: EUPL-1.2
"""What a client says is not right about a line of their log."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.web.fields import box


class ObjectionForm(forms.Form):
    """Which line, and what is not right about it."""

    entry = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    what = box(_("What is not right?"), 1000)
