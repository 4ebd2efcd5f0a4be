# SPDX-License-Identifier: EUPL-1.2
"""What the documents say exists: files, links, settings, refusals, capabilities and oddities."""

import re
from pathlib import Path

import pytest

from nabij.config.environment import Environment
from nabij.dossiers.fhir.refusals import REASONS
from nabij.dossiers.rules import roster

ROOT = Path(__file__).parents[1]
DOCS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
SOURCES = sorted([*ROOT.glob("src/**/*.py"), *ROOT.glob("tests/**/*.py"), *ROOT.glob("bench/*.py")])
# Set by nabij itself, for its own processes.
NOT_FOR_PEOPLE = {"NABIJ_COLLECTED_STATIC", "NABIJ_DATABASE_ROLE"}
CAPABILITY, ODDITY = re.compile(r"\bA-\d{2,3}\b"), re.compile(r"\bO-\d{1,2}\b")


def _name(path):
    return path.relative_to(ROOT).as_posix()


def _named(pattern, paths):
    return {found for path in paths for found in pattern.findall(path.read_text())}


@pytest.mark.parametrize("path", DOCS, ids=_name)
def test_every_link_leads_somewhere(path):
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text()):
        if not target.startswith(("http", "#", "mailto:")):
            assert (path.parent / target.partition("#")[0]).exists(), target


@pytest.mark.parametrize("path", DOCS, ids=_name)
def test_every_file_that_is_named_exists(path):
    for found in re.findall(
        r"`((?:[\w-]+/)+[\w-]+\.(?:py|html|css|js|md|lock))`", path.read_text()
    ):
        places = [ROOT / found, ROOT / "src" / found, ROOT / "src" / "nabij" / found]
        templates = (ROOT / "src" / "nabij").glob(f"*/templates/{found}")
        assert any(place.is_file() for place in [*places, *templates]), found


def test_every_refusal_is_explained():
    text = (ROOT / "docs" / "formats.md").read_text()
    for code, reason in REASONS.items():
        shown = re.sub(r"%\(\w+\)[sd]", "…", reason)
        assert f"| `{code}` | {shown} |" in text, code


def test_every_column_of_a_roster_is_explained():
    text = (ROOT / "docs" / "formats.md").read_text()
    for column, (_english, *others) in roster.COLUMNS.items():
        is_needed = "yes" if column in roster.REQUIRED else "no"
        assert f"| `{column}` | {', '.join(others) or '–'} | {is_needed} |" in text, column


def test_every_setting_is_explained_and_no_other():
    text = (ROOT / "docs" / "installing.md").read_text()
    settings = {
        str(info.validation_alias or f"NABIJ_{name.upper()}")
        for name, info in Environment.model_fields.items()
    }
    rows = "\n".join(line for line in text.splitlines() if line.startswith("| `"))
    explained = set(re.findall(r"`(NABIJ_[A-Z_]+|DATABASE_URL)`", rows))
    assert explained == settings - NOT_FOR_PEOPLE


def test_every_capability_that_a_test_names_is_listed():
    listed = _named(CAPABILITY, [ROOT / "docs" / "capabilities.md"])
    assert _named(CAPABILITY, SOURCES) <= listed


def test_every_oddity_that_code_refers_to_is_listed():
    listed = _named(ODDITY, [ROOT / "docs" / "known-odd-data.md"])
    assert _named(ODDITY, [path for path in SOURCES if "tests" in path.parts]) <= listed


def test_decisions_are_numbered_one_by_one():
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_excerpts_of_the_tour_are_the_code_of_today():
    path, excerpts = None, 0
    text = (ROOT / "docs" / "tour.md").read_text()
    for found in re.finditer(r"^`([\w/.]+)`$|^```\w+\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        if found[1]:
            path = ROOT / "src" / "nabij" / found[1]
            continue
        lines = [line.strip() for line in path.read_text().splitlines()]
        at = 0
        for line in filter(None, map(str.strip, found[2].splitlines())):
            if line != "…":
                assert line in lines[at:], f"{path}: {line}"
                at = lines.index(line, at) + 1
        excerpts += 1
    assert excerpts >= 8
