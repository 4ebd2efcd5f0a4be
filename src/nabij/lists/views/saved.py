# SPDX-License-Identifier: EUPL-1.2
"""Save what a list shows as a view; rename, share and remove it; open the list with it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.errors import DomainError
from nabij.core.request import Request
from nabij.lists import actions, queries
from nabij.lists.doors import Place, place_of
from nabij.lists.forms import ViewForm


@door("view-saved", allows=access_rules.may_see_cards)
@require_POST
def save(request: Request, listing: str) -> HttpResponse:
    """Save what the address asks as a new view."""
    viewer = request.viewer
    place = place_of(viewer, queries.listing_named(viewer=viewer, name=listing), request.GET)
    form = ViewForm(request.POST, viewer=viewer)
    if not form.is_valid():
        return _refuse(request, place, form)
    try:
        view = actions.save_view(
            viewer=viewer, listing=listing, asked=place.asked, **form.cleaned_data
        )
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(place.address(viewer))
    messages.success(request, _("The view %(name)s is saved.") % {"name": view.name})
    return _to(listing, view.ref)


@door("view-changed", allows=access_rules.may_see_cards)
@require_POST
def change(request: Request, ref: str) -> HttpResponse:
    """Rename a view of one's own, or share it otherwise."""
    viewer = request.viewer
    view = queries.saved_view(viewer=viewer, ref=ref, is_own=True)
    place = place_of(viewer, queries.listing_named(viewer=viewer, name=view.listing), request.GET)
    form = ViewForm(request.POST, viewer=viewer)
    if not form.is_valid():
        return _refuse(request, place, form)
    try:
        actions.change_view(viewer=viewer, ref=ref, **form.cleaned_data)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your changes are saved."))
    return redirect(place.address(viewer))


@door("view-changed", allows=access_rules.may_see_cards)
@require_POST
def update(request: Request, ref: str) -> HttpResponse:
    """Let a view of one's own ask what the address asks."""
    viewer = request.viewer
    view = queries.saved_view(viewer=viewer, ref=ref, is_own=True)
    place = place_of(viewer, queries.listing_named(viewer=viewer, name=view.listing), request.GET)
    actions.set_view(viewer=viewer, ref=ref, asked=place.asked)
    messages.success(request, _("The view %(name)s is saved.") % {"name": view.name})
    return _to(view.listing, ref)


@door("view-removed", allows=access_rules.may_see_cards)
@require_POST
def remove(request: Request, ref: str) -> HttpResponse:
    """Remove a view of one's own."""
    viewer = request.viewer
    view = queries.saved_view(viewer=viewer, ref=ref, is_own=True)
    actions.remove_view(viewer=viewer, ref=ref)
    messages.success(request, _("The view %(name)s is removed.") % {"name": view.name})
    return redirect("lists:page", listing=view.listing)


@door("view-opens", allows=access_rules.may_see_cards)
@require_POST
def default(request: Request, ref: str) -> HttpResponse:
    """Let the list open with this view, or no longer."""
    is_default = request.POST.get("is_default") == "yes"
    view = actions.open_with(viewer=request.viewer, ref=ref, is_default=is_default)
    return _to(view.listing, ref)


def _to(listing: str, ref: str) -> HttpResponse:
    return redirect(f"{reverse('lists:page', args=[listing])}?view={ref}")


def _refuse(request: Request, place: Place, form: ViewForm) -> HttpResponse:
    for faults in form.errors.values():
        messages.error(request, " ".join(map(str, faults)))
    return redirect(place.address(request.viewer))
