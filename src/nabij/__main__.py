# SPDX-License-Identifier: EUPL-1.2
"""The command `nabij`: sees to the database and its role, then hands over to Django's commands."""

import ast
import importlib.metadata
import importlib.util
import os
import signal
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PACKAGE = Path(__file__).parent

# Every other command works as nabij_app; the names of the roles stand in `database.connection`.
ROLE_OF_COMMAND = {
    "intake": "intake",
    "keys": "keys",
    "link": "intake",
    "makemigrations": "owner",
    "migrate": "owner",
    "quarantine": "intake",
    "roster": "intake",
    "setup_database": "admin",
    "showmigrations": "owner",
    "sqlmigrate": "owner",
    "value": "report",
}
# Of Django's own commands, only these get a running database.
DJANGO_COMMANDS_WITH_DATABASE = {
    *(
        "changepassword",
        "check",
        "clearsessions",
        "createsuperuser",
        "dbshell",
        "dumpdata",
        "flush",
    ),
    *("inspectdb", "loaddata", "makemigrations", "procrastinate", "shell", "showmigrations"),
    *("sqlmigrate",),
}


def main() -> None:
    """Run the command named on the command line; expected errors are one sentence, exit code 1."""
    arguments = sys.argv[1:]
    if not arguments or arguments in (["help"], ["--help"], ["-h"]):
        sys.stdout.write(f"{overview()}\n")
        return
    if arguments == ["--version"]:
        sys.stdout.write(f"nabij {importlib.metadata.version('nabij')}\n")
        return
    # Command names are written with a hyphen, modules cannot be.
    command = arguments[0] if arguments[0].startswith("-") else arguments[0].replace("-", "_")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nabij.config.settings")
    os.environ.setdefault("NABIJ_DATABASE_ROLE", role_of(command, arguments[1:]))
    _run(command, arguments[1:])


def role_of(command: str, arguments: list[str]) -> str:
    """Return under which database role a command works."""
    if command == "worker" and "--queue" in arguments[:-1]:
        from nabij.database.connection import ROLE_OF_QUEUE

        return ROLE_OF_QUEUE.get(arguments[arguments.index("--queue") + 1], "app")
    if command == "access_log" and arguments[:1] == ["end"]:
        return "owner"  # nobody else can remove a line
    return ROLE_OF_COMMAND.get(command, "app")


def overview() -> str:
    """Return the list of commands, read from their files: no database and no Django needed."""
    own = {
        path.stem.replace("_", "-"): _summary(path)
        for path in PACKAGE.glob("*/management/commands/[a-z]*.py")
    }
    width = max(map(len, own)) + 2
    lines = [f"  {name:<{width}}{summary}" for name, summary in sorted(own.items())]
    spec = importlib.util.find_spec("django")
    folders = spec.submodule_search_locations if spec else None
    of_django = {
        path.stem
        for folder in folders or ()
        for path in Path(folder).glob("core/management/commands/[a-z]*.py")
    }
    others = textwrap.wrap(
        ", ".join(sorted(of_django - set(own))), initial_indent="  ", subsequent_indent="  "
    )
    return "\n".join(
        [
            "nabij: a client-relationship platform for care that starts at the client.",
            "",
            "Usage: nabij COMMAND [OPTIONS]; nabij COMMAND --help explains one command.",
            "",
            "Commands",
            *lines,
            "",
            "Commands of Django",
            *others,
        ]
    )


def _summary(path: Path) -> str:
    """Return the `help` of the command in `path`, without importing it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "help" for target in node.targets
        ):
            texts = [
                found.value
                for found in ast.walk(node.value)
                if isinstance(found, ast.Constant) and isinstance(found.value, str)
            ]
            return " ".join(texts)
    return ""


def _run(command: str, arguments: list[str]) -> None:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from nabij.core.errors import ExpectedError

    line = ["nabij", command, *arguments]
    # A polite request to stop leaves through every `finally`, so the database is stopped as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        if _needs_database(command, arguments):
            with _database(command):
                execute_from_command_line(line)
        else:
            from nabij.config import environment  # noqa: F401 - a wrong value is told at once

            execute_from_command_line(line)
    except (ExpectedError, ImproperlyConfigured) as error:
        sys.exit(f"nabij: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


def _needs_database(command: str, arguments: list[str]) -> bool:
    if {"--help", "-h"} & set(arguments):
        return False
    is_own = any(PACKAGE.glob(f"*/management/commands/{command}.py"))
    return is_own or command in DJANGO_COMMANDS_WITH_DATABASE


@contextmanager
def _database(command: str) -> Iterator[None]:
    """Keep the database running around a command, with its roles made."""
    from nabij.config.environment import environment, make_secret_key
    from nabij.database import roles
    from nabij.database.home import make_home
    from nabij.database.supervisor import EmbeddedPostgres

    def make_roles() -> None:
        # The set-up command does it itself, and says what it did.
        if command != "setup_database":
            roles.set_up_once(
                home=environment.home,
                database_url=environment.database_url,
                passwords_file=environment.database_passwords_file,
            )

    if environment.database_url:
        make_home(environment.home, server_user=None)
        make_secret_key(environment)
        make_roles()
        yield
    else:
        server = EmbeddedPostgres(environment.home, run_as=environment.server_user)
        with server.in_use():
            make_secret_key(environment)
            make_roles()
            yield


if __name__ == "__main__":
    main()
