# SPDX-License-Identifier: EUPL-1.2
"""My sign-in: second steps, codes on paper, devices, password. And: is it really you?"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nabij.access import rules
from nabij.access.actions import factors
from nabij.access.actions import sign_in as actions
from nabij.access.doors import door, opens, second_factor_required
from nabij.access.forms.sign_in import ChangePasswordForm, CodeForm
from nabij.access.queries import sign_in as queries
from nabij.access.views import single_sign_on, steps
from nabij.core.errors import NotFound
from nabij.core.request import Request
from nabij.web.pages import no_store, render_page


@door("own-account", allows=rules.any_colleague)
@require_GET
def mine(request: Request) -> HttpResponse:
    """Show how one signs in, and where one is signed in."""
    context = {
        "factors": queries.factors(viewer=request.viewer),
        "codes_left": queries.recovery_codes_left(viewer=request.viewer),
        "devices": queries.devices(viewer=request.viewer, this=steps.store_of(request).signed_in()),
        "has_password": steps.user_of(request).has_usable_password(),
    }
    return no_store(render_page(request, "access/mine.html", context))


@door("own-account", allows=rules.any_colleague)
@second_factor_required
@require_http_methods(["GET", "POST"])
def remove_factor(request: Request, ref: str) -> HttpResponse:
    """Remove a second step; by an address it asks first."""
    if request.method == "POST":
        factors.remove_factor(viewer=request.viewer, ref=ref)
        messages.success(request, _("That second step was removed."))
        return redirect("sign_in:mine")
    found = [factor for factor in queries.factors(viewer=request.viewer) if factor.ref == ref]
    if not found:
        raise NotFound
    return no_store(render_page(request, "access/remove_factor.html", {"factor": found[0]}))


@door("own-account", allows=rules.any_colleague)
@require_POST
def end_session(request: Request, ref: str) -> HttpResponse:
    """Sign out on one device."""
    actions.end_session(viewer=request.viewer, ref=ref)
    messages.success(request, _("You are signed out there."))
    return redirect("sign_in:mine")


@door("own-account", allows=rules.any_colleague)
@require_POST
def end_sessions(request: Request) -> HttpResponse:
    """Sign out on all devices, this one too."""
    actions.end_sessions(viewer=request.viewer, user_id=request.viewer.user_id)
    request.session.flush()
    return redirect("sign_in:start")


@door("own-account", allows=rules.any_colleague)
@opens(before_second_factor=True)
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def confirm(request: Request) -> HttpResponse:
    """Ask the second step again, before something that matters."""
    form = CodeForm(request.POST or None)
    row = steps.store_of(request).signed_in()
    if row is not None and form.is_valid():
        try:
            factors.check_code(
                viewer=request.viewer,
                user=steps.user_of(request),
                given=form.cleaned_data["code"],
            )
        except (factors.WrongCode, factors.CodeUsedBefore) as error:
            form.add_error("code", str(error))
        else:
            actions.unlock_session(viewer=request.viewer, session=row, is_proven=True)
            return redirect(steps.next_of(request))
    context = {
        "form": form,
        "next": steps.next_of(request),
        "kinds": queries.factor_kinds(viewer=request.viewer, user_id=request.viewer.user_id),
        "provider": single_sign_on.provider(),
    }
    return no_store(render_page(request, "access/confirm.html", context))


@door("own-account", allows=rules.any_colleague)
@second_factor_required
@sensitive_post_parameters("current", "password")
@require_http_methods(["GET", "POST"])
def change_password(request: Request) -> HttpResponse:
    """Choose another password; all devices are signed out, this one signs in again."""
    user = steps.user_of(request)
    form = ChangePasswordForm(request.POST or None)
    if form.is_valid():
        known = actions.check_password(
            viewer=request.viewer, email=user.email, password=form.cleaned_data["current"]
        )
        if known is None:
            form.add_error("current", _("This is not your password of now."))
        else:
            try:
                actions.set_password(
                    viewer=request.viewer,
                    user=known,
                    password=form.cleaned_data["password"],
                    by="the colleague",
                )
            except ValidationError as error:
                form.add_error("password", error)
            else:
                steps.finish(request, known, is_proven=True, by="new password")
                messages.success(request, _("You have a new password."))
                return redirect("sign_in:mine")
    return no_store(render_page(request, "access/change_password.html", {"form": form}))
