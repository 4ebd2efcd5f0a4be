# SPDX-License-Identifier: EUPL-1.2
"""The forms by which a colleague records who stands for a client,
and what the client can decide."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.access.actions import RepresentationFields
from nabij.access.choices import (
    DecidesChoice,
    EvidenceKind,
    Matter,
    RepresentationKind,
    TopicChoice,
)
from nabij.access.rules import representation as rules
from nabij.web.fields import DayField, line

WITHOUT_PROOF = frozenset({"contact_person", "informal_carer", "shut_out"})
CAN, CANNOT = "can", "cannot"


class RepresentationForm(forms.Form):
    """Who, by which right, may be told what and decides about what, until when, and the proof."""

    other = forms.ChoiceField(label=_("Who"))
    kind = forms.ChoiceField(label=_("As what"), choices=RepresentationKind.choices)
    tells = forms.MultipleChoiceField(
        label=_("May be told"),
        choices=TopicChoice.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    decides = forms.MultipleChoiceField(
        label=_("Decides about"),
        choices=DecidesChoice.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    evidence_kind = forms.ChoiceField(
        label=_("How do we know?"), choices=EvidenceKind.choices, initial=EvidenceKind.SPOKEN
    )
    evidence = line(
        _("Where to find it"),
        200,
        help_text=_("For example: decision of 3 March, in the file of the office."),
    )
    starts_on = DayField(label=_("From"), may_be_future=True)
    ends_on = DayField(
        label=_("Until"),
        required=False,
        may_be_future=True,
        help_text=_("Leave it empty when no end was agreed."),
    )
    is_checked = forms.BooleanField(label=_("I have seen the proof myself"), required=False)

    def __init__(
        self, *args: Any, today: date, others: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields
        chosen["other"].choices = others
        for name in ("starts_on", "ends_on"):
            chosen[name].today = today
        if not self.is_bound:
            self.initial.setdefault("starts_on", today)

    def clean(self) -> dict[str, Any]:
        """Refuse what this kind can never be, at the field that says too much."""
        given = super().clean() or {}
        most = rules.MOST.get(given.get("kind", ""), rules.Most())
        if "kind" in given and not most.tells.issuperset(given.get("tells", ())):
            self.add_error(
                "tells", str(_("By this right they may not be told that. Take a tick away."))
            )
        if "kind" in given and not most.decides.issuperset(given.get("decides", ())):
            self.add_error(
                "decides", str(_("By this right they do not decide about that. Take a tick away."))
            )
        if given.get("kind") and given["kind"] not in WITHOUT_PROOF and not given.get("evidence"):
            self.add_error(
                "evidence", str(_("Say where the proof is, so that a colleague finds it."))
            )
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", str(_("This day lies before the first one.")))
        return given

    def recorded(self) -> RepresentationFields:
        """Return what was filled in."""
        given = self.cleaned_data
        return RepresentationFields(**{name: given[name] for name in given if name != "other"})


class CapacityForm(forms.Form):
    """What somebody judged about one matter, on which day."""

    matter = forms.ChoiceField(label=_("About"), choices=Matter.choices)
    can_decide = forms.ChoiceField(
        label=_("Can the client decide about this?"),
        choices=[(CAN, _("Yes, the client decides")), (CANNOT, _("No, not about this"))],
        widget=forms.RadioSelect,
    )
    judged_on = DayField(label=_("Judged on"))
    judged_by = line(
        _("By whom"), 120, required=True, help_text=_("For example: Jansen, general practitioner.")
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["judged_on"].today = today  # type: ignore[attr-defined]
        if not self.is_bound:
            self.initial.setdefault("judged_on", today)
