# SPDX-License-Identifier: EUPL-1.2
"""The roles of the database, made once per cluster, and the database itself.

What each role may do with tables stands in `rights`; who uses which role in `__main__`.
"""

import base64
import contextlib
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from nabij.core.errors import DomainError
from nabij.database.connection import (
    ROLES,
    DatabaseUnreachable,
    admin_address,
    connect,
    stored_passwords,
)

OWNER = "nabij_owner"
BACKUP = "nabij_backup"
REAL_ROLES = (
    "nabij_owner",
    "nabij_app",
    "nabij_intake",
    "nabij_report",
    "nabij_backup",
    "nabij_keys",
    "nabij_erasure",
)
TEST_ROLE = ROLES["test"]
EXTENSIONS = ("pg_trgm", "unaccent")
SCHEMAS = ("access",)
MAINTENANCE = "postgres"  # exists before our own database does
SCRAM_ITERATIONS = 4096
OLDEST_SERVER = 150000
ONE_AT_A_TIME = 7_239_001  # advisory lock: two set-ups at once would both create the same role


@dataclass(frozen=True, slots=True)
class Setup:
    """What a set-up did: sentences for the console, and the passwords now in force."""

    done: list[str] = field(default_factory=list)
    passwords: dict[str, str] = field(default_factory=dict)


def set_up(
    *,
    home: Path,
    database_url: str | None,
    passwords_file: Path,
    for_tests: bool = False,
    reset_passwords: bool = False,
) -> Setup:
    """Make the roles, the database, its extensions and schemas; what is there is left alone.

    Works twice, and beside another installation on the same cluster: a role whose stored
    password works is not touched.

    Raises:
        RoleOfAnotherInstallation: a role exists and we do not have its password.
        MayNotMakeRoles: the account of the address may not make roles or databases.
        ServerTooOld: the server is older than PostgreSQL 15.
        DatabaseUnreachable: it does not answer, or refuses the account of the address.
    """
    address = admin_address(home=home, database_url=database_url)
    setup = Setup()
    try:
        with connect(address, dbname=MAINTENANCE) as admin:
            if admin.info.server_version < OLDEST_SERVER:
                raise ServerTooOld(found=admin.info.parameter_status("server_version"))
            admin.execute("select pg_advisory_lock(%s)", [ONE_AT_A_TIME])
            # Read under the lock: another process may just have made them.
            setup.passwords.update(stored_passwords(passwords_file))
            missing = _missing_roles(
                admin, address, setup, for_tests=for_tests, reset_passwords=reset_passwords
            )
            # Stored before they are in force: a set-up that is cut off goes on next time.
            store_passwords(passwords_file, setup.passwords)
            for role, exists in missing.items():
                _make_role(admin, role, setup, exists=exists)
            if for_tests and missing:
                _let_tests_be_any_role(admin)
            if not for_tests:
                _ensure_database(admin, address["dbname"], setup)
        if not for_tests:
            with connect(address) as admin:
                for statement in furnish_statements(address["dbname"]):
                    admin.execute(statement)
    except psycopg.errors.InsufficientPrivilege as error:
        raise MayNotMakeRoles(user=address["user"]) from error
    return setup


def set_up_once(*, home: Path, database_url: str | None, passwords_file: Path) -> None:
    """Make roles and database at the first use of an installation; later this costs nothing.

    Raises:
        RoleOfAnotherInstallation, MayNotMakeRoles, ServerTooOld: see `set_up`.
    """
    if not set(REAL_ROLES) <= set(stored_passwords(passwords_file)):
        set_up(home=home, database_url=database_url, passwords_file=passwords_file)


def script(*, database: str, passwords: Mapping[str, str]) -> str:
    """Return the same work as SQL for psql, for a database administrator to run.

    It holds no password, only what the server stores of one.
    """
    lines = ["-- Roles, database, extensions and schemas of nabij; can be run more than once."]
    for role in REAL_ROLES:
        create = sql.SQL("create role {}").format(sql.Identifier(role)).as_string()
        lines.append(
            f"do $$ begin if not exists (select from pg_roles where rolname = '{role}') "
            f"then {create}; end if; end $$;"
        )
        lines.append(_role_statement(role, passwords[role], verb="alter").as_string() + ";")
    lines.append("-- Where this is not allowed, make backups by the server's own means.")
    lines.append(_bypass_statement().as_string() + ";")
    lines.append(f"grant {OWNER} to current_user;")
    create = create_database_statement(database).as_string().replace("'", "''")
    lines.append(f"select '{create}'")
    literal = sql.Literal(database).as_string()
    lines.append(f"  where not exists (select from pg_database where datname = {literal}) \\gexec")
    lines.append("\\connect " + sql.Identifier(database).as_string())
    lines += [statement.as_string() + ";" for statement in furnish_statements(database)]
    return "\n".join(lines) + "\n"


def furnish_statements(database: str) -> Iterable[sql.Composed]:
    """Return the statements that prepare an empty database for the migrations."""
    name = sql.Identifier(database)
    for extension in EXTENSIONS:
        yield sql.SQL("create extension if not exists {}").format(sql.Identifier(extension))
    for schema in SCHEMAS:
        yield sql.SQL("create schema if not exists {} authorization {}").format(
            sql.Identifier(schema), sql.Identifier(OWNER)
        )
    yield sql.SQL("revoke all on database {} from public").format(name)
    yield sql.SQL("grant connect, temporary on database {} to {}").format(
        name, sql.SQL(", ").join(map(sql.Identifier, REAL_ROLES))
    )


