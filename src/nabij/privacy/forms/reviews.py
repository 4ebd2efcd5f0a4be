# SPDX-License-Identifier: EUPL-1.2
"""Ask a colleague, answer, and give a verdict."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.privacy.choices.reviews import Verdict
from nabij.web.fields import TextField

VERDICTS = [(one.value, one.label) for one in Verdict if one]


def _text(label: Any, length: int, **options: Any) -> TextField:
    widget = forms.Textarea(attrs={"rows": 2, "autocomplete": "off"})
    return TextField(label=label, max_length=length, widget=widget, **options)


class QuestionForm(forms.Form):
    """What the officer asks the colleague."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    question = _text(_("What do you want to know?"), 400)


class AnswerForm(forms.Form):
    """What the colleague says."""

    answer = _text(
        _("Why did you look?"), 800, help_text=_("Nothing about health: what you did, and why.")
    )


class VerdictForm(forms.Form):
    """The verdict and why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(label=_("Verdict"), choices=VERDICTS, widget=forms.RadioSelect)
    reason = _text(_("Reason"), 400)
