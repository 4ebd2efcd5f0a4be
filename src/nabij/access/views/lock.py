# SPDX-License-Identifier: EUPL-1.2
"""Locking a page that nobody looks at, and opening it again where it was."""

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from nabij.access import rules
from nabij.access.actions import factors
from nabij.access.actions import sign_in as actions
from nabij.access.authentication import totp
from nabij.access.doors import door, locked_page, opens
from nabij.access.forms.sign_in import UnlockForm
from nabij.access.views import steps
from nabij.core.request import Request
from nabij.web.pages import no_store


@door("lock", allows=rules.any_colleague)
@opens(when_locked=True)
@require_POST
def lock(request: Request) -> HttpResponse:
    """Lock this session: asked by the script after a while without work, or by a button."""
    row = steps.store_of(request).signed_in()
    if row is not None:
        actions.lock_session(viewer=request.viewer, session=row)
    if _is_script(request):
        return HttpResponse(status=204)
    return redirect(steps.next_of(request))


@door("lock", allows=rules.any_colleague)
@require_POST
def still_here(request: Request) -> HttpResponse:
    """Note that somebody is at work in a page that asks nothing of the server."""
    return HttpResponse(status=204)


@door("unlock", allows=rules.any_colleague)
@opens(before_second_factor=True, when_locked=True)
@sensitive_post_parameters("secret")
@require_POST
def unlock(request: Request) -> HttpResponse:
    """Open a locked session by a code or the password; a passkey goes by `passkey_answer`."""
    row = steps.store_of(request).signed_in()
    form = UnlockForm(request.POST)
    if row is None or not form.is_valid():
        return redirect(steps.next_of(request))
    user, given = steps.user_of(request), form.cleaned_data["secret"]
    error = ""
    is_code = len(totp.plain(given)) == totp.DIGITS and totp.plain(given).isdigit()
    if is_code:
        try:
            factors.check_code(viewer=request.viewer, user=user, given=given)
        except (factors.WrongCode, factors.CodeUsedBefore) as wrong:
            error = str(wrong)
    elif not actions.check_password(viewer=request.viewer, email=user.email, password=given):
        error = _("That is not your password, and not a code of now.")
    if not error:
        actions.unlock_session(viewer=request.viewer, session=row, is_proven=is_code)
        if _is_script(request):
            return no_store(JsonResponse({"csrf": get_token(request), "colleague": user.name}))
        return redirect(steps.next_of(request))
    if _is_script(request):
        return no_store(JsonResponse({"error": error}, status=400))
    form.add_error("secret", error)
    return locked_page(request, next_page=steps.next_of(request), form=form)


def _is_script(request: Request) -> bool:
    return request.headers.get("Accept") == "application/json"