def new_passwords(stored: Mapping[str, str]) -> dict[str, str]:
    """Return a password for every role: the stored one, else a new one of 256 random bits."""
    return dict(stored) | {
        role: secrets.token_urlsafe(32) for role in REAL_ROLES if role not in stored
    }


def store_passwords(path: Path, passwords: Mapping[str, str]) -> None:
    """Write the passwords, readable for ourselves only, in one step."""
    if stored_passwords(path) == passwords:
        return
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(dict(passwords), file, indent=2)
        file.flush()
        os.fsync(descriptor)
    unfinished.replace(path)


def scram_verifier(password: str) -> str:
    """Return what PostgreSQL stores of a password, so that the password itself is not sent.

    Source: RFC 5803, and scram-common.c of PostgreSQL.
    """
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, SCRAM_ITERATIONS)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    stored_key = hashlib.sha256(client_key).digest()
    return (
        f"SCRAM-SHA-256${SCRAM_ITERATIONS}:{_base64(salt)}"
        f"${_base64(stored_key)}:{_base64(server_key)}"
    )


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _missing_roles(
    admin: psycopg.Connection,
    address: Mapping[str, str],
    setup: Setup,
    *,
    for_tests: bool,
    reset_passwords: bool,
) -> dict[str, bool]:
    """Return the roles to make or to give a password, and whether each exists; choose passwords."""
    missing = {}
    existing = {name for (name,) in admin.execute("select rolname from pg_roles")}
    for role in [*REAL_ROLES, *([TEST_ROLE] if for_tests else [])]:
        exists, stored = role in existing, setup.passwords.get(role)
        # Tests sign in as the test role only, so another installation's passwords do not matter.
        if exists and for_tests and role != TEST_ROLE:
            continue
        if exists and stored and _can_sign_in(role, stored, address):
            continue
        if exists and not (reset_passwords or role == TEST_ROLE):
            raise RoleOfAnotherInstallation(role=role)
        if exists or not stored:
            setup.passwords[role] = secrets.token_urlsafe(32)
        missing[role] = exists
    return missing


def _make_role(admin: psycopg.Connection, role: str, setup: Setup, *, exists: bool) -> None:
    admin.execute(
        _role_statement(role, setup.passwords[role], verb="alter" if exists else "create")
    )
    setup.done.append(f"{'New password for' if exists else 'Made'} role {role}.")
    if role == BACKUP:
        try:
            admin.execute(_bypass_statement())
        except psycopg.errors.InsufficientPrivilege:
            setup.done.append(
                f"{BACKUP} may not pass row-level security on this server: "
                "make backups by the server's own means."
            )


def _let_tests_be_any_role(admin: psycopg.Connection) -> None:
    for role in REAL_ROLES:
        admin.execute(
            sql.SQL("grant {} to {}").format(sql.Identifier(role), sql.Identifier(TEST_ROLE))
        )


def _role_statement(role: str, password: str, *, verb: str) -> sql.Composed:
    # A new role is nothing more than this; 'nosuperuser' itself only a superuser may write.
    return sql.SQL("{} role {} login password {}").format(
        sql.SQL(verb), sql.Identifier(role), sql.Literal(scram_verifier(password))
    )


def _bypass_statement() -> sql.Composed:
    return sql.SQL("alter role {} bypassrls").format(sql.Identifier(BACKUP))


def _can_sign_in(role: str, password: str, address: Mapping[str, str]) -> bool:
    for database in (address["dbname"], MAINTENANCE):
        with contextlib.suppress(DatabaseUnreachable):
            connect(address, dbname=database, user=role, password=password).close()
            return True
    return False


def _ensure_database(admin: psycopg.Connection, database: str, setup: Setup) -> None:
    is_superuser = admin.info.parameter_status("is_superuser") == "on"
    if not is_superuser:
        # Since PostgreSQL 16 whoever makes a role is not by that alone allowed to act as it.
        admin.execute(sql.SQL("grant {} to current_user").format(sql.Identifier(OWNER)))
    if admin.execute("select from pg_database where datname = %s", [database]).rowcount:
        if is_superuser:
            admin.execute(
                sql.SQL("alter database {} owner to {}").format(
                    sql.Identifier(database), sql.Identifier(OWNER)
                )
            )
        return
    admin.execute(create_database_statement(database))
    setup.done.append(f"Made database {database}.")


def create_database_statement(database: str) -> sql.Composed:
    return sql.SQL("create database {} owner {} encoding 'UTF8' template template0").format(
        sql.Identifier(database), sql.Identifier(OWNER)
    )


class RoleOfAnotherInstallation(DomainError):
    code = "role-of-another-installation"
    message = (
        "The role %(role)s exists on this server and its password is not known here. Copy "
        "database-roles.json from the installation that made it, or run "
        "'nabij setup-database --reset-passwords' (the other installation then needs the new file)."
    )


class MayNotMakeRoles(DomainError):
    code = "may-not-make-roles"
    message = (
        "%(user)s may not make roles or databases on this server. Give the output of "
        "'nabij setup-database --sql' to its administrator."
    )


class ServerTooOld(DomainError):
    code = "server-too-old"
    message = "This server is PostgreSQL %(found)s; nabij needs version 15 or newer."
