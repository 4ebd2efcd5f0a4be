# SPDX-License-Identifier: EUPL-1.2
"""The house style, as far as a machine can check it."""

import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.urls import URLPattern, URLResolver, get_resolver

from nabij.access.doors import Door

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src"
MODULES = sorted(
    path
    for folder in (SRC, ROOT / "tests", ROOT / "tools", ROOT / "bench")
    for path in folder.rglob("*.py")
    if "migrations" not in path.parts
)
FRONT_DOORS = ("queries", "actions")
FORBIDDEN_NAMES = {"utils", "helpers", "common", "services", "managers", "signals"}
# They make a viewer, so they cannot take one.
MAKES_A_VIEWER = {"nobody", "machine", "machine_for", "viewer_of", "user_with_email"}
# Rewritten by a browser or a tool for the whole page at once: no view of a colleague.
OPEN_TO_ALL = {
    "contact:calendar_feed",
    "contact:exchange",
    "set_language",
    "sign_in:passkey",
    "sign_in:passkey_question",
    "sign_in:reset",
    "sign_in:reset_asked",
    "sign_in:reset_choose",
    "sign_in:second_step",
    "sign_in:single_sign_on",
    "sign_in:single_sign_on_back",
    "sign_in:start",
    "web:preferences",
}


def _module_name(path):
    name = ".".join(path.relative_to(SRC).with_suffix("").parts)
    return name.removesuffix(".__init__")


def _front_door_functions():
    for path in MODULES:
        if not path.is_relative_to(SRC / "nabij") or "tests" in path.parts:
            continue
        parts = path.relative_to(SRC / "nabij").with_suffix("").parts
        if len(parts) < 2 or parts[1] not in FRONT_DOORS:
            continue
        module = import_module(_module_name(path))
        # In a folder only what the front door names is for others; the rest is its own affair.
        door = import_module(".".join(("nabij", *parts[:2])))
        exported = getattr(door, "__all__", None)
        for key, value in vars(module).items():
            plain = inspect.unwrap(value) if callable(value) else None
            own = inspect.isfunction(plain) and plain.__module__ == module.__name__
            is_public = exported is None or key in exported
            if own and is_public and not key.startswith("_"):
                yield pytest.param(plain, id=f"{module.__name__}.{key}")


@pytest.mark.parametrize("function", list(_front_door_functions()))
def test_a_query_or_action_takes_keywords_only_and_the_viewer_first(function):
    if function.__name__ in MAKES_A_VIEWER:
        return
    parameters = list(inspect.signature(function).parameters.values())
    assert parameters, "takes no viewer"
    assert parameters[0].name == "viewer"
    assert all(parameter.kind is parameter.KEYWORD_ONLY for parameter in parameters)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short_has_a_licence_line_and_a_telling_name(path):
    text = path.read_text()
    assert len(text.splitlines()) <= 400
    assert text.startswith("# SPDX-License-Identifier: EUPL-1.2") or not text.strip()
    assert not FORBIDDEN_NAMES & {path.stem, *path.relative_to(ROOT).parts[:-1]}
    assert not re.search(r"#\s*(TODO|FIXME|XXX)\b", text)


TEMPLATES = sorted(SRC.rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SRC)))
def test_a_template_has_no_inline_script_style_or_unescaped_text(path):
    text = path.read_text()
    assert len(text.splitlines()) <= 400
    assert not re.search(r"\|safe\b", text)
    assert "autoescape off" not in text
    # The round sheet is a file of its own, with a policy of its own that names both hashes.
    if "round_sheet/file.html" in str(path):
        return
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|hx-on|javascript:", text)


@pytest.mark.parametrize(
    ("app", "command"),
    [(app, name) for name, app in get_commands().items() if str(app).startswith("nabij.")],
)
def test_a_command_has_help(app, command):
    assert load_command_class(app, command).help


def _patterns(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _patterns(pattern, space)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}", pattern


@pytest.mark.parametrize(
    "pattern", [pytest.param(pattern, id=name) for name, pattern in _patterns(get_resolver())]
)
def test_every_address_carries_a_rule(pattern):
    rule = getattr(pattern.callback, "door", None)
    assert isinstance(rule, Door), "write @door(...) or @public_door(...) above the view"
    assert rule.is_public is not getattr(pattern.callback, "login_required", True)
    assert len(rule.event) <= 40


def test_every_page_asks_for_sign_in_unless_it_is_listed_as_open():
    open_pages = {
        name
        for name, pattern in _patterns(get_resolver())
        if not getattr(pattern.callback, "login_required", True)
    }
    assert open_pages <= OPEN_TO_ALL


def test_every_migration_is_named_for_what_it_does():
    for path in SRC.rglob("migrations/0*.py"):
        assert "auto_" not in path.name
        assert len(path.stem) > 5
