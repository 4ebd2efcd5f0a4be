# SPDX-License-Identifier: EUPL-1.2
"""How a colleague signs in: second factors, recovery codes left, devices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nabij.access.authentication import passkeys
from nabij.access.choices import FactorKind
from nabij.access.models import RecoveryCode, SecondFactor, Session, User
from nabij.core import crypto
from nabij.core.viewer import Viewer

# What a browser calls itself, the more telling name first: all of them say "Mozilla" and "Safari".
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class FactorInView:
    ref: str
    kind: str
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Device:
    ref: str
    browser: str
    access_point: str
    started_at: datetime
    seen_at: datetime
    is_this: bool


def factors(*, viewer: Viewer) -> Sequence[FactorInView]:
    """Return the viewer's own second factors, oldest first. One SQL query."""
    found = SecondFactor.objects.filter(user_id=viewer.user_id).order_by("added_at", "pk")
    return [FactorInView(f.ref, f.kind, f.name, f.added_at, f.used_at) for f in found]


def factor_kinds(*, viewer: Viewer, user_id: int) -> frozenset[str]:
    """Return which kinds of second factor a colleague has, for who is signing in as them.

    One SQL query.
    """
    kinds = SecondFactor.objects.filter(user_id=user_id).values_list("kind", flat=True)
    return frozenset(FactorKind(kind) for kind in kinds)


def passkeys_of(*, viewer: Viewer) -> list[bytes]:
    """Return the public halves of the viewer's passkeys. One SQL query."""
    found = SecondFactor.objects.filter(user_id=viewer.user_id, kind=FactorKind.PASSKEY)
    return [bytes(public) for public in found.values_list("public", flat=True) if public]


def recovery_codes_left(*, viewer: Viewer) -> int:
    """Return how many of the viewer's recovery codes are unused. One SQL query."""
    return RecoveryCode.objects.filter(user_id=viewer.user_id, used_at=None).count()


def devices(*, viewer: Viewer, this: Session | None) -> Sequence[Device]:
    """Return where the viewer is signed in, last used first. One SQL query."""
    found = Session.objects.filter(user_id=viewer.user_id, expire_date__gt=viewer.at).order_by(
        "-seen_at"
    )
    return [
        Device(
            session.ref,
            browser_name(session.browser),
            session.access_point,
            session.started_at,
            session.seen_at,
            this is not None and session.pk == this.pk,
        )
        for session in found
        if session.started_at and session.seen_at
    ]


def colleague(*, viewer: Viewer, user_id: int) -> User | None:
    """Return an active colleague by key, for who is half-way signing in as them."""
    return User.objects.filter(pk=user_id, is_active=True).first()


def new_passkey_question(
    *, viewer: Viewer, user: User, host: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what to ask of the browser for a new passkey, and what to remember meanwhile.

    One SQL query.
    """
    return passkeys.begin_adding(
        host=host,
        # Which account it is, random to anybody else.
        handle=crypto.lasting_hash(str(user.pk), purpose="passkey-account"),
        email=user.email,
        name=user.name,
        present=passkeys_of(viewer=viewer),
    )


def browser_name(agent: str) -> str:
    """Return how a colleague knows the browser of this header (shared inside this package)."""
    browser = next((name for part, name in _BROWSERS if part in agent), "")
    system = next((name for part, name in _SYSTEMS if part in agent), "")
    return " · ".join(filter(None, (browser, system))) or "?"
