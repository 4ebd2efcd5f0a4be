# SPDX-License-Identifier: EUPL-1.2
"""Every line that the code can write into the log is told in words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import nabij
from nabij.privacy.choices import EVENTS

SOURCE = Path(nabij.__file__).parent
RULES = {"door", "public_door"}  # their first argument is what refusals are called


def trees() -> list[ast.Module]:
    paths = [path for path in SOURCE.rglob("*.py") if "tests" not in path.parts]
    return [ast.parse(path.read_text()) for path in paths]


def events(tree: ast.Module) -> Iterator[str]:
    """Yield every text that is given as `event`, by name or by its place."""
    places = {
        node.name: [argument.arg for argument in node.args.args].index("event")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and "event" in [a.arg for a in node.args.args]
    } | dict.fromkeys(RULES, 0)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            given = [keyword.value for keyword in node.keywords if keyword.arg == "event"]
            if name in places and len(node.args) > places[name]:
                given.append(node.args[places[name]])
            for value in given:
                for part in ast.walk(value):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield part.value


def test_every_event_has_words():
    written = {event for tree in trees() for event in events(tree)}
    assert {"picture", "sign-in", "link-confirmed", "keys-rotated"} <= written
    assert written - set(EVENTS) == set()
