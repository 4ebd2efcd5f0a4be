# SPDX-License-Identifier: EUPL-1.2
"""Single sign-on: to the institution's provider and back."""

import logging
from dataclasses import asdict
from typing import Any, NoReturn

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from nabij.access.actions import single_sign_on as actions
from nabij.access.authentication import oidc
from nabij.access.doors import public_door
from nabij.access.views import steps
from nabij.core.errors import NotFound
from nabij.core.request import Request
from nabij.web.pages import no_store

logger = logging.getLogger(__name__)
ERRAND = "single_sign_on"


def provider() -> oidc.Provider | None:
    """Return the provider of the settings, None when the institution has none."""
    given: dict[str, Any] = settings.NABIJ_OIDC
    return oidc.Provider(**given) if given["issuer"] else None


@public_door("sign-in", because="one leaves for the provider to sign in")
@require_GET
def start(request: Request) -> HttpResponse:
    """Send the browser to the provider."""
    asked = _provider()
    errand = oidc.new_errand()
    try:
        address = oidc.address(asked, errand, back=_back(), again="again" in request.GET)
    except oidc.SignOnFailed as error:
        _refuse(request, error)
    next_page = steps.next_of(request)
    request.session.flush()
    request.session[ERRAND] = {**asdict(errand), "next": next_page}
    request.session.set_expiry(steps.HALF_WAY_FOR)
    return no_store(redirect(address))


@public_door("sign-in", because="one comes back from the provider")
@require_GET
def finish(request: Request) -> HttpResponse:
    """Let in whom the provider names, or ask our own second step if it asked none."""
    asked = _provider()
    kept = request.session.pop(ERRAND, None)
    if kept is None:
        return redirect("sign_in:start")
    next_page = kept.pop("next")
    try:
        identity = oidc.identity(asked, oidc.Errand(**kept), back=_back(), given=request.GET.dict())
    except oidc.SignOnFailed as error:
        _refuse(request, error)
    user = actions.colleague_of(viewer=steps.passer_by(request), identity=identity)
    if not identity.has_second_factor:
        return steps.go_half_way(request, user, by="single sign-on", next_page=next_page)
    steps.finish(request, user, is_proven=True, by="single sign-on with second factor")
    return redirect(next_page)


def _provider() -> oidc.Provider:
    if found := provider():
        return found
    raise NotFound


def _back() -> str:
    # The address of the settings, not of the request: the provider knows exactly one.
    return settings.NABIJ_ADDRESS.rstrip("/") + reverse("sign_in:single_sign_on_back")


def _refuse(request: Request, error: oidc.SignOnFailed) -> NoReturn:
    logger.warning("Single sign-on failed: %s", error)
    actions.refuse(viewer=steps.passer_by(request), reason=str(error))
