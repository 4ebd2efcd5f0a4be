# SPDX-License-Identifier: EUPL-1.2
"""Who may come in, by password; and the sessions that follow from it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from nabij.access import queries
from nabij.access.actions.letters import tell_of_change
from nabij.access.actions.log import record_sign_in
from nabij.access.actions.tries import (
    PER_ACCOUNT,
    PER_ADDRESS,
    PER_MAIL,
    PER_MAIL_ADDRESS,
    forget_tries,
    give_back,
    sweep_tries,
    take_try,
)
from nabij.access.choices import SignInChange
from nabij.access.models import Session, User
from nabij.access.models.sign_in import SessionStore, hashed
from nabij.core import jobs
from nabij.core.errors import NotFound
from nabij.core.viewer import Role, Viewer

# How long a browser may do nothing, and how long one sign-in lasts at most.
IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=12)
# The moment of the last request is written no more often than this.
SEEN_EVERY = timedelta(seconds=30)
MAIL_RESET = "access.mail_reset_link"


def check_password(*, viewer: Viewer, email: str, password: str) -> User | None:
    """Return the colleague whose password this is, None when it is nobody's; both are logged.

    The tries are counted before the password is hashed. An unknown address costs the same work
    as a known one.

    Raises:
        TooManyTries: of this address on the network, or of this account.
    """
    email = email.strip().lower()
    take_try(viewer=viewer, limit=PER_ADDRESS, of=viewer.access_point)
    take_try(viewer=viewer, limit=PER_ACCOUNT, of=email)
    user = authenticate(username=email, password=password)
    if not isinstance(user, User):
        known = User.objects.filter(email=email).first()
        record_sign_in(
            viewer=viewer,
            event="sign-in",
            user_id=known.pk if known else None,
            name=known.name if known else "",
            detail="password",
            is_refused=True,
        )
        return None
    give_back(viewer=viewer, limit=PER_ADDRESS, of=viewer.access_point)
    forget_tries(viewer=viewer, limit=PER_ACCOUNT, of=email)
    return user


def start_session(
    *, viewer: Viewer, store: SessionStore, user: User, is_proven: bool, browser: str, by: str
) -> None:
    """Write whose session this is from now on, since when, and whether a second factor was given.

    `store` holds a fresh key already. `by` says how, for the log.

    Raises:
        LogUnavailable: the sign-in cannot be recorded, so it does not happen.
    """
    record_sign_in(viewer=viewer, event="sign-in", user_id=user.pk, name=user.name, detail=by)
    Session.objects.filter(session_key=hashed(store.session_key or "")).update(
        user=user,
        started_at=viewer.at,
        seen_at=viewer.at,
        proven_at=viewer.at if is_proven else None,
        locked_at=None,
        browser=browser[:200],
        access_point=viewer.access_point[:80],
    )
    Session.objects.filter(expire_date__lt=viewer.at).delete()
    sweep_tries(viewer.at)


def is_over(*, viewer: Viewer, session: Session) -> bool:
    """Tell whether a session has been idle for too long, or lasts too long."""
    if session.started_at is None or session.seen_at is None:
        return True
    return viewer.at - session.seen_at >= IDLE or viewer.at - session.started_at >= LONGEST


def see_session(*, viewer: Viewer, session: Session) -> None:
    """Write that somebody is at work in this session."""
    if session.seen_at is None or viewer.at - session.seen_at >= SEEN_EVERY:
        Session.objects.filter(pk=session.pk, seen_at__lt=viewer.at).update(seen_at=viewer.at)


def follow_rights(*, viewer: Viewer, store: SessionStore) -> None:
    """Give the session another key when the roles of its colleague are not what they were."""
    row = store.signed_in()
    rights = rights_of(viewer.roles)
    if row is None or row.rights == rights:
        return
    if row.rights:
        store.cycle_key()
    Session.objects.filter(session_key=hashed(store.session_key or "")).update(
        rights=rights,
        **{
            name: getattr(row, name)
            for name in (
                "user_id",
                "started_at",
                "seen_at",
                "proven_at",
                "locked_at",
                "browser",
                "access_point",
            )
        },
    )


def rights_of(roles: Iterable[Role]) -> str:
    """Return the roles as a session keeps them (shared inside this package)."""
    return " ".join(sorted(roles)) or "-"


def lock_session(*, viewer: Viewer, session: Session) -> None:
    """Refuse everything in this session until it is unlocked."""
    Session.objects.filter(pk=session.pk, locked_at=None).update(locked_at=viewer.at)


def unlock_session(*, viewer: Viewer, session: Session, is_proven: bool) -> None:
    """Open a locked session again; `is_proven` when a second factor did it."""
    changes = {"locked_at": None, "seen_at": viewer.at}
    if is_proven:
        changes["proven_at"] = viewer.at
    Session.objects.filter(pk=session.pk).update(**changes)


def end_session(*, viewer: Viewer, ref: str) -> None:
    """End one session of the viewer, on whatever device.

    Raises:
        NotFound: no session of this viewer has that ref.
    """
    ended, _all = Session.objects.filter(user_id=viewer.user_id, ref=ref).delete()
    if not ended:
        raise NotFound
    record_sign_in(viewer=viewer, event="sign-out", user_id=viewer.user_id, detail="one device")


def end_sessions(*, viewer: Viewer, user_id: int, but: Session | None = None) -> int:
    """End all sessions of a colleague, but perhaps one; return how many. For oneself or a command.

    Raises:
        NotFound: it is about somebody else, and the viewer is no administrator.
    """
    if user_id != viewer.user_id:
        _check_may_manage(viewer)
    sessions = Session.objects.filter(user_id=user_id)
    if but is not None:
        sessions = sessions.exclude(pk=but.pk)
    ended = sessions.count()
    sessions.delete()
    record_sign_in(viewer=viewer, event="sign-out", user_id=user_id, detail="all devices")
    return ended


class ResetTokens(PasswordResetTokenGenerator):
    """The links for a new password (they last PASSWORD_RESET_TIMEOUT).

    A token holds password, e-mail address, last sign-in and whether the colleague is active: it
    works once, and dies with a change of any of them.
    """

    key_salt = "nabij.access.password-reset"

    def _now(self) -> datetime:
        return timezone.make_naive(timezone.now(), UTC)

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.is_active}"


reset_tokens = ResetTokens()


def ask_for_reset(*, viewer: Viewer, email: str) -> None:
    """Have a link for a new password mailed, if a colleague with a password has this address.

    For every address the same is done here; the job finds out whether there is anybody to write to.

    Raises:
        TooManyTries: asked too often, for this address or from this place.
    """
    email = email.strip().lower()
    take_try(viewer=viewer, limit=PER_MAIL_ADDRESS, of=viewer.access_point)
    take_try(viewer=viewer, limit=PER_MAIL, of=email)
    user = User.objects.filter(email=email, is_active=True).first()
    if user is not None and not user.has_usable_password():
        user = None  # signs in with a passkey or through the institution
    record_sign_in(
        viewer=viewer,
        event="password-reset-asked",
        user_id=user.pk if user else None,
        name=user.name if user else "",
        is_refused=user is None,
    )
    machine = queries.machine(at=viewer.at, command="password-reset")
    jobs.enqueue(MAIL_RESET, queue="default", viewer=machine, user_id=user.pk if user else 0)


def reset_letter(*, viewer: Viewer, user_id: int, site: str) -> tuple[str, str] | None:
    """Return to whom a link for a new password goes, and the link; None when it is nobody."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return None
    path = reverse("sign_in:reset_choose", args=[user.pk, reset_tokens.make_token(user)])
    return user.email, f"{site.rstrip('/')}{path}"


@transaction.atomic
def set_password(*, viewer: Viewer, user: User, password: str, by: str) -> None:
    """Give a colleague another password and end all their sessions.

    Raises:
        ValidationError: the password is too easy.
    """
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    Session.objects.filter(user=user).delete()
    record_sign_in(
        viewer=viewer, event="password-changed", user_id=user.pk, name=user.name, detail=by
    )
    tell_of_change(viewer=viewer, user_id=user.pk, change=SignInChange.PASSWORD)


@transaction.atomic
def deactivate_user(*, viewer: Viewer, user: User) -> None:
    """Let a colleague in no more: sessions, links for a new password and sign-on all end now.

    Raises:
        NotFound: the viewer is neither an administrator nor a command.
    """
    _check_may_manage(viewer)
    user.is_active = False
    user.save(update_fields=["is_active"])
    Session.objects.filter(user=user).delete()
    record_sign_in(viewer=viewer, event="user-deactivated", user_id=user.pk, name=user.name)


def _check_may_manage(viewer: Viewer) -> None:
    if not (viewer.is_machine or viewer.has(Role.ADMINISTRATOR)):
        raise NotFound
