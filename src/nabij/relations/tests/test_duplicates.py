# SPDX-License-Identifier: EUPL-1.2
"""The duplicate warning while somebody is recorded: it finds, explains, and shows a card only."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nabij.core.dates import PartialDate
from nabij.relations import queries
from nabij.relations.types import (
    AddressFields,
    ContactPointFields,
    OrganisationFields,
    PersonFields,
    PersonName,
)

pytestmark = pytest.mark.django_db


def typed(phone="", postcode="", birth=date(1941, 3, 9), **names):
    address = AddressFields(postcode=postcode, house_number="12", suffix="A")
    return PersonFields(
        name=PersonName(**names),
        birth=PartialDate(birth) if birth else None,
        contact_points=(ContactPointFields(system="phone", value=phone),) if phone else (),
        addresses=(address,) if postcode else (),
    )


def found(colleague, fields, **options):
    return list(queries.duplicates_of(viewer=colleague.viewer, fields=fields, **options).shown)


@pytest.mark.parametrize(
    "fields",
    [
        typed(call_name="Anna", own_name="Vries"),
        typed(call_name="Anna", own_name="van den Berg"),
        typed(call_name="Johanna", own_name="Bergh"),
        typed(initials="J.A.", own_name="Berg"),
        typed(call_name="Anna", own_name="Vries", birth=None, phone="+31381234567"),
        typed(call_name="Anna", own_name="Vries", birth=None, postcode="8011AB"),
        typed(call_name="Anna", own_name="Vries", birth=date(1941, 9, 3), phone="+31612345678"),
    ],
)
def test_a_known_person_is_found_by_any_telling_combination(anja, anna, fields):
    assert [item.card.id for item in found(anja, fields)] == [anna.pk]


@pytest.mark.parametrize(
    "fields",
    [
        typed(call_name="Piet", own_name="Smit", birth=None),
        typed(call_name="Piet", own_name="Smit"),
        typed(call_name="Anna", own_name="Vries", birth=date(1980, 1, 1)),
        typed(call_name="Pieter", own_name="Vries", birth=date(1939, 1, 1), phone="+31381234567"),
    ],
)
def test_someone_else_is_not_mistaken_for_her(anja, anna, fields):
    assert found(anja, fields) == []


def test_it_says_what_agrees_and_how_sure_it_is(anja, anna):
    [item] = found(anja, typed(call_name="Anna", own_name="Vries", postcode="8011AB"))

    assert item.is_strong
    assert item.agreeing == ["achternaam", "voornaam", "geboortedatum", "adres"]
    assert (item.resembling, item.differing) == ([], [])


def test_what_is_only_alike_is_not_called_the_same(anja, anna):
    [item] = found(anja, typed(call_name="Anna", own_name="Vriess"))

    assert item.agreeing == ["voornaam", "geboortedatum"]
    assert item.resembling == ["achternaam"]


def test_an_equal_bsn_under_another_name_is_shown_as_a_conflict(anja, anna):
    [item] = found(anja, typed(call_name="Piet", own_name="Smit"), bsn="123456782")

    assert not item.is_strong
    assert set(item.conflicts) == {"surname", "given"}


def test_another_unit_gets_the_card_and_nothing_more(carla, anna):
    [item] = found(carla, typed(call_name="Anna", own_name="Vries", postcode="8011AB"))

    assert item.card.is_open is False
    assert (item.card.birth_year, item.card.city) == (1941, "Zwolle")
    # That the address agrees would tell more than the card does.
    assert item.agreeing == ["achternaam", "voornaam"]
    assert item.resembling == []
    assert not hasattr(item, "record")


def test_a_shielded_person_is_not_given_away(carla, record, noord):
    record(call_name="Greet", own_name="Stil", birth="1950-01-01", unit=noord, is_shielded=True)

    fields = typed(call_name="Greet", own_name="Stil", birth=date(1950, 1, 1))
    assert found(carla, fields) == []


def test_every_question_stands_in_the_log_one_without_an_answer_too(anja, anna, log):
    found(anja, typed(call_name="Anna", own_name="Vries", phone="+31381234567"))
    found(anja, typed(call_name="Piet", own_name="Smit", birth=None), bsn="123456782")

    one, other = log("duplicates")
    assert one.object_ids == [anna.pk]
    assert one.detail == "by name, birth-year, birth-date, phone"
    assert (other.detail, other.object_ids) == ("by name, bsn", [anna.pk])


def test_a_question_that_finds_nobody_is_a_line_too(anja, anna, log):
    found(anja, typed(call_name="Piet", own_name="Smit", birth=None))

    [line] = log("duplicates")
    assert (line.object_count, line.object_ids, line.detail) == (0, [], "by name")


def test_it_takes_at_most_six_queries_however_many_are_like_it(anja, anna, record):
    for _number in range(20):
        record(call_name="Anna", own_name="Vries", birth="1941-03-09")
    viewer = anja.viewer
    fields = typed(call_name="Anna", own_name="Vries", postcode="8011AB", phone="+31381234567")
    with CaptureQueriesContext(connection) as captured:
        assert len(queries.duplicates_of(viewer=viewer, fields=fields).shown) == 5

    assert len(captured) <= 6  # a savepoint and its end, persons, cards, units, the log


def test_a_person_is_no_duplicate_of_herself(anja, anna):
    fields = queries.person_fields(viewer=anja.viewer, ref=anna.ref)[2]

    assert found(anja, fields, except_id=anna.pk) == []


def test_linkage_asks_for_many_records_at_once(machine, anna, bert, record):
    other = record(call_name="Los", own_name="Staand")
    records = queries.match_records(viewer=machine, ids=[anna.pk, bert.pk])
    with CaptureQueriesContext(connection) as captured:
        known = queries.persons_like(viewer=machine, records=records)

    assert [one.key for one in known.records] == [anna.pk, bert.pk]
    assert known.records == records
    assert other.pk not in {one.key for one in known.records}
    assert len(captured) == 1


@pytest.mark.parametrize(
    "fields",
    [
        OrganisationFields(name="huisartsenpraktijk de linde"),
        OrganisationFields(name="De Linde", identifiers={"agb": "01234567"}),
        OrganisationFields(name="De Linde", identifiers={"kvk": "12345678", "agb": ""}),
    ],
)
def test_a_known_organisation_is_found_by_name_or_number(anja, practice, fields):
    like = queries.organisations_like(viewer=anja.viewer, fields=fields)

    assert [card.ref for card in like] == [practice.ref]


def test_another_organisation_is_not(anja, practice):
    fields = OrganisationFields(name="De Eik", identifiers={"agb": "07654321"})

    assert queries.organisations_like(viewer=anja.viewer, fields=fields) == []
