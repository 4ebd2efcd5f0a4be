# SPDX-License-Identifier: EUPL-1.2
"""How a process reaches the database: under which role, with which password."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from nabij.core.errors import DomainError
from nabij.database.supervisor import SUPERUSER, EmbeddedPostgres

# Name in NABIJ_DATABASE_ROLE -> role in PostgreSQL; `admin` makes the others and is not listed.
ROLES = {
    "owner": "nabij_owner",
    "app": "nabij_app",
    "intake": "nabij_intake",
    "report": "nabij_report",
    "backup": "nabij_backup",
    "keys": "nabij_keys",
    "erasure": "nabij_erasure",
    "test": "nabij_test",
}
# Jobs that read dossiers in work under the role that may write facts, all others do not. What
# takes long, an import or an action on very many rows, has a queue of its own: letters do not wait.
ROLE_OF_QUEUE = {"default": "app", "bulk": "app", "intake": "intake"}
DATABASE = "nabij"
PASSWORDS_FILE = "database-roles.json"

# A migration that has to wait for a lock makes every later query wait behind it.
SESSION_OPTIONS = {"owner": "-c lock_timeout=4s", "test": "-c role=nabij_app"}


def settings_for(
    role: str, *, home: Path, database_url: str | None = None, passwords_file: Path | None = None
) -> dict[str, Any]:
    """Return Django's settings of the default connection for `role`.

    No server is needed and nothing is made: a password that is not there yet is left empty.

    Args:
        role: `admin` (makes roles and database) or a key of `ROLES`.
        home: folder of this installation.
        database_url: address of another PostgreSQL than the embedded one.
        passwords_file: passwords of the roles; `database-roles.json` in `home` if not given.

    Raises:
        UnknownDatabaseRole: `role` is neither.
    """
    address = admin_address(home=home, database_url=database_url)
    if role == "admin":
        user, password = address.pop("user"), address.pop("password")
    elif role in ROLES:
        address.pop("user"), address.pop("password")
        user = ROLES[role]
        password = stored_passwords(passwords_file or home / PASSWORDS_FILE).get(user, "")
    else:
        raise UnknownDatabaseRole(role=role, roles=", ".join(["admin", *ROLES]))
    # Prepared are only the statements of cursors that bind in the server: the log's (Django's own
    # bind in the client).
    options: dict[str, Any] = {"application_name": f"nabij {role}", "prepare_threshold": 5}
    if role in SESSION_OPTIONS:
        options["options"] = SESSION_OPTIONS[role]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.pop("dbname"),
        "USER": user,
        "PASSWORD": password,
        "HOST": address.pop("host"),
        "PORT": address.pop("port"),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**address, **options},
    }


def admin_address(*, home: Path, database_url: str | None) -> dict[str, str]:
    """Return the parts of the administrator's address: dbname, user, password, host, port, more."""
    if database_url:
        given = {key: str(value) for key, value in conninfo_to_dict(database_url).items()}
    else:
        server = EmbeddedPostgres(home)
        found = server.password_file.read_text() if server.password_file.exists() else ""
        given = {"user": SUPERUSER, "password": found, "host": str(server.socket_folder)}
    return {"dbname": DATABASE, "user": "", "password": "", "host": "", "port": ""} | given


def connect(
    address: Mapping[str, str], *, autocommit: bool = True, **changes: str
) -> psycopg.Connection:
    """Return a connection outside Django to `address`, with `changes` such as another dbname.

    Raises:
        DatabaseUnreachable: the server does not answer, or refuses the account.
    """
    parts = {key: value for key, value in {**address, **changes}.items() if value}
    try:
        return psycopg.connect(make_conninfo("", **parts), autocommit=autocommit)
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise DatabaseUnreachable(
            database=parts["dbname"], user=parts.get("user", ""), reason=reason
        ) from error


def stored_passwords(path: Path) -> dict[str, str]:
    """Return password by role name; empty when the file is not there."""
    try:
        found: dict[str, str] = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    except (ValueError, PermissionError) as error:
        raise PasswordsUnreadable(path=path) from error
    return found


@contextmanager
def connected_as(role: str) -> Iterator[None]:
    """Let the default connection of this thread work under another role for a while.

    For commands that compose others, such as `nabij demo`; never for a request.
    """
    from django.conf import settings
    from django.db import connection

    if connection.in_atomic_block:
        raise RoleChangedInTransaction
    before = dict(connection.settings_dict)
    connection.close()
    wanted = settings_for(
        role,
        home=settings.NABIJ_HOME,
        database_url=settings.NABIJ_DATABASE_URL,
        passwords_file=settings.NABIJ_DATABASE_PASSWORDS_FILE,
    )
    changed = {key: wanted[key] for key in ("USER", "PASSWORD", "OPTIONS")}
    connection.settings_dict.update(changed)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update({key: before[key] for key in changed})


class UnknownDatabaseRole(DomainError):
    code = "unknown-database-role"
    message = "NABIJ_DATABASE_ROLE is %(role)s; it can be one of %(roles)s."


class DatabaseUnreachable(DomainError):
    code = "database-unreachable"
    message = "The database %(database)s cannot be reached as %(user)s: %(reason)s"


class PasswordsUnreadable(DomainError):
    code = "passwords-unreadable"
    message = (
        "%(path)s, with the passwords of the database roles, cannot be read: "
        "start nabij as the user who owns it, or set NABIJ_DATABASE_PASSWORDS_FILE to another file."
    )


class RoleChangedInTransaction(DomainError):
    code = "role-changed-in-transaction"
    message = "The database role cannot change inside a transaction."
