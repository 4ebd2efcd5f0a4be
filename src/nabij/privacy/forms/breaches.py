# SPDX-License-Identifier: EUPL-1.2
"""Report a data breach, and what the privacy officer fills in of it."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from nabij.privacy.actions.breaches import BreachFields
from nabij.privacy.choices.breaches import DataKind, HowMany, Told, Undone, WhoHasIt
from nabij.privacy.models import Breach
from nabij.web.fields import TextField, box

MOMENT = "%Y-%m-%dT%H:%M"
NOTHING = [("", "—")]


def _moment(label: Any, **options: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"}),
        error_messages={"invalid": _("Write day and time, like 2026-11-22 14:05.")},
        **options,
    )


class ReportForm(forms.Form):
    """What a colleague tells of a suspected breach: a minute's work."""

    key = forms.SlugField(min_length=16, max_length=32, widget=forms.HiddenInput)
    what = box(
        _("What happened?"),
        2000,
        rows=4,
        help_text=_("What was lost, sent or seen, and who has it now. No names of clients needed."),
    )
    discovered_at = _moment(_("When was it discovered?"))

    def __init__(self, *args: Any, at: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.at = at
        self.initial.setdefault("discovered_at", localtime(at))

    def clean_discovered_at(self) -> datetime:
        """Refuse a moment that is yet to come."""
        given: datetime = self.cleaned_data["discovered_at"]
        if given > self.at:
            self.add_error("discovered_at", str(_("It cannot be discovered in the future.")))
        return given


class BreachForm(forms.Form):
    """The questions about the risk and both decisions; all can be filled in later."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    kinds = forms.MultipleChoiceField(
        label=_("What kind of data was it?"),
        choices=DataKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    how_many = forms.ChoiceField(
        label=_("Of how many persons?"), choices=[*NOTHING, *HowMany.choices], required=False
    )
    who_has_it = forms.ChoiceField(
        label=_("Who has it now?"), choices=[*NOTHING, *WhoHasIt.choices], required=False
    )
    undone = forms.ChoiceField(
        label=_("Is it undone?"), choices=[*NOTHING, *Undone.choices], required=False
    )
    measures = box(_("What was done about it?"), 1000, required=False)
    tell_authority = forms.ChoiceField(
        label=_("Report it to the data protection authority?"), choices=Told, required=False
    )
    authority_reason = box(_("Reason"), 400, required=False)
    authority_told_at = _moment(_("Reported on"), required=False)
    authority_number = TextField(label=_("Number of the report"), max_length=40, required=False)
    tell_clients = forms.ChoiceField(
        label=_("Tell the persons themselves?"), choices=Told, required=False
    )
    clients_reason = box(_("Reason"), 400, required=False)
    clients_told_at = _moment(_("Told on"), required=False)

    def __init__(self, data: Any = None, *, at: datetime, breach: Breach) -> None:
        given = {name: getattr(breach, name) for name in BreachFields.__dataclass_fields__}
        given["version"] = breach.version
        for name in ("authority_told_at", "clients_told_at"):
            given[name] = localtime(given[name]) if given[name] else None
        super().__init__(data, initial=given)
        self.at = at

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for what in ("authority", "clients"):
            decided, told_at = given.get(f"tell_{what}"), given.get(f"{what}_told_at")
            if decided and not given.get(f"{what}_reason"):
                self.add_error(f"{what}_reason", str(_("Write why you decided so.")))
            if told_at and decided != Told.YES:
                self.add_error(f"{what}_told_at", str(_("Decide first that you do so.")))
            elif told_at and told_at > self.at:
                self.add_error(f"{what}_told_at", str(_("This moment is yet to come.")))
        return given

    def fields_given(self) -> BreachFields:
        """Return what was filled in; for a valid form."""
        given = {name: self.cleaned_data[name] for name in BreachFields.__dataclass_fields__}
        return BreachFields(**given | {"kinds": tuple(given["kinds"])})
