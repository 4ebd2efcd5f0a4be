# SPDX-License-Identifier: EUPL-1.2
"""Data breaches: any colleague reports one; the officers keep the register."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door, second_factor_required
from nabij.core.errors import DomainError
from nabij.core.refs import new_ref
from nabij.core.request import Request
from nabij.privacy import actions, queries
from nabij.privacy.forms.breaches import BreachForm, ReportForm
from nabij.privacy.papers import registers
from nabij.web.pages import UNPROCESSABLE, file_answer, no_store, render_page
from nabij.web.workbooks import XLSX_TYPE


@door("breach-report", allows=access_rules.any_colleague)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request) -> HttpResponse:
    """Report a data breach or the suspicion of one."""
    viewer = request.viewer
    form = ReportForm(request.POST or None, at=viewer.at, initial={"key": new_ref()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        breach = actions.report_breach(
            viewer=viewer,
            what=given["what"],
            discovered_at=given["discovered_at"],
            entry_key=given["key"],
        )
        messages.success(
            request,
            _("Thank you. The privacy officer takes it up; it is number %(number)s.")
            % {"number": breach.pk},
        )
        return redirect("desk:start")
    status = UNPROCESSABLE if request.method == "POST" else 200
    return no_store(render_page(request, "privacy/report.html", {"form": form}, status=status))


@door("breaches", allows=access_rules.may_read_log)
@second_factor_required
@require_safe
def register(request: Request) -> HttpResponse:
    """Show the register of data breaches, or give it as a spreadsheet."""
    viewer = request.viewer
    rows = queries.breaches(viewer=viewer)
    access_actions.record_overview(
        viewer=viewer, event="breaches", object_type="Breach", count=len(rows)
    )
    if request.GET.get("as") == "xlsx":
        return file_answer(registers.breaches(rows), _("data-breaches") + ".xlsx", XLSX_TYPE)
    return no_store(render_page(request, "privacy/breaches.html", {"rows": rows}))


@door("breach", allows=access_rules.may_read_log)
@second_factor_required
@require_http_methods(["GET", "HEAD", "POST"])
def breach(request: Request, ref: str) -> HttpResponse:
    """Show one breach; keep what the privacy officer fills in, or close it."""
    viewer = request.viewer
    found = queries.breach(viewer=viewer, ref=ref)
    form = BreachForm(request.POST or None, at=viewer.at, breach=found)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            kept = actions.change_breach(
                viewer=viewer, ref=ref, version=version, fields=form.fields_given()
            )
            if request.POST.get("do") == "close":
                actions.close_breach(viewer=viewer, ref=ref, version=kept.version)
        except actions.NotDecided as error:
            messages.warning(request, str(error))
            return redirect("privacy:breach", ref)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The breach is kept."))
            return redirect("privacy:breach", ref)
    access_actions.record_overview(
        viewer=viewer, event="breach", object_type="Breach", count=1, detail=ref
    )
    context = {
        "breach": found,
        "line": queries.breach_line(viewer=viewer, row=found),
        "form": form,
        "may_change": access_rules.may_settle_stand_ins(viewer.roles) and found.closed_at is None,
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return no_store(render_page(request, "privacy/breach.html", context, status=status))
