# SPDX-License-Identifier: EUPL-1.2
"""Setting up a second step: an authenticator app, a passkey, codes on paper."""

import base64
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nabij.access import rules
from nabij.access.actions import factors
from nabij.access.actions import sign_in as actions
from nabij.access.authentication import totp
from nabij.access.doors import door, opens, second_factor_required
from nabij.access.forms.sign_in import NewAppForm, PasskeyNameForm
from nabij.access.models import User
from nabij.access.queries import sign_in as queries
from nabij.access.views import steps
from nabij.access.views.sign_in import posted_json
from nabij.core import crypto
from nabij.core.errors import DomainError
from nabij.core.request import Request
from nabij.web.pages import no_store, render_page

NEW_APP = "new_app"
NEW_PASSKEY = "new_passkey"

type View = Callable[..., HttpResponse]


def first_or_proven(view: View) -> View:
    """Let in who has no second step yet; who has one gives it again first."""
    guarded = second_factor_required(view)

    @wraps(view)
    def decide(request: Request, *args: Any) -> HttpResponse:
        kinds = queries.factor_kinds(viewer=request.viewer, user_id=request.viewer.user_id)
        return (guarded if kinds else view)(request, *args)

    return decide


@door("second-factor", allows=rules.any_colleague)
@opens(before_second_factor=True)
@require_GET
def enrol(request: Request) -> HttpResponse:
    """Say why a second step is needed and let choose which; nothing else opens before it."""
    if queries.factor_kinds(viewer=request.viewer, user_id=request.viewer.user_id):
        return redirect("sign_in:mine")
    return no_store(render_page(request, "access/enrol.html", {}))


@door("second-factor", allows=rules.any_colleague)
@opens(before_second_factor=True)
@first_or_proven
@require_http_methods(["GET", "POST"])
def app(request: Request) -> HttpResponse:
    """Show the secret for an authenticator app and ask for a code that proves it arrived."""
    user = steps.user_of(request)
    form = NewAppForm(request.POST or None)
    secret = _kept_secret(request, user) if form.is_bound else None
    if secret is not None and form.is_valid():
        try:
            factors.add_app(
                viewer=request.viewer, user=user, secret=secret, given=form.cleaned_data["code"]
            )
        except factors.WrongCode as error:
            form.add_error("code", str(error))
        else:
            del request.session[NEW_APP]
            messages.success(request, _("Your authenticator app works."))
            return _now_proven(request)
    if secret is None:
        secret, form = _new_secret(request, user), NewAppForm()
    address = totp.address(secret, account=user.email, issuer="nabij")
    context = {
        "form": form,
        "picture": totp.picture(address),
        "address": address,
        "secret": totp.shown_secret(secret),
    }
    return no_store(render_page(request, "access/new_app.html", context))


@door("second-factor", allows=rules.any_colleague)
@opens(before_second_factor=True)
@first_or_proven
@require_GET
def passkey(request: Request) -> HttpResponse:
    """Explain passkeys and make one."""
    return no_store(render_page(request, "access/new_passkey.html", {"form": PasskeyNameForm()}))


@door("second-factor", allows=rules.any_colleague)
@opens(before_second_factor=True)
@first_or_proven
@require_POST
def new_passkey_question(request: Request) -> HttpResponse:
    """Answer with what the browser should ask for a new passkey."""
    options, state = queries.new_passkey_question(
        viewer=request.viewer, user=steps.user_of(request), host=steps.host_of(request)
    )
    request.session[NEW_PASSKEY] = state
    return no_store(JsonResponse(options))


@door("second-factor", allows=rules.any_colleague)
@opens(before_second_factor=True)
@first_or_proven
@require_POST
def new_passkey(request: Request) -> HttpResponse:
    """Take the passkey that the browser made."""
    state, posted = request.session.pop(NEW_PASSKEY, None), posted_json(request)
    try:
        if state is None or not isinstance(posted.get("credential"), dict):
            raise factors.PasskeyRefused
        factors.add_passkey(
            viewer=request.viewer,
            user=steps.user_of(request),
            host=steps.host_of(request),
            state=state,
            answer=posted["credential"],
            name=str(posted.get("name", "")),
        )
    except DomainError as error:
        return no_store(JsonResponse({"error": str(error)}, status=error.http_status))
    messages.success(request, _("Your passkey works."))
    return no_store(JsonResponse({"next": _now_proven(request).headers["Location"]}))


@door("second-factor", allows=rules.any_colleague)
@second_factor_required
@require_http_methods(["GET", "POST"])
def recovery_codes(request: Request) -> HttpResponse:
    """Make codes on paper and show them this once."""
    codes: list[str] = []
    if request.method == "POST":
        codes = factors.new_recovery_codes(viewer=request.viewer, user=steps.user_of(request))
    context = {"codes": codes, "left": queries.recovery_codes_left(viewer=request.viewer)}
    return no_store(render_page(request, "access/recovery_codes.html", context))


def _now_proven(request: Request) -> HttpResponse:
    """Count the new second step as given, and go on to the codes on paper if there are none."""
    row = steps.store_of(request).signed_in()
    if row is not None:
        actions.unlock_session(viewer=request.viewer, session=row, is_proven=True)
    has_codes = queries.recovery_codes_left(viewer=request.viewer)
    return redirect(reverse("sign_in:mine" if has_codes else "sign_in:recovery_codes"))


def _new_secret(request: Request, user: User) -> bytes:
    secret = totp.new_secret()
    sealed = crypto.seal(secret, context=_context(user))
    request.session[NEW_APP] = base64.b64encode(sealed).decode()
    return secret


def _kept_secret(request: Request, user: User) -> bytes | None:
    sealed = request.session.get(NEW_APP)
    return crypto.unseal(base64.b64decode(sealed), context=_context(user)) if sealed else None


def _context(user: User) -> bytes:
    return f"access.new_app:{user.pk}".encode()
