# SPDX-License-Identifier: EUPL-1.2
"""What is of one colleague, or of nobody: files that were given, and a model of value."""

from pathlib import Path

from nabij.access.models import User
from nabij.core.viewer import Viewer
from nabij.dossiers.actions import roster_files
from nabij.imports.models import Import
from nabij.imports.tests import conftest as importing
from nabij.value import actions as value_actions
from tests.matrix import people
from tests.matrix.canaries import Canaries

HEADER = "roepnaam;achternaam;geboortedatum;plaats"


def make_value_model(*, viewer: Viewer) -> dict[str, dict[str, str]]:
    """Make a model with a kept calculation; return the refs of it and of its files."""
    model = value_actions.create_example(viewer=viewer, key="one-group")
    run = value_actions.record_run(viewer=viewer, model=model)
    return {
        "value model": {
            "value": model.ref,
            "run": run.ref,
            "code": "lever.revenue",
            "kind": "scenarios",
            "pk": str(model.scenarios.get(position=1).pk),
        },
        "value file": {"value_file": model.ref, "kind": "csv"},
    }


def give_roster(*, viewer: Viewer) -> None:
    """Let a colleague give a roster that is not taken in yet."""
    data = b"clientnummer;datum;begin;team\r\n100;1-2-2099;9:00;Team Elders\r\n"
    roster_files.give_roster(viewer=viewer, data=data, name="rooster.csv")


def make_imports(*, user: User, canaries: Canaries, folder: Path) -> dict[str, dict[str, str]]:
    """Let a colleague import a file as far as its check, one that is written, and one taken back.

    In each stand somebody new, a birth date that cannot be, and somebody like Cor.
    """
    checked = importing.check(user, _file(canaries, "checked", folder))
    done = importing.write(user, importing.check(user, _file(canaries, "done", folder)))
    back = importing.write(user, importing.check(user, _file(canaries, "back", folder)))
    back = importing.take_back(user, back)
    return {
        "import checked": _refs(checked, "import_rows", "import_checked"),
        "import done": _refs(done, "import_rows", "import_done"),
        "import back": _refs(back, "import_back"),
    }


def _refs(found: Import, *names: str) -> dict[str, str]:
    return dict.fromkeys(("import", *names), found.ref)


def _file(canaries: Canaries, what: str, folder: Path) -> Path:
    def word(field: str) -> str:
        return canaries.word(f"import {what}", "a", field)

    name, cor = people.name_of(canaries, "cor"), people.birth_of("cor")
    city = canaries.word("cor", "n", "city")
    rows = (
        (word("call"), word("surname"), "1-2-1951", word("city")),
        (word("other-call"), word("other-surname"), f"31-2-{word('birth')}", ""),
        (name.call_name, f"de {name.own_name}", f"{cor:%-d-%-m-%Y}", city),
    )
    path = folder / f"{word('file')}.csv"
    path.write_text("\r\n".join((HEADER, *map(";".join, rows), "")), encoding="utf-8")
    return path
