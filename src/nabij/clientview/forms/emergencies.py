# SPDX-License-Identifier: EUPL-1.2
"""What a colleague states before the emergency button opens anything."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.access.actions import EmergencyFields, HalfAStatement, ReasonTooShort
from nabij.access.rules import says_why
from nabij.web.fields import box

LONGEST = 400


class EmergencyForm(forms.Form):
    """The reason, and for what the client shut two statements more, with a reason of their own."""

    key = forms.SlugField(min_length=16, max_length=32, widget=forms.HiddenInput)
    reason = box(
        _("What is the matter?"),
        LONGEST,
        help_text=_("Why you must look now. The privacy officer reads it."),
    )
    cannot_decide = forms.BooleanField(
        label=_("The client cannot decide at this moment"), required=False
    )
    harm_threatens = forms.BooleanField(
        label=_("Serious harm threatens if I cannot look"), required=False
    )
    shut_reason = box(
        _("Why is what the client shut needed too?"),
        LONGEST,
        required=False,
        help_text=_("Only if you ticked both."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("reason") and not says_why(given["reason"]):
            self.add_error("reason", str(ReasonTooShort()))
        stated = (given.get("cannot_decide"), given.get("harm_threatens"))
        if any(stated) and not all(stated):
            missing = "harm_threatens" if stated[0] else "cannot_decide"
            self.add_error(missing, str(HalfAStatement()))
        elif all(stated) and not says_why(given.get("shut_reason") or ""):
            self.add_error("shut_reason", str(ReasonTooShort()))
        return given

    def fields_given(self) -> EmergencyFields:
        """Return what was stated; for a valid form."""
        given = self.cleaned_data
        return EmergencyFields(
            entry_key=given["key"],
            reason=given["reason"],
            cannot_decide=given["cannot_decide"],
            harm_threatens=given["harm_threatens"],
            shut_reason=given["shut_reason"],
        )
