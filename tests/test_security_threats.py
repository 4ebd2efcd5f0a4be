# SPDX-License-Identifier: EUPL-1.2
"""R32: every threat that is said to be stopped, and every promise, names a test that exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "security" / "threat-model.md").read_text()
PROMISES = (ROOT / "docs" / "security" / "privacy.md").read_text()
NODE = re.compile(r"`([\w/]+\.py)::(\w+)`")
NODES = sorted(set(NODE.findall(TEXT)) | set(NODE.findall(PROMISES)))
# What is proven by hours of chance and kills is named so, beside a short form of the same.
BY_FAULTS = {
    name
    for line in PROMISES.splitlines()
    if "(`make faults`)" in line
    for _file, name in NODE.findall(line)
}
ROW = re.compile(r"^\| ([STRIDE]) \| .+ \| (.+) \|$", re.MULTILINE)


@pytest.mark.parametrize(("file", "name"), NODES, ids=lambda part: part)
def test_the_test_that_is_named_exists(file, name):
    places = [ROOT / file, ROOT / "src" / "nabij" / file]
    (path,) = [place for place in places if place.is_file()]
    source = path.read_text()
    assert re.search(rf"^def {name}\(", source, re.MULTILINE)
    before = source[: source.index(f"def {name}(")].rpartition("\n\n\n")[2]
    marks = r"mark\.(skip|xfail)\b" if name in BY_FAULTS else r"mark\.(skip|xfail|faults)\b"
    assert not re.search(marks, before)


def test_every_promise_of_privacy_names_a_test():
    rows = [line for line in PROMISES.splitlines() if line.startswith("| ")]
    promises = [line for line in rows if not line.startswith("| promise |")]
    assert len(promises) > 30
    assert [line for line in promises if not NODE.search(line)] == []


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
