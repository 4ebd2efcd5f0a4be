# SPDX-License-Identifier: EUPL-1.2
"""What follows from a contact: somebody is called back, a promise, discontent."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.contact import rules
from nabij.contact.choices import Manner, TaskKind
from nabij.contact.forms.fields import TimeField, window_fault
from nabij.contact.types import Around, Spoken, TaskFields
from nabij.core.viewer import Viewer
from nabij.relations.types import Card
from nabij.web.fields import DayField, PhoneField, line

USUAL_PROMISE = timedelta(days=7)
MYSELF, TEAM = "me", "team"
NEEDED = _("Fill this in, or take the tick away.")


class FollowUpForm(forms.Form):
    """Three ticks beside a contact; what belongs to a tick counts only when it is set."""

    wants_call_back = forms.BooleanField(label=_("Somebody calls back"), required=False)
    call_whom = forms.ChoiceField(label=_("Whom to ring"), required=False)
    call_phone = PhoneField(label=_("Phone number"), required=False)
    call_what = line(_("What for"), 300)
    call_due = DayField(label=_("Call by"), required=False, may_be_future=True)
    call_from = TimeField(label=_("Between"), required=False)
    call_until = TimeField(label=_("And"), required=False)
    call_may_tell = line(
        _("Who may be told what"), 300, help_text=_("For example: only tell Mrs De Vries herself.")
    )
    call_who = forms.ChoiceField(
        label=_("Who calls back"),
        required=False,
        choices=[(TEAM, _("the team of this client")), (MYSELF, _("I do"))],
    )
    is_promise = forms.BooleanField(label=_("I promised something"), required=False)
    promise_what = line(_("What was promised"), 300)
    promise_due = DayField(label=_("Promised by"), required=False, may_be_future=True)
    is_discontent = forms.BooleanField(label=_("They are not content"), required=False)
    received_on = DayField(label=_("Received on"), required=False)
    manner = forms.ChoiceField(
        label=_("How it came in"), required=False, choices=Manner.choices, initial=Manner.ORAL
    )
    wish = line(_("What the client wishes"), 1000)

    def __init__(
        self,
        *args: Any,
        viewer: Viewer,
        around: Around,
        caller: Card | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.around = around
        self.user_id, self.today = viewer.user_id, localdate(viewer.at)
        chosen: Any = self.fields
        for name in ("call_due", "promise_due", "received_on"):
            chosen[name].today = self.today
        chosen["call_whom"].choices = [(card.ref, card.name) for card in around.to_ring]
        if not around.is_private:
            chosen["call_who"].choices = [(MYSELF, _("I do"))]
        self.initial = {
            "call_whom": caller.ref if caller else around.ref,
            "call_due": self.today,
            "call_who": TEAM if around.is_private else MYSELF,
            "promise_due": self.today + USUAL_PROMISE,
            "received_on": self.today,
            "manner": Manner.ORAL,
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        needed = {
            "wants_call_back": ("call_whom", "call_what", "call_due"),
            "is_promise": ("promise_what", "promise_due"),
            "is_discontent": ("received_on", "manner"),
        }
        for tick, names in needed.items():
            for name in names if given.get(tick) else ():
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, str(NEEDED))
        fault = window_fault(given.get("call_from"), given.get("call_until"))
        if given.get("wants_call_back") and fault:
            self.add_error("call_until", fault)
        return given

    def tasks(self, *, spoken: Spoken, team_id: int | None) -> list[TaskFields]:
        """Return the tasks that were asked for beside what was said.

        A promise is to who spoke, unless they are shut out since. `team_id` is the team of the
        client; without one who records it calls back.
        """
        given, found = self.cleaned_data, []
        to_ring = {card.ref for card in self.around.to_ring}
        if given["wants_call_back"]:
            is_for_team = given["call_who"] == TEAM and team_id is not None
            found.append(
                TaskFields(
                    kind=TaskKind.CALL_BACK,
                    text=given["call_what"],
                    due_on=given["call_due"],
                    owner_id=None if is_for_team else self.user_id,
                    unit_id=team_id if is_for_team else None,
                    counterpart=given["call_whom"],
                    phone=given["call_phone"],
                    may_tell=given["call_may_tell"],
                    window_from=given["call_from"],
                    window_until=given["call_until"],
                )
            )
        if given["is_promise"]:
            found.append(
                TaskFields(
                    kind=TaskKind.PROMISE,
                    text=given["promise_what"],
                    due_on=given["promise_due"],
                    owner_id=self.user_id,
                    counterpart=spoken.counterpart if spoken.counterpart in to_ring else "",
                )
            )
        if given["is_discontent"]:
            received: date = given["received_on"]
            found.append(
                TaskFields(
                    kind=TaskKind.DISCONTENT,
                    text=spoken.text,
                    due_on=rules.answer_to_discontent(received),
                    wish=given["wish"],
                    received_on=received,
                    manner=given["manner"],
                )
            )
        return found
