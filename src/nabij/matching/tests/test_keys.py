# SPDX-License-Identifier: EUPL-1.2
"""One record finds what many records find, under keys that are stored and so may not drift."""

from dataclasses import replace
from datetime import date

from nabij.matching import PersonRecord, keys, pairing
from nabij.matching.compare import Prepared
from nabij.matching.table import table_of
from nabij.matching.testing.persons import told

ANNA = PersonRecord(
    key=1,
    given_names="Johanna Alida",
    initials="J.A.",
    surnames=("van den Berg", "de Vries"),
    birth_on=date(1941, 3, 9),
    birth_precision="day",
    postcode="8011 AB",
    house_number="12",
    phones=("+31381234567",),
    emails=("Anna@example.nl",),
)


def test_the_stored_numbers_are_these():
    """Red? Every stored key has changed: write a migration that fills them anew."""
    record = PersonRecord(
        key=1, surnames=("Dijkstra",), birth_on=date(1941, 1, 1), birth_precision="year"
    )
    assert keys.found_under(Prepared(record)) == [4261452495227095240]
    assert len(keys.found_under(Prepared(ANNA))) == 18


def test_every_rule_of_many_records_is_a_rule_of_one():
    many = {tuple(name.removesuffix("+") for name in names) for names in pairing.RULES.values()} - {
        ("bsn",)
    }
    assert many <= set(keys.RULES.values())


def test_whoever_is_paired_among_many_is_found_alone():
    records = [row.record for row in told(records=3000, seed=4, bsn_share=0)]
    prepared = [Prepared(record) for record in records]
    found = [set(keys.found_under(one)) for one in prepared]
    looked = [set(keys.looked_under(one)) for one in prepared]
    pairs = pairing.pairs_of(table_of(records))

    assert len(pairs) > 3000
    missed = [
        (a, b) for a, b in zip(pairs.left, pairs.right, strict=True)
        if not (looked[a] & found[b] and looked[b] & found[a])
    ]  # fmt: skip
    assert missed == []


def test_the_keys_of_a_card_tell_nothing_beyond_the_card():
    closed = replace(
        ANNA, birth_on=date(1941, 1, 1), birth_precision="year", postcode="", house_number="",
        phones=(), emails=(), gender="female", bsn_index=b"x", bsn_state="present",
    )  # fmt: skip
    assert keys.card_keys(Prepared(closed)) == keys.card_keys(Prepared(ANNA))
    assert set(keys.card_keys(Prepared(ANNA))) <= set(keys.found_under(Prepared(ANNA)))


def test_an_absent_value_makes_no_key():
    assert keys.found_under(Prepared(PersonRecord(key=1))) == []
    named = PersonRecord(key=1, surnames=("Berg",), initials="A.")
    assert keys.found_under(Prepared(named)) == []


def test_who_is_known_by_a_year_only_is_looked_for_more_widely():
    year = replace(ANNA, birth_precision="year", birth_on=date(1941, 1, 1))
    wide = set(keys.card_keys(Prepared(ANNA)))
    assert wide.isdisjoint(keys.looked_under(Prepared(ANNA)))
    assert wide <= set(keys.looked_under(Prepared(year)))
