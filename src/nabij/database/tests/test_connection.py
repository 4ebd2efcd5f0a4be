# SPDX-License-Identifier: EUPL-1.2
import json

import pytest
from django.db import connection, transaction

from nabij.database.connection import (
    PasswordsUnreadable,
    RoleChangedInTransaction,
    UnknownDatabaseRole,
    connected_as,
    settings_for,
    stored_passwords,
)
from nabij.database.supervisor import EmbeddedPostgres

URL = "postgresql://boss:secret@db.example.nl:6543/care?sslmode=verify-full"


def test_settings_can_be_read_before_anything_is_installed(tmp_path):
    found = settings_for("app", home=tmp_path / "home")
    assert found["USER"] == "nabij_app"
    assert found["PASSWORD"] == ""
    assert found["HOST"] == str(EmbeddedPostgres(tmp_path / "home").socket_folder)
    assert not (tmp_path / "home").exists()


def test_a_role_signs_in_on_the_given_server_with_its_own_password(tmp_path):
    passwords = tmp_path / "passwords.json"
    passwords.write_text(json.dumps({"nabij_intake": "its-own"}))
    found = settings_for("intake", home=tmp_path, database_url=URL, passwords_file=passwords)
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example.nl", "6543", "care")
    assert (found["USER"], found["PASSWORD"]) == ("nabij_intake", "its-own")
    assert found["OPTIONS"]["sslmode"] == "verify-full"
    assert "secret" not in repr(found)


def test_only_the_set_up_works_as_the_account_of_the_address(tmp_path):
    found = settings_for("admin", home=tmp_path, database_url=URL)
    assert (found["USER"], found["PASSWORD"]) == ("boss", "secret")


def test_a_migration_does_not_wait_long_for_a_lock(tmp_path):
    assert "lock_timeout=4s" in settings_for("owner", home=tmp_path)["OPTIONS"]["options"]


def test_an_unknown_role_is_one_sentence(tmp_path):
    with pytest.raises(UnknownDatabaseRole, match="it can be one of"):
        settings_for("boss", home=tmp_path)


def test_a_broken_passwords_file_is_one_sentence(tmp_path):
    broken = tmp_path / "database-roles.json"
    broken.write_text("{")
    with pytest.raises(PasswordsUnreadable, match="database-roles"):
        stored_passwords(broken)


def test_a_role_does_not_change_inside_a_transaction(db):
    with transaction.atomic(), pytest.raises(RoleChangedInTransaction), connected_as("intake"):
        pass
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == ("nabij_app",)
