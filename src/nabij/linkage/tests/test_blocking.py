# SPDX-License-Identifier: EUPL-1.2
"""Work grows with the records, not with their square; who shares a narrower key is found."""

from dataclasses import replace
from datetime import date

import pytest

from nabij.linkage.tests.building import person_of, row, take_in
from nabij.matching import PersonRecord, block, keys

JANSEN = PersonRecord(
    key=0, given_names="Jan", surnames=("Jansen",), birth_on=date(1980, 1, 1),
    birth_precision="day",
)  # fmt: skip


def namesakes(count):
    """Return records of one name and birth date, each with a phone number of its own."""
    return [replace(JANSEN, key=n, phones=(f"06{n:08d}",)) for n in range(count)]


def test_namesakes_of_one_birth_date_are_compared_no_more_than_a_block_allows(caplog):
    caplog.set_level("INFO")
    few = namesakes(keys.LARGEST_BLOCK)
    assert len(block.pairs(few, few)) == keys.LARGEST_BLOCK * (keys.LARGEST_BLOCK - 1)
    assert not caplog.records

    many = namesakes(1171)
    again = replace(many[7], key=5000)
    assert block.pairs([*many, again], [*many, again]) == [(7, 5000), (5000, 7)]
    assert "keys left out" in caplog.text


def test_a_bsn_that_a_source_gives_to_everybody_says_nothing():
    many = [
        replace(one, bsn_index=b"x", bsn_state="present", birth_on=None, birth_precision="")
        for one in namesakes(keys.LARGEST_BLOCK + 1)
    ]
    assert len(block.pairs(many[:1], many[:-1])) == keys.LARGEST_BLOCK - 1
    assert block.pairs(many[:1], many) == []


@pytest.mark.django_db
def test_a_crowd_in_the_database_hides_nobody_who_shares_more(gp, hospital):
    crowd = [
        row(f"n{n}", given_names="Jan", own_prefix="", own_name="Jansen", birth="1980-01-01",
            initials="J.", call_name="", bsn="", bsn_state="absent", phones=(), postcode="",
            house_number=str(n), gender="male")
        for n in range(keys.LARGEST_BLOCK + 2)
    ]  # fmt: skip
    at_home = {"postcode": "7411AA", "house_number": "9"}
    take_in(gp, *crowd, replace(crowd[0], source_key="known", hash=b"known", **at_home))
    counts = take_in(hospital, replace(crowd[0], source_key="again", hash=b"again", **at_home))

    assert counts.automatic == 1
    assert person_of(hospital, "again") == person_of(gp, "known")
