# SPDX-License-Identifier: EUPL-1.2
"""Letters to a colleague about how they sign in: what they did not do themselves they learn."""

from nabij.access import queries
from nabij.access.choices import SignInChange
from nabij.access.models import User
from nabij.core import jobs
from nabij.core.viewer import Viewer

MAIL_CHANGE = "access.mail_sign_in_change"


def tell_of_change(*, viewer: Viewer, user_id: int, change: SignInChange) -> None:
    """Have a letter sent about a change; it goes out only if the change is kept.

    Call it in the transaction of the change.
    """
    jobs.enqueue(
        MAIL_CHANGE,
        queue="default",
        viewer=queries.machine(at=viewer.at, command="letter"),
        user_id=user_id,
        change=change.value,
        at=int(viewer.at.timestamp()),
    )


def addressee(*, viewer: Viewer, user_id: int) -> User | None:
    """Return the colleague to write to; None for one who works here no more."""
    return User.objects.filter(pk=user_id, is_active=True).first()
