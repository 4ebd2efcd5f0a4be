# SPDX-License-Identifier: EUPL-1.2
"""Single sign-on: which colleague comes back from the institution's provider."""

from typing import NoReturn

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from nabij.access.actions.log import record_sign_in
from nabij.access.authentication.oidc import Identity
from nabij.access.models import SingleSignOn, User
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer


class SignOnRefused(DomainError):
    code = "sign-on-refused"
    message = _("You could not be signed in this way. Ask your administrator.")
    http_status = 403


def colleague_of(*, viewer: Viewer, identity: Identity) -> User:
    """Return the colleague whom the provider names; nobody is made.

    At the first sign-in the verified e-mail address decides, and who it is at the provider is
    recorded; from then on that decides, so an address that passes to somebody else opens nothing.

    Raises:
        SignOnRefused: no active colleague, or the address belongs to another identity.
    """
    known = (
        SingleSignOn.objects.select_related("user")
        .filter(issuer=identity.issuer, subject=identity.subject)
        .first()
    )
    if known is None:
        user = User.objects.filter(email=identity.email, is_active=True).first()
        if user is None:
            refuse(viewer=viewer, reason="nobody with this address")
        try:
            with transaction.atomic():
                SingleSignOn.objects.create(
                    user=user, issuer=identity.issuer, subject=identity.subject
                )
        except IntegrityError:
            refuse(viewer=viewer, reason="address of somebody else", user=user)
        return user
    if not known.user.is_active or known.user.email != identity.email:
        refuse(viewer=viewer, reason="not active, or another address", user=known.user)
    return known.user


def refuse(*, viewer: Viewer, reason: str, user: User | None = None) -> NoReturn:
    """Write why somebody did not come in this way, and say so without the reason.

    Raises:
        SignOnRefused: always.
    """
    record_sign_in(
        viewer=viewer,
        event="sign-in",
        user_id=user.pk if user else None,
        name=user.name if user else "",
        detail=f"single sign-on: {reason}",
        is_refused=True,
    )
    raise SignOnRefused
