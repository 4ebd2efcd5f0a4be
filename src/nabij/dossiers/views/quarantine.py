# SPDX-License-Identifier: EUPL-1.2
"""What was refused: why, where, and giving something better instead."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.refs import is_ref
from nabij.core.request import Request
from nabij.dossiers.actions import quarantine as actions
from nabij.dossiers.forms import MendForm
from nabij.dossiers.queries import intakes as queries
from nabij.web.pages import UNPROCESSABLE, file_answer, no_store, render_page


@door("quarantine", allows=access_rules.may_take_in)
@require_safe
def listing(request: Request) -> HttpResponse:
    intake_ref = request.GET.get("intake", "")
    viewer = request.viewer
    rows = queries.quarantined(viewer=viewer, intake_ref=intake_ref)
    access_actions.record_overview(
        viewer=viewer,
        event="quarantine",
        object_type="Quarantine",
        count=len(rows),
        detail=f"intake {intake_ref}" if is_ref(intake_ref) else "",
    )
    context = {
        "rows": rows,
        "intake_ref": intake_ref,
        "is_cut": len(rows) == queries.MOST_REFUSED,
    }
    return no_store(render_page(request, "dossiers/quarantine.html", context))


@door("quarantined", allows=access_rules.may_take_in)
@require_http_methods(["GET", "POST"])
def detail(request: Request, ref: str) -> HttpResponse:
    row = queries.quarantined_resource(viewer=request.viewer, ref=ref)
    form = MendForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.offer_mended(
                viewer=request.viewer, ref=ref, data=form.cleaned_data["file"].read()
            )
        except actions.MendedTooLarge as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("Your file is read in the place of what was refused."))
            return redirect("dossiers:intake", row.intake_ref)
    if request.method == "GET":
        access_actions.record_overview(
            viewer=request.viewer,
            event="quarantined",
            object_type="Quarantine",
            count=1,
            detail=f"refused {ref}",
        )
    status = UNPROCESSABLE if request.method == "POST" else 200
    context = {"row": row, "form": form}
    return no_store(render_page(request, "dossiers/quarantined.html", context, status=status))


@door("quarantine-download", allows=access_rules.may_take_in)
@require_POST
def content(request: Request, ref: str) -> HttpResponse:
    """Hand out a refused resource as it came; the log says who took it."""
    name, data = actions.download(viewer=request.viewer, ref=ref)
    return file_answer(data, name, "application/octet-stream")


@door("quarantine-export", allows=access_rules.may_take_in)
@require_POST
def export(request: Request) -> HttpResponse:
    """Hand out all that is refused, with the reasons; the log says who took it."""
    ref = request.POST.get("intake", "")
    intake = queries.intake(viewer=request.viewer, ref=ref) if ref else None
    return file_answer(
        actions.export(viewer=request.viewer, intake=intake),
        "quarantine.zip",
        "application/octet-stream",
    )
