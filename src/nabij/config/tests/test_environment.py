# SPDX-License-Identifier: EUPL-1.2
import os
import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from nabij.config.environment import Environment, make_secret_key
from nabij.database.home import make_home


@pytest.fixture
def variables(monkeypatch, tmp_path):
    """Set variables; those of this test run are taken away."""
    for name in [*os.environ]:
        if name.startswith("NABIJ_") or name == "DATABASE_URL":
            monkeypatch.delenv(name)
    monkeypatch.setenv("NABIJ_HOME", str(tmp_path / "home"))

    def set_all(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        return Environment.read()

    return set_all


def test_without_variables_everything_has_a_place_in_the_home_folder(variables, tmp_path):
    found = variables()
    assert found.keys_file == tmp_path / "home" / "keyring.json"
    assert found.database_passwords_file == tmp_path / "home" / "database-roles.json"
    assert found.database_url is None
    assert not (tmp_path / "home").exists()


def test_lists_are_written_with_commas(variables):
    found = variables(NABIJ_ALLOWED_HOSTS="nabij.example.nl, www.example.nl,")
    assert found.allowed_hosts == ["nabij.example.nl", "www.example.nl"]


def test_each_telephone_exchange_has_a_token_of_its_own(variables):
    found = variables(NABIJ_EXCHANGE_TOKENS=f"front:{'a' * 32}, night:{'b' * 31}:")
    assert found.exchange_tokens == {"front": "a" * 32, "night": "b" * 31 + ":"}


@pytest.mark.parametrize(
    "given", ["front", f"front:{'a' * 31}", f":{'a' * 32}", f"a:{'a' * 32},a:{'b' * 32}"]
)
def test_a_wrong_token_of_an_exchange_stops_with_what_to_do_and_is_not_repeated(variables, given):
    with pytest.raises(ImproperlyConfigured, match=r"^NABIJ_EXCHANGE_TOKENS: Write .*\.$") as told:
        variables(NABIJ_EXCHANGE_TOKENS=given)
    assert "aaa" not in str(told.value)


def test_any_value_may_come_from_a_file(variables, tmp_path):
    (tmp_path / "url").write_text("postgresql://nabij:x@db/nabij\n")
    (tmp_path / "key").write_text("from-a-file\n")
    found = variables(
        DATABASE_URL_FILE=str(tmp_path / "url"), NABIJ_SECRET_KEY_FILE=str(tmp_path / "key")
    )
    assert found.database_url == "postgresql://nabij:x@db/nabij"
    assert found.secret_key == "from-a-file"


def test_a_wrong_value_is_one_sentence_that_names_the_variable(variables):
    with pytest.raises(ImproperlyConfigured, match=r"^NABIJ_PORT: .*\.$"):
        variables(NABIJ_PORT="eighty")


def test_a_missing_file_is_one_sentence_that_names_the_variable(variables):
    with pytest.raises(ImproperlyConfigured, match=r"^NABIJ_SECRET_KEY_FILE: No such file"):
        variables(NABIJ_SECRET_KEY_FILE="/nowhere/key")


def test_the_secret_key_is_made_once_and_only_its_owner_can_read_it(variables, tmp_path):
    make_home(tmp_path / "home", server_user=None)
    make_secret_key(variables())
    first = variables().secret_key
    make_secret_key(variables())
    assert variables().secret_key == first
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "home" / "secret-key").stat().st_mode) == 0o600


def test_a_given_secret_key_is_not_written_down(variables, tmp_path):
    make_home(tmp_path / "home", server_user=None)
    make_secret_key(variables(NABIJ_SECRET_KEY="given"))
    assert list((tmp_path / "home").iterdir()) == []
