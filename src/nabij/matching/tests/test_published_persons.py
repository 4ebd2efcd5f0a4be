# SPDX-License-Identifier: EUPL-1.2
"""The engine on the 1,176 published BRP test persons (O-6)."""

import doctest
import json
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from nabij.matching import PersonRecord, block, score_pairs
from nabij.matching.normalise import given_names

COPY = 10_000  # beyond the keys of the persons
DATA = Path(__file__).resolve().parents[5] / "shared" / "data" / "brp-personen-mock"


@pytest.fixture(scope="module")
def persons():
    if not DATA.exists():
        pytest.skip("the published BRP test persons are not beside this repository")
    rows = json.loads((DATA / "test-data.json").read_text())
    return [_record(number, row) for number, row in enumerate(rows)]


def _record(number, row):
    name, home = row["naam"], row.get("verblijfplaats", {})
    birth_on, precision = _birth(row.get("geboorte", {}).get("datum", "00000000"))
    partner = next((p["naam"] for p in row["partners"] if "naam" in p), {})
    return PersonRecord(
        key=number,
        given_names=name.get("voornamen", ""),
        surnames=tuple(filter(None, [name["geslachtsnaam"], partner.get("geslachtsnaam")])),
        birth_on=birth_on,
        birth_precision=precision,
        gender={"M": "male", "V": "female"}.get(row.get("geslacht", {}).get("code"), "unknown"),
        postcode=home.get("postcode", ""),
        house_number=home.get("huisnummer", ""),
        suffix=f"{home.get('huisletter', '')}{home.get('huisnummertoevoeging', '')}",
        bsn_index=row["burgerservicenummer"].encode(),
        bsn_state="present",
    )


def _birth(text):
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    if not year:
        return None, ""
    precision = "day" if day else "month" if month else "year"
    return date(year, month or 1, day or 1), precision


def test_different_persons_of_the_register_are_never_linked_without_asking(persons):
    pairs = [pair for pair in block.pairs(persons, persons) if pair[0] < pair[1]]
    found = score_pairs(persons, persons, pairs)

    assert len(found) > 100
    assert [pair for pair in found if pair.decision == "strong"] == []


def test_without_bsn_only_copies_at_one_address_are_strong(persons):
    """Same full name, birth date and address: in the register those are copies for tests."""
    masked = [replace(one, bsn_state="masked") for one in persons]
    by_key = {one.key: one for one in persons}
    for pair in score_pairs(masked, masked, block.pairs(masked, masked)):
        if pair.left < pair.right and pair.decision == "strong":
            left, right = by_key[pair.left], by_key[pair.right]
            assert given_names(left.given_names)[0] == given_names(right.given_names)[0]
            assert (left.birth_on, left.postcode) == (right.birth_on, right.postcode)
            assert left.gender == right.gender


def test_each_person_meets_a_copy_of_its_own_and_links_to_no_other(persons):
    copies = [
        replace(one, initials="", suffix="") for one in persons if one.birth_precision == "day"
    ]
    copies = [replace(one, key=one.key + COPY) for one in copies]
    found = score_pairs(copies, persons, block.pairs(copies, persons))
    strong = [pair for pair in found if pair.decision == "strong"]

    assert all(pair.left == pair.right + COPY for pair in strong)
    linked = {pair.right for pair in strong}
    named = {one.key - COPY for one in copies if one.given_names}
    assert len(linked & named) >= 0.99 * len(named)


@pytest.mark.parametrize("module", ["normalise", "phonetics", "call_names"])
def test_the_examples_in_the_docstrings_are_true(module):
    found = doctest.testmod(import_module(f"nabij.matching.{module}"))

    assert found.attempted > 0
    assert found.failed == 0
