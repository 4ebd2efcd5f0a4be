# SPDX-License-Identifier: EUPL-1.2
"""A pytest plugin that sets the environment of the test process before settings are read.

Loaded by `-p` in pyproject.toml, so that no test can reach a real installation on this machine.
"""

import os
from hashlib import sha256

from nabij.database.home import default_tests_home


def prepare() -> None:
    """Point this process at the folder of the tests and at the role of the tests."""
    home = default_tests_home()
    if url := os.environ.get("DATABASE_URL"):
        home = home / f"server-{sha256(url.encode()).hexdigest()[:12]}"
    os.environ.update(
        NABIJ_HOME=str(home),
        NABIJ_DATABASE_ROLE="test",
        NABIJ_KEYS_FILE=str(home / "keyring.json"),
        NABIJ_DATABASE_PASSWORDS_FILE=str(home / "database-roles.json"),
        NABIJ_SECRET_KEY="for-tests-only",  # noqa: S106
        NABIJ_DEBUG="false",
        NABIJ_HTTPS="false",
    )


prepare()
