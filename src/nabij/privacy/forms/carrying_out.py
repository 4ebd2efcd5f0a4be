# SPDX-License-Identifier: EUPL-1.2
"""What stays out of a copy, and what holds an erasure."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.privacy.choices.erasures import HoldGround
from nabij.web.fields import TextField


class RemarkForm(forms.Form):
    """Whether a remark that was made in confidence stays out, and why."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[("out", _("leave it out")), ("in", _("let it go along"))],
    )
    reason = TextField(label=_("Why"), max_length=300)


class HoldForm(forms.Form):
    """On what ground nothing may go."""

    ground = forms.ChoiceField(label=_("Ground"), choices=HoldGround.choices)
    reason = TextField(label=_("What holds it"), max_length=300)
