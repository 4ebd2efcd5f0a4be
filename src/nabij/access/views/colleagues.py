# SPDX-License-Identifier: EUPL-1.2
"""An administrator helps a colleague who lost the phone or passkey to sign in with."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nabij.access import rules
from nabij.access.actions import factors
from nabij.access.choices import ResetReason
from nabij.access.doors import door, second_factor_required
from nabij.access.forms.colleagues import FindForm, ResetFactorsForm
from nabij.access.queries import colleagues as queries
from nabij.access.queries import sign_in as sign_in_queries
from nabij.core.errors import NotFound
from nabij.core.request import Request
from nabij.web.pages import UNPROCESSABLE, no_store, render_page


@door("colleagues", allows=rules.may_help_colleagues)
@second_factor_required
@require_http_methods(["GET", "POST"])
def find(request: Request) -> HttpResponse:
    """Find a colleague by name or e-mail address; what was typed stays out of the address."""
    form = FindForm(request.POST if request.method == "POST" else None)
    found = None
    if form.is_valid():
        found = queries.colleagues(viewer=request.viewer, text=form.cleaned_data["text"])
    context = {"form": form, "found": found}
    return no_store(render_page(request, "access/colleagues.html", context, partial="rows"))


@door("factors-reset", allows=rules.may_help_colleagues)
@second_factor_required
@require_http_methods(["GET", "POST"])
def reset_factors(request: Request, number: int) -> HttpResponse:
    """Take the second steps of a colleague away, for a reason that the log keeps."""
    colleague = queries.colleague(viewer=request.viewer, number=number)
    form = ResetFactorsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        user = sign_in_queries.colleague(viewer=request.viewer, user_id=number)
        if user is None:
            raise NotFound
        reason = ResetReason(form.cleaned_data["reason"])
        factors.reset_factors(viewer=request.viewer, user=user, reason=reason)
        told = _("%(name)s sets up a new second step at the next sign-in, and gets a letter.")
        messages.success(request, told % {"name": colleague.name})
        return redirect("sign_in:colleagues")
    context = {"form": form, "whom": colleague}
    status = UNPROCESSABLE if form.is_bound else 200
    return no_store(render_page(request, "access/reset_factors.html", context, status=status))
