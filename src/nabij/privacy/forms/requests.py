# SPDX-License-Identifier: EUPL-1.2
"""What a person asks, and what is decided on it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.core.refs import new_ref
from nabij.core.viewer import Viewer
from nabij.privacy.actions.requests import RequestFields
from nabij.privacy.choices.requests import (
    BY_NAME,
    Asker,
    Decision,
    Ground,
    IdentityCheck,
    RequestKind,
)
from nabij.privacy.queries.requests import OnRecord
from nabij.web.fields import TextField


class RequestForm(forms.Form):
    """Who asks what, and since when the clock runs."""

    kind = forms.ChoiceField(label=_("What is asked?"), choices=RequestKind.choices)
    asker = forms.ChoiceField(label=_("Who asks?"))
    asker_name = TextField(
        label=_("Name of who asks"),
        required=False,
        max_length=120,
        help_text=_("Only when somebody else asks."),
    )
    authority = TextField(
        label=_("By what right do they ask, and who checked that?"),
        required=False,
        max_length=300,
        help_text=_("Only when somebody else asks, who is not on record."),
    )
    identity = forms.ChoiceField(
        label=_("How do we know who asks?"),
        required=False,
        choices=[("", _("not checked yet")), *IdentityCheck.choices],
    )
    received_on = forms.DateField(
        label=_("Came in on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("From this day on we have one month."),
    )
    text = TextField(
        label=_("In their words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    entry_key = TextField(max_length=16, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, viewer: Viewer, representatives: Sequence[OnRecord] = ()
    ) -> None:
        initial = {
            "received_on": localdate(viewer.at),
            "entry_key": new_ref(),
            "asker": Asker.PERSON,
        }
        super().__init__(data, initial=initial)
        self.representatives = representatives
        chosen: Any = self.fields
        chosen["asker"].choices = [
            (Asker.PERSON, Asker.PERSON.label),
            *_choices(representatives),
            *((one, one.label) for one in BY_NAME),
        ]

    def fields_given(self) -> RequestFields:
        """Return what was filled in."""
        given = self.cleaned_data
        asker_id = _chosen(self.representatives, given["asker"])
        return RequestFields(
            kind=given["kind"],
            asker=given["asker"] if asker_id is None else Asker.REPRESENTATIVE,
            asker_name=given["asker_name"].strip(),
            asker_id=asker_id,
            authority=given["authority"].strip(),
            identity=given["identity"],
            received_on=given["received_on"],
            text=given["text"].strip(),
        )


class ExtensionForm(forms.Form):
    """Why it takes longer."""

    reason = TextField(label=_("Why does it take longer?"), max_length=300)


class DecisionForm(forms.Form):
    """What is decided, on what ground, and why; who asks where that is somebody else."""

    asker = forms.ChoiceField(
        label=_("Who asks, on record"),
        required=False,
        help_text=_("Nothing is granted to somebody whose right is not on record."),
    )
    identity = forms.ChoiceField(
        label=_("How do we know who asks?"),
        required=False,
        choices=[("", _("not checked yet")), *IdentityCheck.choices],
    )
    decision = forms.ChoiceField(
        label=_("Decision"), choices=[("", _("choose")), *Decision.choices]
    )
    ground = forms.ChoiceField(
        label=_("Ground"),
        required=False,
        choices=Ground.choices,
        help_text=_("Only when you refuse or keep something."),
    )
    explanation = TextField(
        label=_("Explanation for who asked"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        representatives: Sequence[OnRecord] = (),
        is_for_another: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.representatives = representatives
        chosen: Any = self.fields
        if not (is_for_another and representatives):
            del self.fields["asker"]
            return
        chosen["asker"].choices = [("", _("as it stands")), *_choices(representatives)]

    @property
    def asker_id(self) -> int | None:
        """Return the key of who was chosen, None for nobody."""
        return _chosen(self.representatives, self.cleaned_data.get("asker", ""))


def _choices(representatives: Sequence[OnRecord]) -> list[tuple[str, str]]:
    return [(one.card.ref, f"{one.card.name}: {one.sentence}") for one in representatives]


def _chosen(representatives: Sequence[OnRecord], ref: str) -> int | None:
    return next((one.card.id for one in representatives if one.card.ref == ref), None)
