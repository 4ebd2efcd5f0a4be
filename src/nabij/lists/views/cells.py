# SPDX-License-Identifier: EUPL-1.2
"""Change one cell of a list. Without script it is a small page of its own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.request import Request
from nabij.lists import queries
from nabij.lists.types import Column, Listing
from nabij.web.merging import Editing, Saved
from nabij.web.pages import CONFLICT, UNPROCESSABLE, no_store, render_page, wants_partial


@door("list-cell", allows=access_rules.may_see_cards)
@require_http_methods(["GET", "POST"])
def cell(request: Request, listing: str, ref: str, column: str) -> HttpResponse:
    """Show a cell as a form of one field, and write what was typed in it."""
    viewer = request.viewer
    found, chosen, editing = queries.cell(viewer=viewer, listing=listing, ref=ref, column=column)
    if request.method == "GET" and "leave" in request.GET:
        return _shown(request, found, chosen, editing)
    if request.method == "GET":
        return _form(request, found, chosen, editing, Saved(form=editing.form(None)))
    saved = editing.change(chosen.edits, {key: str(text) for key, text in request.POST.items()})
    if not saved.is_saved:
        return _form(request, found, chosen, editing, saved)
    if not wants_partial(request):
        messages.success(request, _("Your changes are saved."))
        return redirect("lists:page", listing=listing)
    return _shown(request, found, chosen, editing)


def _shown(request: Request, listing: Listing, column: Column, editing: Editing) -> HttpResponse:
    rows = listing.reads(viewer=request.viewer, ids=[editing.id])
    if not rows:
        raise queries.ListNotFound
    _log(request, listing, rows[0].person_ids)
    context = {"listing": listing, "column": column, "row": rows[0], "may_edit": True}
    return no_store(render_page(request, "lists/cell.html", context, partial="shown"))


def _form(
    request: Request, listing: Listing, column: Column, editing: Editing, saved: Saved
) -> HttpResponse:
    rows = listing.reads(viewer=request.viewer, ids=[editing.id])
    if not rows:
        raise queries.ListNotFound
    _log(request, listing, rows[0].person_ids)
    difference = next((one for one in saved.differences if one.name == column.edits), None)
    context = {
        "listing": listing,
        "column": column,
        "row": rows[0],
        "form": saved.form,
        "field": saved.form[column.edits],
        "difference": difference,
        "error": saved.error,
    }
    status = CONFLICT if saved.error else UNPROCESSABLE if saved.form.errors else 200
    return no_store(render_page(request, "lists/cell.html", context, partial="form", status=status))


def _log(request: Request, listing: Listing, person_ids: tuple[int, ...]) -> None:
    if person_ids:
        access_actions.record_list(
            viewer=request.viewer,
            event="list-cell",
            object_ids=person_ids,
            detail=listing.name,
            categories=["contact"],
        )
