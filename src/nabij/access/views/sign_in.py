# SPDX-License-Identifier: EUPL-1.2
"""In and out: a password and a second step, or a passkey alone."""

import json
from typing import Any

from django.contrib import auth
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from nabij.access import rules
from nabij.access.actions import factors, log
from nabij.access.actions import sign_in as actions
from nabij.access.authentication import passkeys
from nabij.access.doors import door, opens, public_door
from nabij.access.forms.sign_in import CodeForm, SignInForm
from nabij.access.models import User
from nabij.access.queries import sign_in as queries
from nabij.access.views import single_sign_on, steps
from nabij.core.errors import DomainError
from nabij.core.request import Request
from nabij.web.pages import no_store, render_page

QUESTION = "passkey_question"
# No answer of a browser is longer.
LONGEST_ANSWER = 20_000


@public_door("sign-in", because="here one signs in")
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: Request) -> HttpResponse:
    """Ask for e-mail address and password."""
    if request.user.is_authenticated:
        return redirect(steps.next_of(request))
    form = SignInForm(request.POST or None)
    if form.is_valid():
        user = actions.check_password(
            viewer=steps.passer_by(request),
            email=form.cleaned_data["email"],
            password=form.cleaned_data["password"],
        )
        if user is not None:
            return steps.go_half_way(request, user, by="password", next_page=steps.next_of(request))
        form.add_error(None, _("This e-mail address and password do not belong together."))
    context = {
        "form": form,
        "next": steps.next_of(request),
        "provider": single_sign_on.provider(),
    }
    return no_store(render_page(request, "access/sign_in.html", context))


@public_door("sign-in", because="the second step of signing in")
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_step(request: Request) -> HttpResponse:
    """Ask for a code or a passkey of who gave the password just now."""
    half_way = steps.half_way(request)
    if half_way is None:
        return redirect("sign_in:start")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            by = factors.check_code(
                viewer=steps.passer_by(request),
                user=half_way.user,
                given=form.cleaned_data["code"],
            )
        except (factors.WrongCode, factors.CodeUsedBefore) as error:
            form.add_error("code", str(error))
        else:
            steps.finish(request, half_way.user, is_proven=True, by=f"{half_way.by}, {by}")
            return redirect(half_way.next)
    kinds = queries.factor_kinds(viewer=steps.passer_by(request), user_id=half_way.user.pk)
    context = {"form": form, "kinds": kinds, "next": half_way.next}
    return no_store(render_page(request, "access/second_step.html", context))


@public_door("sign-in", because="a passkey is asked before one is in")
@require_POST
def passkey_question(request: Request) -> HttpResponse:
    """Answer with what the browser should ask of a passkey."""
    options, state = passkeys.begin_asking(host=steps.host_of(request))
    request.session[QUESTION] = state
    if not request.user.is_authenticated and steps.HALF_WAY not in request.session:
        request.session.set_expiry(steps.HALF_WAY_FOR)
    return no_store(JsonResponse(options))


@public_door("sign-in", because="a passkey is given before one is in")
@require_POST
def passkey_answer(request: Request) -> HttpResponse:
    """Let the owner of a passkey in, open their locked page, or take it as their second step.

    A passkey alone is enough: it is something one has, opened by a finger, a face or a PIN.
    """
    try:
        user = _owner(request)
    except DomainError as error:
        return no_store(JsonResponse({"error": str(error)}, status=error.http_status))
    next_page = steps.next_of(request)
    row = steps.store_of(request).signed_in()
    if row is not None and request.user.is_authenticated and request.user == user:
        actions.unlock_session(viewer=request.viewer, session=row, is_proven=True)
    else:
        half_way = steps.half_way(request)
        if half_way is not None:
            next_page = half_way.next
        steps.finish(request, user, is_proven=True, by="passkey")
    answer = {"next": next_page, "csrf": get_token(request), "colleague": user.name}
    return no_store(JsonResponse(answer))


def _owner(request: Request) -> User:
    state = request.session.pop(QUESTION, None)
    answer = posted_json(request).get("credential")
    if state is None or not isinstance(answer, dict):
        raise factors.PasskeyRefused
    user = factors.check_passkey(
        viewer=steps.passer_by(request), host=steps.host_of(request), state=state, answer=answer
    )
    half_way = steps.half_way(request)
    if half_way is not None and half_way.user != user:
        raise factors.PasskeyRefused
    return user


def posted_json(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object that a script of ours sent, empty when it is none."""
    try:
        found = json.loads(request.body) if len(request.body) <= LONGEST_ANSWER else {}
    except (ValueError, RawPostDataException):  # no JSON, or a form that was read as one already
        return {}
    return found if isinstance(found, dict) else {}


@door("sign-out", allows=rules.any_colleague)
@opens(before_second_factor=True, when_locked=True)
@require_http_methods(["GET", "POST"])
def sign_out(request: Request) -> HttpResponse:
    """End this session; without script or by an address it asks first."""
    if request.method == "GET":
        return render_page(request, "access/sign_out.html", {})
    log.record_sign_in(
        viewer=request.viewer,
        event="sign-out",
        user_id=request.viewer.user_id,
        detail="this device",
    )
    auth.logout(request)
    return redirect("sign_in:start")
