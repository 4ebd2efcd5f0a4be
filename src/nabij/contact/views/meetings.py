# SPDX-License-Identifier: EUPL-1.2
"""Meetings: the list, and one with its minutes, decisions and what is to be done."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.contact import actions, queries
from nabij.contact.forms.meetings import ActionForm, DecisionForm, MinutesForm, TemplateForm
from nabij.contact.models import AppointmentText
from nabij.contact.queries import MeetingInView
from nabij.contact.views.appointments import asked_day, opened
from nabij.core.request import Request
from nabij.web.pages import CONFLICT, UNPROCESSABLE, no_store, render_page


@door("meetings", allows=access_rules.may_see_cards)
@require_safe
def meetings(request: Request) -> HttpResponse:
    """Show the viewer's meetings, the latest first."""
    found = queries.meetings(viewer=request.viewer)
    if shown := sorted({card.id for line in found for card in line.cards if card.is_person}):
        access_actions.record_list(viewer=request.viewer, event="meetings", object_ids=shown)
    return no_store(render_page(request, "contact/meetings.html", {"meetings": found}))


@door("meeting-new", allows=access_rules.may_see_cards)
@require_POST
def meeting_new(request: Request, ref: str) -> HttpResponse:
    """Get the meeting of an appointment ready."""
    found = queries.appointment(viewer=request.viewer, ref=ref, on=asked_day(request))
    if not found.is_mine:
        raise queries.AppointmentNotFound
    form = TemplateForm(request.POST)
    if not form.is_valid():
        return redirect("contact:appointment", ref=ref)
    made = actions.make_meeting(viewer=request.viewer, found=found, **form.cleaned_data)
    return redirect("contact:meeting", ref=made.ref)


@door("meeting", allows=access_rules.may_see_cards)
@require_http_methods(["GET", "POST"])
def meeting(request: Request, ref: str) -> HttpResponse:
    """Show a meeting, or keep its minutes."""
    viewer = request.viewer
    found = queries.meeting(viewer=viewer, ref=ref)
    if request.method == "GET":
        return _one(request, found)
    form = MinutesForm(_changing(found, request), found=found)
    if not form.is_valid():
        return _one(request, found, minutes=form)
    given = form.cleaned_data
    try:
        actions.keep_minutes(
            viewer=viewer,
            found=found,
            version=given["version"],
            agenda=given["agenda"],
            text=given["text"],
            attendance=form.attendance,
        )
    except actions.MinutesChangedMeanwhile as error:
        form.add_error(None, str(error))
        found = queries.meeting(viewer=viewer, ref=ref)
        form.send_again(version=found.version)
        return _one(request, found, minutes=form, status=CONFLICT)
    messages.success(request, _("The minutes are kept."))
    return redirect("contact:meeting", ref=ref)


@door("meeting-decision", allows=access_rules.may_see_cards)
@require_POST
def meeting_decision(request: Request, ref: str) -> HttpResponse:
    """Write down a decision."""
    found = queries.meeting(viewer=request.viewer, ref=ref)
    form = DecisionForm(_changing(found, request))
    if not form.is_valid():
        return _one(request, found, decision=form)
    actions.add_decision(
        viewer=request.viewer,
        found=found,
        entry_key=form.entered,
        text=form.cleaned_data["decision"],
    )
    messages.success(request, _("The decision is written down."))
    return redirect("contact:meeting", ref=ref)


@door("meeting-action", allows=access_rules.may_see_cards)
@require_POST
def meeting_action(request: Request, ref: str) -> HttpResponse:
    """Give a task that was agreed in a meeting."""
    viewer = request.viewer
    found = queries.meeting(viewer=viewer, ref=ref)
    form = ActionForm(_changing(found, request), viewer=viewer, found=found)
    if not form.is_valid():
        return _one(request, found, action=form)
    about = form.cleaned_data.get("about")
    try:
        actions.add_action(
            viewer=viewer,
            found=found,
            around=queries.around(viewer=viewer, ref=about) if about else None,
            fields=form.task(),
            entry_key=form.entered,
        )
    except actions.CannotDoThisTask as error:
        form.add_error("owner", str(error))
        return _one(request, found, action=form)
    messages.success(request, _("The task is given."))
    return redirect("contact:meeting", ref=ref)


def _changing(found: MeetingInView, request: Request) -> Any:
    """Return what was sent, for who keeps the minutes; for others there is no such address."""
    if not found.may_change:
        raise queries.MeetingNotFound
    return request.POST


def _one(
    request: Request,
    found: MeetingInView,
    *,
    minutes: MinutesForm | None = None,
    decision: DecisionForm | None = None,
    action: ActionForm | None = None,
    status: int = 0,
) -> HttpResponse:
    viewer = request.viewer
    code = status or (UNPROCESSABLE if minutes or decision or action else 200)

    def answer(text: AppointmentText | None) -> HttpResponse:
        outcome = queries.outcome(viewer=viewer, found=found)
        context: dict[str, Any] = {"meeting": found, "outcome": outcome, "title": text}
        if found.may_change:
            context |= {
                "minutes_form": minutes or MinutesForm(None, found=found, text=outcome.text),
                "decision_form": decision or DecisionForm(),
                "action_form": action or ActionForm(viewer=viewer, found=found),
            }
        return render_page(request, "contact/meeting.html", context, status=code)

    return opened(request, found.appointment, answer, event="meeting")
