# SPDX-License-Identifier: EUPL-1.2
"""The database fixtures, for `src` and `tests` alike; pytest-django's own set-up is replaced.

And the one way in which tests sign in (see `nabij.access.tests.signing_in`).
"""

import pytest

from nabij.database.testing.fixtures import (
    as_role,
    cluster,
    committing_db,
    committing_live_server,
    django_db_setup,
    keyring,
    reachable_folder,
    template_database,
)

__all__ = [
    "as_role",
    "cluster",
    "committing_db",
    "committing_live_server",
    "django_db_setup",
    "keyring",
    "reachable_folder",
    "template_database",
]


@pytest.fixture(autouse=True)
def _second_step(monkeypatch):
    """Let `Client.force_login` count as a sign-in with both steps."""
    from django.test import Client

    from nabij.access.tests.signing_in import sign_in

    monkeypatch.setattr(Client, "force_login", sign_in)
