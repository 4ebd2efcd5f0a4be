# SPDX-License-Identifier: EUPL-1.2
"""Calls that come in: what the exchange tells, and the card of one.

Whether one rings a page asks every few seconds (decision 45), at `desk.views.notices.pulse`.
"""

import secrets
from typing import Literal

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.actions import tries
from nabij.access.doors import door, public_door
from nabij.contact import actions, queries
from nabij.contact.forms.calls import AboutForm, SpeakerForm
from nabij.contact.queries import CallCard
from nabij.core.identifiers import normalise_phone
from nabij.core.request import Request
from nabij.web.pages import UNPROCESSABLE, no_store, render_page

MOST_BYTES = 2_000
# Wrong tokens from one place, in a quarter of an hour.
PER_PLACE = tries.Limit("exchange", 20)


class Told(msgspec.Struct):
    """What an exchange says of a call: its own name of it, the state, who rings, and at whom."""

    id: str
    state: Literal["ringing", "ended"]
    number: str = ""
    colleague: str = ""


@public_door("exchange", because="a telephone exchange shows its token and has no session")
@csrf_exempt  # the token is in a header that no browser sends by itself
@require_POST
def exchange(request: HttpRequest) -> HttpResponse:
    """Take what a telephone exchange tells of a call; nothing of it is answered or logged."""
    name = _exchange(request.headers.get("Authorization", ""))
    machine = access_queries.machine(at=timezone.now(), command="exchange")
    if name is None:
        place = request.META.get("REMOTE_ADDR", "")
        tries.take_try(viewer=machine, limit=PER_PLACE, of=place)
        return HttpResponse(status=403)
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return HttpResponse(status=413)
    try:
        told = msgspec.json.decode(body, type=Told)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return HttpResponse(status=400)
    if not 0 < len(told.id) <= 80 or "\x00" in told.id + told.number + told.colleague:
        return HttpResponse(status=400)
    if told.state == "ended":
        actions.hang_up(viewer=machine, exchange=name, key=told.id)
        return HttpResponse(status=204)
    try:
        actions.ring(
            viewer=machine,
            exchange=name,
            key=told.id,
            number=normalise_phone(told.number[:40]),
            email=told.colleague[:254],
        )
    except actions.NoSuchColleague:
        return HttpResponse(status=UNPROCESSABLE)
    return HttpResponse(status=204)


@door("call-card", allows=access_rules.may_open_dossiers)
@require_http_methods(["GET", "POST"])
def card(request: Request, ref: str) -> HttpResponse:
    """Show who may be calling, and open whom it is about once it is sure who calls."""
    viewer = request.viewer
    found = queries.call_card(viewer=viewer, ref=ref)
    is_sent = request.method == "POST"
    business = SpeakerForm(request.POST) if "speaker" in request.POST else None
    if business is not None and business.is_valid():
        actions.call_for(viewer=viewer, found=found, **business.cleaned_data)
        return redirect("accounts:organisation", ref=business.cleaned_data["organisation"])
    form = AboutForm(request.POST if is_sent else None, persons=_persons(found))
    if form.is_valid():
        person = form.cleaned_data["person"]
        actions.call_about(
            viewer=viewer, found=found, person_ref=person, checked=form.cleaned_data["checked"]
        )
        return redirect("clientview:person", ref=person)
    actions.open_card(viewer=viewer, found=found)
    context = {"call": found, "form": form if form.fields["person"].choices else None}  # type: ignore[attr-defined]
    status = UNPROCESSABLE if is_sent else 200
    return no_store(render_page(request, "contact/call.html", context, status=status))


def _exchange(header: str) -> str | None:
    """Return the name of the exchange whose token this is; every token is compared in full."""
    given = header.removeprefix("Bearer ").encode()
    names = [
        name
        for name, token in settings.NABIJ_EXCHANGES.items()
        if secrets.compare_digest(given, token.encode())
    ]
    return names[0] if names else None


def _persons(found: CallCard) -> list[tuple[str, str]]:
    """Return whom the call may be about, each once, with what the caller is to them."""
    persons: dict[str, str] = {}
    for caller in found.callers:
        for one in caller.about:
            if one.is_shut_out:
                continue
            if one.relation:
                words = {"name": one.card.name, "caller": caller.card.name, "to": one.relation}
                text = _("%(name)s (%(caller)s is: %(to)s)") % words
            else:
                text = _("%(name)s, who calls about themselves") % {"name": one.card.name}
            persons.setdefault(one.card.ref, text)
    return list(persons.items())
