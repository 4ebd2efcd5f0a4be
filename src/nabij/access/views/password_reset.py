# SPDX-License-Identifier: EUPL-1.2
"""A new password by mail: the link works once, for a quarter of an hour."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from nabij.access.actions import sign_in as actions
from nabij.access.doors import public_door
from nabij.access.forms.sign_in import NewPasswordForm, ResetForm
from nabij.access.queries import sign_in as queries
from nabij.access.views import steps
from nabij.core.request import Request
from nabij.web.pages import no_store, render_page

TOKEN = "password_reset_token"  # noqa: S105 - the name under which it is kept
IN_SESSION = "choose"


@public_door("password-reset", because="who forgot the password cannot sign in")
@require_http_methods(["GET", "POST"])
def ask(request: Request) -> HttpResponse:
    """Send a link to an address that we know, and say the same to every address."""
    form = ResetForm(request.POST or None)
    if not form.is_valid():
        return no_store(render_page(request, "access/reset_ask.html", {"form": form}))
    actions.ask_for_reset(viewer=steps.passer_by(request), email=form.cleaned_data["email"])
    return redirect("sign_in:reset_asked")


@public_door("password-reset", because="who forgot the password cannot sign in")
@require_GET
def asked(request: Request) -> HttpResponse:
    """Say that a link is on its way, if we know the address."""
    return no_store(render_page(request, "access/reset_asked.html", {}))


@public_door("password-reset", because="who forgot the password cannot sign in")
@sensitive_variables("password")
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def choose(request: Request, number: int, token: str) -> HttpResponse:
    """Let the owner of the link choose a password; the token leaves the address at once.

    The second step is still asked at the next sign-in: mail alone opens nothing.
    """
    address = reverse("sign_in:reset_choose", args=[number, IN_SESSION])
    if token != IN_SESSION:
        request.session[TOKEN] = token
        request.session.set_expiry(steps.HALF_WAY_FOR)
        return no_store(redirect(address))
    user = queries.colleague(viewer=steps.passer_by(request), user_id=number)
    kept = request.session.get(TOKEN, "")
    if user is None or not actions.reset_tokens.check_token(user, kept):
        return no_store(render_page(request, "access/reset_over.html", {}))
    form = NewPasswordForm(request.POST or None)
    if form.is_valid():
        try:
            actions.set_password(
                viewer=steps.passer_by(request),
                user=user,
                password=form.cleaned_data["password"],
                by="a link by mail",
            )
        except ValidationError as error:
            form.add_error("password", error)
        else:
            request.session.flush()
            return no_store(render_page(request, "access/reset_done.html", {}))
    return no_store(render_page(request, "access/reset_choose.html", {"form": form}))
