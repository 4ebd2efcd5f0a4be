# SPDX-License-Identifier: EUPL-1.2
"""A list: its rows, filters, order, columns and views."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.paging import parse_cursor
from nabij.core.request import Request
from nabij.lists import actions, queries
from nabij.lists.doors import Place, place_of, seal
from nabij.lists.forms import ColumnsForm, FilterForm, ViewForm
from nabij.web.pages import UNPROCESSABLE, no_store, render_page, wants_partial


@door("lists", allows=access_rules.may_see_cards)
@require_safe
def start(request: Request) -> HttpResponse:
    """Lead to the first list that this colleague may open."""
    found = queries.listings(viewer=request.viewer)
    if not found:
        raise queries.ListNotFound
    return redirect("lists:page", listing=found[0].name)


@door("list", allows=access_rules.may_see_cards)
@require_http_methods(["GET", "POST"])
def page(request: Request, listing: str) -> HttpResponse:
    """Show a page of a list; what is filtered by is posted, and goes into the address sealed."""
    viewer = request.viewer
    found = queries.listing_named(viewer=viewer, name=listing)
    place = place_of(viewer, found, request.GET)
    if request.method == "GET":
        return _rows(request, place)
    asked = FilterForm(request.POST, listing=found, viewer=viewer).asked
    place = Place(listing=found, asked=asked, view_ref=place.view_ref, is_changed=True)
    if not wants_partial(request):
        return redirect(place.address(viewer))
    response = _rows(request, place)
    response.headers["HX-Replace-Url"] = place.address(viewer)
    return response


@door("list-columns", allows=access_rules.may_see_cards)
@require_POST
def columns(request: Request, listing: str) -> HttpResponse:
    """Keep which columns this colleague wants to see."""
    viewer = request.viewer
    found = queries.listing_named(viewer=viewer, name=listing)
    place = place_of(viewer, found, request.GET)
    form = ColumnsForm(request.POST, listing=found, viewer=viewer)
    chosen = form.cleaned_data["columns"] if form.is_valid() else []
    actions.choose_columns(viewer=viewer, listing=listing, columns=chosen)
    return redirect(place.address(viewer))


def _rows(request: Request, place: Place) -> HttpResponse:
    viewer, listing = request.viewer, place.listing
    own = queries.own_list(viewer=viewer, listing=listing.name)
    shown = queries.columns_shown(viewer=viewer, listing=listing, chosen=own.columns)
    form = FilterForm(
        {**place.asked.filters, "sort": place.asked.sort}, listing=listing, viewer=viewer
    )
    context: dict[str, Any] = {
        "listing": listing,
        "columns": shown,
        "form": form,
        "actions": listing.actions_for(viewer),
        "may_edit": listing.may_edit is not None and listing.may_edit(viewer.roles),
    }
    status = 200
    try:
        found = queries.rows_page(
            viewer=viewer,
            listing=listing,
            asked=place.asked,
            cursor=parse_cursor(request.GET.get("page", "")),
        )
    except queries.FilterNotUnderstood as error:
        context["fault"] = "" if form.errors else error.message
        status = UNPROCESSABLE
    else:
        context["page"] = found
        persons = sorted({pk for row in found.rows for pk in row.person_ids})
        if persons:
            access_actions.record_list(
                viewer=viewer,
                event="list",
                object_ids=persons,
                detail=listing.name,
                categories=sorted({column.category for column in shown if column.category}),
            )
    context |= _views(request, place)
    if not wants_partial(request):
        context |= {
            "listings": queries.listings(viewer=viewer),
            "columns_form": ColumnsForm(
                {"columns": [column.name for column in shown]}, listing=listing, viewer=viewer
            ),
            "columns_at": place.address(viewer, "lists:columns"),
        }
    return no_store(render_page(request, "lists/page.html", context, partial="rows", status=status))


def _views(request: Request, place: Place) -> dict[str, Any]:
    viewer, listing = request.viewer, place.listing
    views = queries.views_of(viewer=viewer, listings=[listing.name])
    view = next((view for view in views if view.ref == place.view_ref), None)
    return {
        "views": views,
        "view": view,
        "view_form": ViewForm.of(view if view and view.is_own else None, viewer=viewer),
        "sealed": seal(viewer, listing, place.asked),
        "at": place.address(viewer),
        "many_at": place.address(viewer, "lists:bulk_start"),
        "export_at": place.address(viewer, "lists:export"),
    }
