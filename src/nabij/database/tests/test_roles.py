# SPDX-License-Identifier: EUPL-1.2
"""Making roles and database, on the embedded server and on one named by DATABASE_URL."""

import shutil
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from nabij.database import roles
from nabij.database.binaries import SystemBinaries
from nabij.database.connection import DatabaseUnreachable, admin_address, connect
from nabij.database.supervisor import EmbeddedPostgres
from nabij.database.testing.scratch import folder_for_a_server

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
FACTS = "select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls from pg_roles where rolname = %s"


@pytest.fixture(scope="module", params=["embedded", "PostgreSQL 15"])
def server(request, programs):
    if request.param == "PostgreSQL 15":
        if not DEBIAN_15.exists():
            pytest.skip("no PostgreSQL 15 here")
        programs = SystemBinaries(DEBIAN_15)
    with folder_for_a_server() as folder:
        found = EmbeddedPostgres(folder, for_tests=True, binaries=programs)
        found.start()
        yield found
        found.stop()


@pytest.fixture
def at(server, tmp_path):
    """Arguments of a set-up on a clean server, by its address as DATABASE_URL has it."""
    with psycopg.connect(server.url(), autocommit=True) as admin:
        admin.execute("drop database if exists nabij with (force)")
        for role in ("nabij_managed", *roles.REAL_ROLES):
            if admin.execute("select from pg_roles where rolname = %s", [role]).rowcount:
                admin.execute(f"drop owned by {role} cascade; drop role {role}")
    return {
        "home": tmp_path,
        "database_url": server.url("nabij"),
        "passwords_file": tmp_path / "database-roles.json",
    }


def sign_in(at, role, password):
    address = admin_address(home=at["home"], database_url=at["database_url"])
    return connect(address, user=role, password=password)


def ask(at, query, *parameters):
    with psycopg.connect(at["database_url"]) as connection:
        return connection.execute(query, parameters).fetchone()


def test_every_role_can_sign_in_and_only_the_backup_passes_row_level_security(at):
    setup = roles.set_up(**at)
    assert set(setup.passwords) == set(roles.REAL_ROLES)
    assert stat.S_IMODE(at["passwords_file"].stat().st_mode) == 0o600
    for role, password in setup.passwords.items():
        sign_in(at, role, password).close()
        assert ask(at, FACTS, role) == (False, False, False, role == "nabij_backup")


def test_the_database_is_closed_to_others_and_ready_for_migrations(at):
    roles.set_up(**at)
    assert ask(at, "select has_database_privilege('public', 'nabij', 'connect')") == (False,)
    with sign_in(
        at, "nabij_owner", roles.stored_passwords(at["passwords_file"])["nabij_owner"]
    ) as c:
        c.execute("create table relations_party (name text)")
        c.execute("create function access.opened() returns int language sql return 1")
        c.execute("create index on relations_party using gin (name gin_trgm_ops)")
        assert c.execute("select unaccent('Zoë')").fetchone() == ("Zoe",)


def test_the_application_may_not_make_tables(at):
    setup = roles.set_up(**at)
    for role in ("nabij_app", "nabij_intake", "nabij_report", "nabij_backup"):
        with (
            sign_in(at, role, setup.passwords[role]) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute("create table mine (n int)")


def test_a_second_set_up_changes_nothing(at):
    first = roles.set_up(**at)
    second = roles.set_up(**at)
    assert second.done == []
    assert second.passwords == first.passwords


def test_a_set_up_that_was_cut_off_is_finished(at):
    first = roles.set_up(**at)
    with psycopg.connect(at["database_url"].replace("/nabij?", "/postgres?"), autocommit=True) as c:
        c.execute("drop database nabij with (force)")
        c.execute("drop role nabij_report")
    roles.set_up(**at)
    for role in roles.REAL_ROLES:
        sign_in(at, role, first.passwords[role]).close()


def test_four_set_ups_at_once_agree(at):
    with ThreadPoolExecutor(4) as pool:
        setups = list(pool.map(lambda _: roles.set_up(**at), range(4)))
    assert len({tuple(sorted(setup.passwords.items())) for setup in setups}) == 1


def test_roles_of_another_installation_keep_their_passwords(at, tmp_path_factory):
    first = roles.set_up(**at)
    other = tmp_path_factory.mktemp("other")
    second = at | {"home": other, "passwords_file": other / "database-roles.json"}
    with pytest.raises(roles.RoleOfAnotherInstallation, match="nabij_owner"):
        roles.set_up(**second)
    assert not second["passwords_file"].exists()
    sign_in(at, "nabij_app", first.passwords["nabij_app"]).close()

    roles.set_up(**second, reset_passwords=True)
    with pytest.raises(DatabaseUnreachable):
        sign_in(at, "nabij_app", first.passwords["nabij_app"])


def test_the_file_of_the_other_installation_is_enough(at, tmp_path_factory):
    roles.set_up(**at)
    other = tmp_path_factory.mktemp("other")
    shutil.copy(at["passwords_file"], other)
    second = at | {"home": other, "passwords_file": other / "database-roles.json"}
    assert roles.set_up(**second).done == []


def as_account(at, name, attributes):
    with psycopg.connect(at["database_url"].replace("/nabij?", "/postgres?"), autocommit=True) as c:
        c.execute(f"create role {name} login password 'only-here' {attributes}")
    host = at["database_url"].partition("?")[2]
    return at | {"database_url": f"postgresql://{name}:only-here@/nabij?{host}"}


def test_an_account_of_a_managed_server_without_superuser_is_enough(at):
    managed = as_account(at, "nabij_managed", "createrole createdb")
    setup = roles.set_up(**managed)
    assert [line for line in setup.done if "may not pass row-level security" in line]
    sign_in(at, "nabij_owner", setup.passwords["nabij_owner"]).close()
    assert roles.set_up(**managed).done == []


def test_an_account_that_may_not_make_roles_is_told_of_the_script(at):
    with pytest.raises(roles.MayNotMakeRoles, match="setup-database --sql"):
        roles.set_up(**as_account(at, "nabij_managed", ""))


def test_a_server_that_does_not_answer_is_one_sentence(at):
    gone = at | {"database_url": "postgresql://nabij:only-here@/nabij?host=/nowhere"}
    with pytest.raises(DatabaseUnreachable, match="cannot be reached as nabij") as refusal:
        roles.set_up(**gone)
    assert "only-here" not in str(refusal.value)


def test_the_script_for_an_administrator_does_the_same_twice(at, server):
    passwords = roles.new_passwords({})
    script = roles.script(database="nabij", passwords=passwords)
    assert not [password for password in passwords.values() if password in script]
    for _ in range(2):
        answer = subprocess.run(
            [server._program("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", server.url("postgres")],
            input=script,
            text=True,
            capture_output=True,
            check=False,
        )
        assert answer.returncode == 0, answer.stderr
    for role, password in passwords.items():
        sign_in(at, role, password).close()
    roles.store_passwords(at["passwords_file"], passwords)
    assert roles.set_up(**at).done == []
