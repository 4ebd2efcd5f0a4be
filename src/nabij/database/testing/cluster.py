# SPDX-License-Identifier: EUPL-1.2
"""One cluster for all test processes; a template per state of the migrations.

A copy per process.
"""

import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import psycopg
from django.conf import settings
from psycopg import sql

import nabij
from nabij.database import roles
from nabij.database.connection import (
    PASSWORDS_FILE,
    admin_address,
    connect,
    stored_passwords,
)
from nabij.database.supervisor import EmbeddedPostgres

ONE_TEMPLATE_AT_A_TIME = 7_239_002
TEMPLATES_KEPT = 10
TEMPLATE_PREFIX = "nabij_tpl_"
COPY_PREFIX = "nabij_test_"


class Cluster:
    """The PostgreSQL that tests use: embedded without fsync, or the one of DATABASE_URL."""

    def __init__(self, *, home: Path, database_url: str | None = None) -> None:
        self.home = home
        self.database_url = database_url
        self.passwords_file = home / PASSWORDS_FILE

    @contextmanager
    def running(self) -> Iterator[None]:
        """Keep the server and its roles in being; the last test process to leave stops it."""
        if self.database_url:
            self.home.mkdir(parents=True, exist_ok=True)
            self._set_up_roles()
            yield
        else:
            with EmbeddedPostgres(self.home, for_tests=True).in_use():
                self._set_up_roles()
                yield

    @property
    def password(self) -> str:
        """The password of the role under which tests sign in."""
        return stored_passwords(self.passwords_file)[roles.TEST_ROLE]

    def admin(self, database: str = "postgres") -> psycopg.Connection:
        """Return a connection of the administrator, each statement its own transaction."""
        address = admin_address(home=self.home, database_url=self.database_url)
        return connect(address, dbname=database)

    def template(self, fill: Callable[[str], None]) -> str:
        """Return the name of the template for today's migrations, made by `fill` if absent."""
        name = f"{TEMPLATE_PREFIX}{fingerprint()}"
        with self.admin() as admin:
            admin.execute("select pg_advisory_lock(%s)", [ONE_TEMPLATE_AT_A_TIME])
            if not _exists(admin, name):
                unfinished = f"{name}_new"
                drop(admin, unfinished)
                admin.execute(roles.create_database_statement(unfinished))
                with self.admin(unfinished) as inside:
                    for statement in roles.furnish_statements(unfinished):
                        inside.execute(statement)
                fill(unfinished)
                admin.execute(
                    sql.SQL("alter database {} rename to {}").format(
                        sql.Identifier(unfinished), sql.Identifier(name)
                    )
                )
            admin.execute(
                sql.SQL("comment on database {} is {}").format(
                    sql.Identifier(name), sql.Literal(f"{time.time():.0f}")
                )
            )
            _drop_what_is_stale(admin)
        return name

    @contextmanager
    def copy_of(self, template: str) -> Iterator[str]:
        """Yield the name of a fresh copy of `template`, dropped afterwards."""
        name = f"{COPY_PREFIX}{os.getpid()}_{secrets.token_hex(4)}"
        with self.admin() as admin:
            admin.execute(
                sql.SQL("create database {} owner {} template {} strategy file_copy").format(
                    sql.Identifier(name), sql.Identifier(roles.OWNER), sql.Identifier(template)
                )
            )
            try:
                yield name
            finally:
                drop(admin, name)

    def _set_up_roles(self) -> None:
        roles.set_up(
            home=self.home,
            database_url=self.database_url,
            passwords_file=self.passwords_file,
            for_tests=True,
        )


def fingerprint() -> str:
    """Return a hash of all that decides what an empty, migrated database looks like."""
    package = Path(nabij.__file__).parent
    files = [
        *sorted(package.glob("*/migrations/*.py")),
        package / "database" / "rights.py",
        package / "database" / "roles.py",
        package / "config" / "settings.py",  # which other apps bring their own migrations
        *sorted(package.parents[1].glob("requirements*.lock")),
    ]
    found = sha256(repr((settings.INSTALLED_APPS, settings.AUTH_USER_MODEL)).encode())
    for file in files:
        found.update(file.relative_to(package.parents[1]).as_posix().encode())
        found.update(file.read_bytes())
    return found.hexdigest()[:16]


def drop(admin: psycopg.Connection, name: str) -> None:
    """Drop a database, whoever is connected to it."""
    admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def _exists(admin: psycopg.Connection, name: str) -> bool:
    return admin.execute("select from pg_database where datname = %s", [name]).rowcount == 1


def _drop_what_is_stale(admin: psycopg.Connection) -> None:
    """Drop copies of test processes that died, and all but the latest used templates."""
    templates = admin.execute(
        "select datname from pg_database where starts_with(datname, %s)"
        " order by coalesce(shobj_description(oid, 'pg_database'), '0')::bigint desc offset %s",
        [TEMPLATE_PREFIX, TEMPLATES_KEPT],
    ).fetchall()
    copies = admin.execute(
        "select datname from pg_database where starts_with(datname, %s)"
        " and not exists (select from pg_stat_activity where datid = pg_database.oid)",
        [COPY_PREFIX],
    ).fetchall()
    stale = [name for (name,) in copies if not _is_running(int(name.split("_")[2]))]
    for name in [*stale, *(name for (name,) in templates)]:
        drop(admin, name)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
