# SPDX-License-Identifier: EUPL-1.2
"""Appointments: make one, look at one, change it, call it off."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.contact import actions, queries, rules
from nabij.contact.choices import MeetingTemplate, Which
from nabij.contact.forms.appointments import MOST_PARTIES, AppointmentForm, CallOffForm
from nabij.contact.forms.interactions import InteractionForm
from nabij.contact.forms.tasks import NO_COLLEAGUE
from nabij.contact.models import AppointmentText
from nabij.contact.queries import AppointmentInView
from nabij.contact.types import Around
from nabij.contact.views.interactions import named
from nabij.contact.views.teams import Teams, choices, teams
from nabij.core.refs import is_ref
from nabij.core.request import Request
from nabij.core.viewer import Viewer
from nabij.relations import queries as relations_queries
from nabij.relations.queries import PartyNotFound
from nabij.relations.queries import keys as relations_keys
from nabij.web.pages import CONFLICT, UNPROCESSABLE, no_store, render_page

MOST_FOUND = 8
PRESENT = "present"
FARTHEST = timedelta(days=366 * 20)


@door("appointment-new", allows=access_rules.may_see_cards)
@require_http_methods(["GET", "POST"])
def appointment_new(request: Request) -> HttpResponse:
    """Make an appointment at a place in the calendar."""
    return _new(request, [])


@door("appointment-new", allows=rules.may_record_contact, about=relations_keys.persons_of)
@require_http_methods(["GET", "POST"])
def appointment_for(request: Request, ref: str) -> HttpResponse:
    """Make an appointment with somebody, from their page."""
    return _new(request, [_around(request.viewer, ref)])


@door("appointment", allows=access_rules.may_see_cards)
@require_safe
def appointment(request: Request, ref: str) -> HttpResponse:
    """Show one appointment; what it is about only where all whom it is with are open."""
    found = queries.appointment(viewer=request.viewer, ref=ref, on=asked_day(request))
    return _one(request, found)


@door("appointment-changed", allows=access_rules.may_see_cards)
@require_http_methods(["GET", "POST"])
def appointment_edit(request: Request, ref: str) -> HttpResponse:
    """Change an appointment: one time of what recurs, those from it on, or all."""
    viewer = request.viewer
    found = queries.appointment(viewer=viewer, ref=ref, on=asked_day(request))
    if not found.is_mine:
        raise queries.AppointmentNotFound
    offered = _with_present(teams(viewer), found)
    mates = access_queries.teammates(viewer=viewer)
    sent = request.POST if request.method == "POST" else None

    def form_of(text: AppointmentText | None) -> AppointmentForm:
        form = AppointmentForm(
            sent, viewer=viewer, teams=choices(offered), mates=mates, found=found, text=text
        )
        units = [ref for ref, (pk, _name) in offered.items() if pk == found.unit_id]
        form.initial["unit"] = units[0] if units else ""
        return form

    form, status = form_of(None), UNPROCESSABLE
    if sent is not None and form.is_valid():
        also = _colleague(form)
        if also is not False:
            given = form.cleaned_data
            unit = offered.get(given["unit"])
            try:
                changed = actions.change_appointment(
                    viewer=viewer,
                    found=found,
                    version=given["version"] or 0,
                    which=given.get("which") or Which.ALL,
                    fields=form.appointment(unit_id=unit[0] if unit else None, also=also),
                )
            except actions.AppointmentChangedMeanwhile as error:
                form.add_error(None, str(error))
                found = queries.appointment(viewer=viewer, ref=ref, on=asked_day(request))
                form.send_again(version=str(found.version))
                status = CONFLICT
            else:
                messages.success(request, _("The appointment is changed."))
                return redirect(_address(changed.ref, found, changed.rule))

    def answer(text: AppointmentText | None) -> HttpResponse:
        shown = form if sent is not None else form_of(text)
        context = {"form": shown, "appointment": found}
        code = status if sent is not None else 200
        return render_page(request, "contact/appointment_edit.html", context, status=code)

    return opened(request, found, answer)


@door("appointment-off", allows=access_rules.may_see_cards)
@require_POST
def appointment_off(request: Request, ref: str) -> HttpResponse:
    """Call an appointment off, with the reason."""
    found = queries.appointment(viewer=request.viewer, ref=ref, on=asked_day(request))
    if not found.is_mine:
        raise queries.AppointmentNotFound
    form = CallOffForm(request.POST, is_recurring=found.on is not None)
    if not form.is_valid():
        return _one(request, found, form)
    given = {name: value for name, value in form.cleaned_data.items() if value}
    actions.call_off(viewer=request.viewer, found=found, **given)
    messages.success(request, _("The appointment is called off."))
    return redirect(f"{reverse('contact:calendar')}?on={localdate(found.starts_at)}")


@door("appointment-report", allows=rules.may_record_contact)
@require_http_methods(["GET", "POST"])
def appointment_report(request: Request, ref: str) -> HttpResponse:
    """Make an appointment a contact moment: all is filled in but what was said."""
    viewer = request.viewer
    found = queries.appointment(viewer=viewer, ref=ref, on=asked_day(request))
    if not found.is_mine or found.is_cancelled or not found.parties:
        raise queries.AppointmentNotFound
    around = queries.around_appointment(viewer=viewer, found=found)
    if not rules.may_record_contact(viewer.roles, is_private=around.is_private):
        raise queries.AppointmentNotFound
    form = InteractionForm(viewer=viewer, around=around, planned=found)
    if request.method == "POST":
        around, form = named(viewer, around, request.POST.copy(), planned=found)
    if form.is_valid():
        actions.record_interaction(viewer=viewer, around=around, spoken=form.spoken())
        messages.success(request, _("The contact is recorded."))
        return redirect(_address(found.ref, found, found.rule))
    cards = {*around.cards.values(), *found.parties}
    if shown := sorted(card.id for card in cards if card.is_person):
        access_actions.record_list(viewer=viewer, event="appointment-report", object_ids=shown)
    context = {"form": form, "appointment": found, "query": _query(found)}
    status = UNPROCESSABLE if form.is_bound else 200
    page = render_page(request, "contact/appointment_report.html", context, status=status)
    return no_store(page)


def _query(found: AppointmentInView) -> str:
    return f"?on={found.on}" if found.on else ""


def asked_day(request: Request) -> date | None:
    """Return which time of what recurs an address is about (shared inside this package).

    None for a day that is decades away: to find out whether a rule falls on it would take long.
    """
    try:
        on = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None
    return on if abs(on - localdate(request.viewer.at)) <= FARTHEST else None


def _new(request: Request, arounds: list[Around]) -> HttpResponse:
    viewer, sent = request.viewer, request.POST if request.method == "POST" else None
    asked_for = arounds[0].ref if arounds else ""
    chosen = [ref for ref in (sent.getlist("parties") if sent else ()) if is_ref(ref)]
    is_refused = not _add_chosen(viewer, arounds, chosen[:MOST_PARTIES])
    offered, mates = teams(viewer), access_queries.teammates(viewer=viewer)
    near = [(around.ref, around.name) for around in arounds]
    form = AppointmentForm(sent, viewer=viewer, teams=choices(offered), mates=mates, parties=near)
    form.start_at(asked_day(request), _asked_time(request), request.GET.get("kind", ""))
    is_found = bool(sent and _find(viewer, form, sent, near))
    if is_refused:
        form.add_error("whom", _("You cannot make an appointment with everybody you chose."))
    if sent is not None and not is_found and form.is_valid():
        also = _colleague(form)
        if also is not False:
            given = form.cleaned_data
            unit = offered.get(given["unit"])
            made = actions.add_appointment(
                viewer=viewer,
                fields=form.appointment(unit_id=unit[0] if unit else None, also=also),
                entry_key=form.entered,
                arounds=[around for around in arounds if around.ref in given["parties"]],
            )
            messages.success(request, _("The appointment stands in the calendar."))
            return redirect("contact:appointment", ref=made.ref)
    if shown := sorted(around.id for around in arounds if around.is_person):
        access_actions.record_list(viewer=viewer, event="appointment-new", object_ids=shown)
    status = 200 if sent is None or is_found else UNPROCESSABLE
    context = {"form": form, "is_found": is_found, "ref": asked_for}
    page = render_page(request, "contact/appointment_new.html", context, status=status)
    return no_store(page)


def _find(viewer: Viewer, form: AppointmentForm, sent: Any, near: list[tuple[str, str]]) -> bool:
    """Offer who is meant by a name that was typed; the only one is chosen.

    Tells if there are any.
    """
    name = sent.get("whom", "").strip()[:200]
    if not name or "\x00" in name:
        return False
    found = relations_queries.search(viewer=viewer, text=name, size=MOST_FOUND)
    cards = [row.card for row in found.page.rows if row.card.is_open]
    if not cards:
        form.add_error("whom", _("Nobody is found by this. Try another part of the name."))
        return False
    form.offer([*near, *((card.ref, card.name) for card in cards)])
    only = [card.ref for card in cards] if len(cards) == 1 else []
    form.send_again(whom="", parties=[*(ref for ref, _name in near), *only])
    return True


def _add_chosen(viewer: Viewer, arounds: list[Around], refs: list[str]) -> bool:
    """Add whom the form names to those with whom it is; tells whether all of them may be."""
    is_allowed = True
    for ref in refs:
        if ref in {around.ref for around in arounds}:
            continue
        try:
            arounds.append(_around(viewer, ref))
        except PartyNotFound:
            is_allowed = False
    return is_allowed


def _around(viewer: Viewer, ref: str) -> Around:
    around = queries.around(viewer=viewer, ref=ref)
    if not rules.may_record_contact(viewer.roles, is_private=around.is_private):
        raise PartyNotFound
    return around


def _one(
    request: Request, found: AppointmentInView, off: CallOffForm | None = None
) -> HttpResponse:
    viewer, is_recurring = request.viewer, found.on is not None
    initial = {"version": found.version, "which": Which.ONE}
    off_form = off or CallOffForm(is_recurring=is_recurring, initial=initial)
    context = {
        "appointment": found,
        "off_form": off_form if found.is_mine and not found.is_cancelled else None,
        "query": _query(found),
        "reports": queries.reports_of(viewer=viewer, found=found),
        "meeting": queries.meeting_of(viewer=viewer, found=found),
        "templates": MeetingTemplate.choices,
        "may_report": found.is_mine and not found.is_cancelled and bool(found.parties),
    }

    def answer(text: AppointmentText | None) -> HttpResponse:
        status = UNPROCESSABLE if off else 200
        page = {**context, "text": text}
        return render_page(request, "contact/appointment.html", page, status=status)

    return opened(request, found, answer)


def opened(
    request: Request,
    found: AppointmentInView,
    answer: Callable[[AppointmentText | None], HttpResponse],
    event: str = "appointment",
) -> HttpResponse:
    """Answer inside the opened dossiers of the clients it is with, or write whose card shows.

    Shared inside this package; `answer` gets what the appointment is about.
    """
    viewer = request.viewer
    if found.is_guarded and found.ways is not None:
        persons = [access_actions.PersonInView(pk, []) for pk in found.ways]
        with access_actions.open_dossiers(
            viewer=viewer,
            persons=persons,
            event=event,
            categories=["interactions"],
            ways=found.ways,
        ):
            response = answer(queries.appointment_text(viewer=viewer, found=found))
        return no_store(response)
    if shown := sorted(card.id for card in found.parties if card.is_person):
        access_actions.record_list(viewer=viewer, event=event, object_ids=shown)
    text = None if found.is_guarded else queries.appointment_text(viewer=viewer, found=found)
    return no_store(answer(text))


def _colleague(form: AppointmentForm) -> Any:
    """Return the key of the colleague who was named, None for nobody, False when there is none."""
    email = form.cleaned_data["colleague"]
    if not email:
        return None
    user = access_queries.user_with_email(email=email)
    if user is None:
        form.add_error("colleague", str(NO_COLLEAGUE))
        return False
    return user.pk


def _address(ref: str, found: AppointmentInView, rule: str) -> str:
    address = reverse("contact:appointment", args=[ref])
    return f"{address}?on={found.on}" if found.on and rule and ref == found.ref else address


def _asked_time(request: Request) -> time | None:
    try:
        return time.fromisoformat(request.GET.get("time", ""))
    except ValueError:
        return None


def _with_present(offered: Teams, found: AppointmentInView) -> Teams:
    """Return teams with the one in whose calendar it stands already."""
    if not found.unit_id or found.unit_id in {pk for pk, _name in offered.values()}:
        return offered
    return {**offered, PRESENT: (found.unit_id, found.unit)}
