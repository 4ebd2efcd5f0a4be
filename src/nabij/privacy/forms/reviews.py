# SPDX-License-Identifier: EUPL-1.2
"""Ask a colleague, answer, and give a verdict."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.privacy.choices.reviews import Verdict
from nabij.web.fields import box

VERDICTS = [(one.value, one.label) for one in Verdict if one]


class QuestionForm(forms.Form):
    """What the officer asks the colleague."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    question = box(_("What do you want to know?"), 400)


class AnswerForm(forms.Form):
    """What the colleague says."""

    answer = box(
        _("Why did you look?"), 800, help_text=_("Nothing about health: what you did, and why.")
    )


class VerdictForm(forms.Form):
    """The verdict and why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(label=_("Verdict"), choices=VERDICTS, widget=forms.RadioSelect)
    reason = box(_("Reason"), 400)
