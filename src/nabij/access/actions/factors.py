# SPDX-License-Identifier: EUPL-1.2
"""The second step of signing in: an app, passkeys, and codes on paper."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from nabij.access.actions.letters import tell_of_change
from nabij.access.actions.log import record_sign_in
from nabij.access.actions.tries import PER_CODE, forget_tries, take_try
from nabij.access.authentication import passkeys, totp
from nabij.access.choices import FactorKind, ResetReason, SignInChange
from nabij.access.models import RecoveryCode, SecondFactor, Session, User
from nabij.core import crypto
from nabij.core.errors import DomainError, NotFound
from nabij.core.viewer import Role, Viewer


class WrongCode(DomainError):
    code = "wrong-code"
    message = _("This code is not right. Take the one that the app shows now.")
    http_status = 400


class CodeUsedBefore(DomainError):
    code = "code-used-before"
    message = _("This code was used before. Wait for the next one.")
    http_status = 400


class PasskeyRefused(DomainError):
    code = "passkey-refused"
    message = _("This passkey was not accepted. Try again, or use a code.")
    http_status = 400


class LastFactor(DomainError):
    code = "last-factor"
    message = _("This is your only second step. Add another one before you remove it.")


class OwnFactors(DomainError):
    code = "own-factors"
    message = _("You cannot reset your own second step. Ask another administrator.")


def check_code(*, viewer: Viewer, user: User, given: str) -> str:
    """Return by what `given` proves that this is the colleague: "app" or "recovery code".

    Raises:
        WrongCode: neither a code of now nor an unused recovery code.
        CodeUsedBefore: a code works once, also for whoever reads along.
        TooManyTries: five wrong codes within a quarter of an hour.
    """
    take_try(viewer=viewer, limit=PER_CODE, of=str(user.pk))
    given = totp.plain(given)
    try:
        by = "app" if len(given) == totp.DIGITS else "recovery code"
        if by == "app":
            _use_app_code(viewer, user, given)
        else:
            _use_recovery_code(viewer, user, given)
    except DomainError as error:
        record_sign_in(
            viewer=viewer,
            event="second-factor",
            user_id=user.pk,
            name=user.name,
            detail=error.code,
            is_refused=True,
        )
        raise
    forget_tries(viewer=viewer, limit=PER_CODE, of=str(user.pk))
    return by


def _use_app_code(viewer: Viewer, user: User, given: str) -> None:
    app = SecondFactor.objects.filter(user=user, kind=FactorKind.APP).first()
    if app is None:
        raise WrongCode
    step = totp.matching_step(_secret_of(app), given, at=viewer.at)
    if step is None:
        raise WrongCode
    # One statement decides, so the same code in two requests at once works in one of them.
    used = SecondFactor.objects.filter(pk=app.pk, counter__lt=step).update(
        counter=step, used_at=viewer.at
    )
    if not used:
        raise CodeUsedBefore


def _use_recovery_code(viewer: Viewer, user: User, given: str) -> None:
    codes = RecoveryCode.objects.filter(user=user, digest=_digest(user.pk, given))
    if codes.filter(used_at=None).update(used_at=viewer.at):
        return
    raise CodeUsedBefore if codes.exists() else WrongCode


def add_app(*, viewer: Viewer, user: User, secret: bytes, given: str) -> SecondFactor:
    """Add the authenticator app that shows `given` now.

    Raises:
        WrongCode: the app does not know the secret, or its clock is off.
        TooManyTries: five wrong codes within a quarter of an hour.
    """
    take_try(viewer=viewer, limit=PER_CODE, of=str(user.pk))
    step = totp.matching_step(secret, totp.plain(given), at=viewer.at)
    if step is None:
        raise WrongCode
    forget_tries(viewer=viewer, limit=PER_CODE, of=str(user.pk))
    with transaction.atomic():
        app = keep_app(viewer=viewer, user=user, secret=secret, used_step=step)
        tell_of_change(viewer=viewer, user_id=user.pk, change=SignInChange.APP_ADDED)
    return app


@transaction.atomic
def keep_app(*, viewer: Viewer, user: User, secret: bytes, used_step: int = 0) -> SecondFactor:
    """Keep the secret of an authenticator app, sealed; it takes the place of one that was there.

    For who was seen to have it, and for commands.
    """
    _check_is_own(viewer, user)
    SecondFactor.objects.filter(user=user, kind=FactorKind.APP).delete()
    app = SecondFactor(
        user=user,
        kind=FactorKind.APP,
        name="",
        counter=used_step,
        added_at=viewer.at,
        used_at=viewer.at if used_step else None,
    )
    app.secret = crypto.seal(secret, context=_context(app))
    app.save(force_insert=True)
    record_sign_in(
        viewer=viewer, event="factor-added", user_id=user.pk, name=user.name, detail="app"
    )
    return app


def add_passkey(
    *,
    viewer: Viewer,
    user: User,
    host: str,
    state: Mapping[str, Any],
    answer: Mapping[str, Any],
    name: str,
) -> SecondFactor:
    """Add the passkey that the browser made in answer to our question.

    Raises:
        PasskeyRefused: the answer is not right, or the passkey is known already.
    """
    _check_is_own(viewer, user)
    try:
        made = passkeys.finish_adding(host=host, state=state, answer=answer)
        with transaction.atomic():
            passkey = SecondFactor.objects.create(
                user=user,
                kind=FactorKind.PASSKEY,
                name=name.strip()[:60],
                credential_id=made.credential_id,
                public=made.public,
                counter=made.uses,
                added_at=viewer.at,
            )
            record_sign_in(
                viewer=viewer,
                event="factor-added",
                user_id=user.pk,
                name=user.name,
                detail="passkey",
            )
            tell_of_change(viewer=viewer, user_id=user.pk, change=SignInChange.PASSKEY_ADDED)
    except (passkeys.WrongPasskey, IntegrityError):
        raise PasskeyRefused from None
    return passkey


def check_passkey(
    *, viewer: Viewer, host: str, state: Mapping[str, Any], answer: Mapping[str, Any]
) -> User:
    """Return the colleague whose passkey answered our question.

    Raises:
        PasskeyRefused: unknown, not signed by it, copied, or of a colleague who may not come in.
    """
    try:
        found = (
            SecondFactor.objects.select_related("user")
            .filter(credential_id=passkeys.credential_id_of(answer), user__is_active=True)
            .first()
        )
        if found is None:
            raise PasskeyRefused
        uses = passkeys.finish_asking(
            host=host, state=state, answer=answer, public=bytes(found.public or b"")
        )
    except passkeys.WrongPasskey:
        raise PasskeyRefused from None
    mine = SecondFactor.objects.filter(pk=found.pk)
    # Most passkeys do not count and say 0; one that counts must go up, or it was copied.
    if uses or found.counter:
        mine = mine.filter(counter__lt=uses)
    if not mine.update(counter=uses, used_at=viewer.at):
        record_sign_in(
            viewer=viewer,
            event="second-factor",
            user_id=found.user_id,
            name=found.user.name,
            detail="passkey copied",
            is_refused=True,
        )
        raise PasskeyRefused
    return found.user


@transaction.atomic
def new_recovery_codes(*, viewer: Viewer, user: User) -> list[str]:
    """Return fresh recovery codes, to be shown once; those of before work no more."""
    _check_is_own(viewer, user)
    codes = totp.new_paper_codes()
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=_digest(user.pk, totp.plain(code))) for code in codes
    )
    record_sign_in(
        viewer=viewer,
        event="factor-added",
        user_id=user.pk,
        name=user.name,
        detail="recovery codes",
    )
    tell_of_change(viewer=viewer, user_id=user.pk, change=SignInChange.CODES_MADE)
    return codes


@transaction.atomic
def remove_factor(*, viewer: Viewer, ref: str) -> None:
    """Remove one of the viewer's own second steps; the last one stays.

    Raises:
        NotFound: it is not there, or not the viewer's.
        LastFactor: nothing would be left to sign in with.
    """
    # Whoever removes two at once must not end with none.
    User.objects.select_for_update().get(pk=viewer.user_id)
    own = SecondFactor.objects.filter(user_id=viewer.user_id)
    factor = own.filter(ref=ref).first()
    if factor is None:
        raise NotFound
    if not own.exclude(pk=factor.pk).exists():
        raise LastFactor
    factor.delete()
    record_sign_in(
        viewer=viewer, event="factor-removed", user_id=viewer.user_id, detail=str(factor.kind)
    )
    tell_of_change(viewer=viewer, user_id=viewer.user_id, change=SignInChange.FACTOR_REMOVED)


@transaction.atomic
def reset_factors(*, viewer: Viewer, user: User, reason: ResetReason) -> int:
    """Remove every second step of a colleague who lost them, and end their sessions.

    At the next sign-in, by password, they set up new ones; a letter tells them. Returns how many
    there were.

    Raises:
        NotFound: the viewer is neither an administrator nor a command.
        OwnFactors: nobody gets round their own second step.
    """
    if not (viewer.is_machine or viewer.has(Role.ADMINISTRATOR)):
        raise NotFound
    if viewer.user_id == user.pk:
        raise OwnFactors
    removed, _kinds = SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    Session.objects.filter(user=user).delete()
    record_sign_in(
        viewer=viewer, event="factors-reset", user_id=user.pk, name=user.name, detail=reason
    )
    tell_of_change(viewer=viewer, user_id=user.pk, change=SignInChange.FACTORS_RESET)
    return removed


def _secret_of(app: SecondFactor) -> bytes:
    return crypto.unseal(bytes(app.secret or b""), context=_context(app))


def _context(app: SecondFactor) -> bytes:
    return b"access.second_factor:" + app.uid.bytes


def _digest(user_id: int, code: str) -> bytes:
    return crypto.lasting_hash(f"{user_id}:{code}", purpose="recovery-code")


def _check_is_own(viewer: Viewer, user: User) -> None:
    if viewer.user_id not in (0, user.pk):
        raise NotFound
