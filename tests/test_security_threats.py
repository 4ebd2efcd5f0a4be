# SPDX-License-Identifier: EUPL-1.2
"""R32: every threat that is said to be stopped names a test, and the test exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "security" / "threat-model.md").read_text()
NODES = sorted(set(re.findall(r"`([\w/]+\.py)::(\w+)`", TEXT)))
ROW = re.compile(r"^\| ([STRIDE]) \| .+ \| (.+) \|$", re.MULTILINE)


@pytest.mark.parametrize(("file", "name"), NODES, ids=lambda part: part)
def test_the_test_that_is_named_exists(file, name):
    places = [ROOT / file, ROOT / "src" / "nabij" / file]
    (path,) = [place for place in places if place.is_file()]
    source = path.read_text()
    assert re.search(rf"^def {name}\(", source, re.MULTILINE)
    before = source[: source.index(f"def {name}(")].rpartition("\n\n\n")[2]
    assert not re.search(r"mark\.(skip|xfail|faults)\b", before)


def test_every_threat_names_a_test():
    rows = ROW.findall(TEXT)
    assert len(rows) > 50
    assert {letter for letter, _ in rows} == set("STRIDE")
    assert [row for row in rows if "::test_" not in row[1]] == []


@pytest.mark.parametrize(
    "who", ["curious colleague", "ex-partner", "family proxy", "supplier", "administrator"]
)
def test_whom_we_are_asked_to_think_of_is_thought_of(who):
    assert who in TEXT
