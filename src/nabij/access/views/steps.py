# SPDX-License-Identifier: EUPL-1.2
"""What the pages of signing in share: the step in between, the session that begins,
where to go on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from urllib.parse import urlsplit

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from nabij.access import queries
from nabij.access.actions import sign_in as actions
from nabij.access.models import User
from nabij.access.models.sign_in import SessionStore
from nabij.access.queries import sign_in as sign_in_queries
from nabij.core.request import Request
from nabij.core.viewer import Viewer

HALF_WAY = "half_way"
# Between the password and the second step.
HALF_WAY_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class HalfWay:
    """Who gave a password (or came back from the provider) and has the second step before them."""

    user: User
    by: str
    next: str


def store_of(request: HttpRequest) -> SessionStore:
    """Return the session with its row."""
    return cast("SessionStore", request.session)


def user_of(request: HttpRequest) -> User:
    """Return who is signed in, for views that are behind a door."""
    return cast("User", request.user)


def host_of(request: HttpRequest) -> str:
    """Return the name of the site without its port: passkeys belong to it."""
    return urlsplit(f"//{request.get_host()}").hostname or ""


def next_of(request: HttpRequest) -> str:
    """Return where to go on after signing in: an address of ours that was asked for,
    or the desk."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours and not asked.startswith("/sign-in/out") else "/"


def passer_by(request: Request) -> Viewer:
    """Return the viewer for who is not in yet, whatever the session was before."""
    at = request.viewer.at
    return queries.nobody(at=at, access_point=request.META.get("REMOTE_ADDR", ""))


def go_half_way(request: Request, user: User, *, by: str, next_page: str) -> HttpResponse:
    """Remember who gave a password, and ask for the second step.

    Without one to give, set one up.
    """
    if not sign_in_queries.factor_kinds(viewer=passer_by(request), user_id=user.pk):
        finish(request, user, is_proven=False, by=by)
        return redirect("sign_in:enrol")
    request.session.flush()
    request.session[HALF_WAY] = {
        "user": user.pk,
        "at": request.viewer.at.isoformat(),
        "by": by,
        "next": next_page,
    }
    request.session.set_expiry(HALF_WAY_FOR)
    return redirect("sign_in:second_step")


def half_way(request: Request) -> HalfWay | None:
    """Return who is half-way, None when nobody is or it took too long."""
    kept = request.session.get(HALF_WAY)
    if not kept or request.viewer.at - datetime.fromisoformat(kept["at"]) > HALF_WAY_FOR:
        return None
    user = sign_in_queries.colleague(viewer=request.viewer, user_id=kept["user"])
    return HalfWay(user, kept["by"], kept["next"]) if user else None


def finish(request: Request, user: User, *, is_proven: bool, by: str) -> None:
    """Begin the session of a colleague, under a key that nobody had before."""
    viewer = passer_by(request)
    request.session.flush()
    auth.login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    actions.start_session(
        viewer=viewer,
        store=store_of(request),
        user=user,
        is_proven=is_proven,
        browser=request.headers.get("User-Agent", ""),
        by=by,
    )
