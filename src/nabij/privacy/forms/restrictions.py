# SPDX-License-Identifier: EUPL-1.2
"""What a person does not want to be used, and that they were told that it is used again."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.core.refs import new_ref
from nabij.core.viewer import Viewer
from nabij.privacy.actions.requests import RequestFields
from nabij.privacy.choices.requests import Asker, RequestKind
from nabij.relations.choices.restrictions import RestrictionReason, ToldHow
from nabij.relations.types import Card, Restrictable
from nabij.web.fields import DayField, TextField, box

ALL_BUT_CARE = "no_care"


class RestrictForm(forms.Form):
    """What may not be used, why, since when and who asks it; `what` only where it is not given.

    `copies` are the copies of other providers to choose from, by the key of their record.
    """

    what = forms.ChoiceField(label=_("What may not be used?"), required=False)
    reason = forms.ChoiceField(
        label=_("Why not?"), choices=[("", _("choose")), *RestrictionReason.choices]
    )
    said_by = forms.ChoiceField(label=_("Who asks?"), required=False)
    received_on = DayField(label=_("Asked on"))
    text = box(_("In their words"), 1000, required=False)
    entry_key = TextField(max_length=16, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        viewer: Viewer,
        speakers: Sequence[Card],
        copies: dict[int, str] | None = None,
    ) -> None:
        on = localdate(viewer.at)
        super().__init__(data, initial={"received_on": on, "entry_key": new_ref()})
        self.speakers = speakers
        chosen: Any = self.fields
        chosen["said_by"].choices = [("", _("the client")), *((s.ref, s.name) for s in speakers)]
        chosen["received_on"].today = on
        if copies is None:
            del self.fields["what"]
            return
        chosen["what"].required = True
        chosen["what"].choices = [
            ("", _("choose")),
            (ALL_BUT_CARE, _("everything that is no care: mail, lists, files")),
            *(
                (str(key), _("everything of %(source)s") % {"source": title})
                for key, title in copies.items()
            ),
        ]

    def thing(self) -> Restrictable:
        """Return what was chosen: a copy, or all that is no care."""
        what = self.cleaned_data.get("what", "")
        return Restrictable(record_id=int(what) if what.isdigit() else None)

    def fields_given(self) -> RequestFields:
        """Return what is asked, by whom."""
        given = self.cleaned_data
        by = next((card for card in self.speakers if card.ref == given["said_by"]), None)
        return RequestFields(
            kind=RequestKind.RESTRICTION,
            asker=Asker.REPRESENTATIVE if by else Asker.PERSON,
            asker_id=by.id if by else None,
            received_on=given["received_on"],
            text=given["text"].strip(),
        )


class LiftForm(forms.Form):
    """On which day and how the person was told, before it is used again."""

    told_on = DayField(label=_("Told the person on"))
    told_how = forms.ChoiceField(label=_("How"), choices=[("", _("choose")), *ToldHow.choices])

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        super().__init__(data)
        chosen: Any = self.fields
        chosen["told_on"].today = localdate(viewer.at)
