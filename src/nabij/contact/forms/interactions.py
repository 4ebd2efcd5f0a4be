# SPDX-License-Identifier: EUPL-1.2
"""The form by which a contact is recorded: one text, everything else is filled in already."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy as _

from nabij.contact import rules
from nabij.contact.choices import (
    APPOINTMENT_CHANNELS,
    CONFIDES,
    LIFTS,
    SAID_CLASSES,
    AppointmentKind,
    Channel,
    Direction,
    Outcome,
    TextClass,
    Topic,
)
from nabij.contact.forms.fields import DAY_MINUTES, TimeField, minutes_field, text_box
from nabij.contact.queries import AppointmentInView
from nabij.contact.types import Around, Spoken, Worked
from nabij.core.dates import DUTCH_TIME
from nabij.core.refs import is_ref, new_ref
from nabij.core.viewer import Viewer
from nabij.relations.types import Card
from nabij.web.fields import DayField, TextField, line

MINUTE = timedelta(minutes=1)


class InteractionForm(forms.Form):
    """What was said; the rest follows from the page, the colleague, the moment and who called."""

    entry_key = TextField(max_length=16, required=False, widget=forms.HiddenInput)
    text = text_box(_("What was said?"))
    counterpart = forms.ChoiceField(label=_("With whom"))
    about = forms.MultipleChoiceField(
        label=_("About whom"), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("You cannot record contact about everybody you chose.")},
    )  # fmt: skip
    client = line(
        _("About which client"), 200,
        help_text=_("Name or client number. What is about a client is not read by commerce."),
    )  # fmt: skip
    channel = forms.ChoiceField(label=_("How"), choices=Channel.choices)
    direction = forms.ChoiceField(label=_("Who came to whom"), choices=Direction.choices)
    on = DayField(label=_("Day"))
    time = TimeField(label=_("Time"))
    topic = forms.ChoiceField(label=_("What it was about"), choices=Topic.choices)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome.choices)
    data_class = forms.ChoiceField(label=_("Who may read this"), choices=SAID_CLASSES)
    is_in_confidence = forms.BooleanField(
        label=_("Said in confidence"),
        required=False,
        help_text=_("The client does not get to read it, unless the privacy officer decides so."),
    )
    minutes = minutes_field(_("Minutes"))
    travel_minutes = minutes_field(_("Minutes of travel"))
    is_billable = forms.BooleanField(label=_("To be charged"), required=False)

    def __init__(
        self,
        *args: Any,
        viewer: Viewer,
        around: Around,
        caller: Card | None = None,
        planned: AppointmentInView | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        now = localtime(viewer.at)
        self.at, self.around, self.planned = viewer.at, around, planned
        chosen: Any = self.fields
        chosen["counterpart"].choices = [(card.ref, card.name) for card in around.speakers]
        chosen["about"].choices = [(card.ref, card.name) for card in around.about]
        chosen["on"].today = localdate(viewer.at)
        if around.is_private or not rules.may_record_contact(viewer.roles, is_private=True):
            del self.fields["client"]
        if not around.is_private and not around.about and not self.data.get("about"):
            del self.fields["about"]
        if not around.is_private and "client" not in self.fields:
            del self.fields["data_class"], self.fields["is_in_confidence"]
        if around.subject_ids:
            # It is about those of the appointment in any case; others may be named beside them.
            chosen["about"].label = _("Also about")
            if not around.about:
                del self.fields["about"]
        is_open = around.is_private and not around.subject_ids
        self.initial = {
            "entry_key": new_ref(),
            "counterpart": around.speakers[0].ref,
            "about": [card.ref for card in around.about[:1]] if is_open else [],
            "channel": Channel.PHONE,
            "direction": rules.usual_direction(viewer.roles),
            "on": now.date(),
            "time": f"{now:%H:%M}",
            "topic": Topic.OTHER if around.is_private else Topic.COOPERATION,
            "outcome": Outcome.DONE,
            "data_class": rules.usual_class(viewer.roles),
            "minutes": "",
            "travel_minutes": "",
            "is_in_confidence": False,
            "is_billable": False,
        }
        if caller is not None:
            self.initial |= {
                "counterpart": caller.ref,
                "about": [around.ref] if is_open else [],
                "direction": Direction.IN,
            }

        if planned is not None:
            self.initial |= _initial(planned, viewer)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("on") and given.get("time"):
            at = datetime.combine(given["on"], given["time"], DUTCH_TIME)
            # The form shows whole minutes; what is filled in beforehand is never too late.
            if at > self.at:
                self.add_error("time", str(_("This moment has yet to come.")))
            given["at"] = at
        return given

    def spoken(self) -> Spoken:
        """Return what was filled in."""
        given = self.cleaned_data
        key = given["entry_key"]
        is_guarded = self.around.is_private or bool(given.get("about"))
        return Spoken(
            entry_key=key if is_ref(key) else new_ref(),
            counterpart=given["counterpart"],
            about=tuple(given.get("about", ())),
            channel=given["channel"],
            direction=given["direction"],
            topic=given["topic"],
            outcome=given["outcome"],
            at=given["at"],
            text=given["text"],
            is_in_confidence=given.get("is_in_confidence", False),
            data_class=given["data_class"] if is_guarded else TextClass.ORGANISATION,
            worked=self._worked(),
        )

    def _worked(self) -> Worked | None:
        given = self.cleaned_data
        minutes, travel = given["minutes"] or 0, given["travel_minutes"] or 0
        if not minutes and not travel and self.planned is None:
            return None
        return Worked(
            minutes=minutes,
            travel_minutes=travel,
            is_billable=given["is_billable"],
            appointment_id=self.planned.id if self.planned else None,
            appointment_on=self.planned.on if self.planned else None,
        )


def _initial(planned: AppointmentInView, viewer: Viewer) -> dict[str, Any]:
    """Return what an appointment fills in of its report."""
    begun = localtime(min(planned.starts_at, viewer.at))
    minutes = (planned.ends_at - planned.starts_at) // MINUTE
    return {
        "channel": APPOINTMENT_CHANNELS.get(AppointmentKind(planned.kind), Channel.VISIT),
        "direction": Direction.OUT,
        "on": begun.date(),
        "time": f"{begun:%H:%M}",
        "minutes": "" if planned.is_whole_day else min(minutes, DAY_MINUTES),
    }


class CorrectionForm(forms.Form):
    """What was said, written anew; the old text stays to be read."""

    text = text_box(_("What was said?"))
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def save_over(self, version: int) -> None:
        """Keep what was typed, and let it be saved over what a colleague wrote meanwhile."""
        self.data = {**self.data, "version": version}


class ConfidenceForm(forms.Form):
    """Why something is put in confidence, or no longer is."""

    reason = forms.ChoiceField(label=_("Why?"), widget=forms.RadioSelect)
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_in_confidence: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields
        chosen["reason"].choices = [
            (reason.value, reason.label) for reason in (LIFTS if is_in_confidence else CONFIDES)
        ]
