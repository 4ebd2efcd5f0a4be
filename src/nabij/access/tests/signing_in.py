# SPDX-License-Identifier: EUPL-1.2
"""The one way in which tests sign in: `Client.force_login`, as if the second step had been given.

The conftest at the root puts `sign_in` in the place of Django's own `force_login`, which knows
nothing of second steps; nothing is logged. Programs outside pytest call `sign_in(client, user)`.
For a session that has not given its second step: `sign_in(client, user, is_proven=False)`.
"""

from typing import Any

from django.test import Client
from django.utils import timezone

from nabij.access.models import Session, User
from nabij.access.models.sign_in import hashed

plain_force_login = Client.force_login


def sign_in(client: Client, user: User, backend: Any = None, *, is_proven: bool = True) -> None:
    """Sign `user` in with this test client."""
    plain_force_login(client, user, backend)
    at = timezone.now()
    Session.objects.filter(session_key=hashed(client.session.session_key or "")).update(
        user=user, started_at=at, seen_at=at, proven_at=at if is_proven else None
    )
