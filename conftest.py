# SPDX-License-Identifier: EUPL-1.2
"""The database fixtures, for `src` and `tests` alike; pytest-django's own set-up is replaced."""

from nabij.database.testing.fixtures import (
    as_role,
    cluster,
    committing_db,
    committing_live_server,
    django_db_setup,
    reachable_folder,
    template_database,
)

__all__ = [
    "as_role",
    "cluster",
    "committing_db",
    "committing_live_server",
    "django_db_setup",
    "reachable_folder",
    "template_database",
]
