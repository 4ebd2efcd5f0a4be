# SPDX-License-Identifier: EUPL-1.2
"""An action on many rows: fill in, see what would happen, do it, take it back."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.errors import DomainError
from nabij.core.request import Request
from nabij.lists import actions, queries
from nabij.lists.doors import place_of
from nabij.web.pages import UNPROCESSABLE, no_store, render_page


@door("bulk-begun", allows=access_rules.may_see_cards)
@require_POST
def start(request: Request, listing: str) -> HttpResponse:
    """Take the rows that were ticked, or all of what the address asks."""
    viewer = request.viewer
    found = queries.listing_named(viewer=viewer, name=listing)
    place = place_of(viewer, found, request.GET)
    try:
        run = actions.start_bulk(
            viewer=viewer,
            listing=found,
            action=request.POST.get("action", ""),
            refs=request.POST.getlist("row"),
            asked=place.asked if request.POST.get("which") == "all" else None,
        )
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(place.address(viewer))
    return redirect("lists:bulk", ref=run.ref)


@door("bulk", allows=access_rules.may_see_cards)
@require_safe
def bulk(request: Request, ref: str) -> HttpResponse:
    """Show how it stands, and what can be done next."""
    return _page(request, ref, None)


@door("bulk-tried", allows=access_rules.may_see_cards)
@require_POST
def try_out(request: Request, ref: str) -> HttpResponse:
    """Try it with what was filled in."""
    found = queries.bulk_view(viewer=request.viewer, ref=ref)
    if not found.action.form(request.viewer, request.POST).is_valid():
        return _page(request, ref, request.POST)
    actions.try_bulk(viewer=request.viewer, ref=ref, typed=request.POST)
    return redirect("lists:bulk", ref=ref)


@door("bulk-done", allows=access_rules.may_see_cards)
@require_POST
def do(request: Request, ref: str) -> HttpResponse:
    """Do it."""
    actions.do_bulk(viewer=request.viewer, ref=ref)
    return redirect("lists:bulk", ref=ref)


@door("bulk-undone", allows=access_rules.may_see_cards)
@require_POST
def undo(request: Request, ref: str) -> HttpResponse:
    """Take it back."""
    actions.undo_bulk(viewer=request.viewer, ref=ref)
    return redirect("lists:bulk", ref=ref)


def _page(request: Request, ref: str, typed: QueryDict | None) -> HttpResponse:
    viewer = request.viewer
    found = queries.bulk_view(viewer=viewer, ref=ref)
    if found.shown_ids:
        access_actions.record_list(
            viewer=viewer, event="bulk", object_ids=found.shown_ids, detail=found.listing.name
        )
    before = (
        actions.filled_in(viewer=viewer, run=found.run)
        if found.may_fill_in and typed is None
        else ""
    )
    data = typed or (QueryDict(before) if before else None)
    context = {
        "bulk": found,
        "form": found.action.form(viewer, data) if found.may_fill_in else None,
    }
    status = UNPROCESSABLE if typed is not None else 200
    return no_store(
        render_page(request, "lists/bulk.html", context, partial="status", status=status)
    )
