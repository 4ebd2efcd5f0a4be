# SPDX-License-Identifier: EUPL-1.2
"""The list of intakes, the upload form, and how far one intake is."""

from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core import jobs
from nabij.core.errors import DomainError
from nabij.core.request import Request
from nabij.core.viewer import Viewer
from nabij.dossiers.actions import intakes as actions
from nabij.dossiers.actions import quarantine as quarantine_actions
from nabij.dossiers.forms import UploadForm
from nabij.dossiers.queries import intakes as queries
from nabij.linkage import queries as linkage_queries
from nabij.web.pages import UNPROCESSABLE, no_store, render_page, wants_partial

if TYPE_CHECKING:
    from nabij.linkage.models import Source


@door("intakes", allows=access_rules.may_take_in)
@require_safe
def listing(request: Request) -> HttpResponse:
    viewer = request.viewer
    page = queries.intakes(viewer=viewer, before=request.GET.get("before", ""))
    access_actions.record_overview(
        viewer=viewer, event="intakes", object_type="Intake", count=len(page.rows)
    )
    return no_store(render_page(request, "dossiers/intakes.html", {"page": page}))


@door("upload", allows=access_rules.may_take_in)
@require_http_methods(["GET", "POST"])
def upload(request: Request) -> HttpResponse:
    viewer = request.viewer
    queries.check_may_take_in(viewer=viewer)
    sources = {source.ref: source for source in _offered(viewer)}
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        sources=[(ref, source.title) for ref, source in sources.items()],
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            intake = actions.upload(
                viewer=viewer,
                source=sources[given["source"]],
                deliveries=[
                    actions.Delivery(Path(file.temporary_file_path()), label=file.name or "")
                    for file in given["uploads"]
                ],
                fhir_version=given["fhir_version"],
                ground=given["ground"],
            )
        except actions.NothingToTakeIn as error:
            form.add_error("uploads", str(error))
        else:
            if intake.created_at < viewer.at:
                said = _("These files were given before. Here is what was done with them.")
                messages.info(request, said)
            return redirect("dossiers:intake", intake.ref)
    status = UNPROCESSABLE if request.method == "POST" else 200
    context = {"form": form, "has_sources": bool(sources)}
    return no_store(render_page(request, "dossiers/upload.html", context, status=status))


def _offered(viewer: Viewer) -> "list[Source]":
    """Return the sources of which a colleague may take dossiers in: not those that are shielded."""
    return [
        source
        for source in linkage_queries.sources(viewer=viewer)
        if queries.may_name(viewer=viewer, source=source)
    ]


@door("intake", allows=access_rules.may_take_in)
@require_safe
def detail(request: Request, ref: str) -> HttpResponse:
    """Show how far one intake is; a swap, once a second, shows no more and is not written again."""
    intake = queries.status(viewer=request.viewer, ref=ref)
    if not wants_partial(request):
        access_actions.record_overview(
            viewer=request.viewer,
            event="intake",
            object_type="Intake",
            count=1,
            detail=f"intake {ref}",
        )
    context = {"intake": intake, "refused": []}
    if intake.refused:
        context["refused"] = queries.quarantined(viewer=request.viewer, intake_ref=ref)[:10]
    return no_store(render_page(request, "dossiers/intake.html", context, partial="status"))


@door("intake-stop", allows=access_rules.may_take_in)
@require_POST
def stop(request: Request, ref: str) -> HttpResponse:
    intake = queries.status(viewer=request.viewer, ref=ref)
    if intake.job is not None:
        jobs.request_cancel(viewer=request.viewer, ref=intake.job.ref)
        messages.success(request, _("It stops after the piece it is working on."))
    return redirect("dossiers:intake", ref)


@door("intake-again", allows=access_rules.may_take_in)
@require_POST
def again(request: Request, ref: str) -> HttpResponse:
    """Go on with an intake that stopped, or read what it refused once more."""
    viewer = request.viewer
    intake = queries.intake(viewer=viewer, ref=ref)
    try:
        if queries.status(viewer=viewer, ref=ref).is_done:
            quarantine_actions.enqueue_retry(viewer=viewer, intake=intake)
            messages.success(request, _("What was refused is read again."))
        else:
            actions.enqueue_intake(viewer=viewer, intake=intake)
            messages.success(request, _("It goes on where it stopped."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("dossiers:intake", ref)
