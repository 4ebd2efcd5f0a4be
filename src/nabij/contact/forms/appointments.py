# SPDX-License-Identifier: EUPL-1.2
"""The forms of appointments: make or change one, call one off."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy as _

from nabij.access.queries import Teammate
from nabij.contact.choices import AppointmentKind, CancelReason, Repeats, Which
from nabij.contact.forms.fields import TimeField, text_box
from nabij.contact.models import AppointmentText
from nabij.contact.queries import AppointmentInView
from nabij.contact.rules import recurrence
from nabij.contact.types import AppointmentFields
from nabij.core.dates import DAY
from nabij.core.refs import is_ref, new_ref
from nabij.core.viewer import Viewer
from nabij.web.fields import DayField, TextField, colleague_field, line

USUAL_LENGTH = timedelta(minutes=30)
MOST_PARTIES = 10


class AppointmentForm(forms.Form):
    """When, who, with whom, where and what about."""

    entry_key = TextField(max_length=16, required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1,
                                 widget=forms.HiddenInput)  # fmt: skip
    title = line(_("What it is about, in short"), 200)
    kind = forms.ChoiceField(label=_("Kind"), choices=AppointmentKind.choices)
    on = DayField(label=_("Day"), may_be_future=True)
    begins = TimeField(label=_("From"), required=False)
    ends = TimeField(label=_("Until"), required=False)
    until_on = DayField(label=_("Until and including"), required=False, may_be_future=True)
    is_whole_day = forms.BooleanField(label=_("The whole day"), required=False)
    repeats = forms.ChoiceField(label=_("Repeats"), required=False, choices=Repeats.choices)
    last_on = DayField(label=_("For the last time on"), required=False, may_be_future=True)
    whom = line(
        _("With whom"), 200,
        help_text=_("Name, client number or organisation; then choose who it is."),
    )  # fmt: skip
    parties = forms.MultipleChoiceField(
        label=_("Chosen"), required=False, widget=forms.CheckboxSelectMultiple
    )
    mates = forms.TypedMultipleChoiceField(
        label=_("Who goes along"), required=False, coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    colleague = colleague_field()
    unit = forms.ChoiceField(label=_("In the calendar of team"), required=False)
    place = line(_("Where"), 200)
    text = text_box(_("Notes"), required=False)
    which = forms.ChoiceField(
        label=_("What to change"), choices=Which.choices, required=False, widget=forms.RadioSelect
    )

    def __init__(
        self,
        *args: Any,
        viewer: Viewer,
        teams: Sequence[tuple[str, str]],
        mates: Sequence[Teammate],
        parties: Sequence[tuple[str, str]] = (),
        found: AppointmentInView | None = None,
        text: AppointmentText | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields
        today = localdate(viewer.at)
        for name in ("on", "until_on", "last_on"):
            chosen[name].today = today
        names = {mate.user_id: mate.name for mate in mates if mate.user_id != viewer.user_id}
        chosen["unit"].choices = [("", "—"), *teams]
        self.offer(parties)
        if found is not None:
            names |= {pk: name for pk, name in found.colleagues if pk != found.colleague_id}
            names.pop(found.colleague_id, None)
            self.initial = _initial(found, text)
            if found.rule not in Repeats.values:
                given = (found.rule, _("as in the calendar file"))
                chosen["repeats"].choices = [*Repeats.choices, given]
            for name in ("whom", "parties", "entry_key"):
                del self.fields[name]
            if not found.opens:
                for name in ("title", "place", "text"):
                    del self.fields[name]
        if found is None or found.on is None:
            del self.fields["which"]
        chosen["mates"].choices = list(names.items())
        if not names:
            del self.fields["mates"]
        if found is None:
            next_hour = localtime(viewer.at).replace(minute=0, second=0) + timedelta(hours=1)
            self.initial = {
                "entry_key": new_ref(),
                "kind": AppointmentKind.VISIT,
                "on": next_hour.date(),
                "begins": f"{next_hour:%H:%M}",
                "ends": f"{next_hour + USUAL_LENGTH:%H:%M}",
                "parties": [ref for ref, _name in parties],
            }

    def offer(self, parties: Sequence[tuple[str, str]]) -> None:
        """Let these, by ref and name, be chosen as those with whom it is."""
        chosen: Any = self.fields
        chosen["parties"].choices = list(parties)

    def send_again(self, **differs: Any) -> None:
        """Fill in what was sent once more, but for what differs."""
        sent: Any = self.data
        again = sent.copy()
        for name, value in differs.items():
            again.setlist(name, value if isinstance(value, list) else [value])
        self.data = again

    def start_at(self, on: date | None, begins: time | None, kind: str = "") -> None:
        """Fill in the free place in a calendar that was chosen."""
        if kind in AppointmentKind.values:
            self.initial["kind"] = kind
        if on is not None:
            self.initial["on"] = on
        if begins is not None:
            begin = datetime.combine(date.min, begins)
            self.initial["begins"] = f"{begin:%H:%M}"
            self.initial["ends"] = f"{begin + USUAL_LENGTH:%H:%M}"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        on = given.get("on")
        if on is None:
            return given
        until = given.get("until_on") or on
        if until < on:
            self.add_error("until_on", str(_("This is before the first day.")))
        elif given.get("is_whole_day"):
            given["starts_at"] = recurrence.midnight(on)
            given["ends_at"] = recurrence.midnight(until + DAY)
        else:
            self._clean_times(given, on, until)
        rule, last_on = given.get("repeats") or "", given.get("last_on")
        if last_on and last_on < on:
            self.add_error("last_on", str(_("This is before the first day.")))
        if rule and on not in recurrence.days(rule, first_on=on, since=on, until=on):
            self.add_error("on", str(_("It does not repeat on this day of the week.")))
        return given

    def _clean_times(self, given: dict[str, Any], on: date, until: date) -> None:
        clocks = {}
        for name, day in (("begins", on), ("ends", until)):
            at = given.get(name)
            if at is None:
                if name not in self.errors:
                    self.add_error(name, str(_("Fill in a time, or tick the whole day.")))
                return
            clocks[name] = datetime.combine(day, at)
            if recurrence.is_skipped_by_the_clock(clocks[name]):
                fault = _("This time does not exist: the clock goes forward an hour then.")
                self.add_error(name, str(fault))
                return
        given["starts_at"] = recurrence.moment(clocks["begins"])
        given["ends_at"] = recurrence.moment(clocks["ends"])
        if given["ends_at"] <= given["starts_at"]:
            self.add_error("ends", str(_("This is before the other time.")))

    @property
    def entered(self) -> str:
        """Return the key made with the form."""
        key: str = self.cleaned_data["entry_key"]
        return key if is_ref(key) else new_ref()

    def appointment(self, *, unit_id: int | None, also: int | None) -> AppointmentFields:
        """Return what was filled in; `also` is the one colleague who was named by address."""
        given = self.cleaned_data
        return AppointmentFields(
            kind=given["kind"],
            starts_at=given["starts_at"],
            ends_at=given["ends_at"],
            is_whole_day=given["is_whole_day"],
            rule=given.get("repeats") or "",
            last_on=given["last_on"],
            unit_id=unit_id,
            colleague_ids=(*given.get("mates", ()), *([also] if also else ())),
            title=given.get("title"),
            place=given.get("place"),
            text=given.get("text"),
        )


class CallOffForm(forms.Form):
    """Why an appointment does not go on."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[choice for choice in CancelReason.choices if choice[0] != CancelReason.DIED],
    )
    which = forms.ChoiceField(label=_("What to call off"), choices=Which.choices, required=False)

    def __init__(self, *args: Any, is_recurring: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_recurring:
            del self.fields["which"]


def _initial(found: AppointmentInView, text: AppointmentText | None) -> dict[str, Any]:
    starts, ends = localtime(found.starts_at), localtime(found.ends_at)
    until_on = found.last_day
    return {
        "version": found.version,
        "kind": found.kind,
        "on": starts.date(),
        "begins": "" if found.is_whole_day else f"{starts:%H:%M}",
        "ends": "" if found.is_whole_day else f"{ends:%H:%M}",
        "until_on": until_on if until_on != starts.date() else None,
        "is_whole_day": found.is_whole_day,
        "repeats": found.rule,
        "last_on": found.last_on,
        "mates": [pk for pk, _name in found.colleagues],
        "which": Which.ONE,
        "title": text.title if text else "",
        "place": text.place if text else "",
        "text": text.text if text else "",
    }
