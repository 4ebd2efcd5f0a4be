# SPDX-License-Identifier: EUPL-1.2
"""One's own calendar in another program, and calendar files that come in."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.doors import door, public_door
from nabij.contact import actions, queries
from nabij.contact.forms.feeds import CalendarFileForm
from nabij.contact.rules import ical
from nabij.core.errors import NotFound
from nabij.core.request import Request
from nabij.web.pages import UNPROCESSABLE, no_store, render_page


@door("calendar-link", allows=access_rules.may_see_cards)
@require_http_methods(["GET", "POST"])
def link(request: Request) -> HttpResponse:
    """Show whether one's calendar has an address of its own, or give it a new one, shown once."""
    address = ""
    if request.method == "POST":
        token = actions.make_feed(viewer=request.viewer)
        address = f"{settings.NABIJ_ADDRESS}{reverse('contact:calendar_feed', args=[token])}"
    return _link(request, CalendarFileForm(), address=address)


@door("calendar-link", allows=access_rules.may_see_cards)
@require_POST
def link_end(request: Request) -> HttpResponse:
    """Take the address of one's calendar away."""
    actions.remove_feed(viewer=request.viewer)
    messages.success(request, _("Your calendar has no address any more."))
    return redirect("contact:calendar_link")


@door("calendar-file", allows=access_rules.may_see_cards)
@require_POST
def upload(request: Request) -> HttpResponse:
    """Take in a calendar file: what is known is changed, what is called off is called off."""
    form = CalendarFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _link(request, form)
    taken = actions.take_calendar(viewer=request.viewer, events=form.events)
    counts = {"made": taken.made, "changed": taken.changed, "off": taken.called_off,
              "same": taken.same}  # fmt: skip
    text = _(
        "Taken in: %(made)s new, %(changed)s changed, %(off)s called off, %(same)s as they were."
    )
    messages.success(request, text % counts)
    return redirect("contact:calendar")


@public_door("calendar-feed", because="a calendar program knows its address and has no session")
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """Give somebody's own calendar to another program: a wrong address is as one taken away."""
    at, place = timezone.now(), request.META.get("REMOTE_ADDR", "")
    machine = access_queries.machine(at=at, command="calendar-feed")
    found = queries.feed_of_token(viewer=machine, token=token)
    viewer = access_queries.viewer_of(user=found.user, at=at, access_point=place) if found else None
    if viewer is None or not access_rules.may_see_cards(viewer.roles):
        actions.count_wrong_address(viewer=access_queries.nobody(at=at, access_point=place))
        raise NotFound
    # The language of a program is not that of who reads it.
    with override(settings.LANGUAGE_CODE):
        sent = actions.send_feed(viewer=viewer, address=settings.NABIJ_ADDRESS)
    content = ical.write(sent.events, name="nabij")
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Disposition"] = 'inline; filename="nabij.ics"'
    return get_conditional_response(request, etag=etag, response=response) or response


def _link(request: Request, form: CalendarFileForm, *, address: str = "") -> HttpResponse:
    context = {
        "form": form,
        "address": address,
        "made_at": queries.feed_made_at(viewer=request.viewer),
        "names_too": settings.NABIJ_CALENDAR_NAMES,
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return no_store(render_page(request, "contact/calendar_link.html", context, status=status))
