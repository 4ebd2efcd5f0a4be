# SPDX-License-Identifier: EUPL-1.2
import os
import subprocess
import sys

import pytest

from nabij import __main__ as command_line


def nabij(*arguments, **surroundings):
    return subprocess.run(
        [sys.executable, "-m", "nabij", *arguments],
        env=os.environ | surroundings,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("arguments", [(), ("help",), ("--help",)])
def test_the_commands_are_listed_without_a_database(arguments):
    answer = nabij(*arguments, DATABASE_URL="postgresql://nobody@/nothing?host=/nowhere")
    assert answer.returncode == 0
    own, of_django = answer.stdout.split("Commands of Django")
    for name in ("migrate", "serve", "setup-database", "worker"):
        assert f"\n  {name} " in own
    assert "createsuperuser" not in own
    assert "showmigrations" in of_django
    assert answer.stderr == ""


def test_every_command_of_ours_says_in_one_line_what_it_does():
    own = command_line.overview().split("Commands\n")[1].split("\n\n")[0]
    for line in own.splitlines():
        _name, _, summary = line.strip().partition("  ")
        assert summary.strip().endswith("."), line


def test_the_list_is_made_without_loading_django():
    code = (
        "import sys; from nabij import __main__ as m; m.overview(); print('django' in sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout == "False\n"


def test_help_of_one_command_needs_no_database():
    answer = nabij("setup-database", "--help", DATABASE_URL="postgresql://x@/y?host=/nowhere")
    assert answer.returncode == 0
    assert "--sql" in answer.stdout


@pytest.mark.parametrize(
    ("command", "arguments", "role"),
    [
        ("serve", [], "app"),
        ("migrate", ["core"], "owner"),
        ("setup_database", [], "admin"),
        ("intake", ["file.json"], "intake"),
        ("worker", [], "app"),
        ("worker", ["--queue", "default"], "app"),
        ("worker", ["--queue", "bulk"], "app"),
        ("worker", ["--queue", "intake"], "intake"),
        ("worker", ["--queue"], "app"),
        ("shell", [], "app"),
    ],
)
def test_each_command_works_under_its_own_database_role(command, arguments, role):
    """A-91: only migrations work as the owner."""
    assert command_line.role_of(command, arguments) == role


def test_a_wrong_setting_is_one_sentence():
    answer = nabij("worker", NABIJ_PORT="eighty")
    assert answer.returncode == 1
    assert answer.stderr.startswith("nabij: NABIJ_PORT: ")
    assert "Traceback" not in answer.stderr


def test_a_database_that_does_not_answer_is_one_sentence(tmp_path):
    answer = nabij(
        "worker",
        NABIJ_HOME=str(tmp_path),
        NABIJ_DATABASE_PASSWORDS_FILE=str(tmp_path / "none.json"),
        DATABASE_URL="postgresql://x:hush@/y?host=/nowhere",
    )
    assert answer.returncode == 1
    assert answer.stderr.startswith("nabij: The database postgres cannot be reached as x")
    assert "hush" not in answer.stderr
    assert "Traceback" not in answer.stderr
