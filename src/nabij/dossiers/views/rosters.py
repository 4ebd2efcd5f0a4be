# SPDX-License-Identifier: EUPL-1.2
"""Rosters: give one, see how far it is and what came of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.request import Request
from nabij.dossiers.actions import roster_files as actions
from nabij.dossiers.actions.rosters import NothingPlanned
from nabij.dossiers.forms import RosterForm
from nabij.dossiers.queries import rosters as queries
from nabij.web.pages import UNPROCESSABLE, no_store, render_page, wants_partial


@door("rosters", allows=access_rules.may_take_in)
@require_safe
def listing(request: Request) -> HttpResponse:
    page = queries.rosters(viewer=request.viewer, before=request.GET.get("before", ""))
    access_actions.record_overview(
        viewer=request.viewer, event="rosters", object_type="Roster", count=len(page.rows)
    )
    return no_store(render_page(request, "dossiers/rosters.html", {"page": page}))


@door("roster-upload", allows=access_rules.may_take_in)
@require_http_methods(["GET", "POST"])
def upload(request: Request) -> HttpResponse:
    form = RosterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            given = actions.upload_roster(
                viewer=request.viewer, data=file.read(), name=file.name or ""
            )
        except NothingPlanned as error:
            form.add_error("file", str(error))
        else:
            return redirect("dossiers:roster", given.ref)
    status = UNPROCESSABLE if request.method == "POST" else 200
    page = render_page(request, "dossiers/roster_upload.html", {"form": form}, status=status)
    return no_store(page)


@door("roster", allows=access_rules.may_take_in)
@require_safe
def detail(request: Request, ref: str) -> HttpResponse:
    """Show what came of a roster; a swap, once a second, shows no more and is not written again."""
    roster = queries.roster(viewer=request.viewer, ref=ref)
    if not wants_partial(request):
        access_actions.record_overview(
            viewer=request.viewer,
            event="roster",
            object_type="Roster",
            count=1,
            detail=f"roster {ref}",
        )
    page = render_page(request, "dossiers/roster.html", {"roster": roster}, partial="status")
    return no_store(page)


@door("roster-again", allows=access_rules.may_take_in)
@require_POST
def again(request: Request, ref: str) -> HttpResponse:
    """Go on with a roster that stopped."""
    given = queries.roster_to_go_on(viewer=request.viewer, ref=ref)
    actions.enqueue_roster(viewer=request.viewer, given=given)
    messages.success(request, _("It goes on where it stopped."))
    return redirect("dossiers:roster", ref)
